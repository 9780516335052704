// Opens pages in Chromium, each as wide as some screens, and measures where their text is drawn. Standard input is JSON:
// { pages: [address], widths: [px], least: px }, where `least` is how large type in a drawing is at least. Prints a JSON
// list with a row { page, width, rule, text, other, ids } for each fault: where
// it begins, what lies over that, or how large its type is, and the ids round it, the nearest first.
const fs = require("fs");
const puppeteer = require("puppeteer-core");

// A machine that is busy is no fault of a page; the caller has a limit of its own.
const PATIENCE = 300000;
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--allow-file-access-from-files",
];

// In the page: what is wrong with where its text is drawn.
async function measure(least) {
  const found = [];
  const around = (element) => {
    const ids = [];
    for (let one = element; one; one = one.parentElement) if (one.id) ids.push(one.id);
    return ids;
  };
  const shown = (text) => text.replace(/\s+/g, " ").trim().slice(0, 40);
  const say = (rule, element, text, other = "") => {
    found.push({ rule, text: shown(text), other: shown(other), ids: around(element) });
  };
  for (const one of document.querySelectorAll("details")) {
    // What opens over the page is not part of it.
    if (getComputedStyle(one).position === "static") one.open = true;
  }
  // Faces are asked for where they are used first; here the text of what was closed is measured too.
  await Promise.allSettled([...document.fonts].map((face) => face.load()));
  await document.fonts.ready;

  // The part of a box that is seen: what scrolls out of a region is reached there.
  const seen = (element, box) => {
    let [left, right, top, bottom] = [box.left, box.right, box.top, box.bottom];
    let isScrolled = false;
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const frame = one.getBoundingClientRect();
      if (/auto|scroll/.test(style.overflowX)) isScrolled = true;
      [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
    }
    return { left, right, top, bottom, isScrolled };
  };

  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    // Signs of a formula or a drawing have places of their own.
    const whole = element.closest("math, svg");
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      const part = seen(element, box);
      const isCut = box.left < -1 || box.right > document.documentElement.clientWidth + 1
        || box.left < part.left - 1 || box.right > part.right + 1;
      // What only a reader of the screen hears lies outside of it, or is a pixel wide.
      const isHeard = box.right < 0 || (part.right - part.left <= 2 && part.bottom - part.top <= 2);
      if (isHeard) continue;
      if (isCut && !part.isScrolled) say("beyond", element, node.data);
      // The ink of a line is less high than its box.
      const spare = (part.bottom - part.top) * 0.25;
      const ink = { left: part.left + 1, right: part.right - 1, top: part.top + spare, bottom: part.bottom - spare };
      // A reading may hang over the white of what stands beside it (CLREQ, 3.3.1).
      const isApart = element.closest("ruby");
      if (!isApart && ink.left < ink.right && ink.top < ink.bottom) boxes.push({ ...ink, node, element, whole });
    }
  }

  boxes.sort((one, other) => one.top - other.top);
  const told = new Set();
  for (let place = 0; place < boxes.length; place += 1) {
    const one = boxes[place];
    for (let next = place + 1; next < boxes.length && boxes[next].top < one.bottom; next += 1) {
      const other = boxes[next];
      if (one.node === other.node || (one.whole && one.whole === other.whole)) continue;
      if (one.left >= other.right || other.left >= one.right || told.has(one.node)) continue;
      told.add(one.node);
      say("overprint", one.element, one.node.data, other.node.data);
    }
  }

  // Of a line that fills its measure: how far its Chinese characters, or the words of another script, were driven apart.
  const han = /\p{Script=Han}/u;
  for (const element of document.body.querySelectorAll("p, li, dd, figcaption, div, span, a")) {
    const style = getComputedStyle(element);
    if (style.textAlign !== "justify" || element.closest("svg, math") || !element.checkVisibility()) continue;
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      let before = null;
      const most = 3 * parseFloat(style.fontSize);
      for (let place = 0; place < node.length; place += 1) {
        const isBlank = node.data[place] === " ";
        if (!isBlank && !han.test(node.data[place])) { before = null; continue; }
        range.setStart(node, place);
        range.setEnd(node, place + 1);
        const box = range.getBoundingClientRect();
        const step = before && Math.abs(before.top - box.top) < 2 ? box.left - before.left : 0;
        before = isBlank ? null : box;
        if (isBlank ? box.width > 1.4 * parseFloat(style.fontSize) : step > most) {
          say("stretched", element, node.data.slice(Math.max(0, place - 20)));
          break;
        }
      }
    }
  }

  for (const drawing of document.querySelectorAll("svg")) {
    let [smallest, words] = [least, ""];
    for (const text of drawing.querySelectorAll("text, tspan")) {
      const matrix = text.getScreenCTM();
      const scale = matrix && Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c));
      const size = scale ? parseFloat(getComputedStyle(text).fontSize) * scale : least;
      if (text.textContent.trim() && size < smallest) [smallest, words] = [size, text.textContent];
    }
    if (words) say("small-type", drawing, words, smallest.toFixed(1));
  }
  return found;
}

async function main() {
  const { pages, widths, least } = JSON.parse(fs.readFileSync(0, "utf8"));
  const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, args: FLAGS, timeout: PATIENCE, protocolTimeout: PATIENCE,
  });
  const rows = [];
  for (const page of pages) {
    const tab = await browser.newPage();
    await tab.setBypassCSP(true);
    await tab.setRequestInterception(true);
    tab.on("request", (request) => (/^(file|data|blob):/.test(request.url()) ? request.continue() : request.abort()));
    for (const width of widths) {
      await tab.setViewport({ width, height: 844 });
      await tab.goto(page, { waitUntil: "load", timeout: PATIENCE });
      for (const row of await tab.evaluate(measure, least)) rows.push({ page, width, ...row });
    }
    await tab.close();
  }
  await browser.close();
  process.stdout.write(JSON.stringify(rows) + "\n");
}

main().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
