
// The reader's own settings, a mark where one reads, notes beside the text, previews, figures at any size, copies.
// The page is whole without any of it; nothing is fetched, and nothing leaves the page but what the reader copies.
(() => {
  'use strict';
  const root = document.documentElement;
  const memory = {
    read(name) { try { return localStorage.getItem(`kanben-${name}`); } catch { return null; } },
    // What is not allowed is not kept.
    write(name, value) { try { localStorage.setItem(`kanben-${name}`, value); } catch {} },
  };
  // At once, before anything is drawn.
  for (const name of ['language', 'size', 'width', 'theme']) {
    const value = memory.read(name);
    if (/^[a-z]+$/.test(value ?? '')) root.dataset[name] = value;
  }

  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const first = (selector, from = document) => from.querySelector(selector);
  const idOf = link => decodeURIComponent(link.hash.slice(1));
  const boxOf = one => one.getBoundingClientRect();
  const on = (one, kind, work, how) => one.addEventListener(kind, work, how);

  /** Radio buttons that set an attribute of the root; what is not offered is forgotten. */
  function settings(panel, changed) {
    const groups = {};
    for (const one of all('input', panel)) (groups[one.name] ??= []).push(one);
    const offered = Object.keys(groups).map(name => name.slice('page-'.length));
    for (const name of ['language', 'size', 'width', 'theme']) if (!offered.includes(name)) delete root.dataset[name];
    for (const [key, inputs] of Object.entries(groups)) {
      const name = key.slice('page-'.length);
      const usual = inputs.find(one => ['both', 'normal', 'auto'].includes(one.value));
      const chosen = inputs.find(one => one.value === root.dataset[name]) ?? usual;
      chosen.checked = true;
      root.dataset[name] = chosen.value;
      for (const input of inputs) {
        on(input, 'change', () => {
          root.dataset[name] = input.value;
          memory.write(name, input.value);
          changed();
        });
      }
    }
    on(document, 'keydown', event => {
      if (event.key !== 'Escape' || !panel.open || !panel.contains(document.activeElement)) return;
      panel.open = false;
      first('summary', panel).focus();
    });
    on(document, 'pointerdown', event => { if (!panel.contains(event.target)) panel.open = false; });
  }

  /** What stands in both languages, so that one of them can be hidden; the rest stays in the language that it has. */
  function pairs() {
    const names = ['title', 'subtitle', 'series', 'author', 'issuer', 'date', 'report-number', 'classification',
      'watermark', 'abstract', 'caption', 'credit', 'table-note', 'description'];
    for (const name of names) {
      for (const one of all(`.${name}[lang]`)) {
        const others = [...one.parentElement.children].filter(two => two.matches(`.${name}[lang]`));
        one.toggleAttribute('data-paired', others.some(two => two.lang !== one.lang));
      }
    }
    for (const second of all('.colophon dd > p:has(> span[lang]:only-child)')) {
      second.lang = second.firstElementChild.lang;
      for (const one of second.parentElement.children) one.toggleAttribute('data-paired', second.previousElementSibling);
    }
    for (const link of all('.contents a')) {
      const section = document.getElementById(idOf(link));
      if (section?.hasAttribute('data-paired')) {
        link.parentElement.lang = section.lang;
        link.parentElement.toggleAttribute('data-paired', true);
      }
      const heading = section?.querySelector(':scope > :is(.heading-en, .heading-zh)');
      if (!heading) continue;
      const beside = document.createElement('span');
      Object.assign(beside, { lang: heading.lang, textContent: heading.textContent.trim() });
      beside.dataset.beside = '';
      link.append(own([...link.childNodes].filter(node => !node.classList?.contains('heading-number'))), beside);
    }
    for (const gloss of all('.colophon dt > .gloss')) gloss.before(own([gloss.previousSibling]));
  }

  /** Some nodes as what is said in the language of the text, and beside it in another. */
  function own(nodes) {
    const made = document.createElement('span');
    made.append(...nodes);
    made.lang = first('main').lang;
    made.dataset.paired = '';
    return made;
  }

  /** The machine's own words, which stand in the language of the text, are said in the other where that is chosen. */
  function words(list, tag) {
    const [[colon, another], ...known] = list.split('|').map(pair => pair.split('='));
    const say = text => {
      const [word, other] = known.find(([word]) => text.startsWith(word) && ' ：:'.includes(text[word.length] ?? '')) ?? [];
      if (!word) return text;
      const rest = text.slice(word.length);
      return other + (rest.startsWith(colon) ? another + say(rest.slice(colon.length)) : rest);
    };
    const named = link => {
      const title = first(':scope > :is(.heading-en, .heading-zh)', link.parentElement)?.textContent.trim();
      const [word, ...rest] = link.ariaLabel.split(colon);
      return say(word) + another + (title ?? rest.join(colon));
    };
    const rows = [['[aria-label]', 'ariaLabel'], ['.skip, #contents-title, .description > summary', 'textContent']]
      .flatMap(([selector, name]) => all(`:is(${selector}):not([lang])`)
        .map(one => [one, name, one[name], one.matches('.permalink') ? named(one) : say(one[name])]))
      .filter(([, , text, other]) => text !== other);
    return () => {
      const isOther = tag.startsWith(root.dataset.language);
      for (const [one, name, text, other] of rows) {
        one[name] = isOther ? other : text;
        // What stands in it keeps the language that it has.
        if (isOther && !one.childElementCount) one.lang = tag; else one.removeAttribute('lang');
      }
    };
  }

  /** The page's language and title follow the choice; the text keeps its own language. */
  function language() {
    const [title, before] = [document.title, root.lang];
    return () => {
      const shown = first(`.cover .title[data-paired][lang|="${root.dataset.language}"]`);
      root.lang = shown ? shown.lang : before;
      document.title = shown && shown.lang !== before ? shown.textContent.trim() : title;
      for (const line of all('.cover .title p')) {
        const isTitle = line.parentElement === shown;
        if (isTitle) line.setAttribute('role', 'heading'); else line.removeAttribute('role');
        if (isTitle) line.ariaLevel = '1'; else line.removeAttribute('aria-level');
      }
    };
  }

  /** Marks the entry of the contents whose section is being read. */
  function place(contents) {
    const links = new Map(all('a', contents).map(link => [idOf(link), link]));
    let current = null;
    return () => {
      const box = boxOf(first('main'));
      const under = document.elementFromPoint(box.left + box.width / 2, Math.min(160, innerHeight / 3));
      let section = under && under.closest('section[id]');
      while (section && !links.has(section.id)) section = section.parentElement.closest('section[id]');
      const link = section ? links.get(section.id) : null;
      if (link === current) return;
      current?.removeAttribute('aria-current');
      current = link;
      if (!link) return;
      link.setAttribute('aria-current', 'true');
      if (getComputedStyle(contents).position !== 'fixed') return;
      const [one, whole] = [boxOf(link), boxOf(contents)];
      if (one.top < whole.top || one.bottom > whole.bottom) contents.scrollTop += one.top - whole.top - whole.height / 3;
    };
  }

  /** Puts each note beside its call where there is room for all of them; else they stand at the end. */
  function beside(section) {
    const listed = section ? all(':scope > ol > li', section) : [];
    // So many have no room beside the text, and would be measured for nothing.
    const notes = listed.length <= 500 ? listed : [];
    const called = new Map(all('main a[role="doc-noteref"]').reverse().map(call => [idOf(call), call]));
    const calls = notes.map(note => called.get(note.id));
    return () => {
      for (const note of notes) note.style.top = '';
      const main = boxOf(first('main'));
      const em = parseFloat(getComputedStyle(root).fontSize);
      root.dataset.room = main.left >= 15 * em ? 'wide' : 'narrow';
      root.dataset.notes = notes.length && innerWidth - main.right >= 15 * em ? 'beside' : 'below';
      if (root.dataset.notes === 'below') return;
      const tops = calls.map(call => (call ? boxOf(call).top + scrollY : NaN));
      const heights = notes.map(note => note.offsetHeight);
      let free = 0;
      const placed = tops.map((top, number) => {
        const at = Math.max(top, free);
        free = at + heights[number] + em / 2;
        return at;
      });
      const isFar = placed.some((at, number) => !(at - tops[number] < innerHeight / 2)) || free > root.scrollHeight;
      if (isFar) root.dataset.notes = 'below';
      else notes.forEach((note, number) => { note.style.top = `${placed[number]}px`; });
    };
  }

  /** What a note or an entry says, at its call: it can be pointed at, stays, and goes with Escape (WCAG 2.2, 1.4.13). */
  function preview(box) {
    let [shown, timer] = [null, 0];
    const hide = () => {
      clearTimeout(timer);
      shown?.removeAttribute('aria-describedby');
      shown = null;
      box.hidden = true;
    };
    const leave = () => { clearTimeout(timer); timer = setTimeout(hide, 300); };
    const show = link => {
      clearTimeout(timer);
      const target = document.getElementById(idOf(link));
      if (link === shown || !target) return;
      hide();
      if (link.matches('.footnote-ref') && root.dataset.notes === 'beside') return;
      const copy = target.cloneNode(true);
      for (const one of all('[id]', copy)) one.removeAttribute('id');
      for (const one of all('.back, .backlinks, .csl-left-margin', copy)) one.remove();
      box.replaceChildren(...copy.childNodes);
      box.lang = target.closest('[lang]').lang;
      box.hidden = false;
      const [at, page] = [boxOf(link), boxOf(document.body)];
      const left = Math.min(at.left, root.clientWidth - box.offsetWidth - 8);
      const above = at.bottom + box.offsetHeight + 8 > innerHeight && at.top > box.offsetHeight + 8;
      box.style.left = `${Math.max(8, left) - page.left}px`;
      box.style.top = `${(above ? at.top - box.offsetHeight - 2 : at.bottom + 2) - page.top}px`;
      link.setAttribute('aria-describedby', box.id);
      shown = link;
    };
    const found = event => event.target.closest?.('main a:is([role="doc-noteref"], [role="doc-biblioref"])');
    on(document, 'pointerover', event => {
      const link = found(event);
      if (link) show(link);
      else if (box.contains(event.target)) clearTimeout(timer);
      else if (shown && shown !== document.activeElement) leave();
    });
    on(document, 'focusin', event => {
      const link = found(event);
      if (link) show(link);
      else if (!box.contains(event.target)) hide();
    });
    on(document, 'keydown', event => { if (event.key === 'Escape') hide(); });
  }

  /** A figure by itself, as large as one wants; it is the same drawing, which goes back to its place. */
  function zoom(dialog, button) {
    const stage = first('div', dialog);
    let [place, level] = [null, 1];
    const size = value => {
      level = Math.min(6, Math.max(1, value));
      stage.style.setProperty('--zoom', level);
    };
    for (const holder of all('.figure-scroll')) {
      const own = button.cloneNode(true);
      const label = first('.caption .label', holder.closest('figure'));
      for (const part of own.children) {
        const named = first(`.caption[lang="${part.lang}"] .label`, holder.closest('figure')) ?? label;
        if (named) part.append(part.lang === 'en' ? ' ' : '', named.textContent);
      }
      on(own, 'click', () => {
        place = holder;
        place.style.height = `${place.offsetHeight}px`;
        const drawn = first('svg, img', place);
        const before = drawn.clientWidth;
        stage.append(...place.childNodes);
        for (const one of [stage, dialog]) one.setAttribute('aria-label', own.innerText);
        size(1);
        dialog.showModal();
        size(before / drawn.clientWidth);
        stage.focus();
      });
      holder.after(own);
    }
    on(dialog, 'close', () => {
      place.append(...stage.childNodes);
      place.style.height = '';
    });
    const act = { larger: () => size(level * 1.5), smaller: () => size(level / 1.5), close: () => dialog.close() };
    on(dialog, 'click', event => {
      if (event.target === dialog) dialog.close();
      act[event.target.closest('button')?.value]?.();
    });
    on(dialog, 'keydown', event => {
      const name = { '+': 'larger', '=': 'larger', '-': 'smaller' }[event.key];
      if (name) { event.preventDefault(); act[name](); }
    });
  }

  /** Copies of what is cited; where the clipboard is closed, the words are selected. */
  function copies(button, status) {
    for (const [number, record] of all('#page-cite pre').entries()) {
      const [own, said] = [button.cloneNode(true), status.cloneNode(false)];
      on(own, 'click', async () => {
        try {
          await navigator.clipboard.writeText(record.textContent);
          said.replaceChildren(...status.cloneNode(true).childNodes);
          setTimeout(() => said.replaceChildren(), 4000);
        } catch { getSelection().selectAllChildren(record); }
      });
      record.previousElementSibling.id = `page-record-${number}`;
      own.id = `page-copy-${number}`;
      own.setAttribute('aria-labelledby', `${own.id} page-record-${number}`);
      record.after(own, said);
    }
  }

  on(document, 'DOMContentLoaded', () => {
    const template = document.getElementById('page-tools');
    const tools = template.content.cloneNode(true);
    const [panel, box, dialog] = ['settings', 'preview', 'zoom'].map(name => tools.getElementById(`page-${name}`));
    const [enlarge, copy, status] = [...tools.children].slice(-3);
    template.after(panel);
    document.body.append(box, dialog);
    pairs();
    const [speak, mark] = [language(), place(first('.contents'))];
    const list = template.dataset.words;
    const say = list ? words(list, first('span + span', panel).lang) : () => {};
    const note = beside(document.getElementById('footnotes'));
    zoom(dialog, enlarge);
    copies(copy, status);
    preview(box);
    const settle = () => { speak(); say(); note(); mark(); };
    settings(panel, settle);
    settle();
    let waits = false;
    const later = work => () => {
      if (waits) return;
      waits = true;
      requestAnimationFrame(() => { waits = false; work(); });
    };
    on(window, 'scroll', later(mark), { passive: true });
    on(window, 'resize', later(() => { note(); mark(); }));
    document.fonts?.ready.then(() => note());
    on(document, 'toggle', later(note), true);
    root.dataset.ready = '';
  });
})();
