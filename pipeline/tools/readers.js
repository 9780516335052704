// Opens books in Chromium by the engines of reading systems: that of Foliate, and epub.js. Standard input is JSON:
// { readings: [{ engine, book, hasChapters, modes: [{ name, style, media: [{ name, value }], run }] }] }, where `book` is a
// path and `run` is axe's own option `runOnly`. Prints a JSON list with { chapters: [{ name, text }], contents: [{ label,
// isThere }], errors, said } for each reading: the letters that each file of the spine shows, the entries of the contents
// and whether the engine finds where they lead, what the page and its scripts complained of, and a row for each element
// that breaks a rule in a mode. The book's own policy holds.
const fs = require("fs");
const path = require("path");
const puppeteer = require("puppeteer-core");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const packages = process.env.NODE_PATH;
// A machine that is busy is no fault of a book; the caller has a limit of its own.
const PATIENCE = 300000;
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
// An address of no network: all of it is answered here.
const HOME = "http://book.invalid/";
const SCRIPTS = { foliate: [], epubjs: ["jszip/dist/jszip.min.js", "epubjs/dist/epub.min.js"] };
const KINDS = { ".js": "text/javascript", ".html": "text/html", ".epub": "application/epub+zip" };
const PAGE = "<!doctype html><html lang='en'><title>.</title><body style='margin:0;height:800px'></body></html>";

// In the page, one for each engine: opens the book, and gives its number of chapters and its contents.
const OPEN = {
  foliate: async (address) => {
    await import(`${address}foliate-js/view.js`);
    const file = new File([await (await fetch(`${address}book.epub`)).blob()], "book.epub");
    const view = document.createElement("foliate-view");
    view.style.cssText = "display:block;height:800px";
    document.body.append(view);
    await view.open(file);
    window.shown = null;
    view.addEventListener("load", (event) => { window.shown = event.detail; });
    window.view = view;
    const entries = [];
    const walk = (items) => (items || []).forEach((item) => { entries.push(item); walk(item.subitems); });
    walk(view.book.toc);
    const contents = [];
    for (const { label, href } of entries) {
      const target = href ? await view.book.resolveHref(href) : null;
      const section = target && view.book.sections[target.index];
      const place = section && target.anchor(await section.createDocument());
      contents.push({ label, isThere: Boolean(place) });
    }
    return { names: view.book.sections.map((section) => section.id), contents };
  },
  epubjs: async (address) => {
    const data = await (await fetch(`${address}book.epub`)).arrayBuffer();
    const book = window.ePub(data);
    await book.ready;
    const rendition = book.renderTo(document.body, { width: 800, height: 800, flow: "scrolled-doc" });
    window.view = { book, rendition };
    const entries = [];
    const walk = (items) => (items || []).forEach((item) => { entries.push(item); walk(item.subitems); });
    walk(book.navigation.toc);
    const contents = [];
    for (const { label, href } of entries) {
      const section = book.spine.get(href) || book.spine.get(`text/${href}`);
      const id = href.split("#")[1];
      const root = section && await section.load(book.load.bind(book));
      const there = root && (!id || root.ownerDocument.getElementById(id) || root.querySelector(`[id="${CSS.escape(id)}"]`));
      contents.push({ label: label.trim(), isThere: Boolean(there) });
    }
    const names = [];
    book.spine.each((section) => names.push(section.href));
    return { names, contents };
  },
};

// In the page: shows the chapter of a number, and gives its document.
const SHOW = {
  foliate: async (number) => {
    window.shown = null;
    await window.view.goTo(number);
    return window.shown && window.shown.doc;
  },
  epubjs: async (number) => {
    const { book, rendition } = window.view;
    await rendition.display(book.spine.get(number).href);
    const [shown] = rendition.getContents();
    return shown && shown.document;
  },
};

// In the page: the letters of a document that are drawn.
function drawn(doc) {
  if (!doc) return "";
  const letters = [];
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  const range = doc.createRange();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    range.selectNodeContents(text);
    if (range.getClientRects().length && text.parentElement.checkVisibility()) letters.push(text.data);
  }
  return letters.join("");
}

// In the frame of a chapter: axe's verdict.
async function examine(run) {
  const around = (target) => {
    const ids = [];
    for (let element = document.querySelector([].concat(target).flat().pop()); element; element = element.parentElement) {
      if (element.id) ids.push(element.id);
    }
    return ids;
  };
  const found = await window.axe.run(document, { runOnly: run, resultTypes: ["violations"], elementRef: false });
  return found.violations.flatMap((rule) => rule.nodes.map((node) => ({
    rule: rule.id,
    words: `${rule.help}: ${node.any.concat(node.all, node.none).map((check) => check.message).join("; ")}`,
    ids: around(node.target),
  })));
}

function answer(request, book) {
  const name = request.url().slice(HOME.length).split("?")[0];
  const own = { "": Buffer.from(PAGE), "book.epub": fs.readFileSync(book) };
  const file = path.join(packages, path.normalize(name));
  const body = name in own ? own[name] : file.startsWith(packages) && fs.existsSync(file) ? fs.readFileSync(file) : null;
  if (body === null) return request.respond({ status: 404, body: "" });
  return request.respond({ body, contentType: KINDS[path.extname(name)] || "text/html" });
}

async function open(browser, book) {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 800, height: 800 });
  await tab.setRequestInterception(true);
  tab.on("request", (request) => {
    if (request.url().startsWith(HOME)) answer(request, book);
    else if (/^(data|blob|about):/.test(request.url())) request.continue();
    else request.abort();
  });
  await tab.goto(HOME, { waitUntil: "load", timeout: PATIENCE });
  return tab;
}

async function read(browser, { engine, book, hasChapters, modes }) {
  const tab = await open(browser, book);
  const session = await tab.createCDPSession();
  const found = { chapters: [], contents: [], errors: [], said: [] };
  tab.on("pageerror", (error) => found.errors.push(String(error.message || error).split("\n")[0]));
  try {
    for (const name of SCRIPTS[engine]) await tab.addScriptTag({ url: HOME + name });
    const { names, contents } = await tab.evaluate(OPEN[engine], HOME);
    found.contents = contents;
    for (const [number, name] of hasChapters ? names.entries() : []) {
      const doc = await tab.evaluateHandle(SHOW[engine], number);
      found.chapters.push({ name, text: await tab.evaluate(drawn, doc) });
      for (const mode of modes) {
        await session.send("Emulation.setEmulatedMedia", { features: mode.media });
        await tab.evaluate((style) => window.view.renderer.setStyles(style), mode.style);
        const frame = tab.frames().find((one) => one.url().startsWith("blob:"));
        await frame.evaluate(axe);
        for (const row of await frame.evaluate(examine, mode.run)) found.said.push({ chapter: name, mode: mode.name, ...row });
      }
    }
  } catch (error) {
    found.errors.push(String(error.message || error).split("\n")[0]);
  }
  await tab.close();
  return found;
}

async function main() {
  const { readings } = JSON.parse(fs.readFileSync(0, "utf8"));
  const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, args: FLAGS, timeout: PATIENCE, protocolTimeout: PATIENCE,
  });
  const found = [];
  for (const reading of readings) found.push(await read(browser, reading));
  await browser.close();
  process.stdout.write(JSON.stringify(found) + "\n");
}

main().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
