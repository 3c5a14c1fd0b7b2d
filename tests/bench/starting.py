"""What a student waits for: imports, and the whole of Lab 1."""

import statistics
import subprocess
import sys

from tests.bench.measuring import Figure, seconds_of

_TIMED = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"


def import_course_seconds(runs: int) -> Figure:
    """`import course` in a fresh interpreter."""
    seconds = statistics.median(_import_seconds("course") for _ in range(runs))
    # the compiled path's share: what course.mlp takes longer than the class that it extends
    plain = statistics.median(_import_seconds("sklearn.neural_network") for _ in range(runs))
    fast = statistics.median(_import_seconds("course.mlp") for _ in range(runs))
    more = {"course.mlp": fast, "sklearn.neural_network": plain, "difference": fast - plain}
    return Figure(
        "import_course_seconds",
        seconds,
        "s",
        seconds,
        None,
        runs,
        f"import course.mlp: {fast - plain:.2f} s more than sklearn.neural_network",
        "< 0.3",
        more,
    )


def _import_seconds(module: str) -> float:
    command = [sys.executable, "-c", _TIMED.format(module)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def lab1_notebook_seconds(runs: int) -> Figure:
    """Lab 1 with its solutions, executed from top to bottom in a fresh kernel."""
    from nbclient import NotebookClient

    from autograde.release import source_notebook

    def execute() -> None:
        notebook = source_notebook("lab1_xor")
        for cell in notebook.cells:  # a check cell's last line is all that students get of it
            cell.source = cell.source.rpartition("### END HIDDEN TESTS\n")[2]
        NotebookClient(notebook, timeout=600, kernel_name="python3").execute()

    seconds = statistics.median(seconds_of(execute) for _ in range(runs))
    return Figure(
        "lab1_notebook_seconds", seconds, "s", seconds, None, runs, "kernel start included", "≤ 15"
    )


def play_change_seconds(runs: int) -> Figure:
    """One change of a control of `course.play`: training, drawing, and the picture as PNG."""
    from course.play import play

    ground = play()
    for solver in ("lbfgs", "adam", "sgd"):
        ground.move(solver=solver)  # compiled, if it was not
    changes = [
        {"solver": solver, "activation": activation, "width": width, "seed": seed}
        for seed in range(runs)
        for width in (1, 2, 4, 8)
        for solver in ("lbfgs", "sgd", "adam")
        for activation in ("relu", "logistic")
    ]
    seconds = [seconds_of(lambda change=change: ground.move(**change)) for change in changes]
    middle = statistics.median(seconds)
    more = {"worst": max(seconds), "changes": len(seconds)}
    note = f"the slowest of {len(seconds)}: {max(seconds):.2f} s"
    return Figure("play_change_seconds", middle, "s", middle, None, runs, note, "< 0.3", more)
