"""The report's own words, one table per language. Everything else on the page is data.

A text may hold {names}; they are filled with ready words, never the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screening.core.levels import Level
from screening.core.score import Basis

Plural = Mapping[str, str]  # CLDR category -> text; "other" is always there


@dataclass(frozen=True, slots=True)
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
    changes: str
    use: str
    features_row: str
    features_says: str
    features_value: str
    own_words: str
    exactly_typed: str
    review: str
    reviewed_by: str
    signature: str
    reviewed_at: str
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


@dataclass(frozen=True, slots=True)
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
    first_was: str
    trend_visits: Plural
    trend_note: str
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
    changes_since: str
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
    made_questionnaires: str
    made_evidence: str
    made_bands: str
    made_convention: str
    made_received: str
    made_integrity: str
    made_software: str
    made_sources: str
    version: str
    wordings: Mapping[str, str]
    reviewed: str
    reviewed_by_nobody: str
    evidence: str
    tested_for: str
    not_validated: str
    bands_of: str
    bands_untold: str
    or_more: str
    bases: Mapping[Basis, str]
    unverified: str
    received: str
    read_aloud_language: str
    time_zone: str
    checksum: str
    from_file: str
    software: str
    judgement: str


EN = Wording(
    labels=Labels(
        findings_text="Finding",
        findings_answer="Answer",
        findings_level="When to act",
        findings_seen="Seen by",
        ask="Not answered, ask in person:",
        right_now="Right now",
        scores="Scores today",
        trend="Trend",
        changes="Largest changes",
        use="Use",
        features_row="Feature",
        features_says="Points",
        features_value="Answer",
        own_words="In the patient’s words",
        exactly_typed="Shown exactly as typed.",
        review="Review",
        reviewed_by="Reviewed by",
        signature="Signature",
        reviewed_at="Date and time",
        item="Item",
        answer="Answer",
        points="Points",
        change="Change",
        rules="Rules behind the findings",
        rule_finding="Finding and rule",
        rule_rests_on="Rests on",
        rule_why="Why it is shown",
        rule_source="Source",
        made="How this summary was made",
    ),
    title="Screening summary",
    description="Summary of one visit for the clinician: findings, scores, trend and all answers.",
    day="d MMM y",
    day_without_year="d MMM",
    month="MMM y",
    long_day="EEEE d MMMM y",
    visit="Visit {number} · {day}, {start}–{end}",
    visit_went_on="Visit {number} · {day}, from {start}",
    age="{day} ({years} y)",
    confidential="Confidential patient information",
    header=" · born {born} · record {record} · visit {day} · {title}",
    footer_patient="{name} · record {record}",
    footer_proof="summary {checksum} · audit head {head}",
    no_audit_head="none",
    page="Page ",
    page_of=" of ",
    patient="Patient",
    born="Date of birth (age)",
    record="Record number",
    answered_by="Answered by",
    language="Language",
    the_patient="Patient",
    patient_read_to="Patient, to whom staff read the questions aloud",
    the_clinician="clinician",
    staff_for_patient="patient",
    findings_count={"one": "{number} safety finding", "other": "{number} safety findings"},
    findings_deadline={
        "now": "{number} now",
        "before_leaving": "{number} before the patient leaves",
        "within_7_days": "{number} within 7 days",
        "within_28_days": "{number} within 28 days",
        "note": "{number} to note",
    },
    no_flag="No flag raised.",
    safety_answered={
        "one": "{answered} of {number} safety question answered",
        "other": "{answered} of {number} safety questions answered",
    },
    safety_open="not answered: {items}",
    safety_not_asked="not asked: {items}",
    safety_none="No safety question was asked at this visit",
    levels={
        "now": "Now",
        "before_leaving": "Before the patient leaves",
        "within_7_days": "Within 7 days",
        "within_28_days": "Within 28 days",
        "note": "Note",
    },
    by_day="{level}, by {day}",
    later_changed="{because} (later changed, {clock})",
    not_sent="{because} (answered {clock}, not sent yet)",
    seen="{name}, {clock}",
    not_seen="not yet seen",
    seen_unknown="not recorded",
    right_now_at="at {clock}, when the clinician’s rating ended",
    right_now_visit="at {clock}, when the visit began",
    slots={
        "treatment": "Treatment medicine, last dose",
        "antagonist": "Last antagonist",
        "pregnancy": "Pregnancy",
        "naloxone": "Naloxone at home",
    },
    not_asked="not asked",
    untold="Open, because another answer is missing",
    hours_open="Hours since last use: cannot be told for every substance",
    rated_by="Rated by {name}",
    patient_reported="Patient-reported",
    answered_of="{answered} of {number} answered",
    maximum="/ {maximum}",
    not_scored="not scored",
    no_published_bands="no published bands",
    possible="possible {span} of {maximum}",
    missing="Missing: {items}.",
    prorated="scaled up from {answered} of {number} items",
    item_with="{item}: {answer}",
    since_use="{label}: {value}",
    first_visit="First visit",
    change_higher="{number} higher",
    change_lower="{number} lower",
    change_none="No change",
    change_since=" than {day} ({value})",
    change_since_same=" since {day} ({value})",
    change_open="{day}: {value}",
    change_unknown="{day}: not scored",
    first_was=" · first visit {value}",
    trend_visits={"one": "over {number} visit", "other": "over {number} visits"},
    trend_note="higher means more of it; shading shows the published bands; under each visit the"
    " hours since last use",
    trend_other_version="Hollow square: another version of the questionnaire.",
    trend_open_line="Visits are joined only where the hours since last use are known at both.",
    trend_gap="{day}: not scored.",
    chart_name="{name}, {low}–{high}",
    chart_says="{name} over time: {points}.",
    chart_point="{value} on {day}",
    bar_says="{name}: {value} of {maximum}{band}.",
    bar_band=", band {band}",
    bar_empty="{name}: not scored, {possible}.",
    item_change="{item} {before} → {after}",
    changes_since="{name} since {day}: {items}.",
    features_says={
        "towards": "● towards",
        "away": "○ away",
        "neither": "– neither",
        "unknown": "? unknown",
    },
    features_title="Features",
    total="Total",
    total_of="{name}: {band}",
    points_of="/ {maximum}",
    by_rater="{label} ({rater})",
    items_not_asked="Not asked, because of other answers: {items}.",
    pages_empty="Nothing was recorded on these pages: {pages}.",
    pages_left_out="Not asked at this visit: {pages}.",
    answered_on=" (answered {day})",
    not_again="{name} was not asked again: answered on {day}.",
    not_again_score="{name} was not asked again: answered on {day}, {value} of {maximum}.",
    table_note="Shaded rows changed since {day}.",
    cut="[… cut here, {number} characters in all]",
    made_questionnaires="Questionnaires",
    made_evidence="Evidence",
    made_bands="Bands used",
    made_convention="Without a published basis",
    made_received="Answers received",
    made_integrity="Integrity",
    made_software="Made by",
    made_sources="Sources",
    version="{name} {version} ({wording}; reviewed by: {reviewer})",
    wordings={
        "own": "own wording",
        "adapted": "adapted wording, so published accuracy does not carry over",
        "published": "published wording",
    },
    reviewed="{name}",
    reviewed_by_nobody="nobody yet",
    evidence="{name}: {grade}",
    tested_for=" Used here for {used}; tested for {tested}.",
    not_validated="nothing so far",
    bands_of="{name}: {bands}. {source}",
    or_more="from {number}",
    bands_untold="which bands apply cannot be told",
    bases={
        "published": "Published",
        "convention": "By convention only",
        "house": "House rule",
    },
    unverified="Not verified: {text}",
    received="{name}: {rater}, {stamp}, revision {revision}",
    read_aloud_language="{name}, in {language}",
    time_zone="All times in {zone}.",
    checksum="{name} SHA-256 {checksum}",
    from_file="read from a file, no stored record",
    software="Screening {version}, from the answers as of {stamp}; audit head: {head}.",
    judgement="Screening, not diagnosis. Findings and bands support clinical judgement and do"
    " not replace it.",
)

WORDINGS: Mapping[str, Wording] = {"en": EN}
