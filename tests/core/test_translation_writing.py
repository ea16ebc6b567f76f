"""Translations written by the app: read again they mean the same, whatever is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.core.loading import load_stored, load_stored_translation, load_translation
from screening.core.retelling import slots_of
from screening.core.scalars import Source
from screening.core.side_by_side import label_of
from screening.core.translation_writing import (
    Head,
    Permission,
    asked_slots,
    head_of,
    read_permission,
    with_fingerprint,
    write_translation,
)
from screening.errors import DefinitionErrors
from screening.library_folder import load_folder
from screening.settings import ROOT
from tests.core.hair_check import PUBLISHED, hair_check

SHIPPED = load_folder(ROOT / "questionnaires", cases=False)
NAMES = sorted(SHIPPED.translations)
MADE_UP = Source(none="Made up for tests.")


def test_every_shipped_translation_is_here():
    assert len(NAMES) == len(list((ROOT / "questionnaires").glob("*.es.yaml")))


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_translation_comes_back_with_the_same_meaning(name: str):
    own = SHIPPED.translations[name]
    questionnaire = SHIPPED.questionnaires[own.translates]

    text = write_translation(questionnaire, head_of(own), own.told)

    again = load_translation(f"{name}.yaml", text.encode(), SHIPPED.questionnaires)
    assert again.model_dump() == own.model_dump()
    assert again.told == own.told


def test_a_wording_pack_comes_back_with_permission_source_and_fingerprint():
    own = load_stored_translation("x", PUBLISHED.encode())

    text = write_translation(hair_check(), head_of(own), own.told)

    again = load_translation("x.yaml", text.encode(), {"hair_check": hair_check()})
    assert again.model_dump() == own.model_dump()
    assert again.permission == "Letter to the clinic, made up for tests"


def test_the_fingerprint_is_worked_out_from_the_texts_and_fits():
    own = load_stored_translation("x", PUBLISHED.encode())
    told = {**own.told, ("items", "onset", "text"): "When was it first noticed?"}
    head = with_fingerprint(hair_check(), head_of(own), told)

    text = write_translation(hair_check(), head, told)

    assert head.fingerprint not in ("", own.fingerprint)
    load_translation("x.yaml", text.encode(), {"hair_check": hair_check()})
    wrong = write_translation(hair_check(), head_of(own), told)
    with pytest.raises(DefinitionErrors, match="another fingerprint"):
        load_translation("x.yaml", wrong.encode(), {"hair_check": hair_check()})


def test_a_pack_without_permission_is_refused_by_the_loader():
    own = load_stored_translation("x", PUBLISHED.encode())
    head = replace(head_of(own), permission="")

    with pytest.raises(DefinitionErrors, match="“permission” is missing"):
        load_translation(
            "x.yaml", write_translation(hair_check(), head, own.told).encode(),
            {"hair_check": hair_check()},
        )  # fmt: skip


def test_a_permission_is_read_again_as_it_was_typed():
    given_by = Permission("Prof. A on B", "2026-11-30", "letter 7, reference 12")

    assert read_permission(given_by.words) == given_by
    assert read_permission("Any other sentence.") == Permission("Any other sentence.")
    assert Permission().words == ""
    assert Permission("Prof. A").words == "Prof. A"


def test_what_is_missing_is_to_be_written_and_what_has_no_place_is_left_out():
    text = write_translation(
        hair_check(), Head("es"), {("title",): "Uno", ("items", "gone", "text"): "Nada"}
    )

    read = load_stored_translation("x", text.encode())
    assert read.told == {("title",): "Uno"}
    assert len(read.written) == len(asked_slots(hair_check(), published=False))
    assert "gone" not in text


TYPED = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Cf", "Co", "Cn")), min_size=1
).filter(lambda text: text.strip() == text and text != "...")


@settings(max_examples=40)
@given(TYPED)
def test_any_text_that_is_typed_comes_back_as_it_was(typed: str):
    told = {slot.place: typed for slot in slots_of(hair_check())}
    head = Head("es", reviewed_by=typed, permission=typed, source=MADE_UP)

    again = load_stored_translation("x", write_translation(hair_check(), head, told).encode())

    assert again.told == told
    assert (again.reviewed_by, again.permission) == (typed, typed)


@pytest.mark.parametrize("name", sorted(SHIPPED.questionnaires))
def test_every_place_of_every_questionnaire_has_a_label_of_its_own(name: str):
    slots = slots_of(SHIPPED.questionnaires[name])

    labels = [label_of(slot.place) for slot in slots]

    assert len(set(labels)) == len(labels)
    assert all(label[0].isupper() for label in labels)


def test_labels_say_where_a_text_stands():
    labels = {label_of(slot.place) for slot in slots_of(hair_check())}

    assert labels >= {
        "Title", "Item more_hair", "Hint of crown_removed", "Option yes of the set yes_no_unsure",
        "Page shedding", "Value since_onset", "Score pull_crown", "Band raised of pull_crown",
        "Finding long_shedding", "Why of the finding long_shedding",
    }  # fmt: skip


def test_the_head_says_whose_words_the_file_holds():
    other = load_stored("q", (ROOT / "questionnaires" / "phq9.yaml").read_bytes())

    text = write_translation(other, Head("pt-BR", version="1.0.1"), {})

    assert "translates: phq9\nfor_version: 1.0.0\nversion: 1.0.1\nlanguage: pt-BR\n" in text
