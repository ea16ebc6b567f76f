// Whose page this is: it asks whether its own sitting is still the one on this tablet, gives way when
// it is not, and locks a tablet left alone. The sitting's mark goes as a header, never in an address.
const own = document.body.dataset;
const AGAIN_MS = 3000;
const REPLY_MS = 10000;
const STEP_MS = 20000; // longer than the server's own step, so that each word to it counts

// While nobody knows whose the tablet is, the page is not to be seen.
let focused = null;
const cover = (state = "asking") => {
  if (!own.unsure) focused = document.activeElement;
  own.unsure = state;
};
const uncover = () => {
  if (!own.unsure) return;
  delete own.unsure;
  if (focused) focused.focus({ preventScroll: true });
};
// replace(): Back would lead to this page again. A plain reload might send a form once more.
const giveWay = (reply) => {
  cover();
  location.replace(reply.headers.get("Location") ?? own.where);
};

const tell = (address, alone, options = {}) => ask(address, {
  ...options, headers: { "X-Sitting": own.sitting, ...(alone ? ALONE : {}) },
}, REPLY_MS);
const look = async (alone) => {
  const reply = await tell(own.here, alone);
  if (reply?.status === 410) {
    giveWay(reply);
  } else if (reply?.status === 204) {
    uncover();
  } else if (own.unsure) {
    cover("lost");
    setTimeout(() => look(alone), AGAIN_MS);
  }
};

// A tablet left alone warns first and then locks itself; the server does the same on its own clock.
const idle = document.querySelector("[data-idle]");
const warning = {
  after: 1000 * idle.dataset.warnAfterS,
  time: 1000 * idle.dataset.timeToStayS,
  left: idle.querySelector("[data-idle-left]"),
  isOpen: () => idle.hasAttribute("open"),
  // Older browsers know no dialogs.
  open: () => { if (idle.showModal) idle.showModal(); else idle.setAttribute("open", ""); },
  close: () => { if (idle.close) idle.close(); else idle.removeAttribute("open"); },
};
let seen = Date.now();
let touched = false;
let locking = false;

const stay = () => {
  seen = Date.now();
  touched = false;
  if (warning.isOpen()) warning.close();
};
const stayAndTell = () => {
  stay();
  look(false);
};
// Somebody may be answering in another tab: then the server refuses, and nothing is locked.
const lock = async () => {
  locking = true;
  cover();
  const form = idle.querySelector("form");
  const reply = await tell(form.getAttribute("action"), true, {
    method: "POST", body: new URLSearchParams(new FormData(form)),
  });
  if (reply?.status === 204) {
    locking = false;
    stay();
    look(true);
  } else if (reply && reply.status < 500) {
    giveWay(reply);
  } else {
    cover("lost");
    setTimeout(lock, AGAIN_MS);
  }
};

const watchForTouches = () => {
  for (const name of ["pointerdown", "keydown", "input", "scroll"]) {
    addEventListener(name, () => { touched = true; }, { passive: true });
  }
  idle.querySelector("[data-idle-stay]").addEventListener("click", stayAndTell);
  // Escape would only hide the warning: it counts as staying.
  idle.addEventListener("cancel", stayAndTell);
};
const eachSecond = () => {
  const alone = Date.now() - seen;
  if (locking) return;
  if (warning.isOpen()) {
    const rest = warning.after + warning.time - alone;
    warning.left.textContent = Math.max(0, Math.ceil(rest / 1000));
    if (rest <= 0) lock();
  } else if (touched && alone >= STEP_MS) {
    stayAndTell();
  } else if (alone >= warning.after) {
    if (document.activeElement) document.activeElement.blur();
    warning.open();
  }
};

// Another tab may have ended this sitting, and somebody else may have begun: a page that comes into
// sight is shown once the server knows it. What comes back from the browser's memory is asked for anew.
const watchForOthers = () => {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) cover();
    else stayAndTell();
  });
  addEventListener("focus", stayAndTell);
  if (document.hidden) cover();
  if (!("BroadcastChannel" in window)) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }) => {
    if (data === own.sitting) return;
    cover();
    look(true);
  });
  addEventListener("pagehide", () => channel.close());
};

if (CAN_ASK) {
  watchForTouches();
  watchForOthers();
  setInterval(eachSecond, 1000);
}
