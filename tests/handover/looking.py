"""All that a stranger with the tablet in hand can find in the browser, and what of it is a leak."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.handover.engines import Tab

# Text, addresses, titles, controls and every kind of storage that a page can read.
LOOK = """(async () => {
  if (!document.documentURI.startsWith("http")) {
    const words = [document.title, document.body?.innerText ?? ""];
    return { heading: "", words, stored: [], held: [] };
  }
  const stored = [];
  for (const store of [localStorage, sessionStorage]) {
    for (let n = 0; n < store.length; n++) {
      stored.push(store.key(n) + "=" + store.getItem(store.key(n)));
    }
  }
  if (document.cookie) stored.push(document.cookie);
  if (window.name) stored.push(window.name);
  if (history.state !== null) stored.push(JSON.stringify(history.state));
  if (window.caches) stored.push(...await caches.keys());
  stored.push(...(await indexedDB.databases()).map((one) => one.name));
  const held = [...document.querySelectorAll("input, select, textarea")]
    .filter((one) => one.type !== "hidden")
    .filter((one) => ["radio", "checkbox"].includes(one.type) ? one.checked : one.value !== "")
    .map((one) => (one.name || one.id) + "=" + one.value);
  return {
    heading: document.querySelector("h1")?.innerText ?? "",
    words: [location.href, document.title, document.documentElement.outerHTML],
    stored,
    held,
  };
})()"""


def leaks(tab: Tab, words: tuple[str, ...], headings: frozenset[str] | None) -> Iterator[str]:
    """What a page shows of somebody else.

    words      none of these may stand anywhere
    headings   the only pages that may stand there, or None for any
    """
    found = tab.script(LOOK)
    for word in words:
        if any(word in text for text in (*found["words"], *found["stored"], *found["held"])):
            yield f"{word!r} on {found['heading']!r}"
    if found["held"]:
        yield f"a control holds {found['held']}"
    if found["stored"]:
        yield f"the browser stores {found['stored']}"
    # Where a page would have to be sent again, the browser shows a page of its own without h1.
    if headings is not None and found["heading"] not in {"", *headings}:
        yield f"the page {found['heading']!r}"


def on_paper(tab: Tab, words: tuple[str, ...]) -> Iterator[str]:
    """What printing the page would take along."""
    paper = tab.printed()
    yield from (f"{word!r} in print" for word in words if word in paper)


def on_disk(profile: Path, words: tuple[str, ...]) -> Iterator[str]:
    """What the closed browser has written down anywhere in its profile: forms, history, cache."""
    needles = [
        (word, coded)
        for word in words
        for coded in (word.encode(), word.encode("utf-16-le"), json.dumps(word)[1:-1].encode())
    ]
    for file in sorted(path for path in profile.rglob("*") if path.is_file()):
        content = file.read_bytes()
        for word in dict.fromkeys(word for word, coded in needles if coded in content):
            yield f"{word!r} in the profile's {file.relative_to(profile)}"
