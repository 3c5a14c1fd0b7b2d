"""Fill a look-up table: train every setting, in pieces that a killed run goes on from.

A run of a setting depends on the plan's seed, the setting's number and the repeat's number, and on
nothing else: pieces may be trained in any order, by any number of workers, on any number of
machines of one kind, and give the same accuracies bit for bit.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from course.hpo.grow import BuildError as BuildError
from course.hpo.grow import known_runs
from course.hpo.networks import count_macs, count_parameters, network
from course.hpo.provenance import git_commit, hardware, images_sha256
from course.hpo.space import SPACES
from course.hpo.table import CurveTable, save_table
from course.hpo.tasks import TASKS, TaskData, load_task
from course.hpo.training import METRICS, one_thread, train

RUNS_A_PIECE = 50


@dataclass(frozen=True)
class Plan:
    """All that the numbers of a table depend on."""

    task: str
    n_settings: int
    n_epochs: int
    n_repeated: int = 200
    """So many settings, the first ones, are trained again …"""
    n_repeats: int = 3
    """… from so many other seeds."""
    seed: int = 0
    device: str = "cpu"

    def runs(self) -> list[tuple[int, int]]:
        """(number of the setting, number of the repeat) of every training run; repeat 0 first."""
        first = [(i, 0) for i in range(self.n_settings)]
        n_repeated = min(self.n_repeated, self.n_settings)
        return first + [(i, r + 1) for r in range(self.n_repeats) for i in range(n_repeated)]


def build_table(
    plan: Plan,
    folder: Path,
    *,
    data_folder: Path | None = None,
    n_jobs: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> CurveTable:
    """Train what `plan` asks for, write the table into `folder`, and return it.

    Finished pieces lie in `folder`/building; when the run is killed, the same call goes on from
    them. A table in `folder` with fewer settings or repeats grows: what it has is not trained
    again. `progress` is called with the numbers of finished and of all training runs. Under
    `joblib.parallel_config` the runs go wherever its backend sends them, such as a Dask cluster.

    Raises `BuildError` if the folder holds pieces of another plan or another table, ValueError and
    `course.data.DataError` as `load_task` does, and OSError if the folder cannot be written to.
    """
    if plan.n_settings < 1 or plan.n_epochs < 1:
        raise BuildError(
            "a table needs at least 1 setting and 1 epoch, "
            f"got {plan.n_settings} settings and {plan.n_epochs} epochs"
        )
    data = load_task(plan.task, data_folder)
    settings = SPACES[plan.task].sobol(plan.n_settings)
    runs, known = plan.runs(), known_runs(plan, folder, _about(data, plan.task))
    building = _begin(plan, data, folder, len(known))
    unknown = [run for run in runs if run not in known]
    pieces = [unknown[i : i + RUNS_A_PIECE] for i in range(0, len(unknown), RUNS_A_PIECE)]
    missing = [i for i, piece in enumerate(pieces) if _read_piece(building, i, piece, plan) is None]
    done = len(runs) - sum(len(pieces[i]) for i in missing)
    progress(done, len(runs))
    jobs = (joblib.delayed(_train_piece)(i, plan, data_folder, pieces[i]) for i in missing)
    for i, curves in joblib.Parallel(n_jobs=n_jobs, return_as="generator_unordered")(jobs):
        _write_piece(building, i, curves)
        done += len(curves)
        progress(done, len(runs))
    for i, piece in enumerate(pieces):
        known |= zip(piece, _curves_of_piece(building, i, piece, plan), strict=True)
    table = _assemble(plan, data, settings, np.stack([known[run] for run in runs]))
    save_table(table, folder)
    shutil.rmtree(building)
    return table


def _train_piece(
    number: int, plan: Plan, data_folder: Path | None, piece: Sequence[tuple[int, int]]
) -> tuple[int, NDArray[np.float32]]:
    """The learning curves of some runs, shape (len(piece), n_epochs, len(METRICS))."""
    data, settings = _here(plan.task, plan.n_settings, data_folder)
    with one_thread():
        curves = [
            train(
                settings[i],
                data,
                n_epochs=plan.n_epochs,
                batch_size=TASKS[plan.task].batch_size,
                seed=seed_of_run(plan.seed, i, repeat),
                device=plan.device,
            )
            for i, repeat in piece
        ]
    return number, np.stack(curves)


def seed_of_run(seed: int, setting: int, repeat: int) -> int:
    """The seed of one training run: independent streams, whatever the numbers."""
    return int(np.random.SeedSequence([seed, setting, repeat]).generate_state(1)[0])


@lru_cache(maxsize=1)
def _here(
    task: str, n_settings: int, data_folder: Path | None
) -> tuple[TaskData, list[dict[str, Any]]]:
    """Images and settings, loaded once by each process."""
    settings = SPACES[task].sobol(n_settings).to_dict("records")
    return load_task(task, data_folder), [{str(k): v for k, v in s.items()} for s in settings]


# --- pieces -------------------------------------------------------------------------------------


def _begin(plan: Plan, data: TaskData, folder: Path, n_known: int) -> Path:
    """The folder of the pieces, made or found; what they are pieces of is written beside them."""
    building = folder / "building"
    building.mkdir(parents=True, exist_ok=True)
    about = {"images_sha256": images_sha256(data), "n_known": n_known}
    text = json.dumps(asdict(plan) | about, indent=2)
    path = building / "plan.json"
    if not path.exists():
        _write(path, text.encode())
    elif path.read_text() != text:
        raise BuildError(
            f"{building} holds pieces of another table; repeat the command that began it "
            f"(its plan is in {path}), or delete that folder"
        )
    return building


def _piece_path(building: Path, number: int) -> Path:
    return building / f"{number:06d}.npy"


def _read_piece(
    building: Path, number: int, piece: Sequence[tuple[int, int]], plan: Plan
) -> NDArray[np.float32] | None:
    """The curves of a finished piece; None if there are none, or no whole ones."""
    try:
        curves = np.load(_piece_path(building, number), allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return curves if curves.shape == (len(piece), plan.n_epochs, len(METRICS)) else None


def _curves_of_piece(
    building: Path, number: int, piece: Sequence[tuple[int, int]], plan: Plan
) -> NDArray[np.float32]:
    curves = _read_piece(building, number, piece, plan)
    if curves is None:
        path = _piece_path(building, number)
        raise BuildError(f"{path} was there and is gone or damaged; run the same command again")
    return curves


def _write_piece(building: Path, number: int, curves: NDArray[np.float32]) -> None:
    aside = building / "piece.npy"
    np.save(aside, curves)
    os.replace(aside, _piece_path(building, number))


def _write(path: Path, content: bytes) -> None:
    aside = path.with_suffix(".aside")
    aside.write_bytes(content)
    os.replace(aside, path)


# --- the table ----------------------------------------------------------------------------------


def _assemble(plan: Plan, data: TaskData, settings: Any, curves: NDArray[np.float32]) -> CurveTable:
    space = SPACES[plan.task]
    nets = [network(setting, space.image) for setting in settings.to_dict("records")]
    n_parameters = np.array([count_parameters(net) for net in nets])
    macs = np.array([count_macs(net, space.image) for net in nets])
    first, again = curves[: plan.n_settings], curves[plan.n_settings :]
    n_repeated = min(plan.n_repeated, plan.n_settings)
    shape = (plan.n_repeats, n_repeated, *curves.shape[1:])
    modelled, model = modelled_seconds(first, n_parameters, macs)
    return CurveTable(
        task=plan.task,
        space=space,
        settings=settings,
        curves=first[:, np.newaxis],
        metrics=METRICS,
        repeats=np.ascontiguousarray(again.reshape(shape).swapaxes(0, 1)),
        statuses=tuple(np.where(np.isnan(first[:, -1, 0]), "diverged", "ok").tolist()),
        n_parameters=n_parameters,
        macs=macs,
        modelled_seconds_per_epoch=modelled,
        metadata=_metadata(plan, data) | {"modelled_seconds": model},
    )


def modelled_seconds(
    curves: NDArray[np.float32], n_parameters: NDArray[np.int64], macs: NDArray[np.int64]
) -> tuple[NDArray[np.float32], dict[str, float]]:
    """Seconds per epoch as a + b · MACs + c · parameters, none of them negative.

    Fitted to the medians over the epochs of what was measured, shape (n, n_epochs, 4). The same
    table gives the same seconds wherever it is replayed, and a moment in which the machine was busy
    does not count. Returns the seconds of each setting and the three coefficients.
    """
    measured = np.nanmedian(np.diff(curves[:, :, 3], axis=1, prepend=0), axis=1)
    causes = np.stack([np.ones(len(macs)), macs, n_parameters], axis=1).astype(np.float64)
    scale = causes.max(axis=0)
    coefficients = nnls(causes / scale, measured.astype(np.float64))[0] / scale
    names = ("seconds", "seconds_per_mac", "seconds_per_parameter")
    model = dict(zip(names, coefficients.tolist(), strict=True))
    return (causes @ coefficients).astype(np.float32), model


def _about(data: TaskData, task: str) -> dict[str, Any]:
    """What is trained on."""
    return {
        "images": TASKS[task].files,
        "images_sha256": images_sha256(data),
        "n_train": len(data.X_train),
        "n_validation": len(data.X_validation),
        "n_test": len(data.X_test),
        "batch_size": TASKS[task].batch_size,
    }


def _metadata(plan: Plan, data: TaskData) -> dict[str, Any]:
    """What somebody needs to know to build the same table again."""
    return {
        **asdict(plan),
        **_about(data, plan.task),
        "hardware": hardware(plan.device),
        "versions": {name: version(name) for name in ("numpy", "scikit-learn", "scipy", "torch")}
        | {"python": platform.python_version()},
        "git_commit": git_commit(),
        "licence": "BSD-3-Clause",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }
