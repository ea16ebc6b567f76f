// Comfort: one press copies the line. Without this the text is selected and copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const block = button.closest(".chart-line");
  const field = block.querySelector("[data-copy-from]");
  const told = block.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.focus();
    field.select();
    // A clipboard is there on https and on this very machine only; the text is selected anyway.
    const copied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    told.textContent = copied ? "Copied." : "Selected. Copy it with Ctrl+C.";
  });
}
