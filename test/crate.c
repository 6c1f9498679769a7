// crate.c: a made-up module with every kind of field, links, actions and contributions.
// SPDX-License-Identifier: Apache-2.0
#include "test/crate.h"

static const choice levels[] = {{"low", "Low", TONE_LOW},
                                {"medium", "Medium", TONE_MEDIUM},
                                {"high", "High", TONE_HIGH},
                                {"critical", "Critical", TONE_CRITICAL},
                                {0}};
static const choice states[] = {{"draft", "Draft", TONE_NONE},
                                {"packed", "Packed", TONE_NOW},
                                {"sent", "Sent", TONE_GOOD},
                                {"lost", "Lost", TONE_BAD},
                                {0}};
static const choice ways[] = {{"", "Not decided", TONE_NONE}, {"road", "By road", TONE_NONE},
                              {"rail", "By rail", TONE_NONE}, {"sea", "By sea", TONE_NONE},
                              {"air", "By air", TONE_NONE},   {"river", "By river", TONE_NONE},
                              {"foot", "On foot", TONE_NONE}, {0}};

static const field crate_fields[] = {
    FIELD(crate, title, "Title", .flags = REQUIRED | LISTED | SEARCHED, .max = 200,
          .help = "Say what is in it, and for whom."),
    FIELD(crate, owner, "Crate owner", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(crate, unit, "Unit", .flags = REQUIRED | LISTED, .to = &unit_entity),
    FIELD(crate, level, "Level", .flags = LISTED | CHIPS | SORTED, .choices = levels, .with = "score",
          .group = "Judgement"),
    FIELD(crate, score, "Score", .flags = READONLY | SORTED, .min = 0, .max = 100),
    FIELD(crate, state, "State", .flags = LISTED | CHIPS, .choices = states),
    FIELD(crate, way, "Way", .choices = ways),
    FIELD(crate, due, "Due", .flags = LISTED | SORTED | DUE, .group = "Transport"),
    FIELD(crate, sealed, "Sealed"),
    FIELD(crate, worth, "Worth", .flags = LISTED, .help = "What it would cost to buy again."),
    FIELD(crate, weight, "Weight", .min = 0, .max = 1000),
    FIELD(crate, pieces, "Pieces", .flags = LISTED, .min = 0, .max = 9999),
    FIELD(crate, fragile, "Fragile", .flags = LISTED),
    FIELD(crate, about, "About"),
    FIELD(crate, lock, "Lock"),
    FIELD(crate, code_word, "Code word", .max = 40),
    FIELD(crate, inside, "Inside", .flags = HIDDEN),
    FIELD(crate, notes, "Notes", .flags = LONG | SEARCHED),
};

static const field crate_keeper_fields[] = {
    FIELD(crate_keeper, crate, "Crate", .flags = REQUIRED, .to = &crate_entity),
    FIELD(crate_keeper, person, "Person", .flags = REQUIRED, .to = &person_entity),
};

static const field crate_label_fields[] = {
    FIELD(crate_label, name, "Name", .flags = REQUIRED | LISTED | SEARCHED),
    FIELD(crate_label, crate, "Crate", .flags = REQUIRED | LISTED, .to = &crate_entity),
    FIELD(crate_label, until, "Valid until", .flags = LISTED | DUE),
};

static const link_field crate_links[] = {
    {.name = "keepers",
     .label = "Keepers",
     .help = "Who has a key.",
     .through = &crate_keeper_entity,
     .from = "crate",
     .to = "person",
     .flags = LISTED},
    {0},
};

static bool crate_check(ctx *c, void *rec, const void *before)
{
    (void)before;
    crate *x = rec;
    x->score = ((i64)x->level + 1) * 4;
    if (x->state == CRATE_SENT && !x->due.day)
        return fail(c, "due", "\"$1\" was sent: say by when it must arrive.", v(x->title));
    return true;
}

const entity crate_entity = {
    ENTITY(crate, "Q", "Crate", "Crates", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .scope = SCOPE_UNIT,
    .title = "title",
    .owner = "owner",
    .sort = "-score,due",
    .icon = "briefcase",
    .links = crate_links,
    .help = "A crate holds what travels. Add the first one to see it here.",
    .check = crate_check,
};

const entity crate_keeper_entity = {
    ENTITY(crate_keeper, "QK", "Keeper", "Keepers", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER | OWNER),
    .scope = SCOPE_WITHIN,
    .within = "crate",
    .plain = true,
};

const entity crate_label_entity = {
    ENTITY(crate_label, "QL", "Label", "Labels", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .scope = SCOPE_WITHIN,
    .within = "crate",
    .title = "name",
    .help = "Labels are stuck on crates.",
};

typedef struct {
    crate_level level;
    str why;
} crate_judge;
static const field crate_judge_fields[] = {
    FIELD(crate_judge, level, "Level", .choices = levels),
    FIELD(crate_judge, why, "Why", .flags = REQUIRED | LONG, .help = "What has changed."),
};
static const entity crate_judge_input = {INPUT(crate_judge)};

static bool crate_judge_run(ctx *c, void *rec, const void *in)
{
    crate *x = rec;
    const crate_judge *j = in;
    x->level = j->level;
    if (!c->reason.n) c->reason = j->why;
    return record_save_as(c, &crate_entity, x, "crate.judge");
}

static bool crate_send_run(ctx *c, void *rec, const void *in)
{
    (void)in;
    crate *x = rec;
    if (x->state == CRATE_LOST) return fail(c, NULL, "\"$1\" is lost: find it first.", v(x->title));
    x->state = CRATE_SENT;
    return record_save_as(c, &crate_entity, x, "crate.send");
}

static bool crate_send_offered(ctx *c, const void *rec)
{
    (void)c;
    return ((const crate *)rec)->state != CRATE_SENT;
}

static const action crate_actions[] = {
    ACTION(crate_entity, "judge", "Judge again", SET_REGISTER, .input = &crate_judge_input, .run = crate_judge_run,
           .help = "Say how much it matters, and why."),
    ACTION(crate_entity, "send", "Send", SET_REGISTER, .run = crate_send_run, .offered = crate_send_offered,
           .primary = true, .bulk = true),
    {0},
};

static const panel crate_panels[] = {
    {.on = &crate_entity,
     .title = "Stickers",
     .sql = "SELECT 'crate_label', x.id, x.name, '', 0, x.until FROM {crate_label x} WHERE x.crate = $1 ORDER BY x.id",
     .empty = "No label is stuck on it.",
     .add = "crate_label"},
    {0},
};

static const work crate_works[] = {
    {.what = "Send the crate",
     .sql = "SELECT 'crate', x.id, x.title, x.due, 'send' FROM {crate x} WHERE x.owner = $1 AND x.state <> 'sent' AND "
            "$2 > 0"},
    {0},
};

static const entity *const crate_entities[] = {&crate_entity, &crate_keeper_entity, &crate_label_entity, NULL};
const module crate_module = {.name = "crate",
                             .room = ROOM_PLAN,
                             .entities = crate_entities,
                             .actions = crate_actions,
                             .panels = crate_panels,
                             .works = crate_works};
