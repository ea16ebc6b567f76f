"""Points, ranges and bands of every published scale, copied by hand from the clinical dossier.

Nothing here is read from a questionnaire's file. An option's id is the one word shared with it; its
points were given by laying the option's wording beside the dossier's, one by one. Bands are the
dossier's closed ranges, not lower edges; SALT and the vellus share count in tenths of a percent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

Ranges = tuple[tuple[int, int, str], ...]  # lowest, highest, band


@dataclass(frozen=True, eq=False)
class Choice:
    """A sign with words; dossier points of each."""

    points: dict[str, int]

    @cached_property
    def worth(self) -> int:
        """The points that an answer can have, as set bits."""
        return sum(1 << number for number in set(self.points.values()))


@dataclass(frozen=True, eq=False)
class Number:
    """A figure from lowest to highest, in steps of 10**-places; worth itself unless bands say."""

    lowest: int  # in steps
    highest: int
    places: int = 0
    points: Ranges = ()  # the third is the points

    @cached_property
    def worth(self) -> int:
        """The points that an answer can have, as set bits."""
        if self.points:
            return sum(1 << int(points) for _, _, points in self.points)
        return ((1 << (self.highest - self.lowest + 1)) - 1) << self.lowest


@dataclass(frozen=True)
class Scale:
    """One score: the sum of its items unless dossier_scorer knows it by name."""

    items: dict[str, Choice | Number]
    range: tuple[int, int]  # in steps of 10**-places
    sets: dict[str, tuple[str, Ranges]] = field(default_factory=dict)  # set: basis, bands
    places: int = 0


def _steps(words: str) -> Choice:
    return Choice({word: n for n, word in enumerate(words.split())})


def _all(names: str, item: Choice | Number) -> dict[str, Choice | Number]:
    return dict.fromkeys(names.split(), item)


_SAID = Choice({"no": 0, "yes": 1})
_TWO_WEEKS = _steps("not_at_all some_days most_days almost_daily")
_HOW_OFTEN = _steps("never sometimes often always")

# 1.1 of the dossier; the allowed points are not 0, 1, 2, 3.
_COWS: dict[str, Choice | Number] = {
    "pulse": Number(20, 250, points=((20, 80, "0"), (81, 100, "1"), (101, 120, "2"),
                                     (121, 250, "4"))),
    "sweating": Choice({"none": 0, "told": 1, "damp": 2, "drops": 3, "running": 4}),
    "restlessness": Choice({"calm": 0, "effort": 1, "shifting": 3, "cannot_sit": 5}),
    "pupils": Choice({"usual": 0, "maybe_large": 1, "large": 2, "rim": 5}),
    "aches": Choice({"none": 0, "light": 1, "strong": 2, "rubbing": 4}),
    "nose_eyes": Choice({"none": 0, "stuffy": 1, "running": 2, "constant": 4}),
    "gi": Choice({"none": 0, "cramps": 1, "nausea": 2, "vomited": 3, "repeated": 5}),
    "tremor": Choice({"none": 0, "felt": 1, "slight": 2, "coarse": 4}),
    "yawning": Choice({"none": 0, "once_twice": 1, "three_more": 2, "each_minute": 4}),
    "anxiety": Choice({"none": 0, "told": 1, "seen": 2, "hinders": 4}),
    "gooseflesh": Choice({"smooth": 0, "felt": 3, "marked": 5}),
}  # fmt: skip

_PHQ9 = "interest mood sleep energy appetite self_worth concentration psychomotor self_harm"
_GAD7 = "nervous control_worry worry_much relax restless irritable afraid"
_KUD = (
    "larger_longer cut_down time_spent craving roles social activities hazardous harm_knowledge "
    "tolerance withdrawal"
)
_SOWS = (
    "anxious yawning sweating tearing runny_nose gooseflesh shaking hot_flush cold_flush aches "
    "restless nausea vomiting twitching cramps urge"
)
_GOSSOP = "sick cramps spasms cold pounding tension aches yawning eyes sleep"
_OOWS = (
    "yawning rhinorrhoea piloerection perspiration lacrimation tremor mydriasis flushes "
    "restlessness vomiting twitches cramps anxiety"
)
_SDS: dict[str, Choice | Number] = {
    **_all("control anxious_without worry wish_stop", _HOW_OFTEN),
    "hard_stop": _steps("not_hard somewhat_hard very_hard impossible"),
}
_AUDIT: dict[str, Choice | Number] = {
    "frequency": _steps("never monthly few_monthly few_weekly more_weekly"),
    "quantity": _steps("one_two three_four five_six seven_nine ten_more"),
    "binge": _steps("never less_monthly monthly weekly daily"),
}
_PERCENT = Number(0, 1000, places=1)


def _pull(site: str, basis: str) -> Scale:
    """4.4: two or fewer is normal, read per site by decisions section 3."""
    bands = ((0, 2, "negative"), (3, 60, "positive"))
    return Scale({f"{site}_removed": Number(0, 60)}, (0, 60), {"main": (basis, bands)})


def _entered(item: str, *bands: tuple[int, int, str], basis: str = "published") -> Scale:
    low, high = bands[0][0], bands[-1][1]
    return Scale({item: Number(low, high)}, (low, high), {"main": (basis, bands)})


_CUT = ((0, 2, "negative"), (3, 6, "positive"))
_CONVENTION = (0, 0, "none"), (1, 10, "mild"), (11, 20, "moderate")

# Questionnaire id -> score id -> what the dossier says of it.
TABLES: dict[str, dict[str, Scale]] = {
    "cows": {"cows": Scale(_COWS, (0, 48), {"main": ("published", (
        (0, 4, "none"), (5, 12, "mild"), (13, 24, "moderate"), (25, 36, "moderately_severe"),
        (37, 48, "severe")))})},
    "sows16": {"sows16": Scale(
        _all(_SOWS, _steps("not_at_all a_little somewhat quite_a_lot very_much")), (0, 64),
        {"main": ("convention", (*_CONVENTION, (21, 64, "severe")))})},
    "sows_gossop": {"sows_gossop": Scale(
        _all(_GOSSOP, _steps("none mild moderate severe")), (0, 30),
        {"main": ("convention", (*_CONVENTION, (21, 30, "severe")))})},
    "oows13": {"oows13": Scale(_all(_OOWS, _SAID), (0, 13))},
    "sds": {"sds": Scale(_SDS, (0, 15), {
        "opioid_study": ("house", ((0, 2, "below_opioid_cut"), (3, 15, "at_or_above_opioid_cut"))),
        "benzodiazepine_study": ("house", (
            (0, 6, "below_benzodiazepine_cut"), (7, 15, "at_or_above_benzodiazepine_cut")))})},
    "kud": {"kud": Scale(_all(_KUD, _SAID), (0, 11), {"main": ("published", (
        (0, 1, "none"), (2, 3, "mild"), (4, 5, "moderate"), (6, 11, "severe")))})},
    "phq2": {"phq2": Scale(_all("interest mood", _TWO_WEEKS), (0, 6),
                           {"main": ("published", _CUT)})},
    "phq9": {"phq9": Scale(_all(_PHQ9, _TWO_WEEKS), (0, 27), {"main": ("published", (
        (0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 19, "moderately_severe"),
        (20, 27, "severe")))})},
    "gad2": {"gad2": Scale(_all("nervous control_worry", _TWO_WEEKS), (0, 6),
                           {"main": ("published", _CUT)})},
    "gad7": {"gad7": Scale(_all(_GAD7, _TWO_WEEKS), (0, 21), {"main": ("published", (
        (0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 21, "severe")))})},
    "audit_c": {"audit_c": Scale(_AUDIT, (0, 12))},
    "salt": {"salt": Scale(_all("vertex right left posterior", _PERCENT), (0, 1000), {
        "classes": ("published", ((0, 0, "S0"), (1, 249, "S1"), (250, 499, "S2"),
                                  (500, 749, "S3"), (750, 999, "S4"), (1000, 1000, "S5"))),
        "severity": ("house", ((0, 0, "none"), (1, 200, "limited"), (201, 499, "moderate"),
                               (500, 949, "severe"), (950, 1000, "very_severe")))}, places=1)},
    "hair_exam": {
        "pull_crown": _pull("crown", "published"),
        "pull_frontal": _pull("frontal", "house"),
        "pull_left": _pull("left", "house"),
        "pull_right": _pull("right", "house"),
        "hair_shedding_6grade": _entered("grade", (1, 4, "usual"), (5, 6, "excessive")),
        "vellus": Scale({"vellus_percent": _PERCENT}, (0, 1000), {"main": ("house", (
            (0, 99, "under_10"), (100, 1000, "at_least_10")))}, places=1),
        "wash": Scale({"hairs": Number(0, 2000)}, (0, 2000)),
    },
    "entered_totals": {
        "isi": _entered("isi_total", (0, 7, "none"), (8, 14, "subthreshold"), (15, 21, "moderate"),
                        (22, 28, "severe")),
        "dlqi": _entered("dlqi_total", (0, 1, "none"), (2, 5, "small"), (6, 10, "moderate"),
                         (11, 20, "very_large"), (21, 30, "extremely_large")),
        # 3.4: sources differ on 10, so that edge is a house rule.
        "ldq": _entered("ldq_total", (0, 10, "low"), (11, 20, "moderate"), (21, 30, "severe"),
                        basis="house"),
        "dast10": _entered("dast10_total", (0, 0, "none"), (1, 2, "low"), (3, 5, "moderate"),
                           (6, 8, "substantial"), (9, 10, "severe")),
        "taps": _entered("taps_score", (0, 0, "no_use_past_3_months"), (1, 1, "problem_use"),
                         (2, 4, "higher_risk")),
    },
}  # fmt: skip

# 6: the cut of men, and that of women, which decisions section 2 also take for everybody else.
AUDIT_CUTS = {"male": 4, "female": 3, "other": 3, "": 3}
SALT_SHARES = {"vertex": 40, "right": 18, "left": 18, "posterior": 24}  # percent of the scalp
# 4.4: by hairs and by the share of short ones.
WASH = {
    (False, False): "neither_or_remitting",
    (True, False): "te",
    (False, True): "aga",
    (True, True): "aga_plus_te",
}
# 0: who fills it in. Criteria are asked of the patient or by the clinician; the switch is a
# clinician's (3.2).
PATIENT = {"sows16", "sows_gossop", "sds", "phq2", "phq9", "gad2", "gad7", "audit_c"}
EITHER = {"kud"}
