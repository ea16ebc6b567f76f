"""Which words a report needs: one table of them in each language.

A text may hold {names}; they are filled with ready words, never the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping

from screening.core.levels import Level
from screening.core.score import Basis
from screening.core.since import Why
from screening.quick_dataclass import dataclass

Plural = Mapping[str, str]  # CLDR category -> text; "other" is always there


# One table a language, equal to itself alone: comparing a hundred fields is code of its own, which
# each start would compile.
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Labels:
    """Headings and column heads that the templates print as they are."""

    findings_text: str
    findings_answer: str
    findings_level: str
    findings_seen: str
    ask: str
    right_now: str
    scores: str
    trend: str
    since: str
    use: str
    features_row: str
    features_says: str
    features_value: str
    own_words: str
    exactly_typed: str
    note: str
    review: str
    reviewed_by: str
    signature: str
    reviewed_at: str
    signed_by: str
    draft: str
    outside: str
    outside_to: str
    outside_purpose: str
    outside_consent: str
    item: str
    answer: str
    points: str
    change: str
    rules: str
    rule_finding: str
    rule_rests_on: str
    rule_why: str
    rule_source: str
    made: str
    sources_lang: str  # of notes on sources, where that is not the report's own language


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Wording:
    """All words of the report in one language."""

    labels: Labels
    title: str
    description: str
    day: str  # CLDR date patterns
    day_without_year: str
    month: str
    long_day: str
    visit: str
    visit_went_on: str
    age: str
    confidential: str
    header: str
    footer_patient: str
    footer_proof: str
    no_audit_head: str
    page: str
    page_of: str
    patient: str
    born: str
    record: str
    answered_by: str
    language: str
    the_patient: str
    patient_read_to: str
    the_clinician: str
    patient_on_paper: str
    staff_for_patient: str
    findings_count: Plural
    findings_deadline: Mapping[Level, str]
    no_flag: str
    safety_answered: Plural
    safety_open: str
    safety_not_asked: str
    safety_none: str
    levels: Mapping[Level, str]
    by_day: str
    later_changed: str
    not_sent: str
    seen: str
    not_seen: str
    seen_unknown: str
    right_now_at: str
    right_now_visit: str
    slots: Mapping[str, str]
    not_asked: str
    untold: str
    hours_open: str
    rated_by: str
    patient_reported: str
    answered_of: str
    maximum: str
    not_scored: str
    no_published_bands: str
    possible: str
    missing: str
    prorated: str
    item_with: str
    since_use: str
    first_visit: str
    change_higher: str
    change_lower: str
    change_none: str
    change_since: str
    change_since_same: str
    change_open: str
    change_unknown: str
    other_version: str
    other_raters: str
    items_other: Mapping[Why, str]
    first_was: str
    trend_visits: Plural
    trend_note: str
    trend_rows: str
    trend_other_version: str
    trend_open_line: str
    trend_gap: str
    chart_name: str
    chart_says: str
    chart_point: str
    bar_says: str
    bar_band: str
    bar_empty: str
    item_change: str
    since_first: str
    since_sentence: str
    since_nothing: str
    since_higher: str
    since_lower: str
    since_same: str
    since_open: str
    since_open_then: str
    since_day: str
    since_version: str
    since_raters: str
    since_new_count: Plural
    since_gone_count: Plural
    since_moved: str
    since_more: Plural
    since_new: str
    since_untold: str
    since_gone: str
    since_unasked: str
    since_skipped: Mapping[Why, str]
    features_says: Mapping[str, str]
    features_title: str
    total: str
    total_of: str
    points_of: str
    by_rater: str
    table_note: str
    items_not_asked: str
    pages_empty: str
    pages_left_out: str
    answered_on: str
    not_again: str
    not_again_score: str
    cut: str
    cut_on_paper: str
    made_questionnaires: str
    made_evidence: str
    made_bands: str
    made_convention: str
    made_received: str
    made_integrity: str
    made_attached: str
    made_outside: str
    made_software: str
    made_sources: str
    version: str
    wordings: Mapping[str, str]
    reviewed: str
    reviewed_by_nobody: str
    reviewed_on: str  # {name}, {day}
    evidence: str
    tested_for: str
    not_validated: str
    bands_of: str
    bands_untold: str
    or_more: str
    bases: Mapping[Basis, str]
    unverified: str
    received: str
    amended: str
    typed_in: str
    typed_in_checked: str
    typed_in_blank: str
    read_aloud_language: str
    time_zone: str
    checksum: str
    from_file: str
    attached: str
    outside_agreed: str
    outside_notice: str
    software: str
    judgement: str
    chart_visit: str
    chart_findings: str
    chart_signed: str
    chart_not_signed: str
    chart_count: str
    spoken: Mapping[str, str]  # what the core says in English, in this language
