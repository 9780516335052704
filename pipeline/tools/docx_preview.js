// Shows a Word file, whose path is the argument, in Chromium by docx-preview. Prints JSON: { body, notes, pictures,
// errors }: the text that is seen, the natural width and height of each picture of the body, and what the page and its
// scripts complained of.
const fs = require("fs");
const path = require("path");
const puppeteer = require("puppeteer-core");

const packages = process.env.NODE_PATH;
const scripts = ["jszip/dist/jszip.min.js", "docx-preview/dist/docx-preview.min.js"].map((name) => path.join(packages, name));
// A machine that is busy is no fault of a file; the caller has a limit of its own.
const PATIENCE = 300000;
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

// In the page: the file drawn, and what is seen of it. Elements of notes do not know what they stand in, without which
// docx-preview 0.4 ends at a formula in one; so they are told.
async function show(encoded) {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const options = { useBase64URL: true };
  const file = await window.docx.parseAsync(bytes, options);
  const adopt = (one) => (one.children || []).forEach((child) => { child.parent = one; adopt(child); });
  for (const part of [file.footnotesPart, file.endnotesPart]) if (part) part.notes.forEach(adopt);
  for (const node of await window.docx.renderDocument(file, options)) document.body.append(node);
  await Promise.all([...document.images].map((one) => one.decode().catch(() => null)));
  const said = (selector) => [...document.querySelectorAll(selector)].map((one) => one.innerText).join("\n");
  return {
    body: said("section > article"),
    notes: said("section > ol"),
    pictures: [...document.querySelectorAll("section > article img")].map((one) => [one.naturalWidth, one.naturalHeight]),
  };
}

async function main() {
  const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, args: FLAGS, timeout: PATIENCE, protocolTimeout: PATIENCE,
  });
  const tab = await browser.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error.message || error)));
  tab.on("console", (said) => { if (said.type() === "error") errors.push(said.text()); });
  await tab.setRequestInterception(true);
  tab.on("request", (request) => (/^(data|blob|about):/.test(request.url()) ? request.continue() : request.abort()));
  await tab.setContent("<!doctype html><title>.</title><body></body>");
  for (const script of scripts) await tab.addScriptTag({ content: fs.readFileSync(script, "utf8") });
  let shown = { body: "", notes: "", pictures: [] };
  try {
    shown = await tab.evaluate(show, fs.readFileSync(process.argv[2]).toString("base64"));
  } catch (error) {
    errors.push(String(error.message || error).split("\n")[0]);
  }
  await browser.close();
  process.stdout.write(JSON.stringify({ ...shown, errors }) + "\n");
}

main().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
