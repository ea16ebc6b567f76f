"""A walk through what only some clinics show: consent, no review, nothing sent, nothing saved."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from screening.store.errors import NotSaved
from screening.web import patient
from screening.web.parts import EXTENSION
from tests.access.every_page import Walk
from tests.web.conftest import SMALL, Clinic

SEND_PLAINLY = "document.querySelector('#question-form').submit()"


def unreviewed_library(folder: Path) -> Path:
    """The small packet with its last questionnaire alone, sent without a look back."""
    shutil.copytree(SMALL, folder)
    (folder / "packets" / "small.yaml").write_text(
        "id: small\nversion: 1.0.0\ntitle: Small packet\nleaflet: waiting\nreview: no\n"
        "entries:\n  - questionnaire: second\n"
    )
    return folder


def asking_consent(clinic: Clinic) -> Clinic:
    """The same clinic; no question comes before the patient has agreed."""
    parts = replace(clinic.parts, settings=replace(clinic.parts.settings, ask_consent=True))
    clinic.app.extensions[EXTENSION] = parts
    return replace(clinic, parts=parts)


class ConsentWalk(Walk):
    """One patient who agrees, and then one who does not."""

    def __iter__(self) -> Iterator[str]:
        yield from self._consent()
        yield from self._until_sent()
        self._arrive()
        self._answer_consent("decline")
        yield "end without answers"

    def _consent(self) -> Iterator[str]:
        self._arrive()
        yield "consent"
        self.page.evaluate("document.querySelector('[name=shown]').value = 'another text'")
        self._answer_consent("agree")
        yield "consent with an error"
        self._answer_consent("agree")
        yield "welcome after consent"

    def _until_sent(self) -> Iterator[str]:
        page = self.page
        page.goto("/sitting/review")
        self.next()
        yield "review without answers, with an error"
        page.goto("/sitting/1")
        page.check("#tired-no")
        with patch.object(patient, "commit", side_effect=NotSaved), page.expect_navigation():
            page.evaluate(SEND_PLAINLY)
        yield "not saved"
        with page.expect_navigation():
            page.locator("main form button").click()
        yield "review without answers"
        self.next()
        assert page.url.endswith("/thank-you")

    def _arrive(self) -> None:
        page = self.page
        page.goto("/")
        page.fill("#code", self.code())
        self.next()
        page.fill("#birth-day", "7")
        page.select_option("#birth-month", "2")
        self.next()
        assert page.url.endswith("/consent"), page.url

    def _answer_consent(self, answer: str) -> None:
        with self.page.expect_navigation():
            self.page.click(f"main button[value={answer}]")
