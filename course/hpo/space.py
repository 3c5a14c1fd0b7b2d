"""Table I of the paper as data: hyperparameters, their ranges, and Sobol settings within them.

A point of the unit cube has one coordinate for each hyperparameter that is searched, in the order
of the table. `Space.from_unit` turns points into settings, `Space.to_unit` turns them back.

Source: D. Choi, H. Cho, W. Rhee, "On the Difficulty of DNN Hyperparameter Optimization Using
Learning Curve Prediction" (2018), sections III.A and III.B, Table I.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

Value = int | float | str
ACTIVATIONS = ("relu", "elu", "tanh")
REGULARIZERS = ("none", "dropout", "batch_norm")


@dataclass(frozen=True)
class Hyperparameter:
    """One row of Table I.

    Numbers have `low` and `high`, both part of the range, and may be searched on a `log` scale;
    categorical ones have `choices`. One that is `fixed` has this value in every setting and is not
    searched.
    """

    name: str
    type: Literal["integer", "float", "categorical"]
    low: float | None = None
    high: float | None = None
    log: bool = False
    choices: tuple[str, ...] = ()
    fixed: Value | None = None

    def from_unit(self, u: NDArray[np.float64]) -> NDArray[Any]:
        """Values at these coordinates in [0, 1): each integer and choice has an equal share."""
        if self.type == "categorical":
            return np.array(self.choices, dtype=object)[(u * len(self.choices)).astype(int)]
        assert self.low is not None
        assert self.high is not None
        if self.type == "integer":
            return (self.low + np.floor(u * (self.high - self.low + 1))).astype(np.int64)
        if self.log:
            return np.exp(np.log(self.low) + u * np.log(self.high / self.low))
        return self.low + u * (self.high - self.low)

    def to_unit(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Coordinates of these values; an integer or a choice has the middle of its share.

        Raises ValueError for a value outside the range.
        """
        for value in values:
            self.check(value)
        if self.type == "categorical":
            places = np.array([self.choices.index(value) for value in values])
            return (places + 0.5) / len(self.choices)
        assert self.low is not None
        assert self.high is not None
        numbers = values.astype(np.float64)
        if self.type == "integer":
            return (numbers - self.low + 0.5) / (self.high - self.low + 1)
        if self.log:
            return np.log(numbers / self.low) / np.log(self.high / self.low)
        return (numbers - self.low) / (self.high - self.low)

    def check(self, value: Any) -> None:
        """Raise ValueError if this is no value of the hyperparameter."""
        if self.fixed is not None:
            allowed, is_right = f"{self.fixed!r}, as it is fixed", value == self.fixed
        elif self.type == "categorical":
            allowed, is_right = f"one of {', '.join(self.choices)}", value in self.choices
        else:
            allowed = f"in {self.low:g} … {self.high:g}"
            number = _number(value)
            assert self.low is not None
            assert self.high is not None
            slack = 1e-12 * max(abs(self.low), abs(self.high))  # of a logarithm and back
            is_right = self.low - slack <= number <= self.high + slack
            if self.type == "integer":
                allowed = f"a whole number {allowed}"
                is_right = is_right and number == int(number)
        if not is_right:
            plain = value.item() if isinstance(value, np.generic) else value
            raise ValueError(f"{self.name} must be {allowed}, got {plain!r}")


