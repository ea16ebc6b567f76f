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
});
