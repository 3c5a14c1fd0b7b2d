"""What the wall between a submission and its grader costs: two sandboxes, and values through it."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from autograde.sandbox import Kernel, Limits, Outputs
from autograde.submission import SandboxSubmission
from tests.bench.measuring import Figure, by_turns

VALUES = 50
CELL = "import numpy as np\ndef double(x):\n    return 2 * x"
IMPORTS = f"import course.kernel\n{CELL}"


def boundary_seconds(runs: int) -> Figure:
    """Two runs side by side, as for each submission, against bare Python with the same imports."""

    def in_sandboxes() -> None:
        with ThreadPoolExecutor() as pool:
            list(pool.map(_run, [True, False]))

    def bare() -> None:
        command = [sys.executable, "-c", IMPORTS]
        for process in [subprocess.Popen(command, env=_environment()) for _ in range(2)]:
            process.wait()

    ours, theirs = by_turns(runs, in_sandboxes, bare)
    return Figure(
        "boundary_seconds",
        ours - theirs,
        "s",
        ours,
        theirs,
        runs,
        f"a submission's two sandboxes and {VALUES} calls in each, without imports",
        "≤ 0.8",
    )


def _run(shows_figures: bool) -> None:
    limits = Limits()
    with Kernel(limits, shows_figures=shows_figures) as kernel:
        kernel.execute(CELL, Outputs(limits))
        submission = SandboxSubmission(kernel.ask)
        for number in range(VALUES):
            assert submission.call("double", number) == 2 * number


def _environment() -> dict[str, str]:
    return os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
