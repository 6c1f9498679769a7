// soa.c: the Statement of Applicability: its records, rules and acts.
// SPDX-License-Identifier: Apache-2.0
#include "plan/soa/soa_page.h"
#include "platform/ledger/ledger.h"

static const choice states[] = {{"draft", "Draft", TONE_NOW},
                                {"proposed", "Waits for approval", TONE_NOW},
                                {"approved", "Approved", TONE_GOOD},
                                {"replaced", "Replaced", TONE_OFF},
                                {0}};
static const field soa_fields[] = {
    FIELD(soa, name, "Statement", .flags = LISTED | READONLY | SEARCHED),
    FIELD(soa, scope, "Scope", .flags = REQUIRED | LISTED, .to = &scope_entity),
    FIELD(soa, number, "Version", .flags = LISTED | READONLY),
    FIELD(soa, state, "State", .flags = LISTED | READONLY | CHIPS, .choices = states),
    FIELD(soa, author, "Written by", .flags = LISTED | READONLY, .to = &person_entity),
    FIELD(soa, approved_at, "Approved", .flags = LISTED | READONLY),
    FIELD(soa, checkpoint, "Ledger checkpoint", .flags = READONLY, .max = 120),
};

static const choice applicables[] = {
    {"", "Undecided", TONE_WARN}, {"yes", "Applicable", TONE_GOOD}, {"no", "Not applicable", TONE_OFF}, {0}};
const choice implemented_choices[] = {{"no", "No", TONE_BAD},
                                      {"planned", "Planned", TONE_NOW},
                                      {"partly", "Partly", TONE_WARN},
                                      {"yes", "Yes", TONE_GOOD},
                                      {0}};
static const field soa_row_fields[] = {
    FIELD(soa_row, soa, "Statement", .flags = REQUIRED | LISTED, .to = &soa_entity),
    FIELD(soa_row, requirement, "Control of Annex A", .flags = LISTED, .to = &requirement_entity),
    FIELD(soa_row, control, "Control from elsewhere", .flags = LISTED, .to = &control_entity,
          .help = "A necessary control that Annex A does not name: of your own, or of another framework."),
    FIELD(soa_row, applicable, "Applicable", .flags = LISTED | CHIPS, .choices = applicables),
    FIELD(soa_row, risk, "Treats a risk", .flags = LISTED, .group = "Reasons for inclusion"),
    FIELD(soa_row, law, "Law", .flags = LISTED),
    FIELD(soa_row, contract, "Contract", .flags = LISTED),
    FIELD(soa_row, business, "Business", .flags = LISTED),
    FIELD(soa_row, practice, "Good practice", .flags = LISTED),
    FIELD(soa_row, justification, "Justification", .flags = LONG | SEARCHED, .max = 2000,
          .help = "Of an exclusion: why the control is not necessary here."),
    FIELD(soa_row, owner, "Owner", .to = &person_entity),
    FIELD(soa_row, implemented, "Implemented", .flags = READONLY | HIDDEN, .choices = implemented_choices),
    FIELD(soa_row, planned_on, "Planned for", .flags = READONLY | HIDDEN),
    FIELD(soa_row, effectiveness, "Effective", .flags = READONLY | HIDDEN, .choices = effectiveness_choices),
    FIELD(soa_row, position, "Position", .flags = READONLY | HIDDEN | SORTED),
};

static bool soa_check(ctx *c, void *rec, const void *before)
{
    soa *s = rec;
    const soa *old = before;
    if (old) return s->scope.id == old->scope.id || fail(c, "scope", "A statement stays with its scope.");
    const scope *of = record_load(c, &scope_entity, s->scope.id);
    if (!of) return false;
    if (db_one(query(c, "SELECT count(*) FROM {soa! x} WHERE x.scope = $1 AND x.state IN ('draft', 'proposed')",
                     v(s->scope))))
        return fail(c, "scope", "$1 has a statement in the making: go on with that one.", v(of->name));
    s->number = db_one(query(c, "SELECT max(x.number) FROM {soa! x} WHERE x.scope = $1", v(s->scope))) + 1;
    s->name = format(c->a, "$1, version $2", v(of->name), v(s->number));
    s->author.id = c->person;
    return true;
}

// ---- rows

static i64 requirements_of_annex(ctx *c, i64 *ids, i64 *positions, int most)
{
    int n = 0;
    rows r = query(c, "SELECT x.id, x.position FROM {requirement x} JOIN {framework f} ON f.id = x.framework WHERE "
                      "f.short_name = 'iso27001' AND x.kind = 'control' ORDER BY x.position");
    while (db_next(&r) && n < most) ids[n] = db_int(&r, 0), positions[n++] = db_int(&r, 1);
    return n;
}

static bool fill_new(ctx *c, const soa *s)
{
    enum { MOST = 200 };
    i64 ids[MOST], positions[MOST], n = requirements_of_annex(c, ids, positions, MOST);
    for (int i = 0; i < n; i++) {
        soa_row row = {.soa = {s->rec.id}, .requirement = {ids[i]}, .position = positions[i]};
        if (treatment_needs(c, ids[i]).n) row.applicable = APPLICABLE_YES, row.risk = true;
        if (!record_save(c, &soa_row_entity, &row)) return false;
    }
    return true;
}

