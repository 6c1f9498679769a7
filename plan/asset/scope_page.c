// scope_page.c: a scope on its page: its members, what entered and left since, and what belongs to it.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset/asset_part.h"
#include "platform/base/time.h"

enum { SHOWN = 200 };

static void member_row(request *q, const asset *a)
{
    const field *kind = field_find(&asset_entity, S("kind"));
    str code = record_code(q->c->a, &asset_entity, a->rec.id);
    html(q,
         "<tr><td class='code'>$1</td><th scope='row'><a href='/asset/$1'>$2</a></th><td class='o1'>$3</td><td "
         "class='o2'>$4</td><td class='r'>",
         v(code), v(a->name), v(words(q, kind->choices[a->kind].label)),
         v(record_title(q->c, &person_entity, a->owner.id)));
    if (a->worth) html(q, "$1", v(a->worth));
    html(q, "</td></tr>");
}

static void member_table(request *q, const asset *const *all, int n)
{
    html(q, "<table class='t'><caption class='vh'>{Members of the scope}</caption><thead><tr><th "
            "scope='col'>{Code}</th><th scope='col'>{Asset}</th><th scope='col' class='o1'>{Kind}</th>");
    html(q, "<th scope='col' class='o2'>{Owner}</th><th scope='col' class='r'>{Worth}</th></tr></thead><tbody>");
    for (int i = 0; i < n && i < SHOWN; i++) member_row(q, all[i]);
    html(q, "</tbody></table>");
}

static void empty_note(request *q, const scope *s)
{
    if (db_one(query(q->c, "SELECT count(*) FROM {boundary b} WHERE b.scope = $1 AND b.kind IN ('rule', 'asset')",
                     v(s->rec.id))))
        html(q, "<p class='muted'>{No asset is inside yet: none in the register fits its boundaries.}</p>");
    else
        html(q, "<p class='muted'>{No boundary takes in assets: add a rule, such as patients=yes, or all.}</p>");
}

static void members(request *q, const scope *s)
{
    const asset **all;
    int n = scope_members(q->c, s->rec.id, &all);
    i64 whole = q->c->moment.us ? n : s->members;
    str code = record_code(q->c->a, &scope_entity, s->rec.id);
    html(q, "<section class='sec' id='members'><header><h2>{Members} <span class='n'>$1</span></h2>", v(whole));
    if (n && !q->c->moment.us) html(q, "<a class='btn' href='/asset?scopes=$1'>{Show them as a list}</a>", v(code));
    html(q, "</header>");
    if (!whole)
        empty_note(q, s);
    else if (s->state == SCOPE_DRAFT)
        html(q,
             "<p class='muted small'>{$1 asset is inside now. Approval names it.|$1 assets are inside now. Approval "
             "names them.}</p>",
             v(whole));
    if (n < whole) html(q, "<p class='muted small'>{$1 of them lie outside your reach.}</p>", v(whole - n));
    if (n) member_table(q, all, n);
    if (n > SHOWN) html(q, "<p class='muted small'>{The first $1 are shown.}</p>", v(SHOWN));
    html(q, "</section>");
}

// ---- since they were last looked at

static bool among(const i64 *ids, int n, i64 id)
{
    for (int i = 0; i < n; i++)
        if (ids[i] == id) return true;
    return false;
}

static void moved(request *q, const i64 *ids, int n, const i64 *others, int nothers, str word, tone look)
{
    for (int i = 0; i < n; i++) {
        if (among(others, nothers, ids[i])) continue;
        const asset *a = record_seek(q->c, &asset_entity, ids[i]);
        str code = record_code(q->c->a, &asset_entity, ids[i]);
        html(q, "<li>");
        html_pill(q, look, word);
        html(q, " <a href='/asset/$1'><span class='code'>$1</span> $2</a></li>", v(code), v(a ? a->name : (str){0}));
    }
}

static void since_approval(request *q, const scope *s)
{
    i64 *now, *then;
    if (q->c->moment.us || !s->noted_at.us || (!s->entered && !s->departed)) return;
    int nnow = boundary_members(q->c, s->rec.id, (moment){0}, &now);
    int nthen = boundary_members(q->c, s->rec.id, s->noted_at, &then);
    html(q, "<section class='sec' id='since'><header><h2>");
    if (s->noted_at.us == s->approved_at.us)
        html(q, "{Since approval}");
    else
        html(q, "{Since the members were noted}");
    html(q, "</h2></header><p>{$1 entered, $2 left since $3. The approved text is as it was.}</p><ul class='rows'>",
         v(s->entered), v(s->departed), v(moment_date(s->noted_at, q->c->zone)));
    moved(q, now, nnow, then, nthen, words(q, "Entered"), TONE_WARN);
    moved(q, then, nthen, now, nnow, words(q, "Left"), TONE_OFF);
    html(q, "</ul></section>");
}

static void earlier_version(request *q, const scope *s)
{
    if (q->c->moment.us || s->state != SCOPE_DRAFT || !s->approved_at.us) return;
    text at = {.a = q->c->a};
    put_moment(&at, s->approved_at);
    html(q, "<div class='note' role='status'>");
    html_icon(q, "history");
    html(q,
         "<div><b>{Version $1 is in the making.}</b><p>{Version $2, approved on $3, stands until this one is "
         "approved.}</p></div><div class='acts'><a class='btn' href='/scope/$4?as_of=$5'>{Show it}</a></div></div>",
         v(s->number), v(s->number - 1), v(moment_date(s->approved_at, q->c->zone)),
         v(record_code(q->c->a, &scope_entity, s->rec.id)), v(text_str(&at)));
}

void scope_write(request *q, const entity *e, const void *rec)
{
    const scope *s = rec;
    (void)e;
    earlier_version(q, s);
    since_approval(q, s);
    members(q, s);
}

// ---- all of one scope

static void rail(request *q, const entity *e, const void *rec)
{
    const scope *s = rec;
    str code = record_code(q->c->a, e, s->rec.id);
    if (q->c->moment.us) return;
    html(q, "<section><h2>{All of this scope}</h2><ul class='rows'>");
    html(q, "<li><a href='/asset?scopes=$1'>{Assets}</a></li><li><a href='/risk?assets.scopes=$1'>{Risks}</a></li>",
         v(code));
    html(q, "<li><a href='/soa?scope=$1'>{Statements of applicability}</a></li>", v(code));
    html(q, "<li><a href='/report/scope.pdf?scope=$1'>{Scope statement as PDF}</a></li></ul></section>", v(code));
}

const part asset_parts[] = {
    {&scope_entity, false, scope_write}, {&scope_entity, true, rail}, {&asset_entity, false, drawing_write}, {0}};
