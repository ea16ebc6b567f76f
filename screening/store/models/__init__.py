"""The tables, by subject. Rows stay inside the store; what leaves it is a frozen value."""

from screening.store.models.answers import (
    Draft,
    FormKey,
    RaisedFinding,
    Response,
    Revision,
    SummaryDocument,
)
from screening.store.models.break_glass import BreakGlass
from screening.store.models.consent import Consent, ConsentWording
from screening.store.models.definition_drafts import DefinitionDraft, DefinitionText
from screening.store.models.desk import Correction, DayEntry
from screening.store.models.disclosure import (
    Disclosure,
    DisclosureConsent,
    DisclosureRestriction,
)
from screening.store.models.erasure import Erasure, ErasureTarget, LegalHold, Tombstone
from screening.store.models.factors import (
    HalfSignIn,
    Invitation,
    Passkey,
    RecoveryCode,
    Totp,
)
from screening.store.models.library import (
    PacketVersion,
    QuestionnaireVersion,
    TextVersion,
    TranslationVersion,
)
from screening.store.models.paper import PaperEntry, PaperPage
from screening.store.models.publishing import Approval, ApprovalRequest, Publication, Retirement
from screening.store.models.signing import Note, Signature
from screening.store.models.staff import (
    Account,
    AttemptCounter,
    AuditEvent,
    SignIn,
    Site,
    SiteSetting,
)
from screening.store.models.visits import Encounter, Patient, Sitting, Tablet
from screening.store.models.workstations import LinkedIdentity, Pin, Workstation

__all__ = [
    "Account",
    "Approval",
    "ApprovalRequest",
    "AttemptCounter",
    "AuditEvent",
    "BreakGlass",
    "Consent",
    "ConsentWording",
    "Correction",
    "DayEntry",
    "DefinitionDraft",
    "DefinitionText",
    "Draft",
    "Encounter",
    "Erasure",
    "ErasureTarget",
    "FormKey",
    "HalfSignIn",
    "Invitation",
    "Disclosure",
    "DisclosureConsent",
    "DisclosureRestriction",
    "LegalHold",
    "LinkedIdentity",
    "Note",
    "PacketVersion",
    "PaperEntry",
    "PaperPage",
    "Passkey",
    "Patient",
    "Pin",
    "Publication",
    "QuestionnaireVersion",
    "RaisedFinding",
    "RecoveryCode",
    "Response",
    "Retirement",
    "Revision",
    "SignIn",
    "Signature",
    "Site",
    "SiteSetting",
    "Sitting",
    "SummaryDocument",
    "Tablet",
    "TextVersion",
    "Tombstone",
    "Totp",
    "TranslationVersion",
    "Workstation",
]
