"""Every measurement, one after the other, or those that are named: ./run bench pdf web."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

BENCHES = ("loading", "scoring", "web", "worklist", "drafts", "pdf", "tablets")


def main() -> int:
    """Run each in a process of its own, so that none warms the next; returns the worst exit."""
    named = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in named if name not in BENCHES]
    if unknown:
        print(f"There is no bench {', '.join(unknown)}. There is: {', '.join(BENCHES)}.")
        return 2
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load {load:.1f}"
    )
    worst = 0
    for name in named:
        print(f"\n{name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", f"bench.{name}"]).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
