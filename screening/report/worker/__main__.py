"""Starts the worker: `python -m screening.report.worker SOCKET`."""

from __future__ import annotations

import argparse
import os
import signal
from pathlib import Path

from screening.report.worker.isolation import CPU_SECONDS, MEMORY, WALL_SECONDS, leave_network
from screening.report.worker.loading import load
from screening.report.worker.once import serve_once
from screening.report.worker.supervising import Limits


def main() -> None:
    parser = argparse.ArgumentParser(prog="screening.report.worker", description=__doc__)
    parser.add_argument("socket", type=Path)
    parser.add_argument("--lifeline", type=int)
    parser.add_argument("--cpu-seconds", type=int, default=CPU_SECONDS)
    parser.add_argument("--wall-seconds", type=float, default=WALL_SECONDS)
    parser.add_argument("--memory", type=int, default=MEMORY)
    parser.add_argument("--once", metavar="PAPER")
    given = parser.parse_args()
    # The terminal's Ctrl-C goes to the app; the lifeline then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_network()
    limits = Limits(given.cpu_seconds, given.wall_seconds, given.memory)
    if given.once:
        serve_once(given.socket, given.once, limits, given.lifeline)
    else:
        load()
        from screening.report.worker.server import Server
        from screening.report.worker.typesetting import Typesetter

        Server(given.socket, Typesetter(), limits, given.lifeline).run()
    os._exit(0)  # nothing to put away; the interpreter would take 30 ms over it


main()
