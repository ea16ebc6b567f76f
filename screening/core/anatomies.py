"""What can be left out or made up in the files of each kind, and which faults may still be told."""

from __future__ import annotations

from screening.core.anatomy import ANYTHING, ANYWHERE, KEY, Anatomy
from screening.core.clinic_texts import ClinicTexts
from screening.core.item import ChoiceItem, DateItem, Option, QuantityItem, RowsItem, ScaleItem
from screening.core.leaflet import Leaflet
from screening.core.option_sets import resolve_options
from screening.core.packet import Packet
from screening.core.questionnaire import (
    Computed,
    FeatureRow,
    FeatureTable,
    Finding,
    Page,
    Questionnaire,
)
from screening.core.references import References
from screening.core.scalars import Definition
from screening.core.score import Band, BandSet, Score
from screening.core.translation import (
    BandSetTexts,
    FeatureTexts,
    FindingTexts,
    ItemTexts,
    ScoreTexts,
    SummaryTexts,
    Translation,
)
from screening.core.tree_parts import Pattern

_TITLE = "-"
_NAME = "stand_in"
_VERSION = "0.0.0"
_LANGUAGE = "xx"  # nothing is written in it, and no words are forbidden in it alone
_SOURCE = {"none": _TITLE}
_CLAIM = {"id": _NAME, "text": _TITLE, "source": _SOURCE}
_SECTION = {"id": _NAME, "title": _TITLE, "claims": [_CLAIM]}
_ITEM = {"id": _NAME, "text": _TITLE, "type": "text"}
_INSTRUMENT = {"wording": "own", "licence": _TITLE, "evidence": {"grade": "none"}}
_MESSAGE = {"title": _TITLE, "text": [_TITLE]}
_CONSENT = {"version": _VERSION, **_MESSAGE, "agree": _TITLE, "decline": _TITLE}
_OUTSIDE = {"version": _VERSION, "dated": "2026-01-01", "short": _TITLE, "text": [_TITLE]}

_WORDS = ("text", "title", "source")  # what a figure or a finding says, and who says so
_TOLD_HOW = ("tell_patient", "ask_if_unknown")
_NAMING = frozenset({"pages", "computed", "scores", "uses"})
_ITEMS = frozenset({"pages", "option_sets"})

QUESTIONNAIRE = Anatomy(
    Questionnaire,
    stand_ins={
        ("id",): _NAME,
        ("version",): _VERSION,
        ("title",): _TITLE,
        ("rated_by",): "either",  # whom nobody waits for in vain
        ("instrument",): _INSTRUMENT,
        ("instrument", "wording"): "own",
        ("instrument", "licence"): _TITLE,
        ("instrument", "evidence"): {"grade": "none"},
        ("instrument", "evidence", "grade"): "none",
        ("pages",): [{"id": _NAME, "title": _TITLE, "items": [_ITEM]}],
        ("pages", "*", "id"): _NAME,
        ("pages", "*", "title"): _TITLE,
        ("pages", "*", "items", "*", "text"): _TITLE,
        ("findings", "*", "level"): "note",
    },
    parts=(
        ("pages", "*", "items", "*"), ("option_sets", "*"), ("uses", "*"), ("computed", "*"),
        ("scores", "*", "lines", "*"), ("scores", "*", "cautions", "*"), ("scores", "*"),
        ("features", "*"), ("findings", "*"), ("cases", "*"),
        ("summary", "*", "*"), ("instrument", "evidence", "*"), ("instrument", "*"),
    ),
    holders=(
        *(("pages", "*", "items", "*", key) for key in ("hint", "short", "source")),
        *((figure, "*", key) for figure in ("computed", "scores") for key in _WORDS),
        *(("findings", "*", key) for key in ("why", *_WORDS, *_TOLD_HOW)),
        ("pages", "*", "layout"), ("pages", "*"), ("*",),
    ),
    names={
        ("pages", "*", "items", "*"): "id", ("option_sets", "*"): KEY, ("uses", "*"): "",
        ("computed", "*"): "id", ("scores", "*"): "id",
    },
    alone=frozenset({
        "unknown_reference", "unclear_source", "reserved_id", "empty_range", "first_edge",
        "edges_unordered", "too_many_decimals", "unit_unclear", "precision_order",
        "precision_of_date", "out_of_bounds", "never_not_asked", "one_kind", "weight",
        "counted_twice", "not_in_score", "prorate_does_not_fit", "bands_or_choose",
        "when_or_otherwise", "otherwise_last", "says_nothing", "one_way", "not_another",
        "same_as_itself", "not_for_fields", "empty_test", "bands_unordered",
        "needless_fingerprint", "no_fingerprint", "reworded",
    }),
    quoting=frozenset({
        "doubled_id", "unknown_item", "unknown_option", "unknown_option_set", "unknown_field",
        "test_does_not_fit", "limit_without_unit", "not_a_moment", "not_a_quantity",
        "not_scorable", "units_not_scorable", "waits_for_clinician",
    }),
    rests_on={
        "unused": frozenset({"pages", "computed", "scores", "features", "findings", "summary"}),
        "needless_fingerprint": frozenset({"instrument"}),
        "no_fingerprint": frozenset({"instrument"}) | _ITEMS,
        "reworded": frozenset({"instrument"}) | _ITEMS,
        "circle": frozenset({"id"}),  # which is quoted where the circle leads through other files
    },
    rests_on_names={"unknown_item": _NAMING, "unknown_option_set": frozenset({"option_sets"})},
    settle=resolve_options,
)  # fmt: skip

