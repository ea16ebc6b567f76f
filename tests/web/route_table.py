"""Every route of the app: who may reach it, and of whose records it is.

Written by hand, beside the app. A route that is added to the app and not to this table fails
test_routes.py, and so does one whose row says something else than the app does.
"""

from __future__ import annotations

from dataclasses import dataclass, field

DESK, CLINICIAN, ADMINISTRATOR, AUDITOR = "front_desk", "clinician", "administrator", "auditor"
STAFF = (DESK, CLINICIAN, ADMINISTRATOR, AUDITOR)
CARE = (DESK, CLINICIAN)

ANYBODY = "anybody"  # reached without a sign-in
A_TABLET = "a tablet"  # reached by a patient's tablet alone


@dataclass(frozen=True, slots=True)
class Row:
    """One route."""

    who: tuple[str, ...] | str  # roles; ANYBODY; A_TABLET
    of: str = ""  # whose record its address or its form names; another site's is not there
    sends: dict[str, str] = field(default_factory=dict)  # name of a field -> the record it names


def _all_of(names: str, row: Row) -> dict[str, Row]:
    return dict.fromkeys(names.split(), row)


ROUTES: dict[str, Row] = {
    **_all_of(
        "accounts.check_password accounts.sign_in accounts.sign_out bundle headers.csp_report "
        "kit.styles patient.language.choose patient.reading.leaflet patient.redeem patient.start "
        "patient.thank_you static",
        Row(ANYBODY),
    ),
    **_all_of(
        "patient.arriving.answer_consent patient.arriving.confirm patient.arriving.consent "
        "patient.arriving.welcome patient.idle.here patient.idle.pause patient.messages.message "
        "patient.messages.wait patient.question patient.review patient.save patient.send "
        "patient.where",
        Row(A_TABLET),
    ),
    **_all_of("accounts.keep_password accounts.new_password calls.waiting", Row(STAFF)),
    "calls.answer": Row(STAFF, "visit", {"visit": "visit"}),
    "calls.go_on": Row(CARE, "visit", {"visit": "visit"}),
    # The desk.
    **_all_of(
        "desk.day_list desk.day_lists.form desk.day_lists.read desk.patients.add "
        "desk.patients.find desk.patients.save desk.patients.search leaflets.leaflet leaflets.pdf",
        Row(CARE),
    ),
    **_all_of(
        "desk.corrections.merge desk.corrections.merge_form desk.entry.form desk.entry.save "
        "desk.patients.one desk.start_visit",
        Row(CARE, "patient"),
    ),
    **_all_of(
        "desk.corrections.move desk.corrections.visit desk.corrections.void desk.end_visit "
        "desk.hand_over desk.make_code desk.pause desk.visit",
        Row(CARE, "visit"),
    ),
    "desk.day_lists.take_off": Row(CARE, "entry"),
    **_all_of("desk.tablets.enrol desk.tablets.overview", Row((*CARE, ADMINISTRATOR))),
    "desk.tablets.revoke": Row((*CARE, ADMINISTRATOR), "tablet"),
    # On paper.
    **_all_of("blank_forms.overview blank_forms.packet", Row((*CARE, ADMINISTRATOR))),
    "blank_forms.questionnaire": Row((CLINICIAN, ADMINISTRATOR)),
    **_all_of(
        "paper_entry.agree paper_entry.begin paper_entry.check paper_entry.overview "
        "paper_entry.save paper_entry.sheet",
        Row(CARE, "visit"),
    ),
    # Clinicians.
    **_all_of(
        "clinician.work.news clinician.work.worklist day_summaries.day day_summaries.pdf "
        "exports.export exports.form verifying.form verifying.read",
        Row((CLINICIAN,)),
    ),
    **_all_of(
        "clinician.amending.amend clinician.amending.save clinician.chart.chart clinician.consent "
        "clinician.encounter clinician.notes.note clinician.notes.write clinician.ratings.save "
        "clinician.ratings.sheet clinician.revisions.history clinician.see_finding "
        "clinician.signing.sign clinician.summary",
        Row((CLINICIAN,), "visit"),
    ),
    "clinician.patients.one": Row((CLINICIAN,), "patient"),
    # Administrators and auditors.
    **_all_of("admin.accounts admin.overview", Row((ADMINISTRATOR,))),
    "admin.audit": Row((AUDITOR,)),
    **_all_of(
        "text_lists.history text_lists.overview text_lists.restore text_lists.version "
        "texts.clinic_text texts.leaflet texts.packet",
        Row((ADMINISTRATOR,)),
    ),
}
