"""The small questionnaire on hair, its Spanish translation and its published wording."""

from __future__ import annotations

from pathlib import Path

from screening.core.loading import load_questionnaire, load_translation
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.translation import Translation
from screening.errors import DefinitionError, DefinitionErrors

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "definitions"
REFERENCES = {"R1": Reference(id="R1", title="A source")}
SPANISH = (TINY / "hair_check.es.yaml").read_text(encoding="utf-8")
PUBLISHED = (TINY / "hair_check.en-published.yaml").read_text(encoding="utf-8")
MARK = PUBLISHED.partition("fingerprint: ")[2][:64]


def hair_check() -> Questionnaire:
    path = TINY / "hair_check.yaml"
    return load_questionnaire(str(path), path.read_bytes(), cases=False)


def faults_of(text: str, name: str = "hair_check.es.yaml") -> tuple[DefinitionError, ...]:
    try:
        load_translation(f"folder/{name}", text.encode(), {"hair_check": hair_check()}, REFERENCES)
    except DefinitionErrors as error:
        return error.faults
    return ()


def loaded(text: str, name: str = "hair_check.es.yaml") -> Translation:
    return load_translation(name, text.encode(), {"hair_check": hair_check()}, REFERENCES)
