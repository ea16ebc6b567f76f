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
    SEE_DAY_LIST = "see_day_list"
    FIND_PATIENT = "find_patient"
    ADD_PATIENT = "add_patient"
    START_VISIT = "start_visit"
    END_VISIT = "end_visit"
    HAND_OVER = "hand_over"
    READ_ENCOUNTER = "read_encounter"
    RATE_ITEMS = "rate_items"
    READ_SUMMARY = "read_summary"
    MARK_SEEN = "mark_seen"
    SEE_FAULTS = "see_faults"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"


_DESK = frozenset(
    {
        Action.SEE_DAY_LIST,
        Action.FIND_PATIENT,
        Action.ADD_PATIENT,
        Action.START_VISIT,
        Action.END_VISIT,
        Action.HAND_OVER,
        Action.CHANGE_OWN_PASSWORD,
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
    },
    Role.ADMINISTRATOR: frozenset(
        {
            Action.SEE_FAULTS,
            Action.MANAGE_ACCOUNTS,
            Action.CHANGE_OWN_PASSWORD,
        }
    ),
    Role.AUDITOR: frozenset({Action.READ_AUDIT, Action.CHANGE_OWN_PASSWORD}),
}


def may(role: str, action: Action) -> bool:
    """Whether a role may do this; a role that is not in the table may do nothing."""
    return any(action in actions for known, actions in MAY.items() if known == role)
