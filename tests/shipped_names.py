"""The ids of the shipped questionnaires, written out: a file that goes missing is noticed."""

NAMES = (
    "audit_c", "cows", "entered_totals", "follow_up_check", "gad2", "gad7", "hair_exam",
    "hair_history", "kratom_use", "kud", "oows13", "own_words", "phq2", "phq9", "salt", "sds",
    "sows16", "sows_gossop", "substance_use", "visit_reason", "vitals", "withdrawal_safety",
)  # fmt: skip
