// Firefox for the tests: one command a line on stdin, one reply a line on stdout.
// Playwright drives a Firefox of its own build only; puppeteer-core drives Debian's over BiDi.
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [executablePath, userDataDir] = process.argv.slice(2);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  userDataDir,
  headless: true,
  defaultViewport: { width: 1024, height: 768 },
  extraPrefsFirefox: {
    // Nothing is asked of its maker's servers, and nothing is offered to be saved.
    "app.update.auto": false,
    "browser.safebrowsing.downloads.remote.enabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "services.settings.server": "data:,",
  },
});
const tabs = new Map();
let last = 0;

const acts = {
  open: async () => {
    last += 1;
    tabs.set(last, await browser.newPage());
    return last;
  },
  close: async (tab) => {
    await tabs.get(tab).close();
    tabs.delete(tab);
  },
  // Not waited for: after a page from memory puppeteer would wait in vain for the next to load.
  go: async (tab, address) => {
    tabs.get(tab).goto(address, { timeout: 10000 }).catch(() => {});
  },
  script: async (tab, text) => tabs.get(tab).evaluate(text),
  keys: async (tab, text) => tabs.get(tab).keyboard.type(text),
  cookies: async (tab) =>
    (await tabs.get(tab).cookies()).map((cookie) => [cookie.name, cookie.value]),
  pdf: async (tab) => Buffer.from(await tabs.get(tab).pdf()).toString("base64"),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [act, ...told] = JSON.parse(line);
  let reply;
  try {
    reply = { value: (await acts[act](...told)) ?? null };
  } catch (error) {
    reply = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(reply) + "\n");
}
await browser.close();
