// Reading a page's questions aloud, one after the other, by voices of this very device: others would send the question away.
const button = document.querySelector("[data-aloud]");
const asked = document.querySelector("#question-form");
if (button && asked && "speechSynthesis" in window) {
  const speech = window.speechSynthesis;
  const TEXTS = "h1, .item__hint, .item__wrong, .item__label:not(h1 *), .item__part-label, .tile__text";

  const language = (element) => element.closest("[lang]").lang;
  // In a grid the answers are read with the first row, and again only where they are others.
  const heard = (element) => {
    const row = element.matches(".tile__text") && element.closest(".grid > *");
    const answers = (one) => [...one.querySelectorAll(".tile__text")].map((t) => t.textContent).join();
    const before = row && row.previousElementSibling;
    return !before || answers(before) !== answers(row);
  };
  const voiceFor = (lang) => speech.getVoices()
    .find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(lang));
  const show = () => { button.hidden = !voiceFor(language(asked)); };
  const rest = () => {
    speech.cancel();
    button.textContent = button.dataset.start;
  };

  button.addEventListener("click", () => {
    if (speech.speaking) {
      rest();
      return;
    }
    const parts = [...asked.querySelectorAll(TEXTS)].filter(heard).map((element) => {
      const part = new SpeechSynthesisUtterance(element.textContent.trim());
      part.voice = voiceFor(language(element)) ?? null;
      return part;
    }).filter((part) => part.voice);
    for (const part of parts) {
      part.lang = part.voice.lang;
      speech.speak(part);
    }
    parts.at(-1).addEventListener("end", rest);
    button.textContent = button.dataset.stop;
  });
  addEventListener("pagehide", rest); // it must not go on over the next patient's page
  speech.addEventListener("voiceschanged", show);
  show();
}
