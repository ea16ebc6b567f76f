// Comfort on top of pages that work without it. Nothing is stored in the browser.

// A page that comes back from the browser's memory would show the patient before; ask anew.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// The QR code carries the code behind "#", which is sent to no server and kept in no log.
const code = document.querySelector("[data-code-from-address]");
if (code && location.hash.length > 1) {
  code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

document.querySelector("[data-focus]")?.focus();

// Older browsers do not say which button sends a form; Enter clicks a button too.
let pressed = null;
document.addEventListener("click", (event) => { pressed = event.target.closest("button"); }, true);
const buttonOf = (event) => ("submitter" in event ? event.submitter : pressed);

// A question may be named like a part of a form ("submit", "dataset") and then hides that part: so
// nothing is asked of a form here that has such a name, and nothing is kept at it.
const sent = new WeakSet();
// A second tap on the same button would show the answer to the second tap only.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
  // The reply may never come: then the same page may be sent again, which the server knows.
  setTimeout(() => { sent.delete(form); }, 10000);
});

// The reply, or null where none comes in time. AbortSignal.timeout() is too new for older tablets.
const CAN_ASK = "fetch" in window && "AbortController" in window;
const ask = async (address, options, longestMs) => {
  const given = new AbortController();
  const clock = setTimeout(() => given.abort(), longestMs);
  const reply = await fetch(address, { ...options, signal: given.signal }).catch(() => null);
  clearTimeout(clock);
  return reply;
};

// What a script does by itself must not count as somebody being there.
const ALONE = { "X-Alone": "yes" };

// Other tabs may still show a sitting that has ended: they hear whose page this is, and ask.
const CHANNEL = "sitting";
if ("BroadcastChannel" in window) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(document.body.dataset.sitting ?? "");
  channel.close();
}

// What somebody chose to read does not stay on the screen for whoever takes the tablet next.
const leave = document.querySelector("[data-leave-after-s]");
if (leave) {
  let touched = Date.now();
  for (const name of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(name, () => { touched = Date.now(); }, { passive: true });
  }
  setInterval(() => {
    // replace(): Back would lead here again.
    if (Date.now() - touched >= 1000 * leave.dataset.leaveAfterS) location.replace(leave.href);
  }, 1000);
}
