"""Each small definition of the language filled in through the real pages, and read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask, render_template_string

from screening.core.answers import Answer, Answers, Missing, Role
from screening.core.documents import read_document, write_document
from screening.core.evaluation import Evaluation
from screening.core.item import Item
from screening.core.not_assessed import REASONS
from screening.core.questionnaire import Questionnaire
from screening.core.result_json import result_json
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord
from screening.core.visit_evaluation import evaluate_visit
from screening.store import responses, revisions
from screening.store.encounters import Encounter
from screening.web.forms import show_item
from tests.definition_rows import FOLDER, NAMES, TIME_ZONE, Filled, filled
from tests.web.browser import Browser
from tests.web.conftest import CLEO, Clinic
from tests.web.pages import Page

DRAW = (
    '{% import "components/item.html" as item %}'
    "<form>{{ item.draw(control) }}<button>Next</button></form>"
)
OUT = "-out"
WHY = "no_time"  # nothing was assessed for this reason
RATERS: tuple[Role, ...] = ("patient", "clinician")
Documents = dict[tuple[str, Role], Mapping[str, Any]]


def clinic_with(
    make_clinic: Callable[[Path], Clinic], folder: Path, one: Filled
) -> tuple[Clinic, Encounter]:
    """A clinic whose only packet asks the definition, at the moment of its visit."""
    order = [*one.others, one.questionnaire]
    (folder / "packets").mkdir(parents=True)
    for questionnaire in order:
        path = FOLDER / f"{questionnaire.id}.yaml"
        (folder / path.name).write_bytes(path.read_bytes())
    entries = "".join(f"  - questionnaire: {questionnaire.id}\n" for questionnaire in order)
    head = "id: only\nversion: 1.0.0\ntitle: Only\nentries:\n"
    (folder / "packets" / "only.yaml").write_text(head + entries, encoding="utf-8")
    clinic = make_clinic(folder)
    clinic.clock.now = one.moment.latest.astimezone(UTC)
    return clinic, clinic.start_visit("only")


def typed(app: Flask, item: Item, given: Answer | Missing | None, prefix: str) -> dict[str, Any]:
    """What the browser sends of an item that is filled in so."""
    if not isinstance(given, Answer):
        return {f"{prefix}{item.id}": OUT} if item.type == "choice" else _out(app, item, prefix)
    return _drawn(app, item, given, prefix)


def _out(app: Flask, item: Item, prefix: str) -> dict[str, Any]:
    return _drawn(app, item, Missing(item.id, "declined"), prefix)


def _drawn(app: Flask, item: Item, given: Answer | Missing, prefix: str) -> dict[str, Any]:
    with app.test_request_context():
        html = render_template_string(DRAW, control=show_item(item, given, "patient"))
    data = Page(html).form("Next").data({}, "Next")
    return {f"{prefix}{name}": value for name, value in data.items()}


def on_tablet(tablet: Browser, app: Flask, items: Mapping[str, tuple[Item, Answers]]) -> None:
    """Answer question after question until they are to be checked, then send them."""
    while tablet.page.h1 != "Check your answers":
        if tablet.page.h1 == "You do not have to carry this alone":
            tablet.follow("Go on")
            continue
        form = tablet.page.form("Next")
        names = {c.attributes.get("name", "").partition(".")[0] for c in form.element.all(
            "input", "select", "textarea")}  # fmt: skip
        (name,) = names & set(items)
        item, answers = items[name]
        tablet.submit(form, typed(app, item, answers.get(name), ""), "Next")
        assert tablet.status == 200, tablet.page.text
    tablet.press("Send my answers")


def on_sheet(doctor: Browser, clinic: Clinic, one: Filled, visit: Encounter) -> None:
    """Fill in the clinician's items, what is open as not assessed, and send them."""
    doctor.open(f"/clinic/visits/{visit.id}/rating")
    values: dict[str, Any] = {}
    for questionnaire in (*one.others, one.questionnaire):
        answers = one.answers(questionnaire)
        for item in questionnaire.items_for("clinician"):
            given = answers.get(item.id)
            if questionnaire.rater(item) == "either":
                given = None  # the patient has answered it
            values |= typed(clinic.app, item, given, f"{questionnaire.id}.")
            if not isinstance(given, Answer):
                values[f"{questionnaire.id}.{item.id}.why"] = WHY
    doctor.submit(doctor.page.form("Send the rating"), values, "Send the rating")
    assert doctor.path == f"/clinic/visits/{visit.id}", doctor.page.text


def stored(clinic: Clinic, visit: Encounter) -> Documents:
    """Questionnaire id and role -> what was sent."""
    with clinic.parts.database.read() as session:
        sent = {
            (response.questionnaire_id, cast(Role, response.role)): revisions.latest(
                session, response.id
            )
            for response in responses.for_encounter(session, visit.id)
        }
        return {key: dict(found.document) for key, found in sent.items() if found}


