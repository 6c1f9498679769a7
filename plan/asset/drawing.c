// drawing.c: what an asset depends on and what depends on it, drawn in layers.
// SPDX-License-Identifier: Apache-2.0
//
// From left to right: what needs the asset, the asset, what it needs; each node one layer beyond the farthest that leads to it. At
// most NODES are drawn, the nearest first.
#include "plan/asset/asset_part.h"
#include "platform/web/svg.h"

enum { NODES = 60, EDGES = 240, WIDTH = 148, HEIGHT = 34, ACROSS = 52, DOWN = 10, NAME = 22 };

typedef struct {
    i64 id;
    int layer, row; // layers left of the asset are negative
    int steps;      // from the asset, its sign is the side
    str name;
    i64 worth;
    double order;
} node;

typedef struct {
    ctx *c;
    node nodes[NODES];
    int n;
    int from[EDGES], to[EDGES]; // nodes: from needs to
    int nedges;
    bool cut; // there are more
} graph;

static int node_of(const graph *g, i64 id)
{
    for (int i = 0; i < g->n; i++)
        if (g->nodes[i].id == id) return i;
    return -1;
}

typedef struct {
    i64 id, worth;
    str name;
} neighbour;

static int neighbours(ctx *c, i64 id, bool needs, neighbour *out)
{
    int n = 0;
    rows r = needs ? query(c,
                           "SELECT x.id, x.name, x.worth FROM {dependency d} JOIN {asset x} ON x.id = d.needs WHERE "
                           "d.asset = $1 ORDER BY x.worth DESC, x.id LIMIT 61",
                           v(id))
                   : query(c,
                           "SELECT x.id, x.name, x.worth FROM {dependency d} JOIN {asset x} ON x.id = d.asset WHERE "
                           "d.needs = $1 ORDER BY x.worth DESC, x.id LIMIT 61",
                           v(id));
    while (db_next(&r)) out[n++] = (neighbour){db_int(&r, 0), db_int(&r, 2), db_text(&r, 1)};
    return n;
}

// The nearest first, on that side of the asset.
static void gather(graph *g, bool needs)
{
    int queue[NODES + 1], head = 0, tail = 0;
    neighbour found[NODES + 1];
    queue[tail++] = 0;
    while (head < tail) {
        int at = queue[head++];
        int n = neighbours(g->c, g->nodes[at].id, needs, found), step = needs ? 1 : -1;
        for (int i = 0; i < n; i++) {
            int other = node_of(g, found[i].id);
            if (other < 0 && g->n == NODES) {
                g->cut = true;
                continue;
            }
            if (other < 0) {
                other = g->n++;
                g->nodes[other] = (node){.id = found[i].id,
                                         .name = found[i].name,
                                         .worth = found[i].worth,
                                         .steps = g->nodes[at].steps + step};
                queue[tail++] = other;
            }
            if (g->nedges == EDGES) continue;
            g->from[g->nedges] = needs ? at : other;
            g->to[g->nedges++] = needs ? other : at;
        }
    }
}

// Longest way from the asset, on either side; there are no circles, so n rounds are enough.
static void set_layers(graph *g)
{
    for (int round = 0, moved = 1; moved && round < g->n; round++) {
        moved = 0;
        for (int i = 0; i < g->nedges; i++) {
            node *from = &g->nodes[g->from[i]], *to = &g->nodes[g->to[i]];
            if (to->steps > 0 && to->layer <= from->layer) to->layer = from->layer + 1, moved = 1;
            if (from->steps < 0 && from->layer >= to->layer) from->layer = to->layer - 1, moved = 1;
        }
    }
}

static int layer_nodes(graph *g, int layer, int *out)
{
    int n = 0;
    for (int i = 0; i < g->n; i++)
        if (g->nodes[i].layer == layer) out[n++] = i;
    for (int i = 1; i < n; i++) // by order, steadily
        for (int k = i; k > 0 && g->nodes[out[k]].order < g->nodes[out[k - 1]].order; k--) {
            int swap = out[k];
            out[k] = out[k - 1], out[k - 1] = swap;
        }
    return n;
}

// Each node near the middle of its neighbours, so that few lines cross.
static void set_rows(graph *g, int first, int last)
{
    int in[NODES];
    for (int i = 0; i < g->n; i++) g->nodes[i].order = i;
    for (int round = 0; round < 4; round++) {
        for (int layer = first; layer <= last; layer++) {
            int n = layer_nodes(g, layer, in);
            for (int i = 0; i < n; i++) g->nodes[in[i]].row = i;
        }
        for (int i = 0; i < g->n; i++) {
            double sum = 0;
            int n = 0;
            for (int k = 0; k < g->nedges; k++) {
                if (g->from[k] != i && g->to[k] != i) continue;
                sum += g->nodes[g->from[k] == i ? g->to[k] : g->from[k]].row, n++;
            }
            if (n) g->nodes[i].order = sum / n;
        }
    }
}

