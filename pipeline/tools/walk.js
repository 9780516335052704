// Opens a page in Chromium, asks HTML CodeSniffer about it, and walks through it by the Tab key. The argument is the
// page's address. Prints a JSON list of { rule, words, ids }: what is wrong, with the ids round it, the nearest first.
const fs = require("fs");
const puppeteer = require("puppeteer-core");

const sniffer = fs.readFileSync(require.resolve("html_codesniffer/build/HTMLCS.js"), "utf8");
// A machine that is busy is no fault of a page; the caller has a limit of its own.
const PATIENCE = 300000;
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const MOST_STOPS = 3000;

// In the page: errors against WCAG 2 AA; warnings and notices ask a human to look.
async function sniff() {
  const around = (element) => {
    const ids = [];
    for (let one = element; one; one = one.parentElement) if (one.id) ids.push(one.id);
    return ids;
  };
  await new Promise((done) => window.HTMLCS.process("WCAG2AA", document, done));
  return window.HTMLCS.getMessages().filter((one) => one.type === window.HTMLCS.ERROR)
    .map((one) => ({ rule: one.code.split(".").slice(-2).join("."), words: one.msg, ids: around(one.element) }));
}

// In the page: what is wrong where the focus is now, against the stop before; null where it has left the page.
function stop() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const [found, box, style] = [[], element.getBoundingClientRect(), getComputedStyle(element)];
  const ids = [];
  for (let one = element; one; one = one.parentElement) if (one.id) ids.push(one.id);
  const say = (rule, words) => found.push({ rule, words: `${words}: ${element.outerHTML.slice(0, 100)}`, ids });
  if (!(parseFloat(style.outlineWidth) > 1 && style.outlineStyle !== "none")) say("focus-ring", "no ring round the focus");
  const isSeen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (!isSeen) say("focus-seen", "the focus is not in sight");
  const before = window.stopBefore;
  window.stopBefore = element;
  if (before && !(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) {
    say("focus-order", "the focus goes back");
  }
  return found;
}

async function main() {
  const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, args: FLAGS, timeout: PATIENCE, protocolTimeout: PATIENCE,
  });
  const tab = await browser.newPage();
  await tab.setBypassCSP(true);
  await tab.setViewport({ width: 1280, height: 900 });
  await tab.goto(process.argv[2], { waitUntil: "load", timeout: PATIENCE });
  await tab.addStyleTag({ content: "html { scroll-behavior: auto !important }" });
  const rows = [];
  let stops = 0;
  for (; stops < MOST_STOPS; stops += 1) {
    await tab.keyboard.press("Tab");
    const found = await tab.evaluate(stop);
    if (!found) break;
    rows.push(...found);
  }
  if (!stops) rows.push({ rule: "focus-none", words: "the Tab key reaches nothing", ids: [] });
  await tab.evaluate(sniffer);
  rows.push(...await tab.evaluate(sniff));
  await browser.close();
  process.stdout.write(JSON.stringify(rows) + "\n");
}

main().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
