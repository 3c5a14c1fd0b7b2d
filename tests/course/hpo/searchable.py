"""Small tables in which a search soon finds something.

Rates too high can't be trained, low ones rise late; some of those between share the first place.
"""

from pathlib import Path

import numpy as np

from course.hpo.space import SPACES
from course.hpo.table import METRICS, CurveTable, save_table


def searchable_table(task: str, n: int = 150, n_epochs: int = 10, seed: int = 0) -> CurveTable:
    """Settings of a task's own space with made-up curves."""
    rng = np.random.default_rng(seed)
    space = SPACES[task]
    settings = space.sobol(n)
    rate = np.log10(settings["learning_rate"].to_numpy())
    best = 1.0 - 0.15 * np.abs(rate + 2.5) - 0.05 * settings["l2"].to_numpy()
    start = np.clip(np.rint(-3 - rate) * 3, 0, n_epochs)[:, np.newaxis]
    rise = 1 - np.exp(-0.7 * np.maximum(np.arange(1, n_epochs + 1) - start, 0))
    mean = 0.1 + (best[:, np.newaxis] - 0.1) * rise
    mean[rate > -1.3] = 0.1
    noisy = np.rint(25 * np.clip(mean + 0.004 * rng.standard_normal(mean.shape), 0, 1)) / 25
    per_epoch = rng.uniform(0.5, 1.5, n).astype(np.float32)
    curves = np.empty((n, 1, n_epochs, len(METRICS)), dtype=np.float32)
    curves[..., :3] = noisy[:, np.newaxis, :, np.newaxis]
    curves[..., 3] = per_epoch[:, np.newaxis, np.newaxis] * np.arange(1, n_epochs + 1)
    return CurveTable(
        task=task,
        space=space,
        settings=settings,
        curves=curves,
        metrics=tuple(METRICS),
        repeats=curves[:0],
        statuses=("ok",) * n,
        n_parameters=rng.integers(1, 10**6, n),
        macs=rng.integers(1, 10**12, n),
        modelled_seconds_per_epoch=per_epoch,
        metadata={"seed": seed},
    )


def save_searchable(folder: Path, tasks: tuple[str, ...] = ("digits", "mnist")) -> Path:
    for seed, task in enumerate(tasks):
        save_table(searchable_table(task, seed=seed), folder / task)
    return folder