@dataclass(frozen=True)
class Space:
    """The hyperparameters of a task, and the images (channels, height, width) it has to fit."""

    task: str
    image: tuple[int, int, int]
    hyperparameters: tuple[Hyperparameter, ...]

    def free(self) -> tuple[Hyperparameter, ...]:
        """The hyperparameters that are searched, in the order of the unit cube's coordinates."""
        return tuple(h for h in self.hyperparameters if h.fixed is None)

    def from_unit(self, u: NDArray[np.float64]) -> pd.DataFrame:
        """Settings at these points, an array (n, number of free ones) with entries in [0, 1).

        One row a setting, one column a hyperparameter, fixed ones too. Raises ValueError for
        another shape, entries outside [0, 1), or settings that do not fit the image.
        """
        u = np.asarray(u, dtype=np.float64)
        n_free = len(self.free())
        if u.ndim != 2 or u.shape[1] != n_free:
            raise ValueError(
                f"points of the unit cube must have shape (n, {n_free}), got {u.shape}"
            )
        if not ((u >= 0) & (u < 1)).all():
            raise ValueError("points of the unit cube must lie in [0, 1), got others")
        columns = dict(zip((h.name for h in self.free()), u.T, strict=True))
        settings = pd.DataFrame(
            {
                h.name: [h.fixed] * len(u) if h.fixed is not None else h.from_unit(columns[h.name])
                for h in self.hyperparameters
            }
        )
        self._check_fit(settings)
        return settings

    def to_unit(self, settings: pd.DataFrame) -> NDArray[np.float64]:
        """The points of the unit cube (n, number of free ones) of these settings.

        Raises ValueError for a missing column or a value outside its range.
        """
        for h in self.hyperparameters:
            if h.name not in settings:
                raise ValueError(f"a setting of {self.task} must have {h.name!r}, got none")
            if h.fixed is not None:
                for value in settings[h.name]:
                    h.check(value)
        points = [h.to_unit(settings[h.name].to_numpy()) for h in self.free()]
        return np.stack(points, axis=1)

    def sobol(self, n: int) -> pd.DataFrame:
        """The first `n` settings of the unscrambled Sobol sequence (section III.A).

        The sequence begins with the corner 0; it needs no seed. Raises ValueError when n < 1, or a
        setting does not fit the image.
        """
        if n < 1:
            raise ValueError(f"n must be at least 1, got n={n}")
        sequence = qmc.Sobol(len(self.free()), scramble=False)
        # as many as the next power of two, for which the sequence is balanced
        return self.from_unit(sequence.random_base2(int(np.ceil(np.log2(n))))[:n])

    def check(self, setting: Mapping[str, Any]) -> None:
        """Raise ValueError if this is no setting of the space, or does not fit the image."""
        self.to_unit(pd.DataFrame([setting]))
        self._check_fit(pd.DataFrame([setting]))

    def to_json(self) -> dict[str, Any]:
        """Plain data from which `from_json` makes the same space."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Space:
        """The space that `to_json` wrote; raises ValueError if it is something else."""
        try:
            rows = [
                Hyperparameter(**h | {"choices": tuple(h["choices"])})
                for h in data["hyperparameters"]
            ]
            channels, height, width = data["image"]
            return cls(data["task"], (int(channels), int(height), int(width)), tuple(rows))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"a space must be what Space.to_json writes, got {error!r}") from error

    def _check_fit(self, settings: pd.DataFrame) -> None:
        """No pool may be larger than what it pools, no filter reach beyond all of it."""
        for row in settings.drop_duplicates(["filter_size", "pool1", "pool2"]).to_dict("records"):
            side = min(self.image[1:])
            for name in ("pool1", "pool2"):
                if row["filter_size"] > 2 * side - 1:
                    raise ValueError(
                        f"a filter may have at most 2 · {side} − 1 pixels a side where the image "
                        f"has {side}, got filter_size={row['filter_size']}; choose smaller pools "
                        "or a smaller filter"
                    )
                if row[name] > side:
                    raise ValueError(
                        f"{name} must be at most {side}, the side of what it pools, "
                        f"got {name}={row[name]}; choose smaller pools"
                    )
                side = -(-side // int(row[name]))


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return np.nan


# --- Table I ------------------------------------------------------------------------------------


def _integer(name: str, low: int, high: int) -> Hyperparameter:
    return Hyperparameter(name, "integer", low, high)


def _fixed(name: str, value: Value) -> Hyperparameter:
    if isinstance(value, str):
        return Hyperparameter(name, "categorical", fixed=value)
    return Hyperparameter(name, "integer" if isinstance(value, int) else "float", fixed=value)


_LEARNING_RATE = Hyperparameter("learning_rate", "float", 1e-4, 10**-0.5, log=True)
_L2 = Hyperparameter("l2", "float", 0.0, 1.0)
_DROPOUT = Hyperparameter("dropout", "float", 0.0, 0.9)


def _small(task: str, side: int, c1: int, c2: int, fc: int, filter_size: tuple[int, int]) -> Space:
    """C1-P1-C2-P2-Fc-Softmax on grey images: the paper's network for MNIST."""
    return Space(
        task,
        (1, side, side),
        (
            _integer("C1", 1, c1),
            _integer("C2", 1, c2),
            _integer("Fc", 1, fc),
            _integer("filter_size", *filter_size),
            _integer("pool1", 2, 3),
            _integer("pool2", 2, 3),
            _LEARNING_RATE,
            _L2,
            _DROPOUT,
            _fixed("activation", "relu"),
            _fixed("regularizer", "dropout"),
        ),
    )


def _large(side: int, *widths: tuple[int, int], fc: tuple[int, int]) -> Space:
    """C1-C2-P1-C3-P2-C4-P3-Fc-Softmax on coloured images: the paper's network for CIFAR-10."""
    return Space(
        "cifar10",
        (3, side, side),
        (
            *(_integer(f"C{i + 1}", *width) for i, width in enumerate(widths)),
            _integer("Fc", *fc),
            _integer("filter_size", 2, 3),
            _fixed("pool1", 2),
            _fixed("pool2", 2),
            _LEARNING_RATE,
            _L2,
            _fixed("dropout", 0.5),
            Hyperparameter("activation", "categorical", choices=ACTIVATIONS),
            Hyperparameter("regularizer", "categorical", choices=REGULARIZERS),
        ),
    )


PAPER_SPACES = {
    "mnist": _small("mnist", 28, 350, 350, 1024, (2, 10)),
    "cifar10": _large(32, (8, 32), (32, 64), (64, 128), (64, 128), fc=(10, 1000)),
}
"""Table I as printed. (Of CIFAR-10 it leaves ten to search, where the text says nine.)"""

SPACES = {
    "digits": _small("digits", 8, 16, 16, 64, (2, 5)),
    "mnist": _small("mnist", 14, 16, 16, 64, (2, 5)),
    "cifar10": _large(16, (4, 16), (8, 32), (16, 64), (16, 64), fc=(10, 100)),
}
"""The scaled-down ranges of the tables that come with the course; docs/… gives each reason."""
