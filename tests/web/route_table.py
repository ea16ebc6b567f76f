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
        "invited.accept invited.invitation invited.make_first invited.set_up second_factor.check "
        "second_factor.enter_by_passkey second_factor.form "
        "kit.styles patient.language.choose patient.reading.leaflet patient.redeem patient.start "
        "patient.thank_you static identities.back identities.come_in identities.start "
        "returning.come_back returning.form",
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
    # One's own account.
    **_all_of(
        "fresh.prove own_account.change_password own_account.end_others own_account.overview "
        "own_account.password own_factors.add_passkey own_factors.app own_factors.begin_app "
        "own_factors.confirm_app own_factors.make_recovery_codes own_factors.new_passkey "
        "own_factors.remove_app",
        Row(STAFF),
    ),
    "own_account.end_sign_in": Row(STAFF, "sign_in"),
    "own_factors.remove_passkey": Row(STAFF, "passkey"),
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
        "clinician.signing.sign clinician.summary clinician.outside.form clinician.outside.make",
        Row((CLINICIAN,), "visit"),
    ),
    **_all_of(
        "clinician.passing_on.agree clinician.passing_on.keep_back clinician.passing_on.overview",
        Row((CLINICIAN,), "patient"),
    ),
    "clinician.passing_on.revoke": Row((CLINICIAN,), "patient and agreement"),
    "clinician.passing_on.lift": Row((CLINICIAN,), "patient and restriction"),
    "clinician.patients.one": Row((CLINICIAN,), "patient"),
    # One's own ways in.
    **_all_of(
        "identities.link identities.own identities.start_link identities.unlink_own "
        "returning.keep_pin returning.lock returning.pin returning.remove_pin",
        Row(STAFF),
    ),
    **_all_of("break_glass.form break_glass.open_access", Row((CLINICIAN,))),
    "break_glass.patient": Row((CLINICIAN,), "access"),
    "break_glass.visit": Row((CLINICIAN,), "access and visit"),
    # Administrators and auditors.
    "break_glass.overview": Row((ADMINISTRATOR,)),
    **_all_of(
        "identities.overview workstations.enrol workstations.overview", Row((ADMINISTRATOR,))
    ),
    "identities.unlink": Row((ADMINISTRATOR,), "identity"),
    **_all_of(
        "workstations.one workstations.rename workstations.retire",
        Row((ADMINISTRATOR,), "workstation"),
    ),
    **_all_of(
        "account_admin.add account_admin.new account_admin.overview admin.overview",
        Row((ADMINISTRATOR,)),
    ),
    **_all_of(
        "account_admin.account account_admin.disable account_admin.enable account_admin.rename "
        "account_admin.reset account_admin.set_role account_admin.end_sign_ins",
        Row((ADMINISTRATOR,), "account"),
    ),
    # Definitions belong to the installation: drafts, approvals and versions are no site's.
    **_all_of(
        "drafts.begin_new drafts.discard drafts.discard_now drafts.edit drafts.new "
        "drafts.take_file drafts.upload drafts.texts.save drafts.texts.pause drafts.history.bring "
        "drafts.wording.save "
        "draft_approval.ask draft_approval.publish definition_history.restore "
        "definition_history.retire definition_history.retire_now",
        Row((ADMINISTRATOR,)),
    ),
    **_all_of(
        "drafts.draft_file drafts.overview drafts.version_file drafts.texts.draft "
        "drafts.wording.show drafts.faults.show drafts.faults.mistakes drafts.history.text "
        "drafts.history.texts "
        "draft_difference.show draft_difference.replayed draft_approval.show "
        "approvals.overview approvals.version definition_history.difference "
        "definition_history.show",
        Row((CLINICIAN, ADMINISTRATOR)),
    ),
    **_all_of("draft_approval.approve approvals.approve", Row((CLINICIAN,))),
    **_all_of("draft_preview.show draft_preview.summary", Row((CLINICIAN, ADMINISTRATOR))),
    **_all_of("draft_preview.cases.add draft_preview.cases.show", Row((ADMINISTRATOR,))),
    **_all_of(
        "draft_import.form draft_import.take draft_translation.add draft_translation.discard "
        "draft_translation.discard_now draft_translation.new draft_translation.save "
        "draft_translation.history.bring",
        Row((ADMINISTRATOR,)),
    ),
    **_all_of(
        "draft_translation.overview draft_translation.publishing.publish "
        "draft_translation.history.file draft_translation.history.text "
        "draft_translation.history.texts "
        "draft_translation.publishing.show draft_translation.show draft_translation.side_by_side",
        Row((CLINICIAN, ADMINISTRATOR)),
    ),
    # Erasure: asked for by one, carried out by another.
    **_all_of(
        "erasure_asking.ask_past erasure_asking.find erasure_asking.form erasure_asking.past",
        Row((ADMINISTRATOR,)),
    ),
    **_all_of(
        "erasure_asking.ask erasure_asking.hold erasure_asking.lift erasure_asking.patient",
        Row((ADMINISTRATOR,), "patient"),
    ),
    **_all_of("erasures.overview erasures.report", Row((CLINICIAN, ADMINISTRATOR))),
    **_all_of(
        "erasures.carry_out erasures.one erasures.withdraw",
        Row((CLINICIAN, ADMINISTRATOR), "erasure"),
    ),
    # Of all sites: who administers an installation settles each of them.
    **_all_of("sites.add sites.overview sites.save sites.settings", Row((ADMINISTRATOR,))),
    **_all_of(
        "audit.chain.chain audit.chain.check audit.chain.compare audit.events",
        Row((ADMINISTRATOR, AUDITOR)),
    ),
    **_all_of("audit.files.export audit.find_patient", Row((AUDITOR,))),
    **_all_of(
        "text_lists.history text_lists.overview text_lists.restore text_lists.version "
        "texts.clinic_text texts.leaflet texts.packet text_new_packet.new_packet "
        "text_new_leaflet.new_leaflet "
        # The site is that of the account: no address names one.
        "texts.go_back texts.site_text",
        Row((ADMINISTRATOR,)),
    ),
}
