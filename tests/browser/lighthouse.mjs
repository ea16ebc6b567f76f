// Lighthouse's accessibility on pages of one browser session, one after the other.
// Arguments: Chromium, profile folder, cookie's name and value, addresses. Prints what it found.
import puppeteer from "puppeteer-core";
import lighthouse from "lighthouse";

const [executablePath, userDataDir, name, value, ...addresses] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath,
  userDataDir,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const found = [];
for (const address of addresses) {
  const page = await browser.newPage();
  await page.setCookie({ name, value, url: address, secure: true, httpOnly: true, path: "/" });
  const told = await lighthouse(address, {
    onlyCategories: ["accessibility"],
    disableStorageReset: true, // the cookie is what opens the page
    logLevel: "error",
  }, undefined, page);
  const audits = Object.values(told.lhr.audits).filter((audit) => audit.score === 0);
  found.push({
    address: told.lhr.finalDisplayedUrl,
    score: told.lhr.categories.accessibility.score,
    faults: audits.map((audit) => audit.id),
  });
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(found));
