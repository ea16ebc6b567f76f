"""Two texts line by line: numbers of both, and no more around a change than is needed."""

from __future__ import annotations

from time import perf_counter

from screening.core.line_difference import Line, line_difference

OLD = "a\nb\nc\nd\ne\nf\ng\nh\ni\n"


def test_the_same_text_has_no_difference() -> None:
    assert line_difference(OLD, OLD) == ()


def test_a_changed_line_stands_between_three_on_either_side() -> None:
    (place,) = line_difference(OLD, OLD.replace("e\n", "E\nee\n"))

    assert place == (
        Line("same", 2, 2, "b"),
        Line("same", 3, 3, "c"),
        Line("same", 4, 4, "d"),
        Line("gone", 5, None, "e"),
        Line("new", None, 5, "E"),
        Line("new", None, 6, "ee"),
        Line("same", 6, 7, "f"),
        Line("same", 7, 8, "g"),
        Line("same", 8, 9, "h"),
    )


def test_two_changes_far_apart_are_two_places() -> None:
    long = "".join(f"line {n}\n" for n in range(40))

    places = line_difference(long, long.replace("line 3\n", "").replace("line 30\n", "thirty\n"))

    assert [[line.text for line in place if line.kind != "same"] for place in places] == [
        ["line 3"],
        ["line 30", "thirty"],
    ]


def test_a_text_of_one_line_again_and_again_is_compared_in_no_time() -> None:
    begun = perf_counter()
    line_difference("same\n" * 20_000, "same\n" * 10_000 + "other\n" * 10_000)

    assert perf_counter() - begun < 5
