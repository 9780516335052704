// Opens pages in Chromium, each in some modes of reading, and asks axe about them. Standard input is JSON:
// { pages: [address], modes: [{ name, width, height, media: [{ name, value }], style, run }] }, where `run` is axe's own
// option `runOnly`. Prints a JSON list with a row for each element that breaks a rule in a mode, or of
// which axe cannot say so: then `cause` is its name for why.
const fs = require("fs");
const puppeteer = require("puppeteer-core");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
// A machine that is busy is no fault of a page; the caller has a limit of its own.
const PATIENCE = 300000;
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--allow-file-access-from-files",
];

// Axe's verdict on the page as it stands, with the ids round each element, the nearest first.
async function examine(run) {
  const around = (target) => {
    const ids = [];
    const selector = [].concat(target).flat().pop();
    for (let element = document.querySelector(selector); element; element = element.parentElement) {
      if (element.id) ids.push(element.id);
    }
    return ids;
  };
  const found = await window.axe.run(document, { runOnly: run, resultTypes: ["violations", "incomplete"], elementRef: false });
  const told = (rules, isDecided) => rules.flatMap((rule) => rule.nodes.map((node) => {
    const checks = node.any.concat(node.all, node.none);
    const cause = checks.map((check) => (check.data && check.data.messageKey) || "").find((key) => key) || "";
    return {
      rule: rule.id,
      words: `${rule.help}: ${checks.map((check) => check.message).join("; ")}`,
      cause: isDecided ? null : cause,
      ids: around(node.target),
      markup: node.html,
    };
  }));
  return [...told(found.violations, true), ...told(found.incomplete, false)];
}

async function main() {
  const { pages, modes } = JSON.parse(fs.readFileSync(0, "utf8"));
  const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, args: FLAGS, timeout: PATIENCE, protocolTimeout: PATIENCE,
  });
  const rows = [];
  for (const page of pages) {
    const tab = await browser.newPage();
    const session = await tab.createCDPSession();
    await tab.setBypassCSP(true);
    await tab.setRequestInterception(true);
    tab.on("request", (request) => (/^(file|data|blob):/.test(request.url()) ? request.continue() : request.abort()));
    await tab.goto(page, { waitUntil: "load", timeout: PATIENCE });
    await tab.evaluate(axe);
    for (const mode of modes) {
      await tab.setViewport({ width: mode.width, height: mode.height });
      await session.send("Emulation.setEmulatedMedia", { features: mode.media });
      const style = mode.style && await tab.addStyleTag({ content: mode.style });
      for (const row of await tab.evaluate(examine, mode.run)) rows.push({ page, mode: mode.name, ...row });
      if (style) await style.evaluate((element) => element.remove());
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
