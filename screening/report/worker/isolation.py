"""What a fork may use: time, memory, no network."""

from __future__ import annotations

import ctypes
import os
import resource
import sys

CPU_SECONDS = 20
WALL_SECONDS = 19.0  # so that whoever asked has a reply within 20 s
MEMORY = 1024**3  # bytes of address space
CLONE_NEWNET, CLONE_NEWUSER = 0x40000000, 0x10000000


def limit(cpu_seconds: int, memory: int) -> None:
    """Set the limits of this process; they can only be lowered later."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def leave_network() -> bool:
    """Move this process into a network of its own without any interface; False where refused.

    UNIX sockets in the file system still work. The fetcher refuses everything anyway; this is
    the second wall.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) == 0:
        return True
    # Without privileges a user namespace comes first, where the system allows it.
    return os.geteuid() != 0 and libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0
