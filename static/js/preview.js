// Scores while somebody answers: the screen's form is sent after each change, and what follows from
// it is put beside the screen. Without script the screen's own button does the same.
const screen = document.querySelector("#preview-screen");
const said = document.querySelector("#preview-said");
const PAUSE_MS = 150; // between two letters of one number
let waiting = 0;
let newest = 0;

const formInside = () => screen.contentDocument?.querySelector("[data-preview-form]");

// What was opened stays open, and what had the focus keeps it, though the part is a new one.
const take = (fresh) => {
  const open = [...document.querySelectorAll("[data-live] details[open]")].map((one) => one.id);
  const focused = document.activeElement?.closest("[data-live]") ? document.activeElement.id : "";
  for (const part of document.querySelectorAll("[data-live]")) {
    const made = fresh.getElementById(part.id);
    const scrolled = part.scrollTop;
    if (!made) continue;
    part.replaceWith(made);
    made.scrollTop = scrolled;
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  said.textContent = fresh.querySelector("#preview-said")?.dataset.said ?? "";
};

// An answer may open or close another question of the same screen.
const redraw = (made) => {
  if (made.dataset.shown === screen.dataset.shown) return;
  const inside = screen.contentDocument;
  const focused = inside.activeElement?.id;
  const scrolled = inside.scrollingElement?.scrollTop ?? 0;
  screen.dataset.shown = made.dataset.shown;
  screen.addEventListener("load", () => {
    const drawn = screen.contentDocument;
    if (focused) drawn.getElementById(focused)?.focus({ preventScroll: true });
    if (drawn.scrollingElement) drawn.scrollingElement.scrollTop = scrolled;
  }, { once: true });
  screen.srcdoc = made.srcdoc;
};

const send = async () => {
  const form = formInside();
  if (!form) return;
  const own = ++newest;
  const body = new URLSearchParams(new FormData(form));
  body.set("page-act", "update");
  const reply = await fetch(form.getAttribute("action"), { method: "POST", body }).catch(() => null);
  if (!reply?.ok || reply.redirected || own !== newest) return; // signed out, or typed on meanwhile
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
  const made = fresh.querySelector("#preview-screen");
  if (own !== newest || !made) return;
  take(fresh);
  redraw(made);
};

const watch = () => {
  const form = formInside();
  if (!form || form.dataset.watched) return;
  form.dataset.watched = "yes";
  form.addEventListener("input", () => {
    newest += 1; // a reply that is on its way tells of what no longer stands there
    clearTimeout(waiting);
    waiting = setTimeout(send, PAUSE_MS);
  });
};

screen?.addEventListener("load", watch);
if (screen) watch();
