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

// A second tap on the same button would show the answer to the second tap only.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  // The reply may never come: then the same page may be sent again, which the server knows.
  setTimeout(() => { delete event.target.dataset.sent; }, 10000);
});

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

// A tablet left alone warns first and then locks itself; the server does the same on its own clock.
const idle = document.querySelector("[data-idle]");
if (idle) {
  const STEP_MS = 20000; // longer than the server's own step, so that each word to it counts
  const warnAfter = 1000 * idle.dataset.warnAfterS;
  const timeToStay = 1000 * idle.dataset.timeToStayS;
  const left = idle.querySelector("[data-idle-left]");
  let seen = Date.now();
  let touched = false;

  const tellServer = async () => {
    seen = Date.now();
    touched = false;
    const reply = await fetch(idle.dataset.here).catch(() => null);
    if (reply?.status === 410) location.reload();
  };
  const lock = () => idle.querySelector("form").requestSubmit();

  for (const name of ["pointerdown", "keydown", "input", "scroll"]) {
    addEventListener(name, () => { touched = true; }, { passive: true });
  }
  idle.querySelector("[data-idle-stay]").addEventListener("click", () => {
    idle.close();
    tellServer();
  });
  // Escape would only hide the warning: it counts as staying.
  idle.addEventListener("cancel", tellServer);

  setInterval(() => {
    const alone = Date.now() - seen;
    if (idle.open) {
      left.textContent = Math.max(0, Math.ceil((warnAfter + timeToStay - alone) / 1000));
      if (alone >= warnAfter + timeToStay) lock();
    } else if (touched && alone >= STEP_MS) {
      tellServer();
    } else if (alone >= warnAfter) {
      if (document.activeElement) document.activeElement.blur();
      idle.showModal();
    }
  }, 1000);
}
