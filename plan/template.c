// template.c: control templates and their use.
// SPDX-License-Identifier: Apache-2.0
#include "plan/template.h"
#include "hub/task.h"
#include "platform/base/content.h"
#include "platform/paper/csv_table.h"

static const choice kinds[] = {{"technical", "Technical", 0},
                               {"organisational", "Organisational", 0},
                               {"physical", "Physical", 0},
                               {"people", "People", 0},
                               {0}};
static const choice functions[] = {
    {"preventive", "Preventive", 0}, {"detective", "Detective", 0}, {"corrective", "Corrective", 0}, {0}};
static const field template_fields[] = {
    FIELD(template, name, "Template", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 200),
    FIELD(template, kind, "Kind", .flags = LISTED | CHIPS, .choices = kinds),
    FIELD(template, function, "Function", .flags = LISTED | CHIPS, .choices = functions),
    FIELD(template, annex, "Answers in Annex A", .flags = LISTED | SEARCHED, .max = 300,
          .help = "Identifiers with a space between, such as A.8.20 A.8.22."),
    FIELD(template, summary, "What it does", .flags = REQUIRED | LONG | SEARCHED),
    FIELD(template, checklist, "To put it in place", .flags = LONG,
          .help = "A line for each step, with a dash before it."),
    FIELD(template, test, "How to test it", .flags = LONG),
};
const entity template_entity = {
    ENTITY(template, "TM", "Control template", "Control templates", SIGNED_IN, MANAGER, MANAGER, MANAGER),
    .icon = "copy-check",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .sort = "name",
    .help = "Write down once how a control is put in place and tested, then make controls from it."};

static const field template_control_fields[] = {
    FIELD(template_control, template, "Template", .flags = REQUIRED | LISTED, .to = &template_entity),
    FIELD(template_control, control, "Control", .flags = REQUIRED | LISTED, .to = &control_entity),
};
const entity template_control_entity = {
    ENTITY(template_control, "TU", "Use of a template", "Uses of templates", SEE_REGISTER, NOBODY, NOBODY, NOBODY),
    .scope = SCOPE_WITHIN, .within = "control", .plain = true};

// ---- what ships

static unsigned choice_named(const choice *all, str name)
{
    for (unsigned i = 0; all[i].name; i++)
        if (str_eq(name, str_of(all[i].name))) return i;
    return 0;
}

static str lines_of(ctx *c, str steps)
{
    text t = {.a = c->a};
    for (str rest = steps; rest.p && rest.n;) {
        fill(&t, S("$1- $2"), VALS(v(t.n ? "\n" : ""), v(str_trim(str_cut(&rest, '|')))), 2);
    }
    return text_str(&t);
}

bool template_load(ctx *c)
{
    csv_table t = csv_table_open(c->a, content_find(S("control_templates.csv")));
    if (db_one(query(c, "SELECT count(*) FROM {template x}"))) return true;
    while (csv_table_next(&t)) {
        template x = {.name = csv_table_cell(&t, "name"),
                      .kind = choice_named(kinds, csv_table_cell(&t, "kind")),
                      .function = choice_named(functions, csv_table_cell(&t, "function")),
                      .summary = csv_table_cell(&t, "summary"),
                      .annex = csv_table_cell(&t, "annex_a"),
                      .checklist = lines_of(c, csv_table_cell(&t, "checklist")),
                      .test = csv_table_cell(&t, "test")};
        if (!record_save(c, &template_entity, &x)) return false;
    }
    return true;
}

// ---- use

typedef struct {
    record rec;
    ref owner, unit;
    date planned_on;
    str name;
} using_it;
static const field using_it_fields[] = {
    FIELD(using_it, owner, "Owner", .flags = REQUIRED, .to = &person_entity,
          .help = "Who answers for the control; the steps become their tasks."),
    FIELD(using_it, unit, "Unit", .flags = REQUIRED, .to = &unit_entity),
    FIELD(using_it, planned_on, "Planned for", .flags = REQUIRED, .help = "When it shall be in place."),
    FIELD(using_it, name, "Name", .max = 200, .help = "Empty: that of the template."),
};
static const entity using_it_input = {
    .name = "use", .size = sizeof(using_it), .fields = using_it_fields, .nfields = countof(using_it_fields)};

static bool link_annex(ctx *c, const template *t, i64 control_id)
{
    i64 ids[32], annex = framework_named(c, S("iso27001"));
    int n = 0;
    for (str rest = t->annex; rest.n && n < countof(ids);) {
        i64 id = requirement_named(c, annex, str_trim(str_cut(&rest, ' ')));
        if (id) ids[n++] = id;
    }
    return record_link(c, link_find(&control_entity, S("requirements")), control_id, ids, n);
}

// The last step asks for what shows that the control is in place.
static bool give_steps(ctx *c, const template *t, const control *x)
{
    for (str rest = t->checklist; rest.p && rest.n;) {
        str step = str_trim(str_cut(&rest, '\n'));
        if (str_starts(step, S("- "))) step = str_from(step, 2);
        bool last = !rest.p || !rest.n;
        if (!step.n) continue;
        if (!task_give(c, step, last ? S("With evidence that the control is in place.") : (str){0},
                       (any){S("control"), x->rec.id}, x->owner, x->planned_on, last))
            return false;
    }
    return true;
}

static bool use(ctx *c, void *rec, const void *in)
{
    const template *t = rec;
    const using_it *u = in;
    control x = {.name = u->name.n ? u->name : t->name,
                 .kind = t->kind,
                 .function = t->function,
                 .description = t->summary,
                 .test = t->test,
                 .owner = u->owner,
                 .unit = u->unit,
                 .status = CONTROL_PLANNED,
                 .planned_on = u->planned_on};
    if (u->planned_on.day <= c->today.day) return fail(c, "planned_on", "Plan it for a day to come.");
    if (!record_save(c, &control_entity, &x) || !link_annex(c, t, x.rec.id) || !give_steps(c, t, &x)) return false;
    template_control made = {.template = {t->rec.id}, .control = {x.rec.id}};
    return record_save(c, &template_control_entity, &made);
}

static const action template_actions[] = {
    ACTION(template_entity, "use", "Make a control of it", ADD_REGISTER, .input = &using_it_input, .run = use,
           .primary = true,
           .help = "A control with this description, the controls of Annex A it answers, and a task for each step."),
    {0}};

static const panel template_panels[] = {
    {&template_entity, "Controls made from it",
     "SELECT 'control', x.id, x.name, x.status, CASE x.status WHEN 'implemented' THEN 2 WHEN 'partly' THEN 3 WHEN "
     "'planned' THEN 1 ELSE 5 END, x.planned_on FROM {template_control u} JOIN {control x} ON x.id = u.control WHERE "
     "u.template = $1 ORDER BY x.name",
     "No control was made from it yet.", NULL},
    {0}};

const module template_module = {
    .name = "template",
    .room = ROOM_LIBRARY,
    .entities = (const entity *const[]){&template_entity, &template_control_entity, NULL},
    .actions = template_actions,
    .panels = template_panels,
};
