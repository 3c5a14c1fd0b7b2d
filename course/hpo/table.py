"""The look-up table: many settings' whole learning curves, so that searches can be replayed.

    table = load_table("datasets/curves/digits")
    table.validation_accuracy[table.index_of(setting)]     # one learning curve

Source: D. Choi, H. Cho, W. Rhee, "On the Difficulty of DNN Hyperparameter Optimization Using
Learning Curve Prediction" (2018), section III.A. The axes are those of Syne Tune's blackboxes, so
that the field's tools can read the arrays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course.hpo.space import Hyperparameter, Space
from course.hpo.table_checks import checked_metadata, checked_query, checked_settings
from course.hpo.table_files import TableError as TableError
from course.hpo.table_files import again, read_files, write_files

# Name → which way is better, and the unit.
METRICS = {
    "train_accuracy": ("maximize", "fraction of images"),
    "validation_accuracy": ("maximize", "fraction of images"),
    "test_accuracy": ("maximize", "fraction of images"),
    "seconds": ("minimize", "CPU seconds of one core since training began, validation included"),
}
STATUSES = ("ok", "diverged")
# ETR-1's r + ε (section IV.A): what ends below is no better than a guess among ten classes.
UNTRAINABLE_BELOW = 0.15


@dataclass(frozen=True, eq=False, repr=False)
class CurveTable:
    """Settings of one task, each trained to the end, with what was measured after every epoch.

    task : "digits", "mnist" or "cifar10", as in `space`.
    space : the hyperparameters and their ranges.
    settings : one row a setting; a column a hyperparameter, in the space's order (int64, float64 or
        strings), fixed ones too.
    curves : float32 (n_settings, n_seeds, n_epochs, n_metrics); row i is setting i, column t − 1
        epoch t. Accuracies are fractions, NaN from the epoch on in which the loss was no number.
    metrics : the names along the last axis: the keys of `METRICS`, which has directions and units.
    repeats : float32 (n_repeated, n_repeat_seeds, n_epochs, n_metrics): the first n_repeated
        settings, trained again with other seeds.
    statuses : "ok" or "diverged", one a setting.
    n_parameters : int64 (n_settings,), weights and biases of the network.
    macs : int64 (n_settings,), multiply-accumulates of a forward pass of one image.
    modelled_seconds_per_epoch : float32 (n_settings,), from MACs: the same on every machine.
    metadata : plain JSON about how the table was made.

    The arrays can't be written to. Raises `TableError` when an array has another shape or dtype
    than these, a setting is not in the space, or the metadata is not plain JSON.
    """

    task: str
    space: Space
    settings: pd.DataFrame
    curves: NDArray[np.float32]
    metrics: tuple[str, ...]
    repeats: NDArray[np.float32]
    statuses: tuple[str, ...]
    n_parameters: NDArray[np.int64]
    macs: NDArray[np.int64]
    modelled_seconds_per_epoch: NDArray[np.float32]
    metadata: dict[str, Any]

    def __post_init__(self) -> None:
        if self.task != self.space.task:
            raise TableError(
                f"task must be that of the space, {self.space.task!r}, got {self.task!r}; "
                "pass both of the same task"
            )
        if tuple(self.metrics) != tuple(METRICS):
            raise TableError(f"metrics must be {tuple(METRICS)}, got {self.metrics}; use these")
        # A frozen dataclass gets its own copies and read-only views by this detour.
        object.__setattr__(self, "metrics", tuple(METRICS))
        object.__setattr__(self, "settings", checked_settings(self.settings, self.space))
        object.__setattr__(self, "metadata", checked_metadata(self.metadata))
        n = self.n_settings
        last: dict[str, int | None] = {"n_epochs": None, "n_metrics": len(METRICS)}
        self._settle("curves", np.float32, n_settings=n, n_seeds=None, **last)
        if 0 in self.curves.shape:
            raise TableError(
                "curves must have at least one seed and one epoch, got the shape "
                f"{self.curves.shape}; pass what was measured"
            )
        last["n_epochs"] = self.n_epochs
        self._settle("repeats", np.float32, n_repeated=None, n_repeat_seeds=None, **last)
        if len(self.repeats) > n:
            raise TableError(
                f"repeats must be of at most the {n} settings of the table, got {len(self.repeats)}"
                "; leave out those of other settings"
            )
        self._settle("n_parameters", np.int64, n_settings=n)
        self._settle("macs", np.int64, n_settings=n)
        self._settle("modelled_seconds_per_epoch", np.float32, n_settings=n)
        statuses = tuple(str(status) for status in self.statuses)
        if len(statuses) != n or not set(statuses) <= set(STATUSES):
            raise TableError(
                f"statuses must be {n} of 'ok' and 'diverged', one a setting, got {len(statuses)} "
                f"with {', '.join(map(repr, sorted(set(statuses))))}; correct them"
            )
        object.__setattr__(self, "statuses", statuses)

    def _settle(self, name: str, dtype: type, **axes: int | None) -> None:
        """Check an array's dtype and axes (None: of any length); keep a read-only view of it."""
        array = getattr(self, name)
        lengths = array.shape if isinstance(array, np.ndarray) else ()
        is_right = len(lengths) == len(axes) and all(
            wanted in (None, got) for wanted, got in zip(axes.values(), lengths, strict=True)
        )
        if not (is_right and array.dtype == dtype):
            shape = ", ".join(a if n is None else f"{a}={n}" for a, n in axes.items())
            got = f"{array.dtype} {lengths}" if isinstance(array, np.ndarray) else repr(type(array))
            raise TableError(
                f"{name} must be an array of {np.dtype(dtype)} with the shape ({shape}), got {got}"
                f"; the table has {self.n_settings} settings, and curves its number of epochs"
            )
        view = array.view()
        view.flags.writeable = False
        object.__setattr__(self, name, view)

    # --- what it holds --------------------------------------------------------------------------

    @property
    def n_settings(self) -> int:
        return len(self.settings)

    @property
    def n_epochs(self) -> int:
        return int(self.curves.shape[2])

    @property
    def epochs(self) -> NDArray[np.int64]:
        """1 … n_epochs."""
        return np.arange(1, self.n_epochs + 1)

    @property
    def train_accuracy(self) -> NDArray[np.float32]:
        """(n_settings, n_epochs), on the images trained on; NaN after divergence."""
        return self._metric("train_accuracy")

    @property
    def validation_accuracy(self) -> NDArray[np.float32]:
        """(n_settings, n_epochs), the one that searches may see; NaN after divergence."""
        return self._metric("validation_accuracy")

    @property
    def test_accuracy(self) -> NDArray[np.float32]:
        """(n_settings, n_epochs), to be looked at once a search has ended; NaN after divergence."""
        return self._metric("test_accuracy")

    @property
    def seconds(self) -> NDArray[np.float32]:
        """(n_settings, n_epochs), measured CPU seconds of one core up to and with each epoch."""
        return self._metric("seconds")

    @property
    def modelled_seconds(self) -> NDArray[np.float32]:
        """(n_settings, n_epochs), the same from the model, which no busy machine has slowed."""
        return np.multiply.outer(self.modelled_seconds_per_epoch, self.epochs.astype(np.float32))

    def __repr__(self) -> str:
        share = np.mean(~(self.validation_accuracy[:, -1] >= UNTRAINABLE_BELOW))  # NaN is below
        return (
            f"CurveTable({self.task!r}, {self.n_settings:,} settings × {self.n_epochs} epochs, "
            f"{share:.1%} untrainable)"
        )

    def _metric(self, name: str) -> NDArray[np.float32]:
        return self.curves[:, 0, :, self.metrics.index(name)]

    # --- find a setting -------------------------------------------------------------------------

    def index_of(self, setting: Mapping[str, Any]) -> int:
        """The row of this setting (the first, should it be there twice).

        `setting` names every hyperparameter that is searched; fixed ones may be left out. Integers
        and categories must be equal, floats within 10⁻⁹ of their size.

        Raises `TableError` when names are missing or unknown, a value is outside its range, or the
        table has no such setting.
        """
        values = checked_query(setting, self.space)
        same = np.ones(self.n_settings, dtype=bool)
        for h, column in self._columns:
            value = values[h.name]
            if h.type == "categorical":
                same &= column == h.choices.index(str(value))
            elif h.type == "integer":
                same &= column == value
            else:
                same &= np.abs(column - float(value)) <= 1e-9 * abs(float(value))
        if not same.any():
            raise TableError(
                f"the setting must be one of the table's {self.n_settings:,}, got {values}; "
                "ask `nearest(setting)` for the closest that is"
            )
        return int(np.argmax(same))

    def nearest(self, setting: Mapping[str, Any]) -> int:
        """The row of the setting closest to this one, which need not be in the table.

        Distance is Euclidean in the unit cube (`Space.to_unit`: logarithmic where the search is);
        categories that differ are 1 apart. Among equals the first row wins.

        Raises `TableError` when names are missing or unknown, or a value is outside its range.
        """
        values = checked_query(setting, self.space)
        free = self.space.free()
        point = [h.to_unit(np.array([values[h.name]], dtype=object))[0] for h in free]
        apart = np.abs(self._points - np.array(point))
        is_category = np.array([h.type == "categorical" for h in free])
        apart[:, is_category] = apart[:, is_category] != 0
        return int(np.argmin((apart**2).sum(axis=1)))

    @cached_property
    def _columns(self) -> list[tuple[Hyperparameter, NDArray[Any]]]:
        """What is searched, and its values as numbers: a category is its place in `choices`."""
        return [
            (
                h,
                pd.Index(h.choices).get_indexer(pd.Index(self.settings[h.name]))
                if h.type == "categorical"
                else self.settings[h.name].to_numpy(),
            )
            for h in self.space.free()
        ]

    @cached_property
    def _points(self) -> NDArray[np.float64]:
        return self.space.to_unit(self.settings)


