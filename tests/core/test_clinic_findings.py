"""A clinic's own words and levels of findings: taken everywhere, and never to lower a level."""

from __future__ import annotations

import pytest

from screening.core.clinic_findings import in_clinics_words
from screening.core.clinic_texts import ClinicFinding
from screening.core.levels import Level
from screening.core.library import SourceFile, build_library, kind_of
from screening.core.loading import load_clinic_texts, load_questionnaire
from tests.library_place import LIBRARY

ENGLISH = (LIBRARY / "clinic" / "en.yaml").read_text(encoding="utf-8")
PHQ9 = (LIBRARY / "phq9.yaml").read_bytes()  # si_item9 is before_leaving there


def clinics(level: str, text: str = "Ask today") -> bytes:
    return f"{ENGLISH}\nfindings:\n  - {{id: si_item9, text: {text}, level: {level}}}\n".encode()


def faults(data: bytes) -> list[tuple[str, str]]:
    references = (LIBRARY / "references.yaml").read_bytes()
    files = [("references.yaml", references), ("phq9.yaml", PHQ9), ("clinic/en.yaml", data)]
    sources = tuple(SourceFile(path, text, kind_of(path, text)) for path, text in files)
    found = build_library(sources, cases=False)
    return [(fault.path, fault.code) for one in found.files for fault in one.faults]


@pytest.mark.parametrize(
    ("level", "expected"),
    [("now", "now"), ("before_leaving", "before_leaving"), ("within_7_days", "before_leaving"),
     ("note", "before_leaving"), (None, "before_leaving")],
)  # fmt: skip
def test_a_level_is_raised_and_never_lowered(level: Level | None, expected: str) -> None:
    phq9 = load_questionnaire("phq9.yaml", PHQ9, cases=False)

    worded = in_clinics_words(phq9, [ClinicFinding(id="si_item9", text="Ask today", level=level)])

    (finding,) = [one for one in worded.findings if one.id == "si_item9"]
    assert (finding.words, finding.level) == ("Ask today", expected)
    assert worded.sha256 == phq9.sha256
    others = [one for one in worded.findings if one.id != "si_item9"]
    assert others == [one for one in phq9.findings if one.id != "si_item9"]


def test_a_questionnaire_without_the_finding_is_left_as_it_is() -> None:
    phq9 = load_questionnaire("phq9.yaml", PHQ9, cases=False)

    assert in_clinics_words(phq9, [ClinicFinding(id="chest_pain", level="now")]) is phq9


def test_a_sound_setting_has_no_fault_and_a_wrong_one_is_named() -> None:
    assert load_clinic_texts("clinic/en.yaml", clinics("now")).findings[0].level == "now"
    assert faults(clinics("now")) == []
    assert faults(clinics("note")) == [("clinic/en.yaml", "lowered_level")]
    unknown = clinics("now").replace(b"si_item9", b"si_item99")
    assert faults(unknown) == [("clinic/en.yaml", "finding_not_there")]


@pytest.mark.parametrize("text", ["Give 8 mg of buprenorphine", "''"])
def test_a_finding_recommends_nothing_and_is_not_empty(text: str) -> None:
    assert [path for path, _ in faults(clinics("now", text))] == ["clinic/en.yaml"]
