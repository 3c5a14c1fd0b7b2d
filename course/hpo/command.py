"""`course table build`. What needs torch is imported when it runs, so that help is quick."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from course.doctor import install_command
from course.progress import long_progress

app = typer.Typer(no_args_is_help=True, help="Look-up tables of learning curves.")


class TaskName(StrEnum):
    digits = "digits"
    mnist = "mnist"
    cifar10 = "cifar10"


@app.callback()
def main() -> None:
    """Look-up tables of learning curves."""


@app.command("build")
def build_command(
    task: Annotated[TaskName, typer.Option(help="What the networks learn.")] = TaskName.digits,
    settings: Annotated[int, typer.Option(min=1, help="Number of Sobol settings.")] = 20000,
    epochs: Annotated[int, typer.Option(min=1, help="Epochs each of them is trained.")] = 20,
    repeated: Annotated[
        int, typer.Option(min=0, help="So many settings are trained from other seeds as well.")
    ] = 200,
    repeats: Annotated[int, typer.Option(min=0, help="Number of these other seeds.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="Every random number follows from it.")] = 0,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the table; curves/TASK if not given.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder with the files of MNIST or CIFAR-10.")
    ] = None,
    device: Annotated[str, typer.Option(help="cpu, or cuda for a GPU.")] = "cpu",
    workers: Annotated[int, typer.Option(min=1, help="Processes at work, of one core each.")] = 1,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Train on this Dask cluster instead.")
    ] = None,
) -> None:
    """Train every setting of a task and keep the learning curves.

    A run that was stopped or killed goes on where it was when the same command is given again.
    """
    try:
        from course.hpo.build import Plan, build_table
    except ImportError as error:
        _fail(f"needs torch ({error}); type: {install_command('torch')}")
    folder = out or Path("curves") / task
    plan = Plan(task.value, settings, epochs, repeated, repeats, seed, device)
    try:
        with _where(dask), long_progress("training runs") as progress:
            table = build_table(
                plan,
                folder,
                data_folder=None if data is None else data.resolve(),
                n_jobs=-1 if dask else workers,
                progress=progress,
            )
    except KeyboardInterrupt:
        _fail("stopped; what is trained is kept: the same command goes on from there")
    except (ValueError, OSError, RuntimeError) as error:
        _fail(str(error))
    typer.echo(f"{table}\nwritten to {folder}")


@app.command("show")
def show_command(
    task: Annotated[TaskName, typer.Argument(help="Whose table.")] = TaskName.digits,
    folder: Annotated[
        Path | None, typer.Option(help="Folder of the table; the one of the course if not given.")
    ] = None,
) -> None:
    """Say in a dozen lines what is in a table."""
    from course.data import DataError, load_curves
    from course.hpo.card import card

    try:
        facts = card(load_curves(task.value, folder))
    except DataError as error:
        _fail(str(error), "show")
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        typer.echo(f"{name:<{width}}  {value}")


@app.command("predict")
def predict_command(
    task: Annotated[TaskName, typer.Argument(help="Whose table.")] = TaskName.digits,
    folder: Annotated[
        Path | None, typer.Option(help="Folder of the table; the one of the course if not given.")
    ] = None,
    curves: Annotated[int, typer.Option(min=9, help="Curves each predictor learns from.")] = 100,
    tested: Annotated[int, typer.Option(min=1, help="Other curves it is tested on.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="Of the choice of curves.")] = 0,
    picture: Annotated[Path | None, typer.Option(help="Draw it here too, such as a.png.")] = None,
) -> None:
    """Measure how well the last accuracy is predicted from the first epochs; minutes."""
    from course.data import DataError, load_curves
    from course.hpo.prediction import (
        CurvePredictor,
        DomhanPredictor,
        LastValue,
        NuSVRPredictor,
    )
    from course.hpo.prediction.quality import prediction_quality

    try:
        from course.hpo.prediction.klein import KleinPredictor
    except ImportError as error:
        _fail(f"needs torch ({error}); type: {install_command('torch')}", "predict")
    predictors: dict[str, CurvePredictor] = {
        "last value": LastValue(),
        "Baker": NuSVRPredictor(),
        "Domhan": DomhanPredictor(),
        "Klein": KleinPredictor(),
    }
    try:
        table = load_curves(task.value, folder)
        quality = prediction_quality(
            table, predictors, n_curves=curves, n_tested=tested, random_state=seed
        )
    except (DataError, ValueError) as error:
        _fail(str(error), "predict")
    typer.echo(quality.to_string(index=False, float_format="{:.3f}".format))
    if picture is not None:
        from course.plots.prediction import plot_prediction_quality

        title = f"{task.value}: {curves} curves known, {tested} predicted"
        plot_prediction_quality(quality, suptitle=title).savefig(picture)


@contextlib.contextmanager
def _where(dask: str | None) -> Iterator[None]:
    """Send the work to a Dask cluster, if there is one."""
    if dask is None:
        yield
        return
    import joblib

    try:
        from distributed import Client
    except ImportError:
        _fail('--dask needs Dask; type: pip install "sixteen-seeds[dask]"')
    try:
        client = Client(dask, timeout=10)
    except (OSError, ValueError) as error:
        _fail(f"no Dask scheduler answers at {dask}: {error}")
    with client, joblib.parallel_config("dask"):
        yield


def _fail(message: str, command: str = "build") -> NoReturn:
    typer.echo(f"course table {command}: {message}", err=True)
    raise typer.Exit(2)
