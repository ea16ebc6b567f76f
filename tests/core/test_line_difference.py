"""Two texts line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screening.core.line_difference import Count, count_changes, line_difference

OLD = "id: cows\nversion: 1.0.0\ntitle: A\nabout: B\npages:\n  - one\n  - two\n"


def test_each_change_stands_between_two_lines_that_stayed():
    new = OLD.replace("1.0.0", "1.1.0").replace("  - two\n", "  - two\n  - three\n")

    told = [(line.mark, line.number, line.text) for line in line_difference(OLD, new)]

    assert told == [
        ("same", 1, "id: cows"),
        ("taken", 2, "version: 1.0.0"),
        ("added", 2, "version: 1.1.0"),
        ("same", 3, "title: A"),
        ("same", 4, "about: B"),
        ("gap", 5, ""),
        ("same", 6, "  - one"),
        ("same", 7, "  - two"),
        ("added", 8, "  - three"),
        ("same", 9, ""),
    ]
    assert count_changes(OLD, new) == Count(added=2, taken=1)


def test_equal_texts_have_no_difference():
    assert line_difference(OLD, OLD) == ()
    assert count_changes(OLD, OLD) == Count(0, 0)


LINES = st.lists(st.sampled_from("abc"), max_size=12).map("\n".join)


@given(LINES, LINES)
def test_the_new_text_is_the_old_one_with_what_came_and_without_what_went(old, new):
    told = line_difference(old, new)

    held = dict(enumerate(old.split("\n"), start=1))
    assert all(held[line.number] == line.text for line in told if line.mark == "taken")
    after = new.split("\n")
    assert all(
        after[line.number - 1] == line.text for line in told if line.mark in ("same", "added")
    )
    marks = [line.mark for line in told]
    count = count_changes(old, new)
    assert (count.added, count.taken) == (marks.count("added"), marks.count("taken"))
    assert len(held) + count.added - count.taken == len(after)
    numbers = [line.number for line in told if line.mark in ("same", "added")]
    assert numbers == sorted(set(numbers))
