"""FHIR Questionnaires as drafts: what is carried over, what is listed, what is refused."""

from __future__ import annotations

import json
import random
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.campaigns import resources
from screening.core.answers import NumberText
from screening.core.condition import refs_in
from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.item import ChoiceItem, ChoicesItem, IntegerItem, Item, QuantityItem, ScaleItem
from screening.core.loading import load_questionnaire, load_stored
from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from screening.errors import DefinitionErrors
from screening.exchange.bundle import encode
from screening.exchange.questionnaire import write_questionnaire
from screening.exchange.read_questionnaire import Imported, import_resource, read_questionnaire
from screening.exchange.source import MOST_BYTES, WrongQuestionnaire, number_of, read_resource
from tests.exchange.visits import shipped
from tests.random_documents import random_document
from tests.shipped_names import NAMES

FILES = Path(__file__).parent / "files"
SMALL = (FILES / "small_scale.json").read_bytes()
# What the administrator adds, as no file of FHIR says it.
RIGHTS = "  wording: own\n  evidence: {grade: none}\n"


def made(**more: Any) -> dict[str, Any]:
    """The small file, with other values at its top."""
    return json.loads(SMALL) | more


def of_items(*items: dict[str, Any], **more: Any) -> Imported:
    return imported(made(item=list(items), **more))


def imported(resource: dict[str, Any]) -> Imported:
    return read_questionnaire(json.dumps(resource).encode())


def sound(draft: Imported) -> Questionnaire:
    """The draft with what its administrator must add."""
    text = draft.text.replace("instrument:\n", f"instrument:\n{RIGHTS}")
    return load_stored("draft.yaml", text.encode())


def question(link: str, type: str = "boolean", **more: Any) -> dict[str, Any]:
    return {"linkId": link, "type": type, "text": f"Question {link}", **more}


def lost(draft: Imported, link: str) -> str:
    return " ".join(loss.why for loss in draft.losses if loss.link == link)


def reasons(data: bytes | dict[str, Any]) -> str:
    with pytest.raises(WrongQuestionnaire) as refused:
        read_questionnaire(data if isinstance(data, bytes) else json.dumps(data).encode())
    return " ".join(f"{reason.link}: {reason.why}" for reason in refused.value.reasons)


def test_choices_weights_conditions_quantities_dates_and_texts_are_carried_over():
    found = sound(read_questionnaire(SMALL))

    first = found.item("q_1_1")
    assert isinstance(first, ChoiceItem)
    assert [(o.id, o.text, o.points) for o in first.choices] == [
        ("never", "Never", 0), ("some_days", "Some days", 1), ("most_days", "Most days", 2),
        ("every_day", "Every day", 3),
    ]  # fmt: skip
    assert first.hint == "Think of the worst day of each week."
    assert [page.title for page in found.pages] == ["In the last two weeks", "Small scale"]
    several, weight = found.item("q_3"), found.item("q_4")
    assert isinstance(several, ChoicesItem)
    assert [(o.id, o.exclusive) for o in several.choices] == [
        ("a", False), ("the_second", False), ("none", True)
    ]  # fmt: skip
    assert several.enable_when is not None
    assert isinstance(weight, QuantityItem)
    assert (weight.unit, str(weight.min), str(weight.max), weight.decimals) == (
        "kg",
        "20",
        "350",
        1,
    )
    assert [found.item(name).type for name in ("q_2", "q_5", "q_6")] == ["choice", "date", "text"]


def test_what_is_not_carried_over_is_listed_with_its_link_and_why():
    draft = read_questionnaire(SMALL)

    assert lost(draft, "/7") == "Items of the type attachment are not known here; it is left out."
    assert lost(draft, "/1.9") == "Nobody fills it in there (readOnly); it is left out."
    assert lost(draft, "/1.0") == "It stands as a hint of /1.1."
    assert "publisher" in lost(draft, "")
    assert "begins with 1.0.0" in lost(draft, "")
    assert ("/1.1", "q_1_1") in draft.ids
    assert "# linkId: /1.1\n" in draft.text


