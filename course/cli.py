"""The `course` command. Each command imports what it needs when it runs, so that help is quick."""

import ast
import shlex
import sys
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from course import __version__
from course.hpo.command import app as table_app
from course.hpo.reproduce.command import app as reproduce_app
from course.nas.command import app as nas_app

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Sixteen Seeds: how optimizers and activations behave, from more than one random seed.",
)

app.add_typer(table_app, name="table")
app.add_typer(reproduce_app, name="reproduce")
app.add_typer(nas_app, name="nas")


class Solver(StrEnum):
    lbfgs = "lbfgs"
    sgd = "sgd"
    adam = "adam"


class Activation(StrEnum):
    identity = "identity"
    logistic = "logistic"
    tanh = "tanh"
    relu = "relu"


def fail(command: str, message: object) -> NoReturn:
    """End with one line on stderr and exit code 2, for mistakes that can be foreseen."""
    typer.echo(f"course {command}: {message}", err=True)
    raise typer.Exit(2)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sixteen-seeds {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Options of `course` itself."""


@app.command("start")
def start_command(
    lab: Annotated[str | None, typer.Argument(help="The lab's name, such as lab1_xor.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Where to work; ./LAB if left out.")] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", help="What your instructor gave you: a notebook, a zip, or a folder."
        ),
    ] = None,
    show: Annotated[
        bool | None,
        typer.Option("--open/--no-open", help="Open it in JupyterLab; in a terminal by default."),
    ] = None,
) -> None:
    """Put a lab's notebook into a folder and open it; without a name, list the labs.

    Your work is never overwritten: where there is a notebook, that one is opened.
    """
    from course.doctor import install_command
    from course.start import (
        StartError,
        jupyter_command,
        lab_titles,
        missing_packages,
        open_jupyter,
        start,
    )

    if lab is None:
        for name, title in lab_titles().items():
            typer.echo(f"{name:18}{title}".rstrip())
        return
    try:
        started = start(lab, folder, source)
    except StartError as error:
        fail("start", error)
    told = "is ready" if started.is_new else "has your work, which is left as it is"
    typer.echo(f"{started.notebook} {told}")
    for name in missing_packages(started.notebook):
        typer.echo(f"it needs {name}, which is not installed; type: {install_command(name)}")
    command = jupyter_command(started.notebook)
    if command is None:
        typer.echo("open it in VS Code, or: pip install jupyterlab, then run this again")
    elif sys.stdout.isatty() if show is None else show:
        typer.echo("JupyterLab opens in your browser; Ctrl-C here ends it")
        open_jupyter(started.notebook)
    else:
        typer.echo(f"open it: {shlex.join(command)}")


@app.command("doctor")
def doctor_command() -> None:
    """Look at what the labs need: Python, packages, cache, kernel, disk; say what to mend.

    Exits with 1 if anything is wrong.
    """
    from course.doctor import main as examine

    raise typer.Exit(examine())


@app.command("sweep")
def sweep_command(
    solver: Annotated[list[Solver] | None, typer.Option(help="Repeat for several.")] = None,
    activation: Annotated[list[Activation] | None, typer.Option(help="Repeat for several.")] = None,
    seeds: Annotated[int, typer.Option(help="Number of seeds: 0 … n − 1.")] = 16,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="Any other parameter of MLPClassifier, in place of HW04's, such as "
            "hidden_layer_sizes=[4,4]. Repeat for several.",
        ),
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder with the four XOR CSV files; HW04's if not given.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="Write one row a run to this file.")] = None,
    parquet: Annotated[Path | None, typer.Option(help="The same as Parquet.")] = None,
    jobs: Annotated[int | None, typer.Option(help="Runs at once; −1 for one a core.")] = None,
) -> None:
    """Train an MLP on XOR from many seeds and show how many reach zero training error.

    Without --solver and --activation: HW04's {lbfgs, sgd} × {relu, logistic}.
    """
    solvers = solver or [Solver.lbfgs, Solver.sgd]
    activations = activation or [Activation.relu, Activation.logistic]
    for path in (csv, parquet):
        if path is not None and not path.parent.is_dir():
            fail("sweep", f"cannot write {path}: there is no folder {path.parent}; make it first")

    from course.data import load_xor
    from course.mlp import sweep
    from course.mlp.presets import HW04

    try:
        changes = dict(_parameter(text) for text in parameters or [])
        xor = load_xor() if data is None else load_xor(data)
        result = sweep(
            xor.X_train,
            xor.y_train,
            [HW04[s] | {"activation": str(a)} | changes for s in solvers for a in activations],
            seeds,
            X_test=xor.X_test,
            y_test=xor.y_test,
            n_jobs=jobs,
        )
        if csv is not None:
            result.to_csv(csv)
        if parquet is not None:
            result.to_parquet(parquet)
    except (ValueError, TypeError, OSError) as error:
        fail("sweep", " ".join([str(error), *getattr(error, "__notes__", [])]))
    _print_summary(result.summary())


@app.command("check")
def check_command(
    notebook: Annotated[Path, typer.Argument(help="The notebook; it is run, but not changed.")],
    question: Annotated[
        list[str] | None, typer.Option(help="Show this question only. Repeat for several.")
    ] = None,
) -> None:
    """Run a lab's notebook from the top and show what its checks say.

    Exits with 1 if a check has not passed, with 2 if the notebook cannot be checked.
    """
    from course.checks.notebook import NotebookError, check_notebook

    try:
        reports = check_notebook(notebook)
    except NotebookError as error:
        fail("check", error)
    known = [report["question"] for report, _ in reports]
    for name in question or []:
        if name not in known:
            fail("check", f"{notebook} has no check of {name!r}; it has {', '.join(known)}")
    shown = [(r, text) for r, text in reports if not question or r["question"] in question]
    for _, text in shown:
        typer.echo(text)
    done = [report for report, _ in shown if report["points"] == report["max_points"]]
    typer.echo(f"\n{len(done)} of {len(shown)} questions pass their public checks")
    raise typer.Exit(0 if len(done) == len(shown) else 1)


def launch_autograde() -> None:
    """The `autograde` command. The grader is no part of what a student installs."""
    if find_spec("autograde") is None:
        fail_line = "the grader is not part of the installed course; clone the repository to use it"
        typer.echo(f"autograde: {fail_line}", err=True)
        raise SystemExit(2)
    import_module("autograde.cli").app()


def _parameter(text: str) -> tuple[str, Any]:
    """`alpha=0.1` as name and Python value; a value that is no Python literal is text."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ValueError(f"--set must be NAME=VALUE, got {text!r}")
    try:
        return name, ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return name, value


def _print_summary(summary: "pd.DataFrame") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Zero training error")
    settings = list(summary.columns[: summary.columns.get_loc("runs")])
    for name in settings:
        table.add_column(name)
    for name in ("solved", "fraction", "95 % interval", "mean iterations", "median"):
        table.add_column(name, justify="right")
    for row in summary.to_dict("records"):
        table.add_row(
            *(str(row[name]) for name in settings),
            f"{row['solved']} of {row['runs']}",
            f"{row['fraction_solved']:.3f}",
            f"{row['wilson_low']:.2f} – {row['wilson_high']:.2f}",
            f"{row['mean_iterations']:.1f}",
            f"{row['median_iterations']:.1f}",
        )
    Console().print(table)
