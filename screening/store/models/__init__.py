"""The tables, by subject. Rows stay inside the store; what leaves it is a frozen value."""

from screening.store.models.answers import (
    Draft,
    FormKey,
    RaisedFinding,
    Response,
    Revision,
    SummaryDocument,
)
from screening.store.models.consent import Consent, ConsentWording
from screening.store.models.definition_drafts import DefinitionDraft, DefinitionText
from screening.store.models.desk import Correction, DayEntry
from screening.store.models.library import (
    PacketVersion,
    QuestionnaireVersion,
    TextVersion,
    TranslationVersion,
)
from screening.store.models.paper import PaperEntry, PaperPage
from screening.store.models.signing import Note, Signature
from screening.store.models.staff import Account, AttemptCounter, AuditEvent, SignIn, Site
from screening.store.models.visits import Encounter, Patient, Sitting, Tablet

__all__ = [
    "Account",
    "AttemptCounter",
    "AuditEvent",
    "Consent",
    "ConsentWording",
    "Correction",
    "DayEntry",
    "DefinitionDraft",
    "DefinitionText",
    "Draft",
    "Encounter",
    "FormKey",
    "Note",
    "PacketVersion",
    "PaperEntry",
    "PaperPage",
    "Patient",
    "QuestionnaireVersion",
    "RaisedFinding",
    "Response",
    "Revision",
    "SignIn",
    "Signature",
    "Site",
    "Sitting",
    "SummaryDocument",
    "Tablet",
    "TextVersion",
    "TranslationVersion",
]
