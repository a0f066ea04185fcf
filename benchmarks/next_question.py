"""How long the next question takes after the last key, in the real program, with 1, 50 and 500 incidents in the case.

Every prompt from the last incident to the end is answered in plain lines on a pseudo-terminal. Told are the median and
the worst, and how the medians stand to that of the small case; the sizes take turns, in one run.

python benchmarks/next_question.py [--rounds 3]
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import pty
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from drafter import packs
from drafter.answers import UNKNOWN, Answers
from drafter.casefile import CaseFolder
from drafter.interview import next_step, path
from drafter.packs import Library
from drafter.store import Store

SIZES = (1, 50, 500)
NO_MORE = ". 没有了"
"""How a list is closed when its last item is told."""


def case(folder: Path, library: Library, incidents: int) -> None:
    """Write a case in which everything is told up to the last incident."""
    answers = Answers()
    for group in library.questionnaire.repeated_groups():
        answers.items[group] = []
    answers.closed |= library.questionnaire.repeated_groups() - {"incidents"}
    for _number in range(incidents):
        answers.add_item("incidents", answers.next_item("incidents"))
    last = f"incidents[{answers.items['incidents'][-1]}]"
    while (step := next_step(path(library.questionnaire, answers), answers)) is not None:
        if step.address.startswith(last):
            break
        answers.set(step.address, UNKNOWN)
        group = step.address.partition("[")[0]
        if step.item and incidents > 1:  # the others alike, without walking the way each time
            for item in answers.items[group]:
                if f"{group}[{item}]" != last:
                    answers.set(f"{group}[{item}].{step.address.rpartition('.')[2]}", UNKNOWN)
    with CaseFolder(folder) as opened:
        day = dt.date(2026, 11, 25)
        store = Store(folder=opened, questionnaire=library.questionnaire, today=day, packs={}, law_checked="")
        store.answers = answers
        store.checkpoint()


def until_asked(terminal: int) -> str:
    shown = b""
    while not shown.endswith(b"> "):
        shown += os.read(terminal, 65536)
    return shown.decode("utf-8", errors="replace")


def seconds(folder: Path) -> list[float]:
    """Return how long each prompt took to come after the answer to the one before."""
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, [sys.executable, "-m", "drafter", "new", str(folder), "--plain"])  # noqa: S606
    found = []
    try:
        shown = until_asked(terminal)
        while "都好了，写文书" not in shown:
            lists = "没有了" if NO_MORE in shown else "没有" if "← 上一题" in shown else "记不清"
            answer = "现在写" if "现在写，还是" in shown else lists
            started = time.perf_counter()
            os.write(terminal, f"{answer}\r".encode())
            shown = until_asked(terminal)
            found.append(time.perf_counter() - started)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    library = packs.load(packs.builtin_content())
    taken: dict[int, list[float]] = {size: [] for size in SIZES}
    for _round in range(rounds):
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                case(Path(folder), library, size)
                taken[size] += seconds(Path(folder))
    small = statistics.median(taken[SIZES[0]])
    for size, found in taken.items():
        middle, worst = statistics.median(found), max(found)
        print(
            f"{size:4} incidents  {len(found):4} prompts  median {middle * 1000:5.1f} ms ({middle / small:4.1f})  "
            f"worst {worst * 1000:6.1f} ms"
        )


if __name__ == "__main__":
    main()
