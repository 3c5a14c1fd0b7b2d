"""Run the bench: `python -m tests.bench [[ONLY=]name,…] [RUNS=5]`.

Prints one table and writes bench.json in the current folder: per name a ratio or figure, both
sides' medians, unit, number of runs, machine, versions. `ONLY` and `RUNS` may come from the
environment too. What needs an extra that is not installed is left out, and named. `SEEDS=2`
shortens HW04's SGD half, of which scikit-learn's side alone takes minutes a run, and that of
`hw04_today`, and says so in the table.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import (
    against_nbgrader,
    boundary,
    curves,
    engine_alone,
    mlp,
    nas,
    nas_table,
    reproduce,
    searching,
    starting,
    suggesting,
)
from tests.bench.measuring import Figure

BENCHES: dict[str, Callable[[int], Figure]] = {
    "mlp_sgd_vs_sklearn": mlp.sgd_vs_sklearn,
    "mlp_lbfgs_vs_sklearn": mlp.lbfgs_vs_sklearn,
    "mlp_wide_worst_ratio": mlp.wide_worst_ratio,
    "import_course_seconds": starting.import_course_seconds,
    "lab1_notebook_seconds": starting.lab1_notebook_seconds,
    "boundary_seconds": boundary.boundary_seconds,
    "table_build_vs_naive": curves.table_build_vs_naive,
    "suggest_vs_sklearn_forest": suggesting.suggest_vs_sklearn_forest,
    "suggest_vs_optuna": suggesting.suggest_vs_optuna,
    "suggest_vs_smac3": suggesting.suggest_vs_smac3,
    # these have searches in the place of runs
    "search_vs_smac3": lambda _: searching.search_vs_smac3(),
    "reproduce_minutes": lambda _: reproduce.reproduce_minutes(),  # one run
    "codegen_vs_interpreter_speed": nas.codegen_vs_interpreter_speed,
    "codegen_vs_interpreter_memory": nas.codegen_vs_interpreter_memory,
    "nas_search_minutes": nas.nas_search_minutes,
    "nas_cost_model": nas.nas_cost_model,
    "nas_estimates": nas.nas_estimates,
    "nas_mechanisms": nas_table.nas_mechanisms,
    "nas_evolution_vs_random": nas_table.nas_evolution_vs_random,
    # these have classes in the place of runs
    "engine_lab1_vs_nbgrader": lambda _: against_nbgrader.lab1_vs_nbgrader(),
    "engine_trivial_vs_nbgrader": lambda _: against_nbgrader.trivial_vs_nbgrader(),
    "hw04_today": lambda _: against_nbgrader.hw04_today(),
    "engine_overhead_seconds": lambda _: engine_alone.overhead_seconds(),
    "engine_two_workers": lambda _: engine_alone.two_workers(),
}


def main() -> None:
    for word in sys.argv[1:]:
        name, equals, value = word.partition("=")
        os.environ.update({name: value} if equals else {"ONLY": word})
    names = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(BENCHES)
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.exit(f"bench: unknown name {unknown[0]!r}; known are {', '.join(BENCHES)}")
    figures, left_out = [], []
    console = Console()
    if not console.is_terminal:
        console = Console(width=150)  # nothing of the table is cut off in a log
    for name in names:
        with console.status(name):
            try:
                figures.append(BENCHES[name](int(os.environ.get("RUNS", "5"))))
            except ImportError as error:
                left_out.append(f"{name}: left out; {error}")
    for line in left_out:
        console.print(line, markup=False, highlight=False)
    if not figures:
        sys.exit(1)
    console.print(_table(figures))
    records = {figure.name: figure.record() for figure in figures}
    Path("bench.json").write_text(json.dumps(records, indent=2) + "\n")


def _table(figures: list[Figure]) -> Table:
    table = Table(title="Bench: medians, both sides by turns")
    for title in ("name", "value", "goal", "ours, s", "theirs, s", "runs", "what"):
        table.add_column(title, justify="left" if title in ("name", "what") else "right")
    for figure in figures:
        table.add_row(
            figure.name,
            f"{figure.value:.3g} {figure.unit}",
            figure.goal,
            f"{figure.ours:.3g}",
            "" if figure.theirs is None else f"{figure.theirs:.3g}",
            str(figure.runs),
            figure.what,
        )
    return table


if __name__ == "__main__":
    main()
