// The page round the page: asks for news, changes what is shown in place, and hands clicks to the editor.
const body = document.body;
const byId = id => document.getElementById(id);
const words = { ...body.dataset };  // before anything is kept there
const view = byId('view-page');
let shown = { number: 0, page: 0, made: 0 }, frame = null, findings = '', cursor = 0, pages = 0, done = 0;

const post = (path, said) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(said) });

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
};

// A block that stands in the page as it was, word by word, is no change.
const blocks = page => [...page.querySelectorAll('main [data-place]')].filter(block => !block.querySelector('[data-place]'));
const key = block => block.localName + block.textContent;

const mark = (page, before) => {
  const left = new Map();
  for (const name of before) left.set(name, (left.get(name) ?? 0) + 1);
  const changed = blocks(page).filter(block => {
    const count = left.get(key(block)) ?? 0;
    left.set(key(block), count - 1);
    return count < 1;
  });
  changed.slice(0, 200).forEach(flash);
};

const flash = block => {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  block.animate([{ boxShadow: '-4px 0 0 #e08a00' }, { boxShadow: '-4px 0 0 #e08a00', offset: 0.8 }, { boxShadow: '-4px 0 0 transparent' }], { duration: still ? 4000 : 2500, easing: still ? 'steps(1)' : 'ease' });
};

// Words that were typed stand in the page at once, as text and nothing else, until the page is made that has them.
const type = ({ line, before, old, new: typed, after }) => {
  const found = frame && block(frame.contentDocument, line);
  if (!found) return;
  const walker = frame.contentDocument.createTreeWalker(found, NodeFilter.SHOW_TEXT), nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const text = nodes.map(node => node.data).join(''), asked = before + old + after, place = text.indexOf(asked);
  if (place < 0 || text.indexOf(asked, place + 1) >= 0) return;
  let start = place + before.length, left = old.length, put = typed;
  for (const node of nodes) {
    const length = node.length;
    if (start <= length && (left || put)) {
      const taken = Math.min(left, length - start);
      node.replaceData(start, taken, put);
      [left, put, start] = [left - taken, '', length];
    }
    start -= length;
  }
  flash(found);
};

// A block that was made anew alone stands in the page until all of it is.
const put = ({ place, html }) => {
  const page = frame?.contentDocument, found = page?.querySelector(`[data-place="${place}"]`);
  if (!found) return;
  const made = page.createElement('template');
  made.innerHTML = html;
  const put = made.content.firstElementChild;
  found.replaceWith(put);
  flash(put);
};

// By the id that each stands in: others may have come before it.
const parts = page => {
  const count = new Map();
  return [...page.querySelectorAll('details')].map(part => {
    const id = part.closest('[id]')?.id ?? '', number = count.get(id) ?? 0;
    count.set(id, number + 1);
    return [`${id} ${number}`, part];
  });
};

// What the reader of the page has opened, and where he is: at the same block, as far below the edge as it was.
const standing = page => {
  const view = page.defaultView;
  const first = blocks(page).find(block => block.getBoundingClientRect().bottom > 0);
  return {
    open: new Map(parts(page).map(([name, part]) => [name, part.open])),
    text: first ? key(first) : '', top: first ? first.getBoundingClientRect().top : 0, y: view.scrollY,
  };
};

const restore = (page, was) => {
  parts(page).forEach(([name, part]) => { part.open = was.open.get(name) ?? part.open; });
  const root = page.documentElement, way = root.style.scrollBehavior;
  root.style.scrollBehavior = 'auto';
  page.defaultView.scrollTo(0, was.y);
  const same = blocks(page).filter(block => key(block) === was.text).map(block => block.getBoundingClientRect().top - was.top);
  const nearest = same.sort((one, other) => Math.abs(one) - Math.abs(other))[0];
  if (nearest !== undefined) page.defaultView.scrollBy(0, nearest);
  root.style.scrollBehavior = way;
};

const block = (page, line) => {
  const found = [...page.querySelectorAll('[data-place]')].filter(part => parseInt(part.dataset.place) <= line);
  return found.reduce((best, part) => !best || parseInt(part.dataset.place) >= parseInt(best.dataset.place) ? part : best, null);
};

const point = line => {
  const found = frame && block(frame.contentDocument, line);
  if (found) found.scrollIntoView({ block: 'center' });
};

const listen = page => {
  if (words.canOpen !== 'true') return;
  page.addEventListener('click', event => {
    const part = event.target.closest?.('[data-place]');
    if (!part || event.target.closest('a, button, summary, input, select, label') || page.getSelection().toString()) return;
    post('open', { line: parseInt(part.dataset.place) });
  });
};

