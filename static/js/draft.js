// A draft saved at each pause in typing, with what the server's loader says of it. Without script
// the same form is saved by its button.

const PAUSE_MS = 1000;
const AGAIN_MS = 4000;
const MISTAKES_MS = 4000; // counting them takes the server a while: not between two words

const form = document.querySelector("#draft-form");
const field = form.elements.namedItem("text");
const shown = form.elements.namedItem("shown");
const token = form.elements.namedItem("form-token");
const line = form.querySelector("[data-saved]");
const compare = form.querySelector("[data-compare]");
const told = document.querySelector("[data-checked]");
const heard = form.querySelector("[data-heard]"); // read aloud when the number of faults changes
let editor = null;
let kept = field.value; // what the server has
let busy = null; // the save that is under way
let waiting = 0;
let stale = false; // somebody else saved: from then on a person decides

const say = (words) => { if (line.textContent !== words) line.textContent = words; };
const isDirty = () => field.value !== kept;
const later = (pause) => {
  clearTimeout(waiting);
  waiting = setTimeout(save, pause);
};

const pageOf = async (address) => {
  const reply = await fetch(address).catch(() => null);
  if (!reply?.ok || reply.redirected) return null;
  return new DOMParser().parseFromString(await reply.text(), "text/html");
};

// Signed in anew in another tab, the old token of this page fits no longer; the next page has one.
const renewToken = async () => {
  const fresh = (await pageOf(location.pathname))?.querySelector("#draft-form [name=form-token]");
  if (fresh) token.value = fresh.value;
};

const show = ({ number, saved_at: savedAt, name, checked, marks }) => {
  shown.value = number;
  say(isDirty() ? line.dataset.unsaved : `${line.dataset.saved} ${savedAt}`);
  for (const place of document.querySelectorAll("[data-name]")) place.textContent = name;
  const before = told.querySelector("details")?.open;
  const headed = told.querySelector("h2").textContent;
  told.innerHTML = checked; // our own template, escaped by the server
  const cases = told.querySelector("details");
  if (cases && before) cases.open = true;
  const heading = told.querySelector("h2").textContent;
  if (heading !== headed) heard.textContent = heading;
  if (number > 1) form.querySelector("[data-undo]").hidden = false;
  form.querySelector("[data-redo]").hidden = true;
  editor?.mark(marks);
  countMistakes();
};

const send = async () => {
  const sent = field.value;
  const body = new FormData(form);
  const reply = await fetch(form.dataset.pause, { method: "POST", body }).catch(() => null);
  if (reply?.ok && !reply.redirected) {
    kept = sent;
    show(await reply.json());
    if (isDirty()) later(PAUSE_MS);
  } else if (reply?.status === 409) {
    stale = true;
    say(line.dataset.stale);
    compare.hidden = false;
  } else {
    const out = reply && (reply.redirected || reply.status === 403);
    say(out ? line.dataset.out : line.dataset.failed);
    if (out) await renewToken();
    later(AGAIN_MS);
  }
};

function save() {
  clearTimeout(waiting);
  if (stale || !isDirty()) return busy ?? Promise.resolve();
  busy = (busy ?? Promise.resolve()).then(send).finally(() => { busy = null; });
  return busy;
}

const changed = () => {
  if (stale) return;
  say(isDirty() ? line.dataset.unsaved : line.dataset.saved);
  if (isDirty()) later(PAUSE_MS);
};

let counting = 0;
function countMistakes() {
  clearTimeout(counting);
  const link = told.querySelector("[data-mistakes]");
  if (!link) return;
  counting = setTimeout(async () => {
    if (isDirty()) return; // the next save comes here again
    const counted = (await pageOf(link.href))?.querySelector("[data-counted]");
    if (counted && link.isConnected) link.closest("p").replaceWith(counted);
  }, MISTAKES_MS);
}

const goTo = (to, column) => {
  if (editor) {
    editor.goTo(to, column);
    return;
  }
  const start = field.value.split("\n").slice(0, to - 1).join("\n").length + (to > 1 ? 1 : 0);
  field.focus();
  field.setSelectionRange(start + column - 1, start + column - 1);
};

told.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  goTo(Number(link.dataset.line), Number(link.dataset.column));
});

// Whoever goes on to the next step right after a word takes the word along. Where it cannot be
// saved, the browser asks before it leaves.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || !isDirty() || stale) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // another tab
  if (link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  await save();
  location.assign(link.href);
});

form.addEventListener("submit", async (event) => {
  const act = event.submitter?.value ?? "";
  if (act === "compare") return; // the page with both texts is the server's
  event.preventDefault();
  await busy;
  if (!act) {
    await save();
    return;
  }
  const chosen = document.createElement("input");
  Object.assign(chosen, { type: "hidden", name: "act", value: act });
  form.append(chosen);
  kept = field.value; // it goes with the form
  HTMLFormElement.prototype.submit.call(form);
});

field.addEventListener("input", changed);
document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
addEventListener("beforeunload", (event) => { if (isDirty() && !stale) event.preventDefault(); });

const place = form.querySelector("[data-editor]");
if (!field.readOnly) {
  try {
    const [own, codemirror] = await Promise.all(
      [import(place.dataset.editor), import(place.dataset.codemirror)],
    );
    editor = own.mount(codemirror, { place, field, label: place.dataset.label, changed });
    form.querySelector("[data-leaving]").hidden = false;
    form.querySelector("label[for=text]").addEventListener("click", () => editor.focus());
    editor.mark([...told.querySelectorAll("[data-fault]")].map((link) => ({
      line: Number(link.dataset.line), column: Number(link.dataset.column), words: link.dataset.fault,
    })));
  } catch {
    // An older browser keeps the plain field: everything else works with it as well.
  }
}
countMistakes();
const asked = location.hash.match(/^#line-(\d+)$/);
if (asked) goTo(Number(asked[1]), 1);
