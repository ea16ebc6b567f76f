"""Ways to tamper with an audit trail, each with the place where it must show.

Who tampers may write anything into the database; some also have another installation, an older copy
of this one, or even its key.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from screening.store.audit import BEFORE_THE_FIRST
from screening.store.audit_link import hash_of
from tests.tampered_trail import COLUMNS, EVENTS, KEPT_EVERY, Row, Rows, Scene, Tampered

Tampering = Callable[[Scene, Random], Tampered]


def change_a_field(scene: Scene, rng: Random) -> Tampered:
    """One value of one event becomes another."""
    rows = _copy(scene.rows)
    row = rng.choice(rows)
    column = rng.choice([column for column in COLUMNS if column != "number"])
    # The database takes no hash twice.
    of_another = _digits(rng) if column == "hash" else rng.choice(rows)[column]
    row[column] = _another(row[column], rng, of_another)
    return _at(rows, row["number"])


def give_another_number(scene: Scene, rng: Random) -> Tampered:
    """One event is moved behind the newest, or before the first."""
    rows = _copy(scene.rows)
    row = rng.choice(rows)
    old, new = int(str(row["number"])), rng.choice([EVENTS + 1, EVENTS + 5, 0, -3, 10**12])
    row["number"] = new
    last = old == EVENTS and new > EVENTS
    return _at(rows, new if last or new < 1 else old + 1)


def write_no_number(scene: Scene, rng: Random) -> Tampered:
    """One event gets a text for a number; the database takes it and sorts it last."""
    rows = _copy(scene.rows)
    row = rng.choice([rows[-1], rng.choice(rows)])
    old = int(str(row["number"]))
    row["number"] = rng.choice(["none", b"\xff", "12a"])
    return _at(rows, old if old == EVENTS else old + 1)


def take_out(scene: Scene, rng: Random) -> Tampered:
    """Some events are gone, from the first or from the middle."""
    first = rng.randrange(1, EVENTS - 5)
    many = rng.randrange(1, 5)
    gone = range(first, first + many)
    return _at([r for r in _copy(scene.rows) if r["number"] not in gone], first + many)


def take_out_and_close_the_gap(scene: Scene, rng: Random) -> Tampered:
    """The same, with the later ones numbered, chained and hashed anew; there is no key to sign."""
    first = rng.randrange(1, EVENTS)
    rows = [r for r in _copy(scene.rows) if r["number"] != first]
    return _at(_chained(_numbered(rows)), first)


def cut_the_tail(scene: Scene, rng: Random) -> Tampered:
    """The newest events are gone; nothing inside can tell."""
    left = rng.randrange(0, EVENTS)
    return Tampered(_copy(scene.rows)[:left], frozenset({left + 1, *_lines_after(left)}), False)


def put_an_old_copy_back(scene: Scene, rng: Random) -> Tampered:
    """The tail is cut and the product goes on from there, with its own key."""
    left = rng.randrange(0, EVENTS)
    rows = _copy(scene.rows)
    grown = [{**row, "at": _later(row["at"]), "kind": "code_made"} for row in rows[left:]]
    return _by_a_line(_signed(_chained(rows[:left] + grown), scene.key), left + 1)


def write_anew_with_the_key(scene: Scene, rng: Random) -> Tampered:
    """Whoever has the key as well changes one event and chains and signs all that follow."""
    rows = _copy(scene.rows)
    place = rng.randrange(1, EVENTS + 1)
    rows[place - 1]["kind"] = "code_refused"
    return _by_a_line(_signed(_chained(rows), scene.key), place)


def take_out_with_the_key(scene: Scene, rng: Random) -> Tampered:
    """An event is gone, and those after it are chained and signed anew under their old numbers."""
    place = rng.randrange(1, EVENTS)
    rows = [r for r in _copy(scene.rows) if r["number"] != place]
    return _at(_signed(_chained(rows), scene.key), place + 1)


def put_in(scene: Scene, rng: Random) -> Tampered:
    """An event that never was, between two others; those after it are numbered on."""
    rows, place = _copy(scene.rows), rng.randrange(1, EVENTS + 2)
    rows.insert(place - 1, {**rng.choice(scene.rows), "signature": "f" * 64, "at": _at_noon(rng)})
    rows = _numbered(rows)
    if rng.random() < 0.5:
        return _at(_chained(rows), place)
    rows[place - 1]["hash"] = _digits(rng)
    return _at(rows, place)


def put_in_before_the_first_with_the_key(scene: Scene, rng: Random) -> Tampered:
    """An event below number 1, and all others chained to it and signed anew."""
    number = rng.choice([0, -1, -(10**9)])
    rows = [{**rng.choice(scene.rows), "number": number}, *_copy(scene.rows)]
    return _at(_signed(_chained(rows), scene.key), number)


def repeat_an_event(scene: Scene, rng: Random) -> Tampered:
    """An old event once more, as the newest."""
    rows = _copy(scene.rows)
    rows.append({**rng.choice(rows), "number": EVENTS + 1})
    rows[-1]["hash"] = _hash(rows[-1])
    return _at(rows, EVENTS + 1)


def swap_two(scene: Scene, rng: Random) -> Tampered:
    """Two events change places."""
    rows = _copy(scene.rows)
    one, two = sorted(rng.sample(range(EVENTS), 2))
    rows[one]["number"], rows[two]["number"] = rows[two]["number"], rows[one]["number"]
    return _at(rows, one + 1)


def sign_with_another_key(scene: Scene, rng: Random) -> Tampered:
    """From one event on, another key; sometimes with a change, chained anew."""
    rows, place = _copy(scene.rows), rng.randrange(1, EVENTS + 1)
    if rng.random() < 0.5:
        rows[place - 1]["kind"] = "code_made"
        rows = _chained(rows)
    return _at(rows[: place - 1] + _signed(rows[place - 1 :], rng.randbytes(32)), place)


def put_another_installations_in(scene: Scene, rng: Random) -> Tampered:
    """From one event on, those of another installation; from the first on, all of them."""
    place = rng.choice([1, rng.randrange(1, EVENTS + 1)])
    return _at(_copy(scene.rows)[: place - 1] + _copy(scene.other)[place - 1 :], place)


def put_a_diverged_copys_in(scene: Scene, rng: Random) -> Tampered:
    """From one event on, those of a copy that went other ways: signed with the right key."""
    place = rng.randrange(EVENTS // 2 + 2, EVENTS + 1)
    return _at(_copy(scene.rows)[: place - 1] + _copy(scene.diverged)[place - 1 :], place)


def hide_from_search(scene: Scene, rng: Random) -> Tampered:
    """What an event is found by is taken away, or becomes another's."""
    rows = _copy(scene.rows)
    row = rng.choice([row for row in rows if row["about"]])
    row["about"] = rng.choice([None, uuid4().hex, "nobody"])
    return _at(rows, row["number"])


