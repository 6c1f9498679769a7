// rate.c: helpers to judge a risk: a rating by a public scheme proposes likelihood and consequence, a person confirms.
// SPDX-License-Identifier: Apache-2.0
#include "plan/risk/risk_part.h"
#include "plan/score/score.h"
#include "platform/paper/json.h"
#include "platform/web/shell.h"

// ---- the act

static const choice consequences[] = {{"financial", "Financial", 0}, {"operational", "Operational", 0},
                                      {"legal", "Legal", 0},         {"reputation", "Reputation", 0},
                                      {"people", "People", 0},       {0}};
typedef struct {
    record rec;
    i64 likelihood, consequence;
    unsigned kind;
    str why;
} judging;
static const field judging_fields[] = {
    FIELD(judging, likelihood, "Likelihood", .flags = REQUIRED, .min = 1, .max = 10),
    FIELD(judging, kind, "Kind of consequence", .choices = consequences),
    FIELD(judging, consequence, "Consequence", .flags = REQUIRED, .min = 1, .max = 10),
    FIELD(judging, why, "Why so", .flags = LONG | REQUIRED, .max = 2000),
};
static const entity judging_input = {INPUT(judging)};

static bool judge(ctx *c, void *rec, const void *in)
{
    risk *r = rec;
    const judging *j = in;
    i64 *const members[] = {&r->financial, &r->operational, &r->legal, &r->reputation, &r->people};
    r->likelihood = j->likelihood;
    *members[j->kind] = j->consequence;
    r->why = j->why;
    return record_save_as(c, &risk_entity, r, "judge");
}

// It has a page of its own that fills it in.
static bool not_offered(ctx *c, const void *rec)
{
    (void)c, (void)rec;
    return false;
}

const action risk_actions[] = {ACTION(risk_entity, "judge", "Judge the risk", SET_REGISTER, .input = &judging_input,
                                      .run = judge, .offered = not_offered,
                                      .help = "Likelihood and one kind of consequence, with what they rest on."),
                               {0}};

// ---- what a vector proposes

typedef struct {
    const risk *r;
    const criteria *k;
    str vector, error;
    rating rated;
    bool is;
    i64 likelihood, consequence;
} proposal;

// The vector as given, or put together from the factors of the form.
static str vector_of(request *q)
{
    str vector = str_trim(request_get(q, "vector"));
    if (vector.n || !str_eq(request_get(q, "scheme"), S("owasp"))) return vector;
    text t = {.a = q->c->a};
    put(&t, S("OWASP"));
    for (int i = 0; i < OWASP_FACTORS; i++) {
        str value = request_get(q, owasp_factors[i].name);
        if (value.n) fill(&t, S("/$1:$2"), VALS(v(owasp_factors[i].name), v(value)), 2);
    }
    return text_str(&t);
}

static bool propose(request *q, proposal *p)
{
    ctx *c = q->c;
    *p = (proposal){.r = record_load_code(c, &risk_entity, request_part(q, "code")), .k = criteria_in_force(c)};
    if (!p->r || !p->k) return false;
    p->vector = vector_of(q);
    if (!p->vector.n) return true;
    p->is = rate(c->a, p->vector, &p->rated, &p->error);
    p->likelihood = rating_step(p->rated.likelihood, p->k->likelihood_steps);
    p->consequence = rating_step(p->rated.consequence, p->k->consequence_steps);
    return true;
}

// ---- the page

static void factor(request *q, const owasp_factor *f)
{
    str given = request_get(q, f->name);
    html(q, "<div class='field'><label for='f-$1'>$2</label><select class='in' id='f-$1' name='$1'>", v(f->name),
         v(words(q, f->label)));
    if (f->group == 3) html(q, "<option value=''>{Not known}</option>");
    for (int i = 0; f->options[i].label; i++) {
        str value = format(q->c->a, "$1", v(f->options[i].value));
        html(q, "<option value='$1'", v(value));
        if (str_eq(value, given)) html(q, " selected");
        html(q, ">$1 · $2</option>", v(f->options[i].value), v(words(q, f->options[i].label)));
    }
    html(q, "</select></div>");
}

static void owasp_form(request *q, str at)
{
    static const char *const groups[] = {"Who would do it", "The weakness", "Technical impact",
                                         "Impact on the business"};
    html(q,
         "<section class='sec'><header><h2>{By the OWASP risk rating}</h2></header><form method='get' action='$1' "
         "class='stack'><input type='hidden' name='scheme' value='owasp'>",
         v(at));
    for (int g = 0; g < countof(groups); g++) {
        html(q, "<fieldset><legend>$1</legend><div class='cols2'>", v(words(q, groups[g])));
        for (int i = 0; i < OWASP_FACTORS; i++)
            if (owasp_factors[i].group == g) factor(q, &owasp_factors[i]);
        html(q, "</div></fieldset>");
    }
    html(q, "<div class='row'><button class='btn'>{Rate}</button></div></form></section>");
}

static void vector_form(request *q, const proposal *p, str at)
{
    bool cvss = !str_starts(p->vector, S("OWASP"));
    html(q,
         "<section class='sec'><header><h2>{By CVSS 3.1 or 4.0}</h2></header><form method='get' action='$1' "
         "class='stack'><div class='field'><label for='vector'>{Vector}</label><p class='muted small' "
         "id='vector-help'>{As published with a weakness, from CVSS:3.1/AV:N/… or CVSS:4.0/AV:N/…}</p>",
         v(at));
    html(q,
         "<input class='in' type='text' id='vector' name='vector' required aria-describedby='vector-help' value='$1'",
         v(cvss ? p->vector : (str){0}));
    if (p->error.n) html(q, " aria-invalid='true'");
    html(q, ">");
    if (p->error.n) html(q, "<p class='err'>$1</p>", v(p->error));
    html(q, "</div><div class='row'><button class='btn'>{Rate}</button></div></form></section>");
}