def test_the_list_stays_with_the_draft():
    draft = read_questionnaire(SMALL)

    comments = [line for line in draft.text.splitlines() if line.startswith("# - ")]

    assert len(comments) == len(draft.losses)
    assert "# - /1.0: It stands as a hint of /1.1." in comments


def test_a_draft_may_be_given_an_id_of_its_own():
    draft = import_resource(read_resource(SMALL), "our_scale")

    assert draft.item_id == sound(draft).id == "our_scale"


def test_every_item_of_the_file_is_an_item_of_the_draft_or_listed():
    draft = read_questionnaire(SMALL)
    links, todo = [], list(json.loads(SMALL)["item"])
    while todo:
        node = todo.pop()
        links.append((node["linkId"], node["type"]))
        todo += node.get("item", [])

    carried = {link for link, _ in draft.ids}
    told = {loss.link for loss in draft.losses}

    assert all(link in carried | told for link, kind in links if kind != "group")


def test_the_loader_says_what_no_file_of_fhir_can_say():
    with pytest.raises(DefinitionErrors) as told:
        load_questionnaire("draft.yaml", read_questionnaire(SMALL).text.encode())

    missing = {f.problem for f in told.value.faults if f.code == "missing_key"}
    assert missing >= {"“wording” is missing.", "“evidence” is missing."}


@pytest.mark.parametrize("name", NAMES)
def test_our_own_exports_come_back_with_the_same_items_options_and_points(name: str):
    own = shipped().questionnaires[name]
    draft = read_questionnaire(encode(write_questionnaire(own).resource))

    back = sound(with_bounds(own, draft))

    assert (back.id, back.version, back.title) == (own.id, own.version, own.title)
    assert [(p.id, p.title) for p in back.pages] == [(p.id, p.title) for p in own.pages]
    assert [told(back, item) for item in back.items] == [told(own, item) for item in own.items]


def with_bounds(own: Questionnaire, draft: Imported) -> Imported:
    """A unit that is picked has no bounds in FHIR: the loss is listed, and they are put back."""
    text = draft.text
    for item in own.items:
        for one in (item, *getattr(item, "fields", ())):
            if isinstance(one, QuantityItem) and one.units:
                assert "write its “min”" in " ".join(loss.why for loss in draft.losses)
                before, marker, after = text.partition(f"- id: {one.id}\n")
                gap = " " * (len(before) - before.rindex("\n") + 1)
                bounds = f"\n{gap}min: {one.min}\n{gap}max: {one.max}\n{gap}decimals:"
                text = before + marker + after.replace(f"\n{gap}decimals:", bounds, 1)
    return replace(draft, text=text)


def told(questionnaire: Questionnaire, item: Item) -> dict[str, Any]:
    """What must come back of an item."""
    found: dict[str, Any] = {
        key: getattr(item, key) for key in ("id", "type", "text", "short", "hint")
    }
    found["rated_by"] = questionnaire.rater(item)
    if isinstance(item, ChoiceItem | ChoicesItem):
        found["options"] = [(o.id, o.text, o.points, o.exclusive) for o in item.choices]
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        found["limits"] = (item.min, item.max, item.places)
    if isinstance(item, QuantityItem):
        found["units"] = (item.unit, list((item.units or {}).values()))
    if isinstance(item, ScaleItem):
        found["ends"] = (item.min_text, item.max_text)
    for key in ("max_rows", "max_length"):
        found[key] = getattr(item, key, None)
    found["fields"] = [told(questionnaire, field) for field in getattr(item, "fields", ())]
    return found


@pytest.mark.parametrize("name", ["audit_c", "kud", "phq9", "substance_use", "withdrawal_safety"])
def test_conditions_that_come_back_ask_for_the_same_items(name: str):
    own = shipped().questionnaires[name]
    resource = json.loads(encode(write_questionnaire(own).resource))
    draft = imported(resource)
    always = {loss.link for loss in draft.losses if "always asked here" in loss.why}
    always |= {item.id for item in own.items if any("." in r for r in refs_in(item.enable_when))}
    back = sound(with_bounds(own, draft))
    rng, visit = random.Random(name), read_moment("2026-11-19T10:31")  # noqa: S311  made-up answers

    for _ in range(40):
        document = {
            key: value
            for key, value in random_document(own, rng).items()
            if own.has_item(key) and own.item(key).type in ("choice", "choices", "integer")
        }
        one, two = (
            Evaluation(q, read_document(q, document, visit=visit), visit) for q in (own, back)
        )
        for item in own.items:
            if item.id not in always:
                assert bool(one.enabled(item.id)) == bool(two.enabled(item.id)), item.id


