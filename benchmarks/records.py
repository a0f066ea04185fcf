"""How long an export takes to read and count, and how much memory, against a plain pass over the same file.

The plain pass is what the standard tools do and no more: `csv.reader` over the text, `lxml.etree.iterparse` with each
element cleared, openpyxl's rows. drafter recognises the columns, reads times, numbers and lengths, and counts. `merged`
is the same put through the file on disk in which overlapping exports are put together. Every run is a process of its
own; memory is its peak with Python and all modules in it, time the fastest of the rounds without the start of these.

    python benchmarks/records.py [--rows 100 10000] [--rounds 3] [--forms csv xml xlsx chat]
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from lxml import etree
from openpyxl import load_workbook

from drafter.records import read
from drafter.records.counting import summary
from drafter.records.merging import Merged

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

TODAY: Final = dt.date(2036, 1, 1)


def plain(path: Path) -> int:
    """Return how many rows a file has, by a plain pass."""
    if path.suffix == ".xml":
        count = 0
        for _event, element in etree.iterparse(path, events=("end",), resolve_entities=False, recover=True):
            count += 1
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
        return count
    if path.suffix == ".xlsx":
        book = load_workbook(path, read_only=True, data_only=True)
        return sum(1 for sheet in book.worksheets for _row in sheet.iter_rows(values_only=True))
    with path.open(encoding="gbk" if path.suffix == ".csv" else "utf-8", newline="") as stream:
        return sum(1 for _row in csv.reader(stream)) if path.suffix == ".csv" else sum(1 for _line in stream)


def counted(path: Path) -> int:
    """Return how many calls and messages came in."""
    return summary(read(path, today=TODAY, mine={"我"}).records).total.contacts


def merged(path: Path) -> int:
    """Return the same, put through the file on disk."""
    with Merged(path.parent) as together:
        export = read(path, today=TODAY, mine={"我"})
        together.add(export.records, source=export.form)
        return summary(together).total.contacts


WAYS: Final[dict[str, Callable[[Path], int]]] = {"plain": plain, "counted": counted, "merged": merged}


def peak() -> float:
    """Return the peak memory of this process in MB; on Linux its own, not that of the one that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def measured(way: str, path: Path, rounds: int) -> tuple[float, float]:
    """Return the fastest time in seconds and the peak memory in MB, each run in a process of its own."""
    runs = []
    for _round in range(rounds):
        command = [sys.executable, __file__, "--run", way, str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - itself
        runs.append(json.loads(done.stdout))
    return min(run["seconds"] for run in runs), min(run["memory"] for run in runs)


def make(folder: Path, form: str, rows: int) -> Path:
    """Write an export of so many rows."""
    from tests import exports

    path = folder / f"{rows}.{'txt' if form == 'chat' else form}"
    made = exports.contacts(rows)
    match form:
        case "csv":
            exports.write_csv(path, exports.unicom_rows(made))
        case "xml":
            exports.write_android(path, made)
        case "xlsx":
            exports.write_xlsx(path, exports.telecom_rows(made))
        case _:
            exports.write_chat(path, made, form="time first")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--forms", nargs="+", default=["csv", "xml", "xlsx", "chat"])
    parser.add_argument("--run", nargs=2)
    options = parser.parse_args()
    if options.run:
        way, path = WAYS[options.run[0]], Path(options.run[1])
        began = time.perf_counter()
        assert way(path) > 0
        print(json.dumps({"seconds": time.perf_counter() - began, "memory": peak()}))
        return
    with tempfile.TemporaryDirectory() as folder:
        for form in options.forms:
            for rows in options.rows:
                path = make(Path(folder), form, rows)
                told = [f"{form} {rows} rows, {path.stat().st_size / 1e6:.1f} MB"]
                base = measured("plain", path, options.rounds)
                for name in WAYS:
                    seconds, memory = base if name == "plain" else measured(name, path, options.rounds)
                    ratios = f"×{seconds / base[0]:.1f} time, ×{memory / base[1]:.1f} memory"
                    told.append(f"{name} {seconds:.3f} s {memory:.0f} MB ({ratios})")
                print("; ".join(told), flush=True)
                path.unlink()


if __name__ == "__main__":
    main()