def expected(one: Filled, questionnaire: Questionnaire, role: str) -> dict[str, Any]:
    """What this rater was asked, as it must lie in the store."""
    answers = one.answers(questionnaire)
    whole = one.evaluation if questionnaire is one.questionnaire else None
    evaluation = whole or Evaluation(questionnaire, answers, one.moment)
    own = ("clinician",) if role == "clinician" else ("patient", "either")
    asked = {i.id: answers[i.id] for i in evaluation.asked() if questionnaire.rater(i) in own}
    return write_document(questionnaire, {key: with_why(one) for key, one in asked.items()})


def with_why(given: Answer | Missing) -> Answer | Missing:
    """As the sheet keeps it: what was not assessed has a reason."""
    unseen = isinstance(given, Missing) and given.reason == "not_assessed"
    return replace(given, why=WHY) if unseen else given


def without_why(evaluation: Evaluation) -> str:
    """The result, of answers that know no reasons, as a definition's own know none."""
    return repr(result_json(evaluation)).replace(f": {REASONS[WHY]}", "")


def read_back(one: Filled, sent: Documents) -> VisitRecord:
    """The visit as its stored documents tell it."""
    at = one.moment.latest
    by_id = {q.id: q for q in (*one.others, one.questionnaire)}
    filled_in = tuple(
        FilledIn(by_id[name], role, "Dr Ada Byron" if role == "clinician" else "", at, answers)
        for (name, role), document in sent.items()
        for answers in [read_document(by_id[name], document, visit=one.moment)]
    )
    patient = PatientIdentity(CLEO.family, CLEO.given, CLEO.born, CLEO.record)
    return VisitRecord(patient, Visit(1, "", at, None, TIME_ZONE, "Clinic"), filled_in)


@pytest.mark.parametrize("name", NAMES)
def test_a_definition_is_filled_in_and_read_back(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path, name: str
) -> None:
    one = filled(name)
    clinic, visit = clinic_with(make_clinic, tmp_path / "questionnaires", one)
    every = (*one.others, one.questionnaire)

    if any(q.items_for("patient") for q in every):
        items = {i.id: (i, one.answers(q)) for q in every for i in q.items_for("patient")}
        on_tablet(clinic.tablet(visit), clinic.app, items)
    if any(q.items_for("clinician") for q in every):
        on_sheet(clinic.signed_in(clinic.ada), clinic, one, visit)

    sent = stored(clinic, visit)
    for questionnaire in every:
        for role in RATERS:
            wanted = expected(one, questionnaire, role)
            got = sent.get((questionnaire.id, role), {})
            assert {key: got.get(key) for key in wanted} == wanted, role
    found = evaluate_visit(read_back(one, sent)).find(name)
    assert found is not None
    assert without_why(found.now) == repr(result_json(one.evaluation))


def packet_clinic(make_clinic: Callable[[Path], Clinic], folder: Path) -> tuple[Clinic, Encounter]:
    """A packet in which two questionnaires wait for the score of the first."""
    (folder / "packets").mkdir(parents=True)
    for name in ("first_two", "short_options", "bands_on_computed"):
        (folder / f"{name}.yaml").write_bytes((FOLDER / f"{name}.yaml").read_bytes())
    (folder / "packets" / "only.yaml").write_text(
        "id: only\nversion: 1.0.0\ntitle: Only\nentries:\n  - questionnaire: first_two\n"
        "  - questionnaire: short_options\n    when: {first_two.first_two: {at_least: 3}}\n"
        "  - questionnaire: bands_on_computed\n    when: {first_two.first_two: {band: raised}}\n",
        encoding="utf-8",
    )
    clinic = make_clinic(folder)
    return clinic, clinic.start_visit("only")


@pytest.mark.parametrize(
    ("interest", "down", "asked"),
    [("some", "most", True), ("some", "some", False), ("daily", OUT, True), ("some", OUT, False)],
)
def test_a_packets_entry_waits_for_a_score(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path, interest: str, down: str, asked: bool
) -> None:
    clinic, visit = packet_clinic(make_clinic, tmp_path / "questionnaires")
    tablet = clinic.tablet(visit)

    tablet.press("Next", interest=interest)
    tablet.press("Next", down=down)
    tablet.press("Next", changed__out=OUT)

    assert (tablet.page.h1 == "What would help you most") is asked
    assert (tablet.page.h1 == "Check your answers") is not asked


def test_what_waits_for_a_score_that_cannot_be_told_is_left_to_the_clinician(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path
) -> None:
    clinic, visit = packet_clinic(make_clinic, tmp_path / "questionnaires")
    tablet, doctor = clinic.tablet(visit), clinic.signed_in(clinic.ada)
    sheet = f"/clinic/visits/{visit.id}/rating"

    open_sheet = doctor.open(sheet).text
    tablet.press("Next", interest="never")
    tablet.press("Next", down="some")
    settled_sheet = doctor.open(f"/clinic/visits/{visit.id}").text

    assert "Grasped" in open_sheet
    assert "Share of hairs pulled" not in settled_sheet


def test_the_patient_reads_options_in_full(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path
) -> None:
    one = filled("short_options")
    clinic, visit = clinic_with(make_clinic, tmp_path / "questionnaires", one)
    tablet = clinic.tablet(visit)
    long = "Talking with somebody who has been through it"
    assert long in tablet.page.text

    tablet.press("Next", help="talking")

    assert tablet.page.h1 == "Check your answers"
    assert long in tablet.page.text
