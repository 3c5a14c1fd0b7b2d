"""Small made-up tables for tests, how to compare two, and how to forge one's files."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from course.hpo.space import SPACES
from course.hpo.table import METRICS, CurveTable
from tests.course.hpo.test_simulate import Table

SPACE = SPACES["cifar10"]  # has integers, floats, a logarithmic one, categories and fixed ones
FILES = ("curves.npz", "settings.parquet", "table.json")
ARRAYS = ("curves", "repeats", "n_parameters", "macs", "modelled_seconds_per_epoch")


def make_table(n: int = 32, n_epochs: int = 5, seed: int = 0) -> CurveTable:
    """Sobol settings with random numbers for curves; the third setting diverges in epoch 2."""
    rng = np.random.default_rng(seed)
    curves = rng.random((n, 1, n_epochs, len(METRICS)), dtype=np.float32)
    curves[..., 3] = np.cumsum(curves[..., 3], axis=2)
    statuses = ["ok"] * n
    if n > 2:
        curves[2, :, 1:, :3], statuses[2] = np.nan, "diverged"
    return CurveTable(
        task=SPACE.task,
        space=SPACE,
        settings=SPACE.sobol(n),
        curves=curves,
        metrics=tuple(METRICS),
        repeats=rng.random((min(n, 4), 3, n_epochs, len(METRICS)), dtype=np.float32),
        statuses=tuple(statuses),
        n_parameters=rng.integers(1, 10**6, n),
        macs=rng.integers(1, 10**12, n),
        modelled_seconds_per_epoch=rng.random(n, dtype=np.float32),
        metadata={"seed": seed, "hardware": "made up", "versions": {"numpy": "2"}, "x": [0.1]},
    )


SMALL = make_table(4, n_epochs=2)


class WithSettings(Table):
    """Settings of a task, and accuracies that depend on three of them."""

    def __init__(self, task, n=256):
        self.space = SPACES[task]
        self.settings = self.space.sobol(n)
        points = self.space.to_unit(self.settings)
        level = np.exp(-4 * ((points[:, [0, 4, -1]] - 0.6) ** 2).sum(axis=1))
        super().__init__(level[:, np.newaxis] * np.array([0.5, 1.0]), np.ones(n))


def different(table: CurveTable, **fields: object) -> CurveTable:
    return replace(table, **fields)


def assert_same(one: CurveTable, other: CurveTable) -> None:
    """The same to the last bit, types included."""
    assert (one.task, one.space, one.metrics) == (other.task, other.space, other.metrics)
    assert one.statuses == other.statuses
    assert json.dumps(one.metadata) == json.dumps(other.metadata)
    assert list(one.settings) == list(other.settings)
    assert one.settings.index.equals(other.settings.index)
    assert one.settings.dtypes.equals(other.settings.dtypes)
    for name in one.settings:
        a, b = one.settings[name], other.settings[name]
        if a.dtype.kind in "if":
            assert a.to_numpy().tobytes() == b.to_numpy().tobytes()  # also the sign of zero
        else:
            assert a.tolist() == b.tolist()
    for name in ARRAYS:
        a, b = getattr(one, name), getattr(other, name)
        assert (a.dtype, a.shape) == (b.dtype, b.shape)
        assert a.tobytes() == b.tobytes()  # also the payload of NaN


def seal(folder: Path, card: dict | None = None) -> None:
    """Make the checksums right again, in the way that datasets/README.md describes.

    The card is read from its file unless another is given.
    """
    path = folder / "table.json"
    card = json.loads(path.read_bytes()) if card is None else card
    for name in FILES[:2]:
        card["sha256"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    card["sha256"]["table.json"] = "0" * 64
    text = json.dumps(card, indent=1) + "\n"
    path.write_text(text.replace("0" * 64, hashlib.sha256(text.encode()).hexdigest(), 1))
