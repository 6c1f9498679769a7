// app.js: what the pages do on top of what works without it.
// SPDX-License-Identifier: Apache-2.0
//
// The markup it meets, none of which a page must have:
//   .find                         the link to the search page: Ctrl K opens the palette instead; its words are the palette's label.
//                                 data-suggest="/search.json" names where ?q= answers {"items":[{"title","url","note"}]}
//   .nav a, [data-jump]           where the palette can go; data-key="r" on one makes g r go there
//   input[type=search]            / puts the cursor there, else opens the palette
//   tbody tr                      j and k walk over the rows of the page's list, x ticks a row, Enter follows its link
//   input[data-all] in a thead    ticks every box of its table (hidden until a script runs); Shift ticks a range
//   [data-picked]                 in the form round that table: how many are ticked
//   button[data-theme-set]        light, dark or system (hidden until a script runs)
//   form[method=post] in main     typing in it guards the page against leaving; data-free lifts that
// No code is made of text and nothing is parsed as HTML, so it runs under Trusted Types without a policy of its own.
(() => {
    const doc = document, root = doc.documentElement;
    const all = (selector, from = doc) => [...from.querySelectorAll(selector)];
    const one = (selector, from = doc) => from.querySelector(selector);
    const make = (tag, attributes = {}, ...children) => {
        const e = doc.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
        e.append(...children);
        return e;
    };

    // The theme. The cookie lets the server write data-theme at once; localStorage keeps it where cookies are cleared.
    const themes = ['light', 'dark'];
    const remembered = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
    const theme = (name) => {
        if (themes.includes(name)) root.dataset.theme = name;
        else delete root.dataset.theme;
        for (const b of all('[data-theme-set]')) b.setAttribute('aria-pressed', String(b.dataset.themeSet === (name || 'system')));
    };
    const setTheme = (name) => {
        const known = themes.includes(name) ? name : '';
        try { localStorage.setItem('theme', known); } catch { /* it lasts as long as the page */ }
        doc.cookie = `theme=${known};path=/;samesite=lax;max-age=${known ? 31536000 : 0}`;
        theme(known);
    };
    theme(remembered() ?? root.dataset.theme);

    // Lists.
    const rows = () => all('main tbody tr').filter((r) => one('a[href]', r) && r.offsetParent);
    let here = -1;
    const walk = (step) => {
        const list = rows();
        if (!list.length) return;
        const active = list.findIndex((r) => r.contains(doc.activeElement));
        here = Math.max(0, Math.min(list.length - 1, (active >= 0 ? active : here) + step));
        one('a[href]', list[here]).focus();
        list[here].scrollIntoView({ block: 'nearest' });
    };
    const boxes = (table) => all('tbody input[type=checkbox]:not(:disabled)', table);
    const tally = (table) => {
        const head = one('input[data-all]', table), list = boxes(table);
        if (!head) return;
        const ticked = list.filter((b) => b.checked).length, said = table.closest('form') && one('[data-picked]', table.closest('form'));
        if (said) said.textContent = String(ticked);
        head.checked = ticked > 0 && ticked === list.length;
        head.indeterminate = ticked > 0 && ticked < list.length;
    };
    const tick = () => {
        const row = doc.activeElement?.closest('tbody tr');
        if (row) one('input[type=checkbox]', row)?.click();
    };
    let lastBox = null;
    doc.addEventListener('click', (e) => {
        const box = e.target.closest?.('td input[type=checkbox]'), table = box?.closest('table');
        if (!table) return;
        const list = boxes(table), from = list.indexOf(lastBox), to = list.indexOf(box);
        if (e.shiftKey && from >= 0 && to >= 0)
            for (const b of list.slice(Math.min(from, to), Math.max(from, to) + 1)) b.checked = box.checked;
        lastBox = box;
        tally(table);
    });
    doc.addEventListener('change', (e) => {
        const head = e.target.closest?.('input[data-all]'), table = head?.closest('table');
        if (!table) return;
        for (const b of boxes(table)) b.checked = head.checked;
        tally(table);
    });

    // Unsaved changes.
    let typed = null;
    doc.addEventListener('input', (e) => {
        const form = e.target.form;
        if (form?.method === 'post' && form.closest('main') && !('free' in form.dataset) && !e.target.closest('table')) typed = form;
    });
    doc.addEventListener('submit', (e) => { if (e.target === typed) typed = null; });
    doc.addEventListener('reset', (e) => { if (e.target === typed) typed = null; });
    addEventListener('beforeunload', (e) => { if (typed?.isConnected) e.preventDefault(); });

    // The palette.
    const places = () => all('.nav a[href], [data-jump][href]').map((a) => {
        const label = a.cloneNode(true);
        for (const n of all('.n, svg, kbd', label)) n.remove();
        return { title: label.textContent.trim(), url: a.href, note: a.closest('details')?.querySelector('summary')?.textContent.trim() ?? '' };
    });
    let palette = null;
    const build = () => {
        const find = one('.find');
        const label = (find?.firstChild && all('kbd', find).reduce((s, k) => s.replace(k.textContent, ''), find.textContent).trim()) || 'Search';
        const input = make('input', { class: 'in', type: 'text', role: 'combobox', 'aria-label': label, placeholder: label, autocomplete: 'off',
            spellcheck: 'false', 'aria-expanded': 'true', 'aria-controls': 'palette-list' });
        const list = make('ul', { id: 'palette-list', role: 'listbox', 'aria-label': label });
        const dialog = make('dialog', { class: 'palette', 'aria-label': label }, input, list);
        let found = [], at = 0, turn = 0;
        const mark = () => {
            [...list.children].forEach((li, i) => li.setAttribute('aria-selected', String(i === at)));
            if (list.children[at]) {
                input.setAttribute('aria-activedescendant', `palette-${at}`);
                list.children[at].scrollIntoView({ block: 'nearest' });
            } else input.removeAttribute('aria-activedescendant');
        };
        const show = (items) => {
            found = items.slice(0, 20);
            at = 0;
            list.replaceChildren(...found.map((item, i) => {
                const li = make('li', { role: 'option', id: `palette-${i}` }, make('span', {}, item.title));
                if (item.note) li.append(make('small', {}, item.note));
                li.addEventListener('click', () => go(item));
                return li;
            }));
            mark();
        };
        const local = (url) => new URL(url, location.href).origin === location.origin;
        const go = (item) => {
            dialog.close();
            if (item && local(item.url)) location.assign(item.url);
            else if (find && input.value.trim()) location.assign(`${find.href.split('?')[0]}?q=${encodeURIComponent(input.value.trim())}`);
        };
        const look = async () => {
            const words = input.value.trim().toLowerCase(), mine = ++turn;
            const near = places().filter((p) => words.split(/\s+/).every((w) => `${p.note} ${p.title}`.toLowerCase().includes(w)));
            show(near);
            if (!find?.dataset.suggest || words.length < 2) return;
            await new Promise((done) => setTimeout(done, 120));
            if (mine !== turn) return;
            try {
                const answer = await fetch(`${find.dataset.suggest}?q=${encodeURIComponent(words)}`, { headers: { Accept: 'application/json' } });
                const items = answer.ok ? (await answer.json()).items : [];
                if (mine === turn) show([...near.slice(0, 5), ...items]);
            } catch { /* the places of the page are there all the same */ }
        };
        input.addEventListener('input', look);
        input.addEventListener('keydown', (e) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
            if (step && found.length) {
                at = (at + step + found.length) % found.length;
                mark();
            } else if (e.key === 'Enter') go(found[at]);
            else return;
            e.preventDefault();
        });
        dialog.addEventListener('click', (e) => { if (e.target === dialog) dialog.close(); });
        doc.body.append(dialog);
        return { open() { if (!dialog.open) { input.value = ''; dialog.showModal(); look(); } } };
    };
    const openPalette = () => {
        if (!one('.nav, .find')) return false;
        palette ??= build();
        palette.open();
        return true;
    };

    // Keys.
    const typing = (t) => t?.closest?.('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]');
    let gone = 0; // when g was pressed
    doc.addEventListener('keydown', (e) => {
        if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') {
            if (openPalette()) e.preventDefault();
            return;
        }
        if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || one('dialog[open]')) return;
        if (gone && e.timeStamp - gone < 1500) {
            gone = 0;
            const link = one(`a[data-key="${CSS.escape(e.key)}"][href]`);
            if (link) {
                e.preventDefault();
                location.assign(link.href);
            }
            return;
        }
        gone = 0;
        if (e.key === 'g') gone = e.timeStamp;
        else if (e.key === '/') {
            const field = one('main input[type=search]') ?? one('input[type=search]');
            if (field) field.focus();
            else if (!openPalette()) return;
            e.preventDefault();
        } else if (e.key === 'j') walk(1);
        else if (e.key === 'k') walk(-1);
        else if (e.key === 'x') tick();
    });
    doc.addEventListener('click', (e) => {
        if (e.target.closest?.('.find') && !e.ctrlKey && !e.metaKey && !e.shiftKey && openPalette()) e.preventDefault();
        const set = e.target.closest?.('[data-theme-set]');
        if (set) setTheme(set.dataset.themeSet);
    });

    // What only a script can do is shown only where one runs, also in what htmx brings.
    const wake = () => {
        for (const e of all('[data-theme-set][hidden], input[data-all][hidden]')) e.hidden = false;
        for (const t of all('table:has(input[data-all])')) tally(t);
        theme(remembered() ?? root.dataset.theme);
    };
    wake();
    doc.addEventListener('DOMContentLoaded', wake);
    doc.addEventListener('htmx:after:swap', wake);

    // A page that is left takes its unanswered requests back, so that they do not end as errors.
    addEventListener('pagehide', () => { for (const e of all('.htmx-request')) e.dispatchEvent(new Event('htmx:abort')); });
})();
