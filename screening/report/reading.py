"""What every section of the summary reads from: today's visit, the earlier ones, and the teller."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screening.core.answers import Answer, Missing
from screening.core.evaluation import Evaluation
from screening.core.facts import Computed, Observation
from screening.core.findings import label_of, value_words
from screening.core.references import Reference
from screening.core.score import Score
from screening.core.visit import FilledIn
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit
from screening.quick_dataclass import dataclass
from screening.report.telling import Teller
from screening.report.wording import Wording


@dataclass(frozen=True, slots=True)
class Reading:
    """One visit among the patient's visits, ready to be told."""

    today: EvaluatedVisit
    earlier: tuple[EvaluatedVisit, ...]  # oldest first, at most as many as a trend shows
    references: Mapping[str, Reference]
    tell: Teller

    @property
    def words(self) -> Wording:
        return self.tell.words

    @property
    def last(self) -> EvaluatedVisit | None:
        """The visit before this one."""
        return self.earlier[-1] if self.earlier else None

    def in_order(self) -> tuple[Evaluated, ...]:
        """Questionnaires with a card first, the clinician's before the patient's; then the rest."""
        rank = {"clinician": 0, "patient": 1}
        return tuple(
            sorted(
                self.today.questionnaires,
                key=lambda e: (main_score(e) is None, min(rank[f.role] for f in e.filled)),
            )
        )

    def raters(self, filled: tuple[FilledIn, ...]) -> str:
        """Rated by R. Ortega, RN; patient-reported."""
        said = (
            self.words.patient_reported
            if part.role == "patient"
            else self.words.rated_by.format(name=self.rater(part))
            for part in filled
        )
        return "; ".join(dict.fromkeys(said))

    def rater(self, filled: FilledIn) -> str:
        if filled.role == "patient":
            if filled.typed_in is not None:
                return self.words.patient_on_paper
            return self.words.patient_read_to if filled.read_aloud else self.words.the_patient
        return filled.rater_name or self.words.the_clinician


def main_score(evaluated: Evaluated) -> Score | None:
    """The score that has a card: the one that bears the questionnaire's own name.

    An instrument with one total names it like itself; parts and single sites (a pull test's) do
    not, and are told on page 2 only. What the visit asked of nobody has no card either.
    """
    scores = evaluated.questionnaire.scores
    found = next((s for s in scores if s.id == evaluated.questionnaire.id), None)
    return None if found is None or set(found.items) <= evaluated.left_out else found


def observation(evaluation: Evaluation, score: Score) -> Observation:
    found = evaluation.look(score.id)
    assert isinstance(found, Observation)
    return found


def known(visit: EvaluatedVisit, ref: str, home: Evaluated) -> tuple[Evaluated, str] | None:
    """The questionnaire of the visit that holds a reference, and the name it has there."""
    owner, _, name = ref.rpartition(".")
    found = visit.find(owner) if owner else home
    return None if found is None else (found, name)


def ref_words(
    reading: Reading,
    visit: EvaluatedVisit,
    home: Evaluated,
    ref: str,
    *,
    at_rating: bool = False,
    options: tuple[str, ...] = (),
) -> tuple[str, str]:
    """Label and value of an item, computed value or score, of this or another questionnaire.

    options  the only ones to be told of a checklist; without any, all that are ticked
    """
    found = known(visit, ref, home)
    if found is None:
        return label_of(home.now, ref), reading.words.not_asked
    evaluated, name = found
    facts = evaluated.at_rating if at_rating else evaluated.now
    words = value_words(facts, name, reading.tell.speech, options)
    return label_of(facts, name), reading.tell.cut(words)


def since_use(visit: EvaluatedVisit) -> Iterator[tuple[Evaluated, str]]:
    """Every duration in hours of the strip whose question was put: time since last use."""
    for evaluated, ref, _ in hours_lines(visit):
        if any(was_put(*place) for place in items_behind(visit, evaluated, ref)):
            yield evaluated, ref


