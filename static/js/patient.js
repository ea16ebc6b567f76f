// A page that comes back from the browser's memory would show the patient before; ask anew.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