// The new page is made ready behind the old one, and takes its place when it stands where that one stood.
const load = () => new Promise(done => {
  const next = element('iframe', '', 'coming');
  next.title = byId('tab-page').textContent;
  next.src = `page?n=${shown.page}`;
  next.addEventListener('load', () => {
    const page = next.contentDocument, old = frame;
    if (!page?.querySelector('main')) {
      // It did not come, and is asked for again.
      next.remove();
      shown = { number: 0, page: 0, made: 0 };
      setTimeout(done, 1000);
      return;
    }
    listen(page);
    if (old) {
      const was = standing(old.contentDocument), before = blocks(old.contentDocument).map(key);
      restore(page, was);
      mark(page, before);
    }
    next.classList.remove('coming');
    const focused = document.activeElement === old;
    frame = next;
    old?.remove();
    if (focused) next.focus();
    body.dataset.shown = shown.page;
    done();
  }, { once: true });
  view.append(next);
});

const list = rows => {
  const said = JSON.stringify(rows);
  if (said === findings) return;
  findings = said;
  byId('count').textContent = rows.length || '';
  byId('said').textContent = rows.length ? `${byId('panel-title').textContent}: ${rows[0].message}` : words.none;
  byId('list').replaceChildren(...(rows.length ? rows.map(card) : [element('p', words.none)]));
};

const card = row => {
  const made = element('article', '', row.level);
  made.append(element('p', `${row.code} ${row.message}`), element('p', row.place, 'place'), element('p', row.hint, 'hint'));
  if (row.line && words.canOpen === 'true') {
    const open = element('button', words.open);
    open.type = 'button';
    open.setAttribute('aria-label', `${words.open}: ${row.place}`);
    open.addEventListener('click', () => post('open', { file: row.file, line: row.line }));
    made.append(open);
  }
  return made;
};

const files = news => {
  byId('outputs').replaceChildren(...news.outputs.flatMap(row => {
    const name = element('dt'), state = element('dd');
    const link = element('a', row.name);
    link.href = `out/${row.name}`;
    name.append(row.size ? link : row.name);
    const when = row.size ? `${Math.round(row.size / 1024)} KB, ${new Date(row.written * 1000).toLocaleTimeString(document.documentElement.lang)}` : words.absent;
    state.textContent = [when, words[news.state], news.reason].filter(Boolean).join(' · ');
    return [name, state];
  }));
  const pdf = news.outputs.find(row => row.name.endsWith('.pdf'));
  if (pdf && pdf.size && pdf.written !== pages) {
    pages = pdf.written;
    paged();
  }
};

const paged = async () => {
  const { count } = await (await fetch('pages')).json();
  byId('view-pages').replaceChildren(...Array.from({ length: count }, (_, place) => {
    const made = element('img');
    made.loading = 'lazy';
    made.width = 952;
    made.height = 1347;
    made.alt = words.pageNumber.replace('%', place + 1);
    made.src = `pages/${place + 1}?n=${pages}`;
    return made;
  }));
};

const tabs = [...document.querySelectorAll('[role="tab"]')];
const select = tab => {
  for (const each of tabs) {
    const own = each === tab;
    each.setAttribute('aria-selected', own);
    each.tabIndex = own ? 0 : -1;
    byId(each.getAttribute('aria-controls')).hidden = !own;
  }
  tab.focus();
};
for (const tab of tabs) {
  tab.addEventListener('click', () => select(tab));
  tab.addEventListener('keydown', event => {
    const place = tabs.indexOf(tab), last = tabs.length - 1;
    const next = { ArrowRight: place < last ? place + 1 : 0, ArrowLeft: place ? place - 1 : last, Home: 0, End: last }[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    select(tabs[next]);
  });
}
byId('edition').addEventListener('change', event => post('edition', { name: event.target.value }));
byId('width').addEventListener('change', event => body.classList.toggle('narrow', event.target.value === 'narrow'));

const follow = async () => {
  for (;;) {
    let news;
    try {
      news = await (await fetch(`news?after=${shown.number}`)).json();
    } catch {
      // A machine that has slept breaks what waits, and the preview may still be there.
      byId('ended').hidden = false;
      await new Promise(done => setTimeout(done, 3000));
      continue;
    }
    byId('ended').hidden = true;
    if (!news.number) continue;
    const isNew = news.page !== shown.page, isMade = news.made !== shown.made;
    shown = news;
    byId('stale').hidden = !news.stale;
    byId('stale').textContent = news.page ? words.stale : words.noPage;
    byId('ended').hidden = !news.ended;
    if (news.ended) return;
    list(news.findings);
    files(news);
    if (isNew && news.page) await load();
    if (isMade) done = 0;
    news.changes.slice(done).forEach(change => change.html ? put(change) : type(change));
    done = news.changes.length;
    byId('updating').hidden = !done || news.stale;
    body.dataset.typed = `${news.made}.${done}`;
    body.dataset.patched = `${news.made}.${news.changes.filter(change => change.html).length}`;
    body.dataset.made = news.made;
    if (news.line && news.line !== cursor) point(cursor = news.line);
  }
};
follow();
