"""Our FHIR questionnaires in a reader that is not ours: LHC-Forms opens them and counts the same.

Needs Chromium and the packages of tests/browser (Node.js and npm); skipped and counted without.
"""

from __future__ import annotations

import functools
import json
import random
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.random_answers import Drawer, drawers
from screening.core.visit_evaluation import EvaluatedVisit
from screening.exchange.bundle import encode, response_json
from screening.exchange.questionnaire import write_questionnaire
from screening.settings import ROOT
from tests.exchange.visits import STARTED, resources, shipped, visit

pytestmark = [pytest.mark.slow, pytest.mark.browser]

LFORMS = ROOT / "tests" / "browser" / "node_modules" / "lforms" / "dist" / "lforms"
SETS, SEED = 50, 5
PAGE = b"""<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Form</title>
<div id="form"></div>
<script src="/webcomponent/assets/lib/zone.min.js"></script>
<script src="/webcomponent/lhc-forms.js"></script>
<script src="/fhir/R4/lformsFHIR.min.js"></script></html>"""
# A form opened with saved answers keeps the totals saved with them: here they are to be counted.
OPEN = """async ([questionnaire, response]) => {
  const util = LForms.Util;
  let form = util.convertFHIRQuestionnaireToLForms(questionnaire, "R4");
  form = util.mergeFHIRDataIntoLForms("QuestionnaireResponse", response, form, "R4");
  form.hasSavedData = false;
  await util.addFormToPage(form, "form", {fhirVersion: "R4"});
  return util.getFormFHIRData("QuestionnaireResponse", "R4");
}"""


class Handler(SimpleHTTPRequestHandler):
    """The library's files and one blank page."""

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Nothing is written between the tests' own lines."""


Json = dict[str, Any]
Count = Callable[[Json, Json], dict[str, Decimal]]


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    """A page with the library and nothing else."""
    if not LFORMS.is_dir():
        pytest.skip("the packages of tests/browser are not installed (Node.js and npm)")
    handler = functools.partial(Handler, directory=LFORMS)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = chromium.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        yield page
        page.close()
        server.shutdown()


@pytest.fixture
def lhc_forms(page: Any) -> Count:
    """Opens a questionnaire with a response and gives the scores that it then shows."""
    return lambda questionnaire, response: scores_in(page.evaluate(OPEN, [questionnaire, response]))


def scores_in(response: dict[str, Any]) -> dict[str, Decimal]:
    return {
        item["linkId"].removeprefix("score."): Decimal(str(item["answer"][0]["valueDecimal"]))
        for group in response.get("item", ())
        for item in group.get("item", ())
        if item["linkId"].startswith("score.") and "answer" in item
    }


def form_of(questionnaire: Questionnaire) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode(write_questionnaire(questionnaire).resource))
    return found


def answered(questionnaire: Questionnaire, drawer: Drawer) -> EvaluatedVisit:
    """A visit with one response, by the rater who may answer most of it."""
    role = max(("patient", "clinician"), key=lambda one: len(questionnaire.items_for(one)))
    mine = {item.id for item in questionnaire.items_for(role)}
    drawn = drawer.document(questionnaire, {})
    return visit((questionnaire.id, role, {ref: drawn[ref] for ref in drawn if ref in mine}))


def response_of(visited: EvaluatedVisit) -> dict[str, Any]:
    return resources(json.loads(response_json(visited)), "QuestionnaireResponse")[0]


def test_random_answers_have_the_same_totals_there(
    lhc_forms: Count, record_property: Callable[[str, object], None]
):
    rng = random.Random(SEED)  # noqa: S311  nothing secret is drawn
    scored = [q for q in shipped().questionnaires.values() if q.scores]
    drawn = drawers(rng, read_moment(STARTED), SETS)
    totals = incomplete = 0

    for number, drawer in enumerate(drawn):
        questionnaire = scored[number % len(scored)]
        visited = answered(questionnaire, drawer)
        ours = {s.id: visited.questionnaires[0].now.score(s.id).value for s in questionnaire.scores}

        theirs = lhc_forms(form_of(questionnaire), response_of(visited))

        assert theirs == {name: value for name, value in ours.items() if value is not None}
        totals += len(theirs)
        incomplete += len(ours) - len(theirs)

    assert totals >= SETS
    assert incomplete
    said = (
        f"  {SETS} answer sets in LHC-Forms: {totals} totals alike, {incomplete} incomplete in both"
    )
    record_property("counted", said)


def test_every_questionnaire_opens_there(lhc_forms: Count):
    for questionnaire in shipped().questionnaires.values():
        assert lhc_forms(form_of(questionnaire), {
            "resourceType": "QuestionnaireResponse", "status": "in-progress", "item": [],
        }) == {}  # fmt: skip


def test_an_item_that_is_not_asked_is_not_counted_there(lhc_forms: Count):
    never = {"frequency": "never", "sex": "female"}

    visited = visit(("audit_c", "patient", never))

    form = form_of(shipped().questionnaires["audit_c"])
    assert lhc_forms(form, response_of(visited)) == {"audit_c": 0}  # two skips by right, 0 each


def test_a_changed_point_shows_there(lhc_forms: Count):
    visited = visit(("gad2", "patient", {"nervous": "most_days", "control_worry": "some_days"}))
    form, response = form_of(shipped().questionnaires["gad2"]), response_of(visited)

    (option,) = [
        o for o in form["item"][0]["item"][0]["answerOption"]
        if o["valueCoding"]["code"] == "most_days"
    ]  # fmt: skip
    for held in (
        option,
        option["valueCoding"],
        response["item"][0]["item"][0]["answer"][0]["valueCoding"],
    ):
        held["extension"][0]["valueDecimal"] = 3

    assert visited.questionnaires[0].now.score("gad2").value == 3  # 2 and 1
    assert lhc_forms(form, response) == {"gad2": 4}


def test_a_nested_condition_opens_and_closes_an_item_there(page: Any):
    """Asked about when loss is moth-eaten, or both diffuse and sudden."""
    given = {
        "hair_problem": "yes", "hair_pattern": "diffuse", "onset_speed": "sudden",
        "sexual_risk": "no",
    }  # fmt: skip
    form = form_of(shipped().questionnaires["hair_history"])
    response = response_of(visit(("hair_history", "patient", given)))

    (speed,) = (
        item for page in form["item"] for item in page["item"] if item["linkId"] == "onset_speed"
    )
    codings = {option["valueCoding"]["code"]: option for option in speed["answerOption"]}
    (told,) = (
        item for page in response["item"] for item in page["item"]
        if item["linkId"] == "onset_speed"
    )  # fmt: skip

    def asked(*onset: str) -> bool:
        told["answer"] = [codings[code] for code in onset]
        page.evaluate(OPEN, [form, response])
        return "did you have sex with a new partner" in page.inner_text("#form")

    assert asked("sudden")
    assert not asked("slow")
    assert not asked()  # cannot tell is not asked
