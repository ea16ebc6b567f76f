// What came in since the page was drawn: ids and counts only. The page itself is loaded by a person.
const news = document.querySelector("[data-changes]");
if (news) {
  const EVERY_MS = 5000;
  const line = news.querySelector("[data-news]");
  const only = news.dataset.visit ?? "";
  const came = new Map(); // visit -> what came into it
  let since = news.dataset.since;

  const counted = (number, one, many) => (number ? [`${number} ${number === 1 ? one : many}`] : []);
  const words = ({ sent, findings }) =>
    [...counted(sent, "form sent", "forms sent"),
      ...counted(findings, "finding raised or changed", "findings raised or changed")].join(", ");

  const show = () => {
    const all = [...came.values()].reduce(
      (sum, one) => ({ sent: sum.sent + one.sent, findings: sum.findings + one.findings }),
      { sent: 0, findings: 0 },
    );
    const where = only ? "" : ` in ${came.size} ${came.size === 1 ? "visit" : "visits"}`;
    news.querySelector("[data-news-words]").textContent =
      `New since this page was shown: ${words(all)}${where}.`;
    line.hidden = false;
    for (const [id, one] of came) {
      const mark = document.querySelector(`[data-news-of="${CSS.escape(id)}"]`);
      if (!mark) continue;
      mark.textContent = `New: ${words(one)}`;
      mark.hidden = false;
    }
  };
  const take = ({ number, visits }) => {
    since = number;
    const mine = visits.filter((visit) => !only || visit.id === only);
    for (const { id, sent, findings } of mine) {
      const before = came.get(id) ?? { sent: 0, findings: 0 };
      came.set(id, { sent: before.sent + sent, findings: before.findings + findings });
    }
    if (mine.length) show();
  };
  let waits = false; // for a reply: two at once would count the same twice
  const ask = async () => {
    if (waits) return;
    waits = true;
    const reply = await fetch(`${news.dataset.changes}?since=${since}`).catch(() => null);
    if (reply?.redirected) clearInterval(asking); // signed out: nothing is told here any more
    else if (reply?.ok) take(await reply.json());
    waits = false;
  };
  const asking = setInterval(ask, EVERY_MS);
}
