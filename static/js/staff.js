// Comfort on top of pages that work without it.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

document.querySelector("[data-focus]")?.focus();

// Calls: asked for every few seconds, shown on top, and heard until somebody goes.
const calls = document.querySelector("[data-calls]");
if (calls) {
  const EVERY_MS = 5000;
  const shape = document.querySelector("[data-call]").content.firstElementChild;
  let sound = null;

  const beep = (at, pitch) => {
    const tone = sound.createOscillator();
    const loudness = sound.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.4, at);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    tone.connect(loudness).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.5);
  };
  // Browsers keep quiet until somebody has touched the page: then there is a button for it.
  const ring = async () => {
    sound ??= new AudioContext();
    await Promise.race([sound.resume(), new Promise((done) => { setTimeout(done, 500); })]);
    const quiet = sound.state !== "running";
    for (const button of calls.querySelectorAll("[data-call-sound]")) button.hidden = !quiet;
    calls.dataset.rang = String(Number(calls.dataset.rang ?? 0) + (quiet ? 0 : 1));
    if (quiet) return;
    beep(sound.currentTime, 880);
    beep(sound.currentTime + 0.6, 660);
  };

  const draw = ({ id, words, address }) => {
    const banner = shape.cloneNode(true);
    const visit = banner.querySelector("[data-call-address]");
    banner.dataset.callId = id;
    banner.querySelector("[data-call-words]").textContent = words;
    banner.querySelector("[data-call-visit]").value = id;
    if (address) visit.href = address;
    else visit.remove();
    return banner;
  };
  const show = (waiting) => {
    const ids = waiting.map((call) => call.id);
    for (const banner of [...calls.children]) {
      if (!ids.includes(banner.dataset.callId)) banner.remove();
    }
    const shown = [...calls.children].map((banner) => banner.dataset.callId);
    calls.append(...waiting.filter((call) => !shown.includes(call.id)).map(draw));
    if (waiting.length) ring();
  };
  const ask = async () => {
    const reply = await fetch(calls.dataset.calls).catch(() => null);
    if (reply?.redirected) {
      clearInterval(asking); // signed out: nothing is told here any more
      // A workstation stands where others pass: what was on its screen goes with the sign-in.
      const gone = document.querySelector("[data-gone]")?.dataset.gone;
      if (gone) location.replace(gone);
    } else if (reply?.ok) show(await reply.json());
  };
  const asking = setInterval(ask, EVERY_MS);

  calls.addEventListener("click", (event) => {
    if (event.target.closest("[data-call-sound]")) ring();
  });
  if (calls.children.length) ring();
}
