"""Who may do what: one table, role to actions.

Read it by row: a role may do what its set names, and nothing else. There is no order among roles;
an administrator who does not treat patients sees no answers. A patient has no role: the kiosk token
opens patient routes only and never passes through here.
"""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is at the clinic."""

    FRONT_DESK = "front_desk"
    CLINICIAN = "clinician"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Action(StrEnum):
    """What a route lets somebody do."""

    CHANGE_OWN_PASSWORD = "change_own_password"  # noqa: S105  the name of an act
    KEEP_OWN_ACCOUNT = "keep_own_account"
    HEAR_CALLS = "hear_calls"
    SEE_DAY_LIST = "see_day_list"
    FIND_PATIENT = "find_patient"
    ADD_PATIENT = "add_patient"
    TAKE_DAY_LIST = "take_day_list"
    START_VISIT = "start_visit"
    END_VISIT = "end_visit"
    CORRECT_RECORDS = "correct_records"
    HAND_OVER = "hand_over"
    MANAGE_TABLETS = "manage_tablets"
    MANAGE_WORKSTATIONS = "manage_workstations"
    READ_LEAFLET = "read_leaflet"
    ENTER_FROM_PAPER = "enter_from_paper"
    PRINT_PACKET = "print_packet"
    PRINT_QUESTIONNAIRE = "print_questionnaire"
    READ_ENCOUNTER = "read_encounter"
    RATE_ITEMS = "rate_items"
    READ_SUMMARY = "read_summary"
    MARK_SEEN = "mark_seen"
    SIGN_VISIT = "sign_visit"
    WRITE_NOTE = "write_note"
    AMEND_ANSWERS = "amend_answers"
    DISCLOSE = "disclose"
    CHECK_SUMMARY = "check_summary"
    EXPORT_ANSWERS = "export_answers"
    BREAK_GLASS = "break_glass"
    READ_BREAK_GLASS = "read_break_glass"
    SEE_FAULTS = "see_faults"
    READ_DRAFTS = "read_drafts"
    WRITE_DRAFTS = "write_drafts"
    APPROVE_DEFINITIONS = "approve_definitions"
    PUBLISH_DEFINITIONS = "publish_definitions"
    PUBLISH_TRANSLATIONS = "publish_translations"
    EDIT_TEXTS = "edit_texts"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"
    TAKE_AUDIT = "take_audit"
    MANAGE_SITES = "manage_sites"
    ASK_ERASURE = "ask_erasure"
    CONFIRM_ERASURE = "confirm_erasure"


_ALL = frozenset({Action.CHANGE_OWN_PASSWORD, Action.KEEP_OWN_ACCOUNT, Action.HEAR_CALLS})
_DESK = _ALL | frozenset(
    {
        Action.SEE_DAY_LIST,
        Action.FIND_PATIENT,
        Action.ADD_PATIENT,
        Action.TAKE_DAY_LIST,
        Action.START_VISIT,
        Action.END_VISIT,
        Action.CORRECT_RECORDS,
        Action.HAND_OVER,
        Action.MANAGE_TABLETS,
        Action.READ_LEAFLET,
        Action.PRINT_PACKET,
        Action.ENTER_FROM_PAPER,
    }
)

MAY: dict[Role, frozenset[Action]] = {
    Role.FRONT_DESK: _DESK,
    Role.CLINICIAN: _DESK
    | {
        Action.READ_ENCOUNTER,
        Action.RATE_ITEMS,
        Action.READ_SUMMARY,
        Action.MARK_SEEN,
        Action.SIGN_VISIT,
        Action.WRITE_NOTE,
        Action.AMEND_ANSWERS,
        Action.PRINT_QUESTIONNAIRE,
        Action.DISCLOSE,
        Action.CHECK_SUMMARY,
        Action.EXPORT_ANSWERS,
        Action.BREAK_GLASS,
        Action.READ_DRAFTS,
        Action.APPROVE_DEFINITIONS,
        Action.PUBLISH_TRANSLATIONS,
        Action.CONFIRM_ERASURE,
    },
    Role.ADMINISTRATOR: _ALL
    | {
        Action.SEE_FAULTS,
        Action.READ_DRAFTS,
        Action.WRITE_DRAFTS,
        Action.PUBLISH_DEFINITIONS,
        Action.PUBLISH_TRANSLATIONS,
        Action.EDIT_TEXTS,
        Action.MANAGE_ACCOUNTS,
        Action.MANAGE_TABLETS,
        Action.MANAGE_WORKSTATIONS,
        Action.READ_BREAK_GLASS,
        Action.PRINT_PACKET,
        Action.PRINT_QUESTIONNAIRE,
        Action.READ_AUDIT,
        Action.MANAGE_SITES,
        Action.ASK_ERASURE,
        Action.CONFIRM_ERASURE,
    },
    # By a patient's record number, and as a file: with both a person's visits can be followed.
    Role.AUDITOR: _ALL | {Action.READ_AUDIT, Action.TAKE_AUDIT},
}


def may(role: str, action: Action) -> bool:
    """Whether a role may do this; a role that is not in the table may do nothing."""
    return any(action in actions for known, actions in MAY.items() if known == role)