def hours_open(visit: EvaluatedVisit) -> bool:
    """Whether a substance's hours are unknown because nobody knows if they had to be asked."""
    return any(
        is_undecided(*place)
        for evaluated, ref, _ in hours_lines(visit)
        for place in items_behind(visit, evaluated, ref)
    )


def hours_lines(visit: EvaluatedVisit) -> Iterator[tuple[Evaluated, str, str]]:
    """Every duration in hours of the strip with its line's label, put or not."""
    for evaluated in visit.questionnaires:
        hours = {
            computed.id
            for computed in evaluated.questionnaire.computed
            if computed.between is not None and computed.between.unit == "h"
        }
        for line in evaluated.questionnaire.summary.right_now:
            for ref in line.of:
                if ref in hours:
                    yield evaluated, ref, line.text


def items_behind(
    visit: EvaluatedVisit, home: Evaluated, ref: str
) -> Iterator[tuple[Evaluated, str]]:
    """The items a reference rests on: itself, or the ends of a computed value; none for a score."""
    place = known(visit, ref, home)
    if place is None:
        return
    owner, name = place
    if owner.questionnaire.has_item(name):
        yield place
        return
    for end in owner.questionnaire.rests_on(name):
        if end not in (name, "visit"):
            yield from items_behind(visit, owner, end)


def is_left_out(visit: EvaluatedVisit, home: Evaluated, ref: str) -> bool:
    """Whether a reference rests on nothing but items that the visit asked of nobody."""
    owner, _, item_id = ref.rpartition(".")
    if owner and visit.find(owner) is None:
        packet_known = bool(visit.record.left_out)
        return packet_known and item_id in visit.record.left_out.get(owner, (item_id,))
    items = list(items_behind(visit, home, ref))
    return bool(items) and all(name in evaluated.left_out for evaluated, name in items)


def rested(reading: Reading, questionnaire_id: str, item_id: str) -> str:
    """The day on which an item that was not asked again was answered; empty for any other."""
    for kept in reading.today.record.not_again:
        items = {item.id for page in kept.pages for item in page.items}
        if kept.questionnaire.id == questionnaire_id and item_id in items:
            return reading.words.answered_on.format(day=reading.tell.near_day(kept.before.day))
    return ""


def was_put(evaluated: Evaluated, item_id: str) -> bool:
    """Whether somebody met the question at the visit, or it is answered all the same."""
    found = state(evaluated, item_id)
    if isinstance(found, Answer):
        return True
    asked = evaluated.now.enabled(item_id) is True and found.reason != "not_asked"
    return asked and _has_rater(evaluated, item_id)


def is_undecided(evaluated: Evaluated, item_id: str) -> bool:
    """Whether a missing answer leaves open if the question had to be put."""
    return evaluated.now.enabled(item_id) is None and _has_rater(evaluated, item_id)


def _has_rater(evaluated: Evaluated, item_id: str) -> bool:
    rater = evaluated.questionnaire.rater(evaluated.questionnaire.item(item_id))
    return rater == "either" or any(filled.role == rater for filled in evaluated.filled)


def is_asked(evaluated: Evaluated, item_id: str) -> bool:
    """False when the item is skipped by right; True while that cannot be told."""
    return evaluated.now.enabled(item_id) is not False


def state(evaluated: Evaluated, item_id: str) -> Answer | Missing:
    return evaluated.now.state(item_id)


def has_value(reading: Reading, home: Evaluated, ref: str) -> bool:
    """Whether anything is known of an item, computed value or score of the visit."""
    place = known(reading.today, ref, home)
    if place is None:
        return False
    match place[0].now.look(place[1]):
        case Missing():
            return False
        case Answer():
            return True
        case Computed() as computed:
            return computed.low is not None
        case Observation() as observation:
            return observation.value is not None