static void confirm_form(request *q, const proposal *p, str at)
{
    html(q, "<form method='post' action='$1' class='stack'>", v(at));
    html_form_token(q);
    html(q,
         "<input type='hidden' name='version' value='$1'><div class='cols2'><div class='field'><label "
         "for='likelihood'>{Likelihood}</label><input class='in' type='number' id='likelihood' name='likelihood' "
         "min='1' "
         "max='$2' value='$3'></div>",
         v(p->r->rec.version), v(p->k->likelihood_steps), v(p->likelihood));
    html(q,
         "<div class='field'><label for='consequence'>{Consequence}</label><input class='in' type='number' "
         "id='consequence' name='consequence' min='1' max='$1' value='$2'></div></div><div class='field'><label "
         "for='kind'>{Kind of consequence}</label><select class='in' id='kind' name='kind'>",
         v(p->k->consequence_steps), v(p->consequence));
    const bool judged[] = {p->k->financial, p->k->operational, p->k->legal, p->k->reputation, p->k->people};
    for (int i = 0; i < countof(judged); i++)
        if (judged[i])
            html(q, "<option value='$1'>$2</option>", v(consequences[i].name), v(words(q, consequences[i].label)));
    html(q, "</select></div><div class='field'><label for='why'>{Why so}</label><textarea class='in' id='why' "
            "name='why' rows='3'>");
    html(q, "$1</textarea></div><div class='row'><button class='btn main-act'>{Judge it so}</button></div></form>",
         v(format(q->c->a, "$1 rates it $2 ($3): $4", v(p->rated.scheme), v(p->rated.score), v(p->rated.severity),
                  v(p->vector))));
}

static void result(request *q, const proposal *p, str code)
{
    html(q, "<section class='sec'><header><h2>{What it proposes}</h2></header><p>{$1 rates it $2: $3.} ",
         v(p->rated.scheme), v(p->rated.score), v(p->rated.severity));
    html(q, "{On our scales that is likelihood $1 ($2) and consequence $3 ($4).}</p>", v(p->likelihood),
         v(criteria_word(q->c, p->k->likelihood_words, p->likelihood)), v(p->consequence),
         v(criteria_word(q->c, p->k->consequence_words, p->consequence)));
    html(q, "<p class='muted small'>{A scheme knows the weakness, not the organisation. Change what does not fit; you "
            "judge.}</p>");
    if (record_permit(q->c, &risk_entity, p->r, SET_REGISTER))
        confirm_form(q, p, format(q->c->a, "/risk/$1/judge", v(code)));
    html(q, "</section>");
}

static void rate_page(request *q)
{
    proposal p;
    if (!propose(q, &p)) {
        reply_refused(q);
        return;
    }
    str code = record_code(q->c->a, &risk_entity, p.r->rec.id), at = format(q->c->a, "/risk/$1/rate", v(code));
    page_open(q, format(q->c->a, "Rate $1", v(code)));
    breadcrumb(q,
               (const crumb[]){{words(q, "Risks"), S("/risk")},
                               {code, format(q->c->a, "/risk/$1", v(code))},
                               {words(q, "Rate"), at}},
               3);
    html(q, "<div class='head'><div><h1>{Rate with a scheme}</h1><p class='muted'>$1</p></div></div>", v(p.r->title));
    if (p.error.n && str_starts(p.vector, S("OWASP")))
        html(q, "<div class='note bad' role='alert'><p>$1</p></div>", v(p.error));
    if (p.is) result(q, &p, code);
    vector_form(q, &p, at);
    owasp_form(q, at);
    page_close(q);
}

static void rate_json(request *q)
{
    proposal p;
    json_writer w = {.out = q->out};
    bool ok = propose(q, &p);
    if (ok && !p.is)
        ok = fail_as(q->c, NO_INPUT, "vector", "$1", v(p.error.n ? p.error : S("Give a vector: ?vector=CVSS:3.1/…")));
    if (!ok) {
        reply_refused(q);
        return;
    }
    q->type = "application/json";
    json_put_object(&w);
    json_member(&w, "risk", v(record_code(q->c->a, &risk_entity, p.r->rec.id)));
    json_member(&w, "scheme", v(p.rated.scheme));
    json_member(&w, "vector", v(p.vector));
    json_member(&w, "score", v(p.rated.score));
    json_member(&w, "severity", v(p.rated.severity));
    json_member(&w, "likelihood", v(p.likelihood));
    json_member(&w, "consequence", v(p.consequence));
    json_end_object(&w);
}

const route risk_routes[] = {ROUTE(GET, "/risk/:code/rate", "risk.rate", SEE_REGISTER, rate_page),
                             ROUTE(GET, "/api/v1/risk/:code/rate", "risk.rate", SEE_REGISTER, rate_json),
                             {0}};

static void rail(request *q, const entity *e, const void *rec)
{
    const risk *r = rec;
    if (q->c->moment.us || !record_permit(q->c, e, rec, SET_REGISTER)) return;
    html(q,
         "<section><h2>{Help to judge}</h2><ul class='rows'><li><a href='/risk/$1/rate'>{Rate with CVSS or "
         "OWASP}</a></li></ul></section>",
         v(record_code(q->c->a, e, r->rec.id)));
}

const part risk_parts[] = {{&risk_entity, true, rail}, {0}};
