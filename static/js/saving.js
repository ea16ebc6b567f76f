// Next, when the connection may be gone: the answer is sent until the server has it. The page's own
// key makes that one save, however often it is sent; without script the browser says what is wrong.
const form = document.querySelector("#question-form");
const line = document.querySelector("[data-saving]");
if (form && line && CAN_ASK) {
  const AGAIN_AFTER_MS = 3000;
  const LONGEST_MS = 15000; // a reply that takes longer counts as none
  let busy = false;

  const say = (what) => {
    if (line.dataset.state === what) return; // it would be read out once more
    line.textContent = line.dataset[what];
    line.dataset.state = what;
  };
  const pause = () => new Promise((done) => { setTimeout(done, AGAIN_AFTER_MS); });
  // As it stands now: what is put right while the tablet keeps trying is not lost.
  const send = (headers) => ask(form.getAttribute("action"), {
    method: "POST", body: new URLSearchParams(new FormData(form)), headers,
  }, LONGEST_MS);
  // Not the form's own submit(): a question may bear that name.
  const sendPlainly = () => HTMLFormElement.prototype.submit.call(form);
  // After a redirect the answer is kept, whatever became of the page behind it.
  const isKept = (reply) => reply && (reply.status < 500 || reply.redirected);

  const sendUntilKept = async () => {
    let reply = await send({});
    while (!isKept(reply)) {
      say(reply ? "failed" : "lost");
      await pause();
      reply = await send(ALONE);
    }
    // A refusal comes with a page: asked for once more under the same key, it is the same one.
    if (reply.redirected) location.assign(reply.url);
    else sendPlainly();
  };

  form.addEventListener("input", () => { if (!busy) say("unsaved"); });
  form.addEventListener("submit", (event) => {
    if (buttonOf(event)?.name) return; // a row more or less, another language: nothing is saved
    event.preventDefault();
    if (busy) return;
    busy = true;
    say("now");
    sendUntilKept().catch(sendPlainly);
  });
}
