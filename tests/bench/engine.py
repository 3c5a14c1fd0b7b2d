"""One figure of the engine by itself: `python -m tests.bench.engine NAME [--small N]`.

NAME is lab1, trivial, hw04, overhead, workers or thousand; prints one line of JSON. `--small N`
takes a class of N.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from tests.bench import against_nbgrader, engine_alone
from tests.bench.measuring import Figure
from tests.bench.thousand import thousand

NAMES: dict[str, Callable[..., Figure]] = {
    "lab1": against_nbgrader.lab1_vs_nbgrader,
    "trivial": against_nbgrader.trivial_vs_nbgrader,
    "hw04": against_nbgrader.hw04_today,
    "overhead": engine_alone.overhead_seconds,
    "workers": engine_alone.two_workers,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=[*NAMES, "thousand"])
    parser.add_argument("--small", type=int, help="size of the class", metavar="N")
    chosen = parser.parse_args()
    size = [chosen.small] if chosen.small else []
    record: dict[str, Any]
    record = thousand(*size) if chosen.name == "thousand" else NAMES[chosen.name](*size).record()
    print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main()