static bool copy_rows(ctx *c, const soa *to, i64 from)
{
    i64 ids[1024];
    int n = 0;
    rows r = query(c, "SELECT x.id FROM {soa_row! x} WHERE x.soa = $1 ORDER BY x.position, x.id LIMIT 1024", v(from));
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++) {
        soa_row *row = record_load(c, &soa_row_entity, ids[i]);
        if (!row) return false;
        row->rec = (record){0};
        row->soa.id = to->rec.id;
        if (!record_save(c, &soa_row_entity, row)) return false;
    }
    return true;
}

// A new version goes on from the one before it.
static bool soa_saved(ctx *c, const void *rec, const void *before)
{
    const soa *s = rec;
    if (!s || before) return true;
    i64 earlier =
        db_one(query(c, "SELECT max(x.id) FROM {soa! x} WHERE x.scope = $1 AND x.id < $2", v(s->scope), v(s->rec.id)));
    return earlier ? copy_rows(c, s, earlier) : fill_new(c, s);
}

const entity soa_entity = {
    ENTITY(soa, "SOA", "Statement of Applicability", "Applicability", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .icon = "list-checks",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .sort = "-code",
    .help = "A statement belongs to a scope: all 93 controls of Annex A, applicable or not, and why.",
    .check = soa_check,
    .saved = soa_saved};

static str row_name(ctx *c, const soa_row *r)
{
    if (r->control.id) return record_title(c, &control_entity, r->control.id);
    const requirement *q = record_seek(c, &requirement_entity, r->requirement.id);
    return q ? q->ident : S("This row");
}

static bool check_exclusion(ctx *c, const soa_row *r)
{
    if (!r->justification.n)
        return fail(c, "justification", "An exclusion is justified: say why $1 is not necessary here.",
                    v(row_name(c, r)));
    str risks = r->requirement.id ? treatment_needs(c, r->requirement.id) : (str){0};
    if (risks.n)
        return fail(c, "applicable", "$1 cannot be excluded: the treatment of $2 relies on it.", v(row_name(c, r)),
                    v(risks));
    return true;
}

static bool soa_row_check(ctx *c, void *rec, const void *before)
{
    soa_row *r = rec;
    const soa_row *old = before;
    const soa *s = record_load(c, &soa_entity, r->soa.id);
    if (!s) return false;
    if (s->state == SOA_APPROVED || s->state == SOA_REPLACED)
        return fail(c, NULL, "$1 is approved and no longer changes. Make a new version.", v(s->name));
    if (!r->requirement.id == !r->control.id)
        return fail(c, "control", "A row names a control of Annex A or one from elsewhere.");
    if (old &&
        (old->requirement.id != r->requirement.id || old->control.id != r->control.id || old->soa.id != r->soa.id))
        return fail(c, "control", "A row stays with its control.");
    if (!old && db_one(query(c,
                             "SELECT count(*) FROM {soa_row! x} WHERE x.soa = $1 AND ((x.requirement = $2 AND $2 > 0) "
                             "OR (x.control = $3 AND $3 > 0))",
                             v(r->soa), v(r->requirement.id), v(r->control.id))))
        return fail(c, "control", "$1 has a row already.", v(row_name(c, r)));
    if (!r->position) r->position = 1000000 + r->control.id;
    return r->applicable != APPLICABLE_NO || check_exclusion(c, r);
}

const entity soa_row_entity = {ENTITY(soa_row, "SR", "Row of applicability", "Rows of applicability", SEE_REGISTER,
                                      MANAGER, MANAGER | OWN, MANAGER),
                               .scope = SCOPE_EVERYONE,
                               .owner = "owner",
                               .sort = "position",
                               .plain = true,
                               .help = "Rows come with their statement.",
                               .check = soa_row_check};

// ---- acts

static str rows_hash(ctx *c, const soa_line *lines, int n)
{
    text t = {.a = c->a};
    for (int i = 0; i < n; i++) {
        const soa_row *r = lines[i].row;
        fill(&t, S("$1=$2;$3;$4;$5\n"),
             VALS(v(lines[i].ident), v(applicables[r->applicable].name), v(soa_reasons(c, r)),
                  v(implemented_choices[lines[i].implemented].name),
                  v(effectiveness_choices[lines[i].effectiveness].name)),
             5);
    }
    return hash_hex(c->a, hash_of(text_str(&t)));
}

str soa_frozen(ctx *c, const void *rec)
{
    const soa *s = rec;
    soa_line *lines;
    int n = soa_lines(c, s, &lines);
    frozen f = {.a = c->a};
    frozen_add(&f, "rows", v(n));
    frozen_add(&f, "rows.sha256", v(rows_hash(c, lines, n)));
    frozen_add(&f, "scope", v(record_code(c->a, &scope_entity, s->scope.id)));
    return frozen_text(&f);
}

static bool check_rows(ctx *c, const soa_line *lines, int n)
{
    int annex = 0, bad = 0;
    for (int i = 0; i < n; i++) {
        annex += lines[i].row->requirement.id != 0;
        if (!lines[i].problem.n || bad++ >= 10) continue;
        fail(c, NULL, "$1: $2", v(lines[i].ident), v(lines[i].problem));
    }
    if (annex < 93) return fail(c, NULL, "The statement has $1 of the 93 rows of Annex A.", v(annex));
    if (bad > 10) fail(c, NULL, "And $1 rows more.", v(bad - 10));
    return bad == 0;
}

static bool freeze_rows(ctx *c, const soa_line *lines, int n)
{
    for (int i = 0; i < n; i++) {
        soa_row *r = record_load(c, &soa_row_entity, lines[i].id);
        if (!r) return false;
        if (r->implemented == lines[i].implemented && r->planned_on.day == lines[i].planned_on.day &&
            r->effectiveness == lines[i].effectiveness)
            continue;
        r->implemented = lines[i].implemented, r->planned_on = lines[i].planned_on,
        r->effectiveness = lines[i].effectiveness;
        if (!record_save_as(c, &soa_row_entity, r, "freeze")) return false;
    }
    return true;
}

static bool in_the_making(ctx *c, const void *rec)
{
    const soa *s = rec;
    (void)c;
    return s->state == SOA_DRAFT || s->state == SOA_PROPOSED;
}

static bool is_draft(ctx *c, const void *rec)
{
    (void)c;
    return ((const soa *)rec)->state == SOA_DRAFT;
}

static bool is_approved(ctx *c, const void *rec)
{
    (void)c;
    return ((const soa *)rec)->state == SOA_APPROVED;
}

static bool propose(ctx *c, void *rec, const void *in)
{
    soa *s = rec;
    soa_line *lines;
    (void)in;
    if (s->state != SOA_DRAFT) return fail(c, NULL, "Only a draft is sent for approval.");
    int n = soa_lines(c, s, &lines);
    if (!check_rows(c, lines, n)) return false;
    s->state = SOA_PROPOSED;
    return record_save_as(c, &soa_entity, s, "propose");
}

static bool replace_older(ctx *c, const soa *s)
{
    i64 old =
        db_one(query(c, "SELECT max(x.id) FROM {soa! x} WHERE x.scope = $1 AND x.state = 'approved' AND x.id <> $2",
                     v(s->scope), v(s->rec.id)));
    soa *before = old ? record_load(c, &soa_entity, old) : NULL;
    if (!before) return old == 0;
    before->state = SOA_REPLACED;
    return record_save_as(c, &soa_entity, before, "replace");
}

static bool approve(ctx *c, void *rec, const void *in)
{
    soa *s = rec;
    soa_line *lines;
    (void)in;
    if (!in_the_making(c, s)) return fail(c, NULL, "This statement is approved already.");
    int n = soa_lines(c, s, &lines);
    if (!check_rows(c, lines, n) || !freeze_rows(c, lines, n)) return false;
    if (!approval_give(c, (any){S("soa"), s->rec.id}, "approve", soa_frozen(c, s), s->author.id, false, MANAGEMENT,
                       c->reason, (date){0}))
        return false;
    s->state = SOA_APPROVED;
    s->approved_at = c->now;
    s->checkpoint = ledger_checkpoint_text(c);
    return replace_older(c, s) && record_save_as(c, &soa_entity, s, "approve");
}

static bool revise(ctx *c, void *rec, const void *in)
{
    const soa *s = rec;
    soa next = {.scope = s->scope};
    (void)in;
    return record_save(c, &soa_entity, &next);
}

static const action soa_actions[] = {
    ACTION(soa_entity, "propose", "Send for approval", MANAGER, .run = propose, .offered = is_draft,
           .help = "All rows must be decided, each with its reason."),
    ACTION(soa_entity, "approve", "Approve", MANAGEMENT, .run = approve, .offered = in_the_making, .primary = true,
           .help = "The statement is frozen as it stands, with the state of each control."),
    ACTION(soa_entity, "revise", "Make a new version", MANAGER, .run = revise, .offered = is_approved,
           .help = "A draft that starts from this one; this one stays as it is."),
    {0}};

static const work soa_works[] = {{"Approve the statement of applicability",
                                  "SELECT 'soa', s.id, s.name, NULL, 'approve' FROM {soa s} JOIN {role g} ON g.person "
                                  "= $1 AND g.role = 'management' WHERE $2 > 0 AND s.state = 'proposed'"},
                                 {0}};

static const report soa_reports[] = {{"soa", "Statement of Applicability", SEE_REGISTER,
                                      "All rows of a scope's statement with reasons, state and risks.", soa_report,
                                      .landscape = true},
                                     {0}};

const module soa_module = {
    .name = "soa",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&soa_entity, &soa_row_entity, NULL},
    .actions = soa_actions,
    .parts = soa_parts,
    .rules = soa_rules,
    .works = soa_works,
    .reports = soa_reports,
};
