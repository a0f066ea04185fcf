"""How long `drafter --help` takes against a bare interpreter, whole processes, alternating; the ratio of the medians.

python benchmarks/start.py [--rounds 21]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""An installed program has its modules compiled; so has this one, from the second start on."""


def seconds(*arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=COMPILED)  # noqa: S603
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    seconds("-m", "drafter", "--help")
    bare, ours = [], []
    for _round in range(rounds):
        bare.append(seconds("-c", "pass"))
        ours.append(seconds("-m", "drafter", "--help"))
    print(f"bare interpreter {statistics.median(bare) * 1000:6.0f} ms")
    print(f"drafter --help   {statistics.median(ours) * 1000:6.0f} ms")
    print(f"ratio            {statistics.median(ours) / statistics.median(bare):6.2f}")


if __name__ == "__main__":
    main()
