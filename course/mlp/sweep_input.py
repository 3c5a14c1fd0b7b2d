"""What `sweep` accepts. Each check returns its input in one form, or says which rule it breaks."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course.mlp.estimator import MLPClassifier

_LARGEST_SEED = 2**32 - 1  # of numpy.random.RandomState


class Samples(NamedTuple):
    """Inputs (samples, features) and their labels (samples,)."""

    X: Any
    y: np.ndarray


def check_settings(
    settings: Mapping[str, Any] | Sequence[Mapping[str, Any]],
) -> list[Mapping[str, Any]]:
    """One or several mappings of `MLPClassifier` parameters, no two the same."""
    several = [settings] if isinstance(settings, Mapping) else list(settings)
    if not several:
        raise ValueError("settings must hold at least one setting, got none; try [{}]")
    known = MLPClassifier().get_params()
    for i, setting in enumerate(several):
        if not isinstance(setting, Mapping):
            raise TypeError(
                f"each setting must be a dict of MLPClassifier parameters, got settings[{i}]="
                f"{setting!r}"
            )
        for name in setting:
            _check_parameter(name, known)
        if setting in several[:i]:
            raise ValueError(
                f"settings must differ, but settings[{several.index(setting)}] and settings[{i}] "
                f"are both {dict(setting)}; use more seeds to repeat a setting"
            )
    return several


def _check_parameter(name: str, known: Mapping[str, Any]) -> None:
    if name == "random_state":
        raise ValueError("settings must not hold random_state; give it as seeds=[…] instead")
    if name not in known:
        close = difflib.get_close_matches(str(name), known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(sorted(known))}"
        raise ValueError(f"settings must name parameters of MLPClassifier, got {name!r}; {hint}")


def check_seeds(seeds: int | Iterable[int]) -> list[int]:
    """A number n, meaning 0 … n − 1, or distinct numbers from 0 to 2³² − 1."""
    if isinstance(seeds, bool) or not isinstance(seeds, (Integral, Iterable)):
        raise TypeError(f"seeds must be a number of seeds or a list of seeds, got seeds={seeds!r}")
    if isinstance(seeds, Integral):
        if seeds < 1:
            raise ValueError(f"the number of seeds must be at least 1, got seeds={seeds}")
        return list(range(int(seeds)))
    given = list(seeds)
    if not given:
        raise ValueError("seeds must hold at least one seed, got none; try seeds=16")
    for seed in given:
        if isinstance(seed, bool) or not isinstance(seed, Integral):
            raise TypeError(f"each seed must be a whole number, got {seed!r} in seeds={given}")
        if not 0 <= seed <= _LARGEST_SEED:
            raise ValueError(f"each seed must be from 0 to 2**32 - 1, got {seed} in seeds={given}")
    repeated = sorted({int(seed) for seed in given if given.count(seed) > 1})
    if repeated:
        raise ValueError(
            f"seeds must be distinct, but {repeated} come more than once: the same seed gives the "
            "same run, which would be counted twice"
        )
    return [int(seed) for seed in given]


def check_samples(part: str, X: ArrayLike | None, y: ArrayLike | None) -> Samples | None:
    """Inputs and one label each, or neither (None)."""
    if X is None and y is None:
        return None
    if X is None or y is None:
        missing = "X" if X is None else "y"
        raise ValueError(f"X_{part} and y_{part} belong together, got {missing}_{part}=None")
    labels = np.asarray(y)
    if labels.ndim != 1:
        raise ValueError(
            f"y_{part} must be one label a row, shape (samples,), got shape {labels.shape}"
        )
    n_samples = X.shape[0] if hasattr(X, "shape") else len(np.asarray(X))
    if n_samples != len(labels):
        raise ValueError(
            f"X_{part} and y_{part} must have the same length, got {n_samples} rows and "
            f"{len(labels)} labels"
        )
    return Samples(X, labels)


def check_n_jobs(n_jobs: int | None) -> None:
    """None, −1, or at least 1."""
    if n_jobs is not None and n_jobs != -1 and n_jobs < 1:
        raise ValueError(
            f"n_jobs must be at least 1, or -1 for one run a core, got n_jobs={n_jobs}"
        )