WAYS: tuple[Tampering, ...] = (
    change_a_field, change_a_field, change_a_field, give_another_number, write_no_number, take_out,
    take_out_and_close_the_gap, take_out_with_the_key, cut_the_tail, put_an_old_copy_back,
    write_anew_with_the_key, put_in, put_in_before_the_first_with_the_key, repeat_an_event,
    swap_two, sign_with_another_key, put_another_installations_in, put_a_diverged_copys_in,
    hide_from_search,
)  # fmt: skip


def _at(rows: Rows, place: object) -> Tampered:
    return Tampered(rows, frozenset({int(str(place))}))


def _by_a_line(rows: Rows, place: int) -> Tampered:
    return Tampered(rows, frozenset(_lines_after(place - 1)[:1]), inside=False)


def _lines_after(number: int) -> list[int]:
    """Events that kept lines name, of those after a number."""
    first = EVENTS // 2 + KEPT_EVERY
    return [place for place in range(first, EVENTS + 1, KEPT_EVERY) if place > number]


def _copy(rows: Rows) -> Rows:
    return [dict(row) for row in rows]


def _numbered(rows: Rows) -> Rows:
    return [{**row, "number": number} for number, row in enumerate(rows, 1)]


def _chained(rows: Rows) -> Rows:
    """Each with the hash of the one before, and its own."""
    previous, made = BEFORE_THE_FIRST, []
    for row in rows:
        row = {**row, "previous_hash": previous}
        row["hash"] = previous = _hash(row)
        made.append(row)
    return made


def _signed(rows: Rows, key: bytes) -> Rows:
    made = [hmac.new(key, str(row["hash"]).encode(), hashlib.sha256).hexdigest() for row in rows]
    return [{**row, "signature": signature} for row, signature in zip(rows, made, strict=True)]


def _hash(row: Row) -> str:
    return hash_of(
        int(str(row["number"])),
        datetime.fromisoformat(str(row["at"])).replace(tzinfo=UTC),
        str(row["kind"]),
        UUID(str(row["account_id"])) if row["account_id"] else None,
        str(row["ids"]),
        str(row["previous_hash"]),
    )


def _another(value: object, rng: Random, of_another_event: object) -> object:
    """Some other value: a character changed, taken out or put in, another event's, or rubbish."""
    text = str(value or "")
    place = rng.randrange(len(text)) if text else 0
    changed = [
        text[:place] + rng.choice("0123456789abcdefxyz-") + text[place + 1 :],
        text[:place] + text[place + 1 :],
        text[:place] + rng.choice("0 é\x00") + text[place:],
        text.upper(),
        of_another_event,
        _digits(rng),
        uuid4().hex,
        "",
        rng.randbytes(8),
    ]
    chosen = rng.choice(changed)
    return chosen if chosen != value and chosen is not None else _digits(rng)


def _digits(rng: Random) -> str:
    return rng.randbytes(32).hex()


def _later(at: object) -> str:
    moved = datetime.fromisoformat(str(at)) + timedelta(days=1)
    return moved.isoformat(sep=" ", timespec="microseconds")


def _at_noon(rng: Random) -> str:
    return f"2026-11-18 12:00:{rng.randrange(60):02}.000000"
