"""What each kind of fault means, by its code, in an administrator's words.

docs/questionnaire-faults.md is written from this table by tools/fault_page.py; a test holds every
code of the source against it. The sentence of a single fault stands where it is found.
"""

from __future__ import annotations

from collections.abc import Mapping

TEXT: Mapping[str, str] = {
    "not_utf8": "The file is not saved as UTF-8.",
    "too_large": "The file is larger than any questionnaire needs to be.",
    "too_deep": "Lists and keys are nested too deeply, or there are too many of them.",
    "too_long": "A text, a name or a list is longer than allowed.",
    "not_yaml": "The file breaks a rule of YAML: an indent, a quote, a bracket or a colon.",
    "control_character": "The text holds an invisible character that no keyboard types.",
    "second_document": "A line `---` starts a second document; a file holds one definition.",
    "anchor": "YAML's `&` and `*` copy parts of a file; here everything is written out.",
    "tag": "YAML's `!` gives a value a type; here the key alone decides the type.",
    "merge": "YAML's `<<` merges keys; here every key is written out.",
    "doubled_key": "A key stands twice in one place, so that the second would hide the first.",
    "no_value": "A key stands there without a value. What is not wanted is left out.",
    "key_not_text": "A key is a list or a set of keys instead of a word.",
}

SHAPE: Mapping[str, str] = {
    "unknown_key": "The key does not belong to this place; it is often misspelt.",
    "default_answer": "An answer is filled in beforehand; nobody could tell it from a real one.",
    "missing_key": "A key that this place cannot do without is not there.",
    "empty": "The file or a list holds nothing.",
    "not_a_mapping": "Keys with values belong here, and something else was written.",
    "not_a_list": "A list belongs here, and something else was written.",
    "not_text": "Text belongs here, and a list or a set of keys was written.",
    "not_a_number": "A number belongs here, in plain digits with a point.",
    "not_a_whole_number": "A whole number belongs here.",
    "not_a_day": "A day of the calendar belongs here, as year, month and day.",
    "not_yes_or_no": "The words yes and no are the only ones that fit.",
    "unknown_word": "Only certain words fit here, and this is none of them.",
    "unknown_type": "The item's `type` is none of the known ones.",
    "missing_type": "The item has no `type`, or the condition is none.",
    "one_test_only": "A condition tests exactly one thing; `all` and `any` join several.",
    "wrong_name": "An id, a version or a language is not spelt as such.",
    "doubled_edge": "The same number stands twice among edges of points.",
    "wrong_value": "The value has a form that does not fit here.",
}

NAMES: Mapping[str, str] = {
    "doubled_id": "Two things that must be told apart have one id.",
    "reserved_id": "The id is a word of the language itself.",
    "equal_options": "Two options read alike, so that nobody can choose between them.",
    "one_option": "An item to choose from has nothing to choose.",
    "exclusive_choice": "`exclusive` stands where only one option can be chosen anyway.",
    "unknown_item": "There is no item, computed value or score of this name.",
    "unknown_option_set": "There is no option set of this name.",
    "unknown_option": "The item has no such option, or the score no such band.",
    "unknown_field": "The rows have no field of this name.",
    "unknown_reference": "The source is not listed in references.yaml.",
    "unknown_questionnaire": "The packet or translation names a questionnaire that is not there.",
    "unknown_leaflet": "The packet names a leaflet that is not there.",
    "not_another": "`uses` names something that is not in another questionnaire.",
    "unused": "`uses` names something that the file never looks at.",
    "same_as_itself": "`same_as` must name an item of another questionnaire.",
    "not_the_same": "Two items that are to share one answer take different answers.",
}

ITEMS: Mapping[str, str] = {
    "empty_range": "No number lies between `min` and `max`.",
    "out_of_bounds": "A whole number is far outside what makes sense here.",
    "too_many_decimals": "A limit has more digits after the point than the item's answers.",
    "first_edge": "Points by number must begin at the smallest possible answer.",
    "edges_unordered": "Edges of points must rise, and stay within the item's range.",
    "unit_unclear": "A quantity needs either one `unit` or several `units`.",
    "precision_order": "`precision` names the finest first and the coarsest last.",
    "precision_of_date": "A date without time of day cannot be precise to the hour.",
    "never_not_asked": "Points for a skipped item, and the item is never skipped.",
    "not_for_fields": "The key belongs to the rows as a whole and not to one field.",
    "item_not_reached": "No answers at all lead to this item.",
}

