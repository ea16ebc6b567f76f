"""Rights: the whole table, spelled out a second time by hand."""

import pytest

from screening.security.permissions import MAY, Action, Role, may

WHO = {
    Action.CHANGE_OWN_PASSWORD: "desk clinician administrator auditor",
    Action.KEEP_OWN_ACCOUNT: "desk clinician administrator auditor",
    Action.HEAR_CALLS: "desk clinician administrator auditor",
    Action.SEE_DAY_LIST: "desk clinician",
    Action.FIND_PATIENT: "desk clinician",
    Action.ADD_PATIENT: "desk clinician",
    Action.TAKE_DAY_LIST: "desk clinician",
    Action.START_VISIT: "desk clinician",
    Action.END_VISIT: "desk clinician",
    Action.CORRECT_RECORDS: "desk clinician",
    Action.HAND_OVER: "desk clinician",
    Action.MANAGE_TABLETS: "desk clinician administrator",
    Action.MANAGE_WORKSTATIONS: "administrator",
    Action.READ_LEAFLET: "desk clinician",
    Action.ENTER_FROM_PAPER: "desk clinician",
    Action.PRINT_PACKET: "desk clinician administrator",
    Action.PRINT_QUESTIONNAIRE: "clinician administrator",
    Action.READ_ENCOUNTER: "clinician",
    Action.RATE_ITEMS: "clinician",
    Action.READ_SUMMARY: "clinician",
    Action.MARK_SEEN: "clinician",
    Action.SIGN_VISIT: "clinician",
    Action.WRITE_NOTE: "clinician",
    Action.AMEND_ANSWERS: "clinician",
    Action.DISCLOSE: "clinician",
    Action.CHECK_SUMMARY: "clinician",
    Action.EXPORT_ANSWERS: "clinician",
    Action.BREAK_GLASS: "clinician",
    Action.READ_BREAK_GLASS: "administrator",
    Action.SEE_FAULTS: "administrator",
    Action.READ_DRAFTS: "clinician administrator",
    Action.WRITE_DRAFTS: "administrator",
    Action.APPROVE_DEFINITIONS: "clinician",
    Action.PUBLISH_DEFINITIONS: "administrator",
    Action.PUBLISH_TRANSLATIONS: "clinician administrator",
    Action.EDIT_TEXTS: "administrator",
    Action.MANAGE_ACCOUNTS: "administrator",
    Action.READ_AUDIT: "administrator auditor",
    Action.TAKE_AUDIT: "auditor",
    Action.MANAGE_SITES: "administrator",
    Action.ASK_ERASURE: "administrator",
    Action.CONFIRM_ERASURE: "clinician administrator",
}
SHORT = {
    "desk": Role.FRONT_DESK,
    "clinician": Role.CLINICIAN,
    "administrator": Role.ADMINISTRATOR,
    "auditor": Role.AUDITOR,
}


def test_every_action_and_every_role_is_decided() -> None:
    assert set(WHO) == set(Action)
    assert set(MAY) == set(Role)


@pytest.mark.parametrize("action", Action)
def test_exactly_these_roles_may(action: Action) -> None:
    allowed = {SHORT[word] for word in WHO[action].split()}

    assert {role for role in Role if may(role, action)} == allowed


@pytest.mark.parametrize("role", ["", "patient", "root", "CLINICIAN"])
def test_an_unknown_role_may_nothing(role: str) -> None:
    assert not any(may(role, action) for action in Action)
