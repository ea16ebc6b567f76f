// Reading a question aloud, by voices of this very device: others would send the question away.
const button = document.querySelector("[data-aloud]");
const asked = document.querySelector("#question-form");
if (button && asked && "speechSynthesis" in window) {
  const speech = window.speechSynthesis;
  const TEXTS = "h1, .item__hint, .item__wrong, .item__label:not(h1 *), .item__part-label, .tile__text";

  const language = (element) => element.closest("[lang]").lang;
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
    const parts = [...asked.querySelectorAll(TEXTS)].map((element) => {
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
