"""A second scorer, written from the contract's text and sharing no code with screening/core.

It reads YAML with the library's plainest loader, works with fractions, follows every completion
one by one, and is slow on purpose. Small definitions and shipped ones are compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import yaml

Document = dict[str, Any]  # the contract's answers; numbers as text
Span = tuple[datetime, datetime]
exactly = cache(Fraction)  # of text: the same few numbers stand in a definition again and again


@dataclass(frozen=True)
class Absent:
    """No answer, and why."""

    reason: str


def load(path: Path) -> dict[str, Any]:
    """A definition as bare dictionaries, lists and text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506


class Plain:
    """One definition."""

    def __init__(self, definition: dict[str, Any]) -> None:
        self.definition = definition
        self.items = {item["id"]: item for page in definition["pages"] for item in page["items"]}
        self.scores = {score["id"]: score for score in definition.get("scores", [])}
        self.computed = {one["id"]: one for one in definition.get("computed", [])}
        self.visit: datetime | None = None  # durations run to it; times are UTC
        self._points: dict[str, dict[str, Fraction | None]] = {}
        self._worth: dict[tuple[str, str], Fraction | None] = {}
        self._worths: dict[str, set[Fraction]] = {}

    def options(self, item: dict[str, Any]) -> dict[str, Fraction | None]:
        """Option id -> points."""
        if item["id"] in self._points:
            return self._points[item["id"]]
        options = item["options"]
        if isinstance(options, str):
            options = self.definition["option_sets"][options]
        own = item.get("points", {})
        points = {option["id"]: own.get(option["id"], option.get("points")) for option in options}
        read = {key: None if value is None else Fraction(value) for key, value in points.items()}
        self._points[item["id"]] = read
        return read

    def exclusive(self, item: dict[str, Any]) -> set[str]:
        options = item["options"]
        if isinstance(options, str):
            options = self.definition["option_sets"][options]
        return {option["id"] for option in options if option.get("exclusive") == "yes"}

    def every_answer(self, item: dict[str, Any]) -> list[Any]:
        """Every answer the item takes, for small items."""
        if item["type"] == "choice":
            return list(self.options(item))
        if item["type"] == "choices":
            alone = self.exclusive(item)
            free = [option for option in self.options(item) if option not in alone]
            sets = chain.from_iterable(combinations(free, n) for n in range(1, len(free) + 1))
            return [[option] for option in sorted(alone)] + [list(some) for some in sets]
        places = int(item.get("decimals", 0))
        low, high, step = Fraction(item["min"]), Fraction(item["max"]), Fraction(1, 10**places)
        return [_text(low + n * step, places) for n in range(int((high - low) / step) + 1)]

    # --- what an item counts as -----------------------------------------------------------

    def asked(self, answers: Document, item_id: str) -> bool | None:
        condition = self.items[item_id].get("enable_when")
        if condition is None:
            return True
        truth = self.truth(answers, condition)
        if truth is None and all(
            self.asked(answers, ref) is False for ref in self.open_refs(answers, condition)
        ):
            return False
        return truth

    def open_refs(self, answers: Document, condition: dict[str, Any]) -> list[str]:
        if self.truth(answers, condition) is not None:
            return []
        for word in ("all", "any"):
            if word in condition:
                parts = condition[word]
                return [ref for part in parts for ref in self.open_refs(answers, part)]
        if "not" in condition:
            return self.open_refs(answers, condition["not"])
        return list(condition)

    def state(self, answers: Document, item_id: str) -> Any:
        if item_id not in self.items:
            return _given(answers.get(item_id))
        asked = self.asked(answers, item_id)
        if asked is False:
            return Absent("not_asked")
        if asked is None:
            for ref in self.open_refs(answers, self.items[item_id]["enable_when"]):
                found = self.state(answers, ref)
                if isinstance(found, Absent):
                    return found
            return Absent("not_recorded")
        return _given(answers.get(item_id))

    # --- conditions --------------------------------------------------------------------------

    def truth(self, answers: Document, condition: dict[str, Any]) -> bool | None:
        """Kleene's three values, over items alone."""
        if "all" in condition:
            return _least([self.truth(answers, part) for part in condition["all"]])
        if "any" in condition:
            opposite = [_opposite(self.truth(answers, part)) for part in condition["any"]]
            return _opposite(_least(opposite))
        if "not" in condition:
            return _opposite(self.truth(answers, condition["not"]))
        ((ref, test),) = condition.items()
        if isinstance(test, str):
            test = {"is": test}
        if "ratio" in self.computed.get(ref, {}):
            share = self.ratio(answers, ref)
            return None if share is None else _limits(test, share)
        if ref in self.computed:
            span = self.span(answers, ref)
            return None if span is None else self.span_truth(span, test)
        if ref in self.scores:
            return self.score_truth(answers, ref, test)
        return self.item_truth(self.state(answers, ref), test)

    def score_truth(self, answers: Document, ref: str, test: dict[str, Any]) -> bool | None:
        """Each limit by the value; while there is none, by what all possible values agree on."""
        value = self.value(answers, ref)
        values = self.reached(answers, ref) if value is None else {value}
        truths: list[bool | None] = []
        for word, limit in test.items():
            if word == "answered":
                met = {(value is not None) == (limit == "yes")}
            elif word == "band":
                wanted = {limit} if isinstance(limit, str) else set(limit)
                met = {
                    any(band in wanted for _, band in self.bands(answers, ref, one))
                    for one in values
                }
            else:
                met = {_limits({word: limit}, one) for one in values}
            truths.append(met.pop() if len(met) == 1 else None)
        return _least(truths)

    def reached(self, answers: Document, score_id: str) -> set[Fraction]:
        """Every value that is still possible: by sums where the items are always asked."""
        score = self.scores[score_id]
        if "weighted" in score:
            return self.ends(answers, score)
        names = score.get("sum", ())
        if "leave_out" in score or not names or any(
            "enable_when" in self.items[name] for name in names
        ):  # fmt: skip
            return self.outlook(answers, score_id)[0]
        sums = {Fraction(0)}
        for name in names:
            known = self.points(answers, name)
            worth = self._every_worth(name) if known is None else {known}
            sums = {total + points for total in sums for points in worth}
        return {half_up(total, int(score.get("decimals", 0))) for total in sums}

    def _every_worth(self, name: str) -> set[Fraction]:
        """The points of every answer to an item that is always asked."""
        if name not in self._worths:
            ways = self.every_answer(self.items[name])
            self._worths[name] = {self.points({name: way}, name) or Fraction(0) for way in ways}
        return self._worths[name]

    def ends(self, answers: Document, score: dict[str, Any]) -> set[Fraction]:
        """Of a weighted sum the lowest and highest value, and each band's edge in between.

        Its items are shares from 0 to 100, whose sums lie closer than any band is wide.
        """
        low = high = Fraction(0)
        for name, weight in score["weighted"].items():
            known, item = self.points(answers, name), self.items[name]
            least, most = (
                (exactly(item["min"]), exactly(item["max"])) if known is None else (known, known)
            )
            low, high = low + exactly(weight) * least, high + exactly(weight) * most
        low, high = (half_up(end, int(score.get("decimals", 0))) for end in (low, high))
        lists = [
            score.get("bands", []),
            *(one.get("bands", []) for one in score.get("band_sets", [])),
        ]
        edges = {exactly(band["from"]) for bands in lists for band in bands}
        return {low, high, *(edge for edge in edges if low < edge < high)}

    def span_truth(self, span: tuple[int, int], test: dict[str, Any]) -> bool:
        """Whether any whole number of the span meets the limits."""
        return any(_limits(test, Fraction(n)) for n in range(span[0], span[1] + 1))

    def ratio(self, answers: Document, name: str) -> Fraction | None:
        """A share, rounded half up; None while it cannot be told."""
        rule = self.computed[name]["ratio"]
        of, to = (self.state(answers, rule[key]) for key in ("of", "to"))
        if isinstance(of, Absent) or isinstance(to, Absent) or Fraction(to) == 0:
            return None
        exact = Fraction(of) * Fraction(rule.get("times", 1)) / Fraction(to)
        return half_up(exact, int(self.computed[name].get("decimals", 0)))

    def span(self, answers: Document, name: str) -> tuple[int, int] | None:
        """Fewest and most whole units of a duration; None while it cannot be told."""
        between = self.computed[name]["between"]
        start, end = (self._moments(answers, between[key]) for key in ("from", "to"))
        if start is None or end is None:
            return None
        low, high = self._units(start, end, between["unit"])
        if between["to"] != "visit" or low >= 0:
            return low, high
        # What comes after the visit cannot be told; during its first two hours it is no time ago.
        return None if start[0] - end[1] > timedelta(hours=2) else (0, max(high, 0))

    @staticmethod
    def _units(start: Span, end: Span, unit: str) -> tuple[int, int]:
        (first, last), (earliest, latest) = start, end
        if unit == "h":
            hour = timedelta(hours=1)
            return (earliest - last) // hour, (latest - first) // hour
        days = {"d": 1, "wk": 7}.get(unit)
        if days is not None:
            low, high = (earliest.date() - last.date()).days, (latest.date() - first.date()).days
            return low // days, high // days
        months = 12 if unit == "a" else 1
        low = months_between(last.date(), earliest.date())
        return low // months, months_between(first.date(), latest.date()) // months

    def _moments(self, answers: Document, ref: str) -> tuple[datetime, datetime] | None:
        """First and last minute that a moment may be."""
        if ref == "visit":
            return None if self.visit is None else (self.visit, self.visit)
        found = self.state(answers, ref)
        if isinstance(found, Absent):
            return None
        parts = [int(part) for part in re.split("[-T:]", found)]
        first = datetime(*[*parts, 1, 1][: max(3, len(parts))], tzinfo=UTC)
        if len(parts) == 4:
            return first, first + timedelta(minutes=59)  # an hour, to its last minute
        last = first if len(parts) > 4 else _next(first, len(parts)) - timedelta(minutes=1)
        bounded = self.visit is not None and self.items[ref].get("not_after") == "visit"
        return first, min(last, self.visit) if bounded and self.visit is not None else last

    def findings(self, answers: Document) -> tuple[set[str], set[str]]:
        """Those that are raised, and those to be asked in person."""
        every = self.definition.get("findings", [])
        told = {one["id"]: self.truth(answers, one["when"]) for one in every}
        asks = {one["id"] for one in every if one.get("ask_if_unknown") == "yes"}
        raised = {name for name, truth in told.items() if truth}
        return raised, {name for name, truth in told.items() if truth is None} & asks

    def features(self, answers: Document) -> dict[tuple[str, str], str]:
        """(table, row) -> what it says."""
        said: dict[tuple[str, str], str] = {}
        for table in self.definition.get("features", []):
            for row in table["rows"]:
                towards, away = (
                    self.truth(answers, row[side]) if side in row else False
                    for side in ("towards", "away")
                )
                said[table["id"], row["id"]] = _SAYS.get((towards, away), "unknown")
        return said

    def item_truth(self, found: Any, test: dict[str, Any]) -> bool | None:
        truths: list[bool | None] = []
        for word, wanted in test.items():
            if word == "answered":
                truths.append((not isinstance(found, Absent)) == (wanted == "yes"))
            elif word == "missing":
                truths.append(isinstance(found, Absent) and wanted in ("any", found.reason))
            elif isinstance(found, Absent):
                truths.append(None)
            elif word in ("is", "is_not"):
                words = [wanted] if isinstance(wanted, str) else wanted
                truths.append((found in words) == (word == "is"))
            elif word == "includes":
                words = [wanted] if isinstance(wanted, str) else wanted
                truths.append(any(one in found for one in words))
            elif word == "any_row":
                rows = [self.row_truth(row, wanted) for row in found]
                truths.append(_opposite(_least([_opposite(row) for row in rows])))
            else:
                truths.append(_limits({word: wanted}, Fraction(found)))
        return _least(truths)

    def row_truth(self, row: Document, condition: dict[str, Any]) -> bool | None:
        if "all" in condition:
            return _least([self.row_truth(row, part) for part in condition["all"]])
        if "any" in condition:
            parts = [_opposite(self.row_truth(row, part)) for part in condition["any"]]
            return _opposite(_least(parts))
        if "not" in condition:
            return _opposite(self.row_truth(row, condition["not"]))
        ((field, test),) = condition.items()
        test = {"is": test} if isinstance(test, str) else test
        return self.item_truth(_given(row.get(field)), test)

    # --- scores ------------------------------------------------------------------------------

    def points(self, answers: Document, item_id: str) -> Fraction | None:
        item, found = self.items[item_id], self.state(answers, item_id)
        if isinstance(found, Absent):
            skipped = self.asked(answers, item_id) is False and "when_not_asked" in item
            return exactly(item["when_not_asked"]) if skipped else None
        if not isinstance(found, str):
            return self._points_of(item, found)
        if (item_id, found) not in self._worth:
            self._worth[item_id, found] = self._points_of(item, found)
        return self._worth[item_id, found]

    def _points_of(self, item: dict[str, Any], found: Any) -> Fraction | None:
        if item["type"] == "choice":
            return self.options(item)[found]
        if item["type"] == "choices":
            return sum((self.options(item)[one] or Fraction(0) for one in found), Fraction(0))
        number = exactly(found)
        if "points" not in item:
            return number
        edges = sorted(exactly(edge) for edge in item["points"])
        best = max(edge for edge in edges if edge <= number)
        return next(exactly(p) for edge, p in item["points"].items() if exactly(edge) == best)

    def parts(self, answers: Document, score: dict[str, Any]) -> list[tuple[str, Fraction | None]]:
        """The items that count, each with points times weight, then what would decide the rest."""
        kind = next(k for k in ("sum", "count", "mean", "maximum", "weighted") if k in score)
        names = list(score[kind])
        left_out: set[str] = set()
        deciding: list[str] = []
        if "leave_out" in score:
            truth = self.truth(answers, score["leave_out"]["when"])
            left_out = set(score["leave_out"]["items"]) if truth else set()
            if truth is None:
                deciding = self.open_refs(answers, score["leave_out"]["when"])
        found: list[tuple[str, Fraction | None]] = []
        for name in names:
            points = None if name in left_out else self.points(answers, name)
            if points is not None and kind == "count":
                points = Fraction(points > 0)
            elif points is not None and kind == "weighted":
                points *= exactly(score[kind][name])
            if name not in left_out:
                found.append((name, points))
        return found + [(name, None) for name in deciding]

    def value(self, answers: Document, score_id: str) -> Fraction | None:
        """The rounded value, prorated where the score allows it."""
        score = self.scores[score_id]
        parts = self.parts(answers, score)
        known = [points for _, points in parts if points is not None]
        missing = len(parts) - len(known)
        rule = score.get("missing", "incomplete")
        allowed = 0 if rule == "incomplete" else int(rule["prorate"]["at_most"])
        undecided = "leave_out" in score and self.truth(answers, score["leave_out"]["when"]) is None
        if not known or missing > allowed or undecided:
            return None
        if "maximum" in score:
            exact = max(known)
        elif "mean" in score:
            exact = sum(known) / len(known)
        else:
            exact = Fraction(sum(known) * len(parts), len(known))
        return half_up(exact, int(score.get("decimals", 0)))

    def missing(self, answers: Document, score_id: str) -> list[str]:
        parts = self.parts(answers, self.scores[score_id])
        return [name for name, points in parts if points is None]

    def bands(self, answers: Document, score_id: str, value: Fraction) -> set[tuple[str, str]]:
        """(set, band) of each band set."""
        score = self.scores[score_id]
        sets = list(score.get("band_sets", []))
        if "bands" in score:
            sets.append({"id": "main", "bands": score["bands"]})
        found: set[tuple[str, str]] = set()
        for one in sets:
            bands = one.get("bands") or self._branch(answers, one["choose"])
            under = [band for band in bands if exactly(band["from"]) <= value]
            if under:
                best = max(under, key=lambda band: exactly(band["from"]))
                found.add((one["id"], best["id"]))
        return found

    def _branch(self, answers: Document, choose: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for branch in choose:
            truth = self.truth(answers, branch["when"]) if "when" in branch else True
            if truth is None:
                return next((b["bands"] for b in choose if "when" not in b), [])
            if truth:
                return list(branch["bands"])
        return []

    # --- completions ---------------------------------------------------------------------------

    def completions(self, answers: Document) -> Iterator[Document]:
        """Every way to answer all that was not answered; for small definitions.

        An answer that does not count yet stays: it counts when its item is asked after all.
        """
        open_items = [name for name in self.items if isinstance(_given(answers.get(name)), Absent)]
        ways = [self.every_answer(self.items[name]) for name in open_items]
        for picked in product(*ways):
            yield {**answers, **dict(zip(open_items, picked, strict=True))}

    def outlook(
        self, answers: Document, score_id: str
    ) -> tuple[set[Fraction], set[tuple[str, str]]]:
        """Every value and band that some completion leads to."""
        values: set[Fraction] = set()
        bands: set[tuple[str, str]] = set()
        for complete in self.completions(answers):
            if self.missing(complete, score_id):
                continue
            value = self.value(complete, score_id)
            if value is not None:
                values.add(value)
                bands |= self.bands(complete, score_id, value)
        return values, bands


def half_up(value: Fraction, decimals: int) -> Fraction:
    """Rounded once; a half goes up."""
    scaled = value * 10**decimals * 2 + 1
    return Fraction(scaled.numerator // (2 * scaled.denominator), 10**decimals)


def months_between(start: date, end: date) -> int:
    """Whole months, by walking from one monthly return of a day to the next."""
    count = 0
    if end < start:
        while _month_later(start, count) > end:
            count -= 1
        return count
    while _month_later(start, count + 1) <= end:
        count += 1
    return count


def _next(first: datetime, known: int) -> datetime:
    """The first minute after the year, month or day that begins here."""
    if known == 3:
        return first + timedelta(days=1)
    later = (first + timedelta(days=366 if known == 1 else 31)).replace(day=1)
    return later.replace(month=1) if known == 1 else later


def _month_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return date(year, month + 1, start.day)
    except ValueError:  # there is no such day: the month is full on the first of the next
        return (date(year, month + 1, 1) + timedelta(days=32)).replace(day=1)


def _given(raw: Any) -> Any:
    if raw is None:
        return Absent("not_recorded")
    if isinstance(raw, dict) and "missing" in raw:
        return Absent(raw["missing"])
    return raw["value"] if isinstance(raw, dict) else raw


def _text(number: Fraction, places: int) -> str:
    scaled = int(number * 10**places)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def _least(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


_SAYS: dict[tuple[bool | None, bool | None], str] = {
    (True, False): "towards",
    (True, None): "towards",
    (False, True): "away",
    (None, True): "away",
    (True, True): "neither",
    (False, False): "neither",
}
_COMPARE = {
    "at_least": lambda a, b: a >= b,
    "at_most": lambda a, b: a <= b,
    "above": lambda a, b: a > b,
    "below": lambda a, b: a < b,
}


def _limits(test: dict[str, Any], value: Fraction) -> bool:
    return all(_COMPARE[word](value, exactly(limit)) for word, limit in test.items())
