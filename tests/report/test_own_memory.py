"""A fork that has taken its memory over copies nothing any more."""

from __future__ import annotations

import os
import re
import resource

import pytest

from screening.report.worker.own_memory import (
    MAPPED,
    POPULATE_READ,
    POPULATE_WRITE,
    _areas,
    take_over,
)

LINUX = tuple(int(number) for number in re.findall(r"\d+", os.uname().release)[:2])
PIECES = 2_000
PIECE = 4096  # bytes

MAPS = """\
00400000-00401000 r--p 00000000 fe:00 13   /usr/bin/python3
00401000-00403000 r-xp 00001000 fe:00 13   /usr/bin/python3
7f0000000000-7f0000010000 rw-p 00000000 00:00 0
7f0000010000-7f0000020000 ---p 00000000 00:00 0
7f0000020000-7f0000030000 rw-s 00000000 00:01 7   /dev/shm/other people's (deleted)
7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0   [stack]
7ffd00022000-7ffd00026000 r--p 00000000 00:00 0   [vvar]
"""


def test_what_is_asked_for_each_area() -> None:
    assert list(_areas(MAPS)) == [
        (0x400000, 0x1000, POPULATE_READ),
        (0x401000, 0x2000, POPULATE_READ),
        (0x7F0000000000, 0x10000, POPULATE_WRITE),
        (0x7F0000020000, 0x10000, POPULATE_READ),
        (0x7FFD00000000, 0x21000, POPULATE_WRITE),
    ]


@pytest.mark.skipif(not MAPPED.exists() or LINUX < (5, 14), reason="needs Linux 5.14")
def test_a_fork_that_took_its_memory_over_is_not_interrupted_to_copy_it() -> None:
    held = bytearray(PIECES * PIECE)

    assert _interruptions(held, take=False) >= PIECES
    assert _interruptions(held, take=True) < PIECES / 10


def _interruptions(held: bytearray, *, take: bool) -> int:
    """How often a fork is interrupted while it writes to each piece."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        if take:
            take_over()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for place in range(0, len(held), PIECE):
            held[place] = 1
        after = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        os.write(theirs, str(after - before).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as told:
        counted = int(told.read())
    os.waitpid(pid, 0)
    return counted
