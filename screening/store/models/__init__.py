"""The tables, by subject. Rows stay inside the store; what leaves it is a frozen value."""

from screening.store.models.answers import (
    Draft,
    FormKey,
    RaisedFinding,
    Response,
    Revision,
    SummaryDocument,
)
from screening.store.models.library import PacketVersion, QuestionnaireVersion
from screening.store.models.staff import Account, AttemptCounter, AuditEvent, SignIn, Site
from screening.store.models.visits import Encounter, Patient, Sitting

__all__ = [
    "Account",
    "AttemptCounter",
    "AuditEvent",
    "Draft",
    "Encounter",
    "FormKey",
    "PacketVersion",
    "Patient",
    "QuestionnaireVersion",
    "RaisedFinding",
    "Response",
    "Revision",
    "SignIn",
    "Site",
    "Sitting",
    "SummaryDocument",
]
