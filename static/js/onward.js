// The page has its button for those without script; with it nobody has to press one.
document.querySelector("[data-onward]")?.requestSubmit();