CONDITIONS: Mapping[str, str] = {
    "test_does_not_fit": "The test cannot be asked of an item of this type.",
    "empty_test": "The test asks nothing.",
    "limit_without_unit": "A limit is set where the number may come in several units.",
    "circle": "Something waits for itself, directly or through others, here or in other files.",
    "chain_too_long": "Too many items wait for one another in a row.",
    "waits_for_clinician": "A patient's item waits for what a clinician rates later.",
    "asked_later": "A packet's entry waits for answers that come after it.",
}

PAGES: Mapping[str, str] = {
    "unknown_page": "The questionnaire has no page of this id.",
    "page_twice": "One page is brought twice, and nobody is asked the same thing twice in a visit.",
    "page_not_brought": "An answer is looked at or given on a page that the packet leaves out.",
    "page_never_asked": "All that one rater has on the page waits for a page that does not come.",
    "answer_unfit": "The typical visit answers an item in a way in which nobody can.",
}

SCORES: Mapping[str, str] = {
    "one_kind": "A score is worked out in exactly one way.",
    "one_way": "A computed value is worked out in exactly one way.",
    "not_a_moment": "A duration needs two moments, and this item is none.",
    "not_a_quantity": "A ratio needs two numbers in one unit each, or ratios, and this is none.",
    "says_nothing": "A row of a feature table points nowhere.",
    "weight": "A weight, or the factor of a ratio, is zero or negative.",
    "counted_twice": "One item counts twice in one score.",
    "not_in_score": "An item is left out of a score that it is not part of.",
    "prorate_does_not_fit": "This kind of score cannot be scaled up from part of its items.",
    "not_scorable": "Items of this type have no points.",
    "units_not_scorable": "A number in several units cannot be added up.",
    "no_points": "An item counts in a score, and some of its options have no points.",
    "wrong_range": "The items allow other lowest and highest values than the file declares.",
    "range_too_fine": "The score has more possible values than can be followed.",
    "bands_or_choose": "A band set has either `bands` or `choose`.",
    "when_or_otherwise": "A branch of `choose` has either `when` or `otherwise`.",
    "otherwise_last": "`otherwise` serves when nothing before it did, so it stands last.",
    "first_band": "The lowest band must begin at the lowest possible value.",
    "bands_unordered": "Bands are written from low to high.",
    "band_not_reached": "No possible value lies in this band.",
}

PROOF: Mapping[str, str] = {
    "no_fingerprint": "Published wording has nothing to show that it is as it was published.",
    "needless_fingerprint": "A fingerprint stands beside wording that is our own or adapted.",
    "reworded": "A text of a published wording is no longer what it was.",
    "unclear_source": "A source says nothing, or several things at once.",
    "case_fails": "A worked case comes out otherwise than it states.",
    "edge_without_case": "No worked case proves this edge between two bands.",
    "unnoticed_mistake": "`check --mutants` made this mistake, and no worked case failed.",
    "version_not_newer": "The file's version does not come after the one in use.",
    "version_too_small": "More was changed than this step of the version allows.",
    "other_id": "The text of a draft has the id of another questionnaire.",
    "retired": "A packet brings a questionnaire that the clinic has taken out of use.",
    "version_in_use": "A file with this version is in use, and its content differs.",
}

LEAFLETS: Mapping[str, str] = {
    "finding_not_there": "The clinic words a finding that no questionnaire has.",
    "lowered_level": "The clinic's level of a finding is less urgent than the questionnaire's.",
    "never_said": "A leaflet holds words patients are never given: a dose, a brand, a promise.",
    "grade_does_not_fit": "A statement has evidence and no grade for it, or a grade and no source.",
}

TRANSLATIONS: Mapping[str, str] = {
    "missing_text": "A text of the questionnaire is not told by the translation.",
    "text_of_nothing": "The questionnaire has no such id, or no such text to translate.",
    "other_version": "The translation was made for another version of its questionnaire.",
    "other_name": "The name of the file says one thing and its content another.",
    "same_language": "The questionnaire is written in that language already.",
    "published_only": "The key belongs to a published wording, and the file is none.",
    "wrong_fingerprint": "A published text was changed, or nobody has marked it as unchanged.",
}

GROUPS: Mapping[str, Mapping[str, str]] = {
    "The text of the file": TEXT,
    "Its shape": SHAPE,
    "Names": NAMES,
    "Items": ITEMS,
    "Conditions": CONDITIONS,
    "Pages of a packet, and its typical visit": PAGES,
    "Computed values, scores and bands": SCORES,
    "Sources, wording, worked cases and versions": PROOF,
    "Leaflets": LEAFLETS,
    "Translations and wording packs": TRANSLATIONS,
}

MEANINGS: Mapping[str, str] = {
    code: text for group in GROUPS.values() for code, text in group.items()
}