PACKET = Anatomy(
    Packet,
    stand_ins={
        ("id",): _NAME,
        ("version",): _VERSION,
        ("title",): _TITLE,
        ("entries",): [{"questionnaire": _NAME}],
    },
    parts=(("entries", "*"), ("typical", "*")),
    holders=(("*",),),
    names={("entries", "*"): "questionnaire"},
    alone=frozenset({
        "unknown_questionnaire", "unknown_page", "unknown_leaflet", "out_of_bounds",
        "unknown_item", "unknown_option", "unknown_field", "test_does_not_fit", "empty_test",
        "limit_without_unit", "answer_unfit",
    }),
    quoting=frozenset({"asked_later", "page_not_brought", "page_twice", "doubled_id"}),
    rests_on_names=dict.fromkeys(
        ("asked_later", "page_not_brought", "page_never_asked"), frozenset({"entries"})
    ),
)  # fmt: skip

LEAFLET = Anatomy(
    Leaflet,
    stand_ins={
        ("id",): _NAME,
        ("version",): _VERSION,
        ("date",): "2000-01-01",
        ("language",): _LANGUAGE,
        ("title",): _TITLE,
        ("intro",): _CLAIM,
        ("sections",): [_SECTION],
        ("sections", "*", "id"): _NAME,
        ("sections", "*", "title"): _TITLE,
        ("questions",): _SECTION,
        ("questions", "id"): _NAME,
        ("questions", "title"): _TITLE,
        ("help",): {"title": _TITLE, "lines": [_CLAIM | {"number": "-"}]},
        ("help", "title"): _TITLE,
    },
    parts=(("sections", "*", "claims", "*"), ("questions", "claims", "*"), ("help", "lines", "*")),
    holders=(("sections", "*", "urgency"), ("questions", "urgency"), ("sections", "*"), ("*",)),
    names={
        ("intro",): "id", ("sections", "*", "claims", "*"): "id", ("sections", "*"): "id",
        ("questions",): "id", ("questions", "claims", "*"): "id", ("help", "lines", "*"): "id",
    },
    alone=frozenset({"unknown_reference", "unclear_source", "grade_does_not_fit", "never_said"}),
    quoting=frozenset({"doubled_id"}),
)  # fmt: skip