def test_a_question_with_questions_in_it_and_groups_with_conditions_are_told_in_order():
    inside = question("1.1", "string")
    deep = question("2.1", enableWhen=[{"question": "1", "operator": "!=", "answerBoolean": True}])
    there = [{"question": "1", "operator": "exists", "answerBoolean": True}]
    group = {"linkId": "2", "type": "group", "text": "More", "item": [deep], "enableWhen": there}

    draft = of_items(question("1", item=[inside]), group, question("3"))

    found = sound(draft)
    assert [[i.id for i in page.items] for page in found.pages] == [
        ["q_1", "q_1_1"],
        ["q_2_1"],
        ["q_3"],
    ]
    assert "enable_when: {q_1: {answered: yes}}" in draft.text
    assert (
        "{all: [{q_1: {answered: yes}}, {any: [{q_1: {is_not: [yes]}}, {q_1: {answered: no}}]}]}"
        in (draft.text)
    )


@pytest.mark.parametrize(
    ("clauses", "behavior", "condition"),
    [
        ([("a", "=", {"answerCoding": {"code": "p"}})], None, "{a: p}"),
        ([("a", "=", {"answerCoding": {"code": "p"}}), ("a", "=", {"answerCoding": {"code": "q"}})],
         "any", "{a: {is: [p, q]}}"),
        ([("a", "!=", {"answerCoding": {"code": "p"}})], None,
         "{any: [{a: {is_not: [p]}}, {a: {answered: no}}]}"),
        ([("a", "exists", {"answerBoolean": True}), ("a", "!=", {"answerCoding": {"code": "p"}})],
         "all", "{a: {is_not: [p]}}"),
        ([("n", ">", {"answerInteger": 3})], None, "{n: {above: 3}}"),
        ([("n", "<=", {"answerDecimal": 3.5})], None, "{n: {at_most: 3.5}}"),
        ([("n", "=", {"answerInteger": 3})], None, "{n: {at_least: 3, at_most: 3}}"),
        ([("n", "exists", {"answerBoolean": False})], None, "{n: {answered: no}}"),
        ([("w", ">", {"answerQuantity": {"value": 3, "code": "kg"}})], None, "{w: {above: 3}}"),
    ],
)  # fmt: skip
def test_a_condition_says_the_same_here(clauses, behavior, condition):
    last = question("z", enableWhen=_clauses(clauses))
    if behavior:
        last["enableBehavior"] = behavior

    draft = of_items(*_before(), last)

    assert f"enable_when: {condition}\n" in draft.text
    assert sound(draft).item("z").enable_when is not None


