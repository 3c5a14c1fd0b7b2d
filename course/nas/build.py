"""Fill an architecture table: train every network, in pieces that a killed run goes on from.

A run depends on its genotype, its seed and the plan, and on nothing else: `train(space.decode(
genotype), plan.data(), plan.recipe, seed)` is the same, bit for bit, whatever was trained before it
and by which process, on machines of one kind.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray

from course.hpo.provenance import git_commit, hardware, images_sha256
from course.hpo.table_files import CARD
from course.hpo.tasks import TaskData
from course.hpo.training import one_thread
from course.nas.encoding import Genotype, every_genotype
from course.nas.spaces.tiny_chain import TinyChain
from course.nas.table import (
    ArchitectureTable,
    costs_of,
    load_architectures,
    save_architectures,
)
from course.nas.training import Recipe, accuracy, noisy_digits, train

RUNS_A_PIECE = 25
Run = tuple[int, int]
"""Number of the genotype, seed."""


class BuildError(ValueError):
    """A table cannot be built as asked; the message says why and what to do."""


@dataclass(frozen=True)
class Plan:
    """All that the numbers of a table depend on."""

    max_layers: int = 4
    n_seeds: int = 3
    """Networks are trained from seed 0, and from 1 … n_seeds − 1 too …"""
    repeated_flash_bytes: int = 800
    """… if they need no more flash than this: of them searches within limits are made …"""
    n_sampled: int = 120
    """… or are among so many drawn from the whole space: for what the seed does elsewhere."""
    noise: float = 0.5
    draws: tuple[int, int, int] = (2, 2, 5)
    """So many times each image comes, with other noise: for training, validation and test."""
    epochs: int = 5
    batch_size: int = 64
    learning_rate: float = 0.02

    @property
    def space(self) -> TinyChain:
        return TinyChain(max_layers=self.max_layers)

    @property
    def recipe(self) -> Recipe:
        return Recipe(self.epochs, self.batch_size, self.learning_rate)

    def data(self) -> TaskData:
        """The images, which follow from the plan."""
        return noisy_digits(self.noise, draws=self.draws)

    def runs(self, flash_bytes: NDArray[np.int64]) -> list[Run]:
        """Every training run; those of networks that are repeated come first."""
        # RandomState: its streams are frozen, so the choice outlives numpy
        sample = np.random.RandomState(0).permutation(len(flash_bytes))[: self.n_sampled]
        is_repeated = flash_bytes <= self.repeated_flash_bytes
        is_repeated[sample] = True
        repeated = np.flatnonzero(is_repeated).tolist()
        runs = [(i, seed) for seed in range(self.n_seeds) for i in repeated]
        return runs + [(i, 0) for i in np.flatnonzero(~is_repeated).tolist()]

    def about(self) -> dict[str, Any]:
        """The plan as plain JSON."""
        return asdict(self) | {"draws": list(self.draws)}


def build_architectures(
    plan: Plan,
    folder: Path,
    *,
    n_jobs: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ArchitectureTable:
    """Train what `plan` asks for, write the table into `folder`, and return it.

    Finished pieces lie in `folder`/building; when the run is killed, the same call goes on from
    them. A table of this very plan is returned as it is. `progress` is called with the numbers of
    finished and of all training runs.

    Raises `BuildError` if the folder holds pieces of another plan or another table, `TableError` if
    its table is damaged, and OSError if it cannot be written to.
    """
    if min(plan.n_seeds, plan.epochs, plan.max_layers) < 1:
        raise BuildError(
            "a table needs at least 1 layer, 1 seed and 1 epoch, "
            f"got {plan.max_layers}, {plan.n_seeds} and {plan.epochs}"
        )
    data = plan.data()
    about = plan.about() | {"images_sha256": images_sha256(data)}
    if (folder / CARD).exists():
        return _same_table(about, folder)
    genotypes = tuple(every_genotype(plan.space))
    costs = costs_of(plan.space, genotypes)
    runs = plan.runs(costs["flash_bytes"])
    pieces = [runs[i : i + RUNS_A_PIECE] for i in range(0, len(runs), RUNS_A_PIECE)]
    building = _begin(about, folder)
    missing = [i for i, one in enumerate(pieces) if _read_piece(building, i, one, plan) is None]
    done = len(runs) - sum(len(pieces[i]) for i in missing)
    progress(done, len(runs))
    jobs = (
        joblib.delayed(_train_piece)(i, plan, data, [(genotypes[g], seed) for g, seed in pieces[i]])
        for i in missing
    )
    for i, rows in joblib.Parallel(n_jobs=n_jobs, return_as="generator_unordered")(jobs):
        _write(building / f"{i:06d}.npy", rows)
        done += len(rows)
        progress(done, len(runs))
    measured = np.full((len(genotypes), plan.n_seeds, plan.epochs + 2), np.nan, np.float32)
    for i, piece in enumerate(pieces):
        found = _read_piece(building, i, piece, plan)
        if found is None:
            raise BuildError(f"piece {i} in {building} is gone or damaged; run the command again")
        numbers, seeds = np.array(piece).T
        measured[numbers, seeds] = found
    table = ArchitectureTable(
        space=plan.space,
        genotypes=genotypes,
        validation=np.ascontiguousarray(measured[:, :, : plan.epochs]),
        test=np.ascontiguousarray(measured[:, :, -2]),
        seconds=np.ascontiguousarray(measured[:, :, -1]),
        **costs,
        metadata=about | _made_by(),
    )
    save_architectures(table, folder)
    shutil.rmtree(building)
    return table


def _train_piece(
    number: int, plan: Plan, data: TaskData, piece: Sequence[tuple[Genotype, int]]
) -> tuple[int, NDArray[np.float32]]:
    """Of each run the validation accuracies, then test accuracy and seconds: (n, epochs + 2)."""
    rows = []
    with one_thread():
        for genotype, seed in piece:
            trained = train(plan.space.decode(genotype), data, plan.recipe, seed)
            test = accuracy(trained.network, data.X_test, data.y_test)
            rows.append([*trained.curve, test, trained.seconds])
    return number, np.array(rows, dtype=np.float32)


def _same_table(about: dict[str, Any], folder: Path) -> ArchitectureTable:
    """The table in `folder`; raises `BuildError` if it was made otherwise."""
    table = load_architectures(folder)
    for name, value in about.items():
        found = table.metadata.get(name)
        if found != value:
            raise BuildError(
                f"{folder} holds another table, whose {name} is {found!r} and not {value!r}; "
                "name another folder, or delete that one"
            )
    return table


def _begin(about: dict[str, Any], folder: Path) -> Path:
    """The folder of the pieces, made or found; what they are pieces of is written beside them."""
    building = folder / "building"
    building.mkdir(parents=True, exist_ok=True)
    path, text = building / "plan.json", json.dumps(about, indent=2)
    if not path.exists():
        aside = path.with_suffix(".aside")
        aside.write_text(text)
        os.replace(aside, path)
    elif path.read_text() != text:
        raise BuildError(
            f"{building} holds pieces of another table; repeat the command that began it "
            f"(its plan is in {path}), or delete that folder"
        )
    return building


def _read_piece(
    building: Path, number: int, piece: Sequence[Run], plan: Plan
) -> NDArray[np.float32] | None:
    """A finished piece; None if there is none, or no whole one."""
    try:
        found = np.load(building / f"{number:06d}.npy", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return found if found.shape == (len(piece), plan.epochs + 2) else None


def _write(path: Path, found: NDArray[np.float32]) -> None:
    aside = path.with_name("piece.npy")
    np.save(aside, found)
    os.replace(aside, path)


def _made_by() -> dict[str, Any]:
    return {
        "images": "scikit-learn's digits, 1,797 of 8 × 8 pixels, with noise",
        "hardware": hardware("cpu"),
        "versions": {name: version(name) for name in ("numpy", "scikit-learn", "torch")}
        | {"python": platform.python_version()},
        "git_commit": git_commit(),
        "licence": "BSD-3-Clause",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }
