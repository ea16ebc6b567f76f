"""The kinds of audit events, and the keys that each of them carries."""

from enum import StrEnum


class Kind(StrEnum):
    """What was done, in the words of the house."""

    ACCOUNT_ADDED = "account_added"
    RECORDS_RESEALED = "records_resealed"  # with the key that is in use, by command
    RECOVERY_SHEET_SHOWN = "recovery_sheet_shown"  # its digits were read off before a backup
    BACKUP_MADE = "backup_made"
    BACKUP_RESTORED = "backup_restored"  # the first event after those that the backup held
    ACCOUNT_DISABLED = "account_disabled"
    PASSWORD_RESET = "password_reset"  # noqa: S105  the name of an act
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_PROVED = "sign_in_proved"  # once more, by whoever is signed in
    SIGNED_OUT = "signed_out"
    ACCOUNT_ENABLED = "account_enabled"
    ACCOUNT_RENAMED = "account_renamed"
    ROLE_CHANGED = "role_changed"
    ACCOUNT_RESET = "account_reset"  # password and factors taken away; an invitation follows
    INVITED = "invited"
    INVITATION_USED = "invitation_used"
    INVITATION_REFUSED = "invitation_refused"
    SET_UP_OPENED = "set_up_opened"  # a token for whoever makes the first account
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    SITE_ADDED = "site_added"
    SITE_RENAMED = "site_renamed"
    SITE_SET = "site_set"  # its settings
    VERSION_IMPORTED = "version_imported"
    VERSION_PUBLISHED = "version_published"  # made on a page by somebody
    DEFINITION_DRAFT_BEGUN = "definition_draft_begun"
    DEFINITION_DRAFT_SAVED = "definition_draft_saved"
    DEFINITION_DRAFT_PUBLISHED = "definition_draft_published"
    DEFINITION_DRAFT_DISCARDED = "definition_draft_discarded"
    APPROVAL_ASKED = "approval_asked"
    DEFINITION_APPROVED = "definition_approved"
    RESPONSES_REPLAYED = "responses_replayed"  # read, counted, and nothing of them shown
    QUESTIONNAIRE_RETIRED = "questionnaire_retired"
    PATIENT_ADDED = "patient_added"
    PATIENT_CORRECTED = "patient_corrected"
    PATIENT_SEARCHED = "patient_searched"
    PATIENT_READ = "patient_read"
    ENCOUNTER_STARTED = "encounter_started"
    ENCOUNTER_ENDED = "encounter_ended"
    ENCOUNTER_READ = "encounter_read"
    ENCOUNTER_MOVED = "encounter_moved"
    ENCOUNTER_VOIDED = "encounter_voided"
    PATIENTS_MERGED = "patients_merged"
    HOLD_PLACED = "hold_placed"  # a legal hold on a patient
    HOLD_LIFTED = "hold_lifted"
    ERASURE_ASKED = "erasure_asked"
    ERASURE_WITHDRAWN = "erasure_withdrawn"
    ERASURE_CARRIED_OUT = "erasure_carried_out"
    VISIT_ERASED = "visit_erased"
    PATIENT_ERASED = "patient_erased"
    ERASURE_REPORT_TAKEN = "erasure_report_taken"
    ERASED_LOOKED_UP = "erased_looked_up"  # what came back with a backup, by its record numbers
    DAY_LIST_TAKEN = "day_list_taken"
    TABLET_ENROLLED = "tablet_enrolled"
    TABLET_REVOKED = "tablet_revoked"
    WORKSTATION_ENROLLED = "workstation_enrolled"
    WORKSTATION_RENAMED = "workstation_renamed"
    WORKSTATION_RETIRED = "workstation_retired"
    PIN_SET = "pin_set"
    PIN_REMOVED = "pin_removed"
    PIN_REFUSED = "pin_refused"
    LOCKED = "locked"
    CAME_BACK = "came_back"  # by the PIN, on the workstation of the sign-in
    GLASS_BROKEN = "glass_broken"  # a record of another site opened for an hour
    GLASS_HELD = "glass_held"  # looked for at another site, and nobody found
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    CODE_MADE = "code_made"
    CODE_REFUSED = "code_refused"
    CODE_USED = "code_used"
    HANDED_OVER = "handed_over"
    BIRTH_CONFIRMED = "birth_confirmed"
    BIRTH_REFUSED = "birth_refused"
    LANGUAGE_CHOSEN = "language_chosen"
    CONSENT_GIVEN = "consent_given"
    CONSENT_REFUSED = "consent_refused"
    SITTING_PAUSED = "sitting_paused"
    SITTING_HELD = "sitting_held"  # told to stop and tell the staff
    SITTING_LET_GO_ON = "sitting_let_go_on"
    SITTING_FINISHED = "sitting_finished"
    SITTING_CLOSED = "sitting_closed"
    DRAFT_DELETED = "draft_deleted"
    RESPONSE_STARTED = "response_started"
    ANSWERS_SAVED = "answers_saved"
    RESPONSE_SENT = "response_sent"
    RESPONSE_AMENDED = "response_amended"
    PAPER_BEGUN = "paper_begun"
    PAPER_TYPED = "paper_typed"
    PAPER_CHECKED = "paper_checked"  # held against the paper; then it counts as sent
    FINDING_RAISED = "finding_raised"
    FINDING_CHANGED = "finding_changed"
    FINDING_SEEN = "finding_seen"
    CALL_ANSWERED = "call_answered"
    NOTE_WRITTEN = "note_written"
    VISIT_SIGNED = "visit_signed"
    SUMMARY_MADE = "summary_made"
    SUMMARY_READ = "summary_read"
    DAY_SUMMARIES_MADE = "day_summaries_made"  # all of a day in one file
    DISCLOSURE_AGREED = "disclosure_agreed"  # a consent to pass a record on
    DISCLOSURE_REVOKED = "disclosure_revoked"
    RESTRICTION_PLACED = "restriction_placed"  # what a patient keeps back
    RESTRICTION_LIFTED = "restriction_lifted"
    OUTSIDE_COPY_MADE = "outside_copy_made"  # for somebody outside the clinic: a disclosure
    SUMMARY_CHECKED = "summary_checked"
    ANSWERS_EXPORTED = "answers_exported"
    ENCOUNTER_EXPORTED = "encounter_exported"
    AUDIT_READ = "audit_read"
    AUDIT_OF_PATIENT_READ = "audit_of_patient_read"
    AUDIT_OF_VISIT_READ = "audit_of_visit_read"
    AUDIT_CHECKED = "audit_checked"
    AUDIT_EXPORTED = "audit_exported"


CARRIES: dict[Kind, frozenset[str]] = {
    Kind.RECORDS_RESEALED: frozenset({"records"}),
    # The operator is an account of the machine, by its number; key ids and hashes are in hex.
    Kind.RECOVERY_SHEET_SHOWN: frozenset({"key", "operator"}),
    Kind.BACKUP_MADE: frozenset({"backup", "bytes", "sha256", "operator"}),
    Kind.BACKUP_RESTORED: frozenset({"backup", "sha256", "operator"}),
    Kind.ACCOUNT_ADDED: frozenset({"account", "role"}),
    Kind.ACCOUNT_DISABLED: frozenset({"account"}),
    Kind.PASSWORD_RESET: frozenset({"account"}),
    Kind.SIGNED_IN: frozenset({"sign_in"}),
    Kind.SIGN_IN_REFUSED: frozenset({"place"}),  # the keyed hash of it
    Kind.SIGN_IN_PROVED: frozenset({"sign_in"}),
    Kind.SIGNED_OUT: frozenset({"sign_in", "reason"}),
    Kind.ACCOUNT_ENABLED: frozenset({"account"}),
    Kind.ACCOUNT_RENAMED: frozenset({"account"}),
    Kind.ROLE_CHANGED: frozenset({"account", "role"}),
    Kind.ACCOUNT_RESET: frozenset({"account"}),
    Kind.INVITED: frozenset({"account", "invitation"}),
    Kind.INVITATION_USED: frozenset({"account", "invitation"}),
    Kind.INVITATION_REFUSED: frozenset({"place"}),  # the keyed hash of it
    Kind.SET_UP_OPENED: frozenset({"invitation"}),
    Kind.FACTOR_ADDED: frozenset({"account", "factor"}),
    Kind.FACTOR_REMOVED: frozenset({"account", "factor"}),
    Kind.RECOVERY_CODES_MADE: frozenset({"account"}),
    Kind.RECOVERY_CODE_USED: frozenset({"account"}),
    Kind.SITE_ADDED: frozenset({"site"}),
    Kind.SITE_RENAMED: frozenset({"site"}),
    Kind.SITE_SET: frozenset({"site", "version", "changed"}),  # names of settings, with + between
    Kind.VERSION_IMPORTED: frozenset({"what", "item", "version", "sha256"}),
    Kind.VERSION_PUBLISHED: frozenset({"what", "item", "version", "sha256"}),
    Kind.DEFINITION_DRAFT_BEGUN: frozenset({"draft", "item"}),
    Kind.DEFINITION_DRAFT_SAVED: frozenset({"draft", "text"}),  # the number of the text
    Kind.DEFINITION_DRAFT_PUBLISHED: frozenset({"draft", "item"}),
    Kind.DEFINITION_DRAFT_DISCARDED: frozenset({"draft", "item"}),
    Kind.APPROVAL_ASKED: frozenset({"draft", "sha256"}),
    Kind.DEFINITION_APPROVED: frozenset({"item", "sha256"}),
    Kind.RESPONSES_REPLAYED: frozenset({"item", "sha256", "visits"}),  # how many
    Kind.QUESTIONNAIRE_RETIRED: frozenset({"item", "sha256"}),
    Kind.PATIENT_ADDED: frozenset({"patient"}),
    Kind.PATIENT_CORRECTED: frozenset({"patient", "version", "correction"}),
    Kind.PATIENT_SEARCHED: frozenset({"sign_in"}),
    Kind.PATIENT_READ: frozenset({"patient", "sign_in"}),
    Kind.ENCOUNTER_STARTED: frozenset({"encounter", "patient"}),
    Kind.ENCOUNTER_ENDED: frozenset({"encounter"}),
    Kind.ENCOUNTER_READ: frozenset({"encounter", "sign_in"}),
    Kind.TABLET_ENROLLED: frozenset({"tablet"}),
    Kind.TABLET_REVOKED: frozenset({"tablet"}),
    Kind.WORKSTATION_ENROLLED: frozenset({"workstation"}),
    Kind.WORKSTATION_RENAMED: frozenset({"workstation"}),
    Kind.WORKSTATION_RETIRED: frozenset({"workstation"}),
    Kind.PIN_SET: frozenset({"account"}),
    Kind.PIN_REMOVED: frozenset({"account"}),
    Kind.PIN_REFUSED: frozenset({"sign_in", "workstation"}),
    Kind.LOCKED: frozenset({"sign_in", "workstation"}),
    Kind.CAME_BACK: frozenset({"sign_in", "workstation"}),
    Kind.GLASS_BROKEN: frozenset({"access", "patient"}),
    Kind.GLASS_HELD: frozenset({"site"}),
    Kind.IDENTITY_LINKED: frozenset({"account", "identity"}),
    Kind.IDENTITY_UNLINKED: frozenset({"account", "identity"}),
    Kind.ENCOUNTER_MOVED: frozenset({"encounter", "patient", "to", "correction"}),
    Kind.ENCOUNTER_VOIDED: frozenset({"encounter", "correction"}),
    Kind.PATIENTS_MERGED: frozenset({"patient", "to", "correction"}),
    Kind.HOLD_PLACED: frozenset({"hold", "patient"}),
    Kind.HOLD_LIFTED: frozenset({"hold", "patient"}),
    Kind.ERASURE_ASKED: frozenset({"erasure", "scope", "records"}),  # how many it names
    Kind.ERASURE_WITHDRAWN: frozenset({"erasure"}),
    Kind.ERASURE_CARRIED_OUT: frozenset({"erasure", "scope", "records"}),  # how many are gone
    Kind.VISIT_ERASED: frozenset({"encounter", "erasure"}),
    Kind.PATIENT_ERASED: frozenset({"patient", "erasure"}),
    Kind.ERASURE_REPORT_TAKEN: frozenset({"erasures", "sha256"}),  # how many; of the file
    Kind.ERASED_LOOKED_UP: frozenset({"records", "operator"}),  # how many; as for backups
    Kind.DAY_LIST_TAKEN: frozenset({"added", "listed"}),  # how many
    Kind.CODE_MADE: frozenset({"sitting"}),
    Kind.CODE_REFUSED: frozenset({"tablet"}),  # the keyed hash of it
    Kind.CODE_USED: frozenset({"sitting"}),
    Kind.HANDED_OVER: frozenset({"sitting"}),
    Kind.BIRTH_CONFIRMED: frozenset({"sitting"}),
    Kind.BIRTH_REFUSED: frozenset({"sitting"}),
    Kind.LANGUAGE_CHOSEN: frozenset({"sitting", "language"}),
    Kind.CONSENT_GIVEN: frozenset({"sitting", "consent"}),
    Kind.CONSENT_REFUSED: frozenset({"sitting", "consent"}),
    Kind.SITTING_PAUSED: frozenset({"sitting"}),
    Kind.SITTING_HELD: frozenset({"sitting"}),
    Kind.SITTING_LET_GO_ON: frozenset({"sitting"}),
    Kind.SITTING_FINISHED: frozenset({"sitting"}),
    Kind.SITTING_CLOSED: frozenset({"sitting"}),
    Kind.DRAFT_DELETED: frozenset({"response"}),
    Kind.RESPONSE_STARTED: frozenset({"encounter", "response"}),
    Kind.ANSWERS_SAVED: frozenset({"response", "save"}),
    Kind.RESPONSE_SENT: frozenset({"response", "revision"}),
    Kind.RESPONSE_AMENDED: frozenset({"response", "revision"}),
    Kind.PAPER_BEGUN: frozenset({"encounter", "language"}),
    Kind.PAPER_TYPED: frozenset({"response", "page"}),
    Kind.PAPER_CHECKED: frozenset({"encounter"}),
    Kind.FINDING_RAISED: frozenset({"encounter", "finding"}),
    Kind.FINDING_CHANGED: frozenset({"encounter", "finding"}),
    Kind.FINDING_SEEN: frozenset({"encounter", "finding"}),
    Kind.CALL_ANSWERED: frozenset({"encounter", "finding"}),
    Kind.NOTE_WRITTEN: frozenset({"encounter", "note"}),  # the number of the version
    Kind.VISIT_SIGNED: frozenset({"encounter", "signature", "mark"}),  # of what was signed
    Kind.SUMMARY_MADE: frozenset({"encounter", "sha256"}),
    Kind.DAY_SUMMARIES_MADE: frozenset({"visits"}),  # how many
    Kind.SUMMARY_READ: frozenset({"encounter", "sign_in"}),
    Kind.DISCLOSURE_AGREED: frozenset({"agreement", "patient"}),
    Kind.DISCLOSURE_REVOKED: frozenset({"agreement", "patient"}),
    Kind.RESTRICTION_PLACED: frozenset({"restriction", "patient"}),
    Kind.RESTRICTION_LIFTED: frozenset({"restriction", "patient"}),
    Kind.OUTSIDE_COPY_MADE: frozenset({"encounter", "agreement", "sha256", "version"}),
    Kind.SUMMARY_CHECKED: frozenset({"sign_in"}),  # the file is not kept, nor what it is about
    # Days as numbers, 20261119; the hash is that of the file that went out.
    Kind.ANSWERS_EXPORTED: frozenset(
        {"export", "format", "first_day", "last_day", "visits", "sha256"}
    ),
    Kind.ENCOUNTER_EXPORTED: frozenset({"export", "encounter"}),
    Kind.AUDIT_READ: frozenset({"sign_in"}),
    Kind.AUDIT_OF_PATIENT_READ: frozenset({"patient", "sign_in"}),
    Kind.AUDIT_OF_VISIT_READ: frozenset({"encounter", "sign_in"}),
    Kind.AUDIT_CHECKED: frozenset({"first", "last", "faults"}),  # numbers of events; how many
    Kind.AUDIT_EXPORTED: frozenset({"format", "events", "sha256"}),  # how many; of the file
}