@pytest.mark.parametrize(
    ("clauses", "why"),
    [
        ([("gone", "=", {"answerBoolean": True})], "gone, which is no question here"),
        ([("a", "=", {"answerCoding": {"code": "nowhere"}})], "what is no option of it"),
        ([("a", "~", {"answerCoding": {"code": "p"}})], "“~” is not known"),
        ([("t", "=", {"answerString": "x"})], "what is no option of it"),
        ([("w", ">", {"answerQuantity": {"value": 3, "code": "g"}})], "in another unit"),
        ([("n", ">", {"answerString": "many"})], "what is no number here"),
        ([("a", "exists", {})], "whether an answer must be there is not said"),
        ([("a", "=", {"answerCoding": {"code": "p"}})] * 2, "whether all or any"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_said_here_leaves_the_item_always_asked_and_is_listed(
    clauses, why
):
    draft = of_items(*_before(), question("z", enableWhen=_clauses(clauses)))

    assert "enable_when" not in draft.text
    assert "It is always asked here" in lost(draft, "z")
    assert why in lost(draft, "z")


def _before() -> tuple[dict[str, Any], ...]:
    coded = [{"valueCoding": {"code": code, "display": code.upper()}} for code in ("p", "q")]
    unit = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption",
            "valueCoding": {"code": "kg"}}  # fmt: skip
    limits = [{"url": f"http://hl7.org/fhir/StructureDefinition/{end}", "valueInteger": n}
              for end, n in (("minValue", 0), ("maxValue", 9))]  # fmt: skip
    return (
        question("a", "choice", answerOption=coded),
        question("n", "integer", extension=limits),
        question("w", "quantity", extension=[unit, *limits]),
        question("t", "string"),
    )


def _clauses(given: list[tuple[str, str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [{"question": link, "operator": sign, **answer} for link, sign, answer in given]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"type": "time"}, "type time are not known here"),
        ({"initial": [{"valueBoolean": True}]}, "initial"),
        ({"required": False}, "may stay blank there"),
        ({"prefix": "1."}, "prefix"),
        ({"code": [{"code": "44250-9"}]}, "code"),
        ({"repeats": True, "type": "string"}, "several times there, and once here"),
        ({"type": "open-choice", "answerOption": [{"valueString": "a"}]}, "Own words"),
        ({"type": "choice"}, "write its options"),
        ({"type": "choice", "answerValueSet": "http://example.org/set"}, "outside this file"),
        ({"type": "choice", "answerValueSet": "#gone"}, "outside this file"),
        ({"type": "integer"}, "write its “min”"),
        ({"type": "decimal"}, "names no unit"),
        ({"extension": [{"url": "http://example.org/x", "valueString": "y"}]}, "example.org/x"),
        ({"text": "A\u202eB"}, "cannot be seen"),
        ({"text": "x" * 5000}, "or its end"),
    ],
)  # fmt: skip
def test_a_part_of_an_item_that_has_no_place_here_is_listed(more, why):
    draft = of_items(question("1"), question("2", **{"type": "boolean", **more}))

    assert why in lost(draft, "2")


def test_an_expression_is_listed_and_never_carried_over():
    sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire"
    held = {"valueExpression": {"language": "text/fhirpath", "expression": "1 + 1"}}
    asked = question("2", extension=[{"url": f"{sdc}-enableWhenExpression", **held}])
    total = question("3", "decimal", extension=[{"url": f"{sdc}-calculatedExpression", **held}])

    draft = of_items(question("1"), asked, total)

    assert "always asked here" in lost(draft, "2")
    assert "worked out by an expression" in lost(draft, "3")
    assert "1 + 1" not in draft.text


WEIGHT = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def _weighted(*weights: Any) -> Imported:
    held = [{"url": WEIGHT, "valueDecimal": weight} for weight in weights]
    option = {"valueCoding": {"code": "x", "display": "X"}, "extension": held}
    return of_items(question("1", "choice", answerOption=[option, {"valueString": "y"}]))


def test_a_weight_that_cannot_be_read_or_is_doubled_is_listed_and_gives_no_points():
    assert "points: 1.5" in _weighted(1.5).text
    assert "points: 2" in _weighted(2, 2).text
    for draft in (_weighted(1, 2), _weighted("many"), _weighted(10**30)):
        assert "points" not in draft.text
        assert "weight" in lost(draft, "1")


AFTER_1, AFTER_2 = (
    {"question": link, "operator": "=", "answerBoolean": True} for link in ("1", "2")
)


def test_a_number_with_a_huge_exponent_is_none_and_asks_for_no_memory():
    tracemalloc.start()
    found = number_of(NumberText("1e99999999"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found is None
    assert peak < 1_000_000  # written out it would have 100 million digits


DOUBLED = b'{"resourceType": "Questionnaire", "resourceType": "Questionnaire", "item": []}'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff\xfe", "not JSON in UTF-8"),
        (b"{", "this is not JSON"),
        (b"[]", "no FHIR resource"),
        (b'{"resourceType": "Patient"}', "This is a Patient, not a Questionnaire."),
        (b'{"resourceType": "Questionnaire"}', "no question that can be asked"),
        (DOUBLED, "stands twice"),
        (b'{"resourceType": "Questionnaire", "x": NaN}', "NaN is not a number"),
        (b'{"resourceType": "Questionnaire", "x": -Infinity}', "Infinity is not a number"),
        (b'{"resourceType": "Questionnaire", "title": "\\ud800"}', "lone surrogate"),
        (b'{"resourceType": "Questionnaire", "item": [1]}', "“item” is not a list of objects"),
        (b'{"resourceType": "Questionnaire", "item": {"linkId": "1"}}', "not a list of objects"),
        (b'{"resourceType": "Questionnaire", "a":' + b"[" * 45 + b"]" * 45 + b"}", "40 levels"),
        (b'{"resourceType": "Questionnaire", "a":' + b"[" * 90000 + b"}", "nested too deeply"),
        (b" " * (MOST_BYTES + 1), "Keep it within"),
    ],
)
def test_a_file_that_is_no_resource_is_refused_with_a_reason(data: bytes, why: str):
    assert why in reasons(data)


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ([question("1"), question("1")], "1: This linkId stands twice."),
        ([question("1"), {"type": "boolean", "text": "No name"}], "“No name” has no linkId"),
        ([question("1", text="Is it <b>bad</b>?")], "1: A text of it holds markup"),
        ([question("1", text="<img src=x onerror=alert(1)")], "holds markup"),
        ([question("1", "choice", answerOption=[{"valueString": "<script>"}])], "holds markup"),
        ([question("1", modifierExtension=[{"url": "x"}])], "1: A modifierExtension"),
        ([question("1", enableWhen=[AFTER_1])], "1: It waits for"),
        ([question("1", enableWhen=[AFTER_2]), question("2", enableWhen=[AFTER_1])], "2: It waits"),
        ([{"linkId": "g", "type": "group", "item": [question("1")], "enableWhen": [AFTER_1]}],
         "g: It waits"),
        ([question(str(n)) for n in range(1001)], "more than 1000 items"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_definition_is_refused_with_its_reason(items, why):
    assert why in reasons(made(item=items))


def test_every_reason_is_told_in_one_pass_and_less_than_is_no_markup():
    twice = [question("1"), question("1"), question("2", text="<i>a</i>")]

    told = reasons(made(item=twice))

    assert "stands twice" in told
    assert "markup" in told
    assert (
        "a < b and c > d, <5 a day"
        in of_items(question("1", text="a < b and c > d, <5 a day")).text
    )


def test_ids_are_valid_single_and_the_same_each_time():
    links = ["All", "all", "visit", "1.2", "1-2", "Ü", "日本", "a" * 300]
    draft = of_items(*(question(link) for link in links))

    ids = [item.id for item in sound(draft).items]
    assert ids == ["q_all", "q_all_2", "q_visit", "q_1_2", "q_1_2_2", "u", "q", "a" * 40]
    assert of_items(*(question(link) for link in links)) == draft


def test_a_text_cannot_write_a_line_of_the_file():
    hostile = 'x\n      - id: other\n        text: "y'

    draft = of_items(question("1", text=hostile), question("2\n  evil: yes", "string"))

    found = sound(draft)
    assert [item.id for item in found.items] == ["q_1", "q_2_evil_yes"]
    assert found.item("q_1").text == hostile


@pytest.mark.slow
def test_two_thousand_damaged_files_become_drafts_or_are_refused_with_reasons():
    tally = resources.run(2000, seed=7, shipped=0)

    assert tally.drafts + tally.refused == 2000
    assert min(tally.drafts, tally.refused, tally.totals) > 200


def test_the_trial_fails_on_a_draft_that_is_no_yaml(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(resources, "read_questionnaire", lambda _: Imported("x", "a: [", (), ()))

    with pytest.raises(Exception, match="not YAML"):
        resources.run(1, seed=7, shipped=0)


def test_the_trial_fails_where_a_file_takes_too_long(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.argv", ["resources", "2", "7"])
    within = resources.main()
    monkeypatch.setattr(resources, "SLOWEST_MS", 0)

    assert (within, resources.main()) == (0, 1)
