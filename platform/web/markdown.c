// markdown.c: Markdown into pages: cmark-gfm in its safe mode.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/html.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <pthread.h>

static const char *const wanted[] = {"table", "strikethrough", "autolink", "tasklist"};

static void extensions_ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, cmark_gfm_core_extensions_ensure_registered);
}

// The page has the one h1 and its sections the h2: what a document calls 1 becomes 3.
static void lower_headings(cmark_node *root)
{
    cmark_iter *walk = cmark_iter_new(root);
    while (cmark_iter_next(walk) != CMARK_EVENT_DONE) {
        cmark_node *n = cmark_iter_get_node(walk);
        if (cmark_node_get_type(n) != CMARK_NODE_HEADING || cmark_iter_get_event_type(walk) != CMARK_EVENT_ENTER)
            continue;
        int level = cmark_node_get_heading_level(n) + 2;
        cmark_node_set_heading_level(n, level > 6 ? 6 : level);
    }
    cmark_iter_free(walk);
}

void html_markdown(request *q, str markdown)
{
    enum { OPTIONS = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE };
    extensions_ready();
    cmark_parser *parser = cmark_parser_new(OPTIONS);
    for (int i = 0; i < countof(wanted); i++) {
        cmark_syntax_extension *e = cmark_find_syntax_extension(wanted[i]);
        if (e) cmark_parser_attach_syntax_extension(parser, e);
    }
    cmark_parser_feed(parser, markdown.n ? markdown.p : "", (size_t)markdown.n);
    cmark_node *root = cmark_parser_finish(parser);
    lower_headings(root);
    char *made = cmark_render_html(root, OPTIONS, cmark_parser_get_syntax_extensions(parser));
    put(q->out, str_of(made));
    cmark_get_default_mem_allocator()->free(made);
    cmark_node_free(root);
    cmark_parser_free(parser);
}