CLINIC_TEXTS = Anatomy(
    ClinicTexts,
    stand_ins={
        ("language",): _LANGUAGE,
        ("help_lines",): [{"number": "00", "text": _TITLE}],
        ("messages",): {"crisis": _MESSAGE, "stop_tell_staff": _MESSAGE},
        ("messages", "crisis"): _MESSAGE,
        ("messages", "stop_tell_staff"): _MESSAGE,
        ("messages", "*", "title"): _TITLE,
        ("messages", "*", "text"): [_TITLE],
        ("consent",): _CONSENT,
        **{("consent", key): value for key, value in _CONSENT.items()},
        ("findings", "*", "id"): _NAME,
        ("outside_copy",): _OUTSIDE,
        **{("outside_copy", key): value for key, value in _OUTSIDE.items()},
    },
    parts=(
        ("help_lines", "*"),
        ("messages", "*", "text", "*"),
        ("consent", "text", "*"),
        ("findings", "*"),
        ("outside_copy", "text", "*"),
    ),
    holders=(("*",),),
    alone=frozenset({"never_said"}),
)

REFERENCES = Anatomy(
    References,
    stand_ins={("references",): [{"id": "X", "title": _TITLE}]},
    parts=(("references", "*"),),
    holders=(("*",),),
    names={("references", "*"): "id"},
    quoting=frozenset({"doubled_id"}),
)

_TOLD = ("option_sets", "pages", "items", "computed", "scores", "features", "findings", "summary")
_HEAD = frozenset({"translates", "language", "wording"})
_OF_ITEM: tuple[Pattern, ...] = (("options", "*"), ("unit_texts", "*"), ("*",))
_OF_FIGURE: tuple[Pattern, ...] = (
    ("band_sets", "*", "bands", "*"), ("band_sets", "*", "*"), ("bands", "*"), ("*",),
)  # fmt: skip


def _keys(*models: type[Definition]) -> frozenset[str]:
    return frozenset(key for model in models for key in model.keys())


_OF_TEXTS = _keys(ItemTexts, BandSetTexts, ScoreTexts, FeatureTexts, FindingTexts, SummaryTexts)
_OF_QUESTIONNAIRES = _keys(
    ChoiceItem, QuantityItem, ScaleItem, DateItem, RowsItem, Option, Band, BandSet, Score, Computed,
    Finding, FeatureRow, FeatureTable, Page,
)  # fmt: skip

TRANSLATION = Anatomy(
    Translation,
    stand_ins={
        ("translates",): _NAME,
        ("for_version",): _VERSION,
        ("version",): _VERSION,
        ("language",): _LANGUAGE,
    },
    parts=(
        *(("items", "*", "fields", "*", *end) for end in _OF_ITEM),
        *(("items", "*", *end) for end in _OF_ITEM),
        *((figure, "*", *end) for figure in ("computed", "scores") for end in _OF_FIGURE),
        ("features", "*", "rows", "*"), ("features", "*", "*"), ("findings", "*", "*"),
        ("option_sets", "*", "*"), ("pages", "*"), ("summary", "*"),
    ),
    holders=(*((section, "*") for section in _TOLD), ("*",)),
    alone=frozenset({
        "unknown_questionnaire", "unknown_reference", "unclear_source", "published_only",
        "missing_key", "same_language", "other_version", "other_name", "too_long",
        "missing_text", "text_of_nothing", "equal_options", "wrong_fingerprint",
    }),
    rests_on={
        "other_name": _HEAD,
        "too_long": _HEAD,
        "published_only": frozenset({"wording"}),
        "missing_key": frozenset({"wording", "permission", "source"}),
        "same_language": frozenset({"wording", "translates"}),
        "other_version": frozenset({"translates"}),
        "missing_text": frozenset({"translates", "wording", ANYWHERE}),
        "text_of_nothing": frozenset({"translates", ANYWHERE}),
        "equal_options": frozenset({"translates"}),
        "wrong_fingerprint": ANYTHING,
    },
    by_key=_OF_QUESTIONNAIRES - _OF_TEXTS,
)  # fmt: skip