# --- files --------------------------------------------------------------------------------------


def save_table(table: CurveTable, folder: str | Path) -> None:
    """Write the table as three files into `folder`: all of it or, when interrupted, nothing.

    `datasets/README.md` describes the format. Raises `TableError` when the folder can't be made or
    written to.
    """
    arrays: dict[str, NDArray[Any]] = {
        # Syne Tune's first axis is the task.
        "curves": table.curves[np.newaxis],
        "repeats": table.repeats[np.newaxis],
        "n_parameters": table.n_parameters,
        "macs": table.macs,
        "modelled_seconds_per_epoch": table.modelled_seconds_per_epoch,
    }
    card = {
        "task": table.task,
        "space": table.space.to_json(),
        "metrics": [
            {"name": name, "direction": direction, "unit": unit}
            for name, (direction, unit) in METRICS.items()
        ],
        "metadata": table.metadata,
    }
    write_files(Path(folder), arrays, table.settings.assign(status=list(table.statuses)), card)


def load_table(folder: str | Path) -> CurveTable:
    """Read a table that `save_table` wrote; its arrays are the same bits and can't be written to.

    Raises `TableError` when a file is missing, truncated, damaged or changed (sha256), of another
    format version, holds pickles, or doesn't hold what belongs there.
    """
    folder = Path(folder)
    arrays, settings, card = read_files(folder)
    try:
        (curves,), (repeats,) = arrays["curves"], arrays["repeats"]
        return CurveTable(
            task=card["task"],
            space=Space.from_json(card["space"]),
            settings=settings.drop(columns="status"),
            curves=curves,
            metrics=tuple(metric["name"] for metric in card["metrics"]),
            repeats=repeats,
            statuses=tuple(settings["status"]),
            n_parameters=arrays["n_parameters"],
            macs=arrays["macs"],
            modelled_seconds_per_epoch=arrays["modelled_seconds_per_epoch"],
            metadata=card["metadata"],
        )
    except (KeyError, TypeError, ValueError, AttributeError, AssertionError) as error:
        raise TableError(
            f"{folder}: must hold a table as `save_table` writes it, got {error}; {again()}"
        ) from error
