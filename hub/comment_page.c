// comment_page.c: the thread of comments on the page of each record.
// SPDX-License-Identifier: Apache-2.0
#include "hub/comment_page.h"

#include "hub/comment.h"
#include "hub/section.h"
#include "platform/web/generic.h"

enum { SHOWN = 20, MOST = 500, MARKS = 100 };

// ---- mentions stand out

typedef struct {
    i64 comment;
    str sign, name; // "P-3", "Max"
} mark;

static int read_marks(ctx *c, any about, mark *out)
{
    int n = 0;
    rows r = query(c,
                   "SELECT m.comment, m.person, p.name FROM {mention! m} JOIN {comment! x} ON x.id = m.comment JOIN "
                   "{person p} ON p.id = "
                   "m.person WHERE x.about_entity = $1 AND x.about_id = $2 ORDER BY m.id DESC LIMIT 100",
                   v(about.entity), v(about.id));
    while (db_next(&r))
        out[n++] = (mark){db_int(&r, 0), record_code(c->a, &person_entity, db_int(&r, 1)), db_text(&r, 2)};
    return n;
}

// @P-3 and @Max become **@Max**: what Markdown makes bold.
static str marked(ctx *c, const comment_line *x, const mark *marks, int n)
{
    text t = {.a = c->a};
    for (ptrdiff_t i = 0; i < x->body.n; i++) {
        const mark *found = NULL;
        ptrdiff_t length = 0;
        str at = str_from(x->body, i + 1);
        for (int k = 0; x->body.p[i] == '@' && k < n && !found; k++) {
            bool code = str_starts(at, marks[k].sign), name = str_starts(at, marks[k].name);
            if (marks[k].comment != x->id || (!code && !name)) continue;
            found = &marks[k];
            length = code ? found->sign.n : found->name.n;
        }
        if (found) {
            fill(&t, S("**@$1**"), VALS(v(found->name)), 1);
            i += length;
        } else {
            put_char(&t, x->body.p[i]);
        }
    }
    return text_str(&t);
}

// ---- the thread

static void comment_html(request *q, const comment_line *x, str body)
{
    str code = record_code(q->c->a, &comment_entity, x->id), name = x->name.n ? x->name : words(q, "isms");
    bool mine = x->person && x->person == q->c->person && !q->c->moment.us;
    html(q, "<li id='$1'>", v(code));
    html_face(q, name);
    html(q, "<div><b>$1</b> {commented}", v(name));
    if (x->mended) html(q, " <span class='muted small'>{mended}</span>");
    if (mine && q->c->now.us - x->at.us < (i64)COMMENT_MINUTES * 60000000)
        html(q, " <a class='small' href='/comment/$1/edit'>{Mend it}</a>", v(code));
    html(q, "</div><a class='when' href='#$1'>", v(code));
    html_time(q, v(x->at));
    html(q, "</a><blockquote><div class='prose'>");
    html_markdown(q, body);
    html(q, "</div>");
    if (x->mention && !q->c->moment.us) {
        html(q, "<form class='row' method='post' action='/mention/$1/seen' data-free>",
             v(record_code(q->c->a, &mention_entity, x->mention)));
        html_form_token(q);
        html(
            q,
            "<span class='muted small'>{You are mentioned}</span><button class='btn'>{I have seen it}</button></form>");
    }
    html(q, "</blockquote></li>");
}

static void comment_form(request *q, any about)
{
    html(q, "<form class='field' method='post' action='/comment/new'>");
    html_form_token(q);
    html(q,
         "<input type='hidden' name='about' value='$1'><label for='say'>{Comment}</label><span class='hint' "
         "id='say-h'>{Markdown. @Name "
         "or @P-3 mentions a person, who is told.}</span><textarea class='in' id='say' name='body' rows='3' "
         "aria-describedby='say-h' required></textarea><div class='row'><button "
         "class='btn'>{Comment}</button></div></form>",
         v(any_code(q->c->a, about)));
}

static void thread_write(request *q, const entity *e, const void *rec)
{
    if (!section_fits(e)) return;
    any about = about_of(e, ((const record *)rec)->id);
    bool all = str_eq(request_get(q, "comments"), S("all")), may_add = section_add(q, &comment_entity, about).n > 0;
    comment_line *lines;
    mark *marks = news(q->c->a, mark, MARKS);
    int most = all ? MOST : SHOWN + 1, n = comment_list(q->c, about, &lines, most), from = !all && n > SHOWN ? 1 : 0;
    if (!n && !may_add) return;
    int nmarks = n ? read_marks(q->c, about, marks) : 0;
    html(q, "<section class='sec' id='comments'><header><h2>{Comments}</h2></header>");
    if (from)
        html(q, "<a class='more' href='$1?comments=all#comments'>{Show earlier ones}</a>",
             v(record_address(q->c->a, e, about.id)));
    if (n) html(q, "<ul class='feed'>");
    for (int i = from; i < n; i++) comment_html(q, &lines[i], marked(q->c, &lines[i], marks, nmarks));
    if (n) html(q, "</ul>");
    if (may_add) comment_form(q, about);
    html(q, "</section>");
}

// ---- a comment is read in its thread

static void comment_show(request *q)
{
    i64 id = 0;
    any about = {0};
    if (entity_of_code(request_part(q, "code"), &id) == &comment_entity) about = comment_about(q->c, id);
    section_see(q, about, record_code(q->c->a, &comment_entity, id));
}

static void mention_show(request *q)
{
    i64 id = 0;
    any about = {0};
    const mention *m =
        entity_of_code(request_part(q, "code"), &id) == &mention_entity ? record_seek(q->c, &mention_entity, id) : NULL;
    if (m) about = comment_about(q->c, m->comment.id);
    section_see(q, about, record_code(q->c->a, &comment_entity, m ? m->comment.id : 0));
}

const part comment_parts[] = {{NULL, false, thread_write}, {0}};
const route comment_routes[] = {
    ROUTE(GET, "/comment/:code", "comment.show", COMMENT_TALKS, comment_show),
    ROUTE(GET, "/mention/:code", "mention.show", COMMENT_TALKS, mention_show),
    {0},
};
