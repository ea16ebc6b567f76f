// Next, when the connection may be gone: the answer is sent until the server has it. The page's own
// key makes that one save, however often it is sent; without script the browser says what is wrong.
const form = document.querySelector("#question-form");
const line = document.querySelector("[data-saving]");
if (form && line) {
  const AGAIN_MS = 3000;
  const LONGEST_MS = 15000; // a reply that takes longer counts as none
  let busy = false;

  const say = (what) => { line.textContent = line.dataset[what]; line.dataset.state = what; };
  const pause = () => new Promise((done) => { setTimeout(done, AGAIN_MS); });
  const send = (body) => fetch(form.action, {
    method: "POST", body, signal: AbortSignal.timeout(LONGEST_MS),
  }).catch(() => null);

  form.addEventListener("input", () => { if (!busy) say("unsaved"); });
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name) return; // a row more or less, another language: nothing is saved
    event.preventDefault();
    if (busy) return;
    busy = true;
    say("now");
    const body = new URLSearchParams(new FormData(form));
    let reply = await send(body);
    while (!reply) {
      say("lost");
      await pause();
      reply = await send(body);
    }
    // A refusal comes with a page: asked for once more under the same key, it is the same one.
    if (reply.redirected) location.assign(reply.url);
    else form.submit();
  });
}
