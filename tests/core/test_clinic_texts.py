"""What the clinic says to patients: loaded with places, and nothing that is never said."""

from __future__ import annotations

import pytest

from screening.core.loading import load_clinic_texts
from screening.errors import DefinitionErrors
from tests.library_place import LIBRARY

ENGLISH = (LIBRARY / "clinic" / "en.yaml").read_text(encoding="utf-8")


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(DefinitionErrors) as caught:
        load_clinic_texts("clinic/en.yaml", text.encode())
    return [(fault.line, fault.code) for fault in caught.value.faults]


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(ENGLISH.splitlines(), 1) if text in line)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_shipped_texts_are_sound_and_name_the_same_numbers(language: str) -> None:
    path = LIBRARY / "clinic" / f"{language}.yaml"

    texts = load_clinic_texts(str(path), path.read_bytes())

    assert texts.language == language
    assert [line.number for line in texts.help_lines] == ["911", "988", "1-800-222-1222"]
    assert len(texts.sha256) == 64


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("  agree: I agree and start low", "never_said"),
        ("  agreed: I agree", "unknown_key"),
        ("  agree: ''", "no_value"),
    ],
)
def test_a_wrong_text_is_a_fault_with_its_place(wrong: str, code: str) -> None:
    found = faults(ENGLISH.replace("  agree: I agree", wrong))

    assert code in {of for _, of in found}
    if code == "never_said":
        assert found == [(line_of("  agree: I agree"), code)]


def test_a_number_that_cannot_be_called_is_refused() -> None:
    found = faults(ENGLISH.replace('number: "911"', 'number: "nine one one"'))

    assert found[0][0] == line_of('number: "911"')


def test_a_message_left_out_is_named() -> None:
    start = ENGLISH.index("  # Shown after an answer whose finding says `tell_patient: stop")
    found = faults(ENGLISH[:start] + ENGLISH[ENGLISH.index("# Asked before") :])

    assert [of for _, of in found] == ["missing_key"]