typedef struct {
    int first, last, tallest;
    double width, height;
} extent;

static extent measure_graph(graph *g)
{
    extent x = {0};
    int in[NODES];
    for (int i = 0; i < g->n; i++) {
        if (g->nodes[i].layer < x.first) x.first = g->nodes[i].layer;
        if (g->nodes[i].layer > x.last) x.last = g->nodes[i].layer;
    }
    set_rows(g, x.first, x.last);
    for (int layer = x.first; layer <= x.last; layer++) {
        int n = layer_nodes(g, layer, in);
        if (n > x.tallest) x.tallest = n;
        for (int i = 0; i < n; i++) g->nodes[in[i]].row = i;
    }
    int layers = x.last - x.first + 1;
    x.width = layers * WIDTH + (layers - 1) * ACROSS + 2;
    if (x.width < 700) x.width = 700; // few layers are not blown up
    x.height = x.tallest * (HEIGHT + DOWN) - DOWN + 2;
    return x;
}

static double left_of(const extent *x, const node *n)
{
    return 1 + (n->layer - x->first) * (WIDTH + ACROSS);
}

static double top_of(graph *g, const extent *x, const node *n)
{
    int in[NODES];
    double mine = layer_nodes(g, n->layer, in) * (HEIGHT + DOWN) - DOWN;
    return 1 + (x->height - 2 - mine) / 2 + n->row * (HEIGHT + DOWN);
}

static str shortened(arena *a, str s)
{
    ptrdiff_t n = 0, i = 0;
    for (; i < s.n; i++) {
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
        if (n > NAME) return str_join(a, str_trim(str_sub(s, 0, i)), S("…"));
    }
    return s;
}

static void draw_edge(canvas *k, graph *g, const extent *x, int i)
{
    const node *from = &g->nodes[g->from[i]], *to = &g->nodes[g->to[i]];
    double x1 = left_of(x, from) + WIDTH, y1 = top_of(g, x, from) + HEIGHT / 2.0;
    double x2 = left_of(x, to), y2 = top_of(g, x, to) + HEIGHT / 2.0, bend = (x2 - x1) / 2;
    text d = {.a = k->a};
    fill(&d, S("M$1 $2C$3 $2 $4 $5 $6 $5"), VALS(v(x1), v(y1), v(x1 + bend), v(x2 - bend), v(y2), v(x2)), 6);
    k->path(k, S("axis"), text_str(&d));
}

static void draw_node(canvas *k, graph *g, const extent *x, int i)
{
    const node *n = &g->nodes[i];
    double left = left_of(x, n), top = top_of(g, x, n);
    str code = record_code(k->a, &asset_entity, n->id), shown = shortened(k->a, n->name);
    str below = n->worth ? format(k->a, "$1 · worth $2", v(code), v(n->worth)) : code;
    if (i) k->link(k, format(k->a, "/asset/$1", v(code)), S(""), left, top, WIDTH, HEIGHT);
    k->rect(k, i ? S("f-none") : S("f-soft"), left, top, WIDTH, HEIGHT, 5);
    if (!i) k->rect(k, S("f-acc"), left, top, 3, HEIGHT, 1);
    k->words(k, S("t2"), left + 9, top + 14, str_join(k->a, shown, S(" "))); // heard apart from the code
    k->words(k, S(""), left + 9, top + 27, below);
    if (i) k->link_end(k);
}

static void write_graph(request *q, graph *g)
{
    extent x = measure_graph(g);
    html(q, "<div class='scroll' role='region' tabindex='0' aria-label='{Dependencies}'>");
    canvas *k = svg_open(q, SVG_LINKS, "wide", x.width, x.height,
                         format(q->c->a, "$1 assets, $2 dependencies", v(g->n), v(g->nedges)), (str){0});
    for (int i = 0; i < g->nedges; i++) draw_edge(k, g, &x, i);
    for (int i = 0; i < g->n; i++) draw_node(k, g, &x, i);
    svg_close(k);
    html(q, "</div>");
}

void drawing_write(request *q, const entity *e, const void *rec)
{
    const asset *a = rec;
    graph *g = new (q->c->a, graph);
    (void)e;
    *g = (graph){.c = q->c, .n = 1};
    g->nodes[0] = (node){.id = a->rec.id, .name = a->name, .worth = a->worth};
    gather(g, true);
    gather(g, false);
    if (g->n == 1) return;
    set_layers(g);
    html(q,
         "<section class='sec'><header><h2>{What it depends on, and what depends on it}</h2></header><p class='muted "
         "small'>{From left to right: what needs it, the asset, what it needs. Values are inherited from left to "
         "right.}");
    if (g->cut) html(q, " {Only the nearest $1 are drawn.}", v(NODES));
    html(q, "</p>");
    write_graph(q, g);
    html(q, "</section>");
}
