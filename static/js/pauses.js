// A form of plain fields saved at each pause in typing. Without script its button saves the same.

const PAUSE_MS = 1500;
const AGAIN_MS = 4000;

const form = document.querySelector("form[data-pauses]");
const shown = form.elements.namedItem("shown");
const line = form.querySelector("[data-saved]");
let dirty = false;
let waiting = 0;
let busy = null; // the save that is under way
let stale = false; // somebody else saved: the page of both texts is the server's

const say = (words) => { if (line.textContent !== words) line.textContent = words; };
const later = (pause) => {
  clearTimeout(waiting);
  waiting = setTimeout(save, pause);
};

async function send() {
  dirty = false;
  const body = new FormData(form);
  body.set("act", "pause");
  const reply = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (reply?.ok && !reply.redirected) {
    const { number, saved_at: savedAt } = await reply.json();
    shown.value = number;
    say(dirty ? line.dataset.unsaved : `${line.dataset.saved} ${savedAt}`);
    if (dirty) later(PAUSE_MS);
    return;
  }
  dirty = true;
  if (reply?.status === 409) {
    stale = true;
    say(line.dataset.stale);
  } else if (reply?.status === 422) {
    say(line.dataset.wrong); // saved once it is put right; the button says what it is
  } else {
    say(reply && (reply.redirected || reply.status === 403) ? line.dataset.out : line.dataset.failed);
    later(AGAIN_MS);
  }
}

function save() {
  clearTimeout(waiting);
  if (busy || stale || !dirty) return;
  busy = send().finally(() => { busy = null; });
}

form.addEventListener("input", () => {
  dirty = true;
  if (stale) return;
  say(line.dataset.unsaved);
  later(PAUSE_MS);
});
form.addEventListener("submit", async (event) => {
  clearTimeout(waiting);
  if (busy) { // its number has to be known first: else the page would meet itself as somebody else
    event.preventDefault();
    await busy;
    form.requestSubmit(event.submitter);
    return;
  }
  dirty = false;
});
document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
