"""How long an administrator waits for the preview of a draft, and for the scores after an answer.

Opened on a text that was never read before, and then filled in again and again: the whole request.
Run with: python -m bench.previews
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from bench.drafts import COUNTED, LONGEST, ORIGIN, SHIPPED, SHOWN, signed_in, timed, token_on
from screening.core.draft_heads import as_next

ROUNDS = 15
LIMIT_MS = 1000
SENT = {
    "preview-answers": "{}", "preview-at": "2026-11-30T14:05", "preview-layout": "all",
    "page-act": "update",
}  # fmt: skip


def measure(client: FlaskClient, name: str) -> tuple[float, float]:
    """Medians in milliseconds of the processor: opened, and scored after an answer."""
    text = as_next((SHIPPED / f"{name}.yaml").read_text())
    form = token_on(client, "/admin/drafts/new")
    begun = client.post("/admin/drafts/edit", data={**form, "item": name}, headers=ORIGIN)
    address = begun.headers["Location"]
    shown = SHOWN.findall(client.get(address).get_data(as_text=True))[0]
    preview = f"{address}/preview"
    sent = {**SENT, **token_on(client, preview)}
    opened, scored = [], []
    for number in range(ROUNDS):
        data = {**form, "shown": shown, "text": f"{text}# {number}\n"}
        shown = client.post(f"{address}/pause", data=data, headers=ORIGIN).get_json()["number"]
        opened.append(timed(lambda: client.get(preview))[1])
        scored.append(timed(lambda: client.post(preview, data=sent, headers=ORIGIN))[1])
    return median(opened), median(scored)


def main() -> int:
    """Print the times; 1 when one of the shorter file takes too long."""
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        client = signed_in(Path(folder))
        for name in (COUNTED, LONGEST):
            opened, scored = measure(client, name)
            print(f"{name:16} opened {opened:6.1f} ms   scored {scored:6.1f} ms of the processor")
            worst = max(worst, opened, scored) if name == COUNTED else worst
    print(f"limit for {COUNTED}: {LIMIT_MS} ms")
    return int(worst > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
