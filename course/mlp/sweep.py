"""Settings × seeds: train them all, and keep what is needed to judge them.

result = sweep(X, y, [{"solver": "sgd"}, {"solver": "lbfgs"}], seeds=16)
result.runs         # one row a run
result.summary()    # one row a setting
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import joblib
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import binomtest

from course.cores import cores
from course.mlp.estimator import MLPClassifier
from course.mlp.seeds import seeds_run_in_threads
from course.mlp.sweep_input import Samples, check_n_jobs, check_samples, check_seeds, check_settings
from course.progress import progress_bar

Settings = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class SweepResult:
    """What a sweep found; row i of `runs`, `models[i]` and `loss_curves[i]` are one run.

    runs : data frame, one row a run, settings in the order given and seeds within them. Columns:
        solver, activation, then a column for each parameter that differs between settings of the
        same solver and activation, random_state, iterations (epochs for SGD and Adam), final_loss
        (nats, L2 term included), train_error and test_error (fractions; NaN without a test set),
        did_converge, seconds (wall clock).
    models : the fitted classifiers.
    loss_curves : the loss after each iteration.
    """

    runs: pd.DataFrame
    models: list[MLPClassifier]
    loss_curves: list[np.ndarray]

    def summary(self) -> pd.DataFrame:
        """One row a setting: how many runs reached zero training error, and how fast all were.

        `wilson_low` and `wilson_high` bound `fraction_solved` with 95 % confidence (Wilson's
        score interval, `scipy.stats.binomtest`).
        """
        columns = list(self.runs.columns)
        setting = columns[: columns.index("random_state")]
        rows = []
        for values, runs in self.runs.groupby(setting, sort=False, dropna=False):
            solved = int((runs["train_error"] == 0).sum())
            interval = binomtest(solved, len(runs)).proportion_ci(method="wilson")
            rows.append(
                dict(zip(setting, values, strict=True))
                | {
                    "runs": len(runs),
                    "solved": solved,
                    "fraction_solved": solved / len(runs),
                    "wilson_low": interval.low,
                    "wilson_high": interval.high,
                    "mean_iterations": runs["iterations"].mean(),
                    "median_iterations": runs["iterations"].median(),
                }
            )
        return pd.DataFrame(rows)

    def to_csv(self, path: str | Path) -> None:
        """Write `runs` as CSV, floats in full precision."""
        self.runs.to_csv(path, index=False)

    def to_parquet(self, path: str | Path) -> None:
        """Write `runs` as Parquet."""
        self.runs.to_parquet(path, index=False)


def sweep(
    X_train: ArrayLike,
    y_train: ArrayLike,
    settings: Settings | Sequence[Settings],
    seeds: int | Iterable[int] = 16,
    *,
    X_test: ArrayLike | None = None,
    y_test: ArrayLike | None = None,
    n_jobs: int | None = None,
    progress: bool = True,
) -> SweepResult:
    """Train an `MLPClassifier` for each setting and seed.

    X_train, X_test : (samples, features); y_train, y_test : (samples,) labels.
    settings : parameters of `MLPClassifier`, one mapping or several; not `random_state`.
    seeds : `random_state` of the runs; a number n means 0 … n − 1.
    n_jobs : how many runs at once, −1 for one a core. By default SGD and Adam use a thread a
        core (their loops are compiled and release the GIL) and L-BFGS runs one at a time. The
        numbers are the same whatever it is.
    progress : whether to show a bar where there is a terminal or notebook to show it.

    Raises ValueError or TypeError for input that breaks a rule, before anything is trained;
    scikit-learn's own errors during training get a note that says which run it was.
    """
    all_settings = check_settings(settings)
    random_states = check_seeds(seeds)
    train = check_samples("train", X_train, y_train)
    test = check_samples("test", X_test, y_test)
    check_n_jobs(n_jobs)
    if train is None:
        raise ValueError("X_train and y_train must be given, got None")

    models: list[MLPClassifier] = []
    rows = []
    with progress_bar(len(all_settings) * len(random_states), "runs", show=progress) as advance:
        for setting, varied in zip(all_settings, _varied(all_settings), strict=True):
            for run in _run_seeds(train, test, setting, random_states, n_jobs):
                models.append(run.model)
                rows.append(_row(run, varied))
                advance()
    curves = [np.array(model.loss_curve_) for model in models]
    return SweepResult(pd.DataFrame(rows), models, curves)


class _Run(NamedTuple):
    model: MLPClassifier
    train_error: float
    test_error: float
    seconds: float


def _run_seeds(
    train: Samples, test: Samples | None, setting: Settings, seeds: list[int], n_jobs: int | None
) -> Iterator[_Run]:
    """The runs of one setting in the order of the seeds, each as soon as it is there."""
    threads = seeds_run_in_threads(MLPClassifier(**setting))
    if n_jobs is None:
        n_jobs = cores() if threads else 1
    parallel = joblib.Parallel(
        n_jobs=n_jobs, prefer="threads" if threads else "processes", return_as="generator"
    )
    return parallel(joblib.delayed(_run)(train, test, setting, seed) for seed in seeds)


def _run(train: Samples, test: Samples | None, setting: Settings, seed: int) -> _Run:
    model = MLPClassifier(random_state=seed, **setting)
    start = time.perf_counter()
    try:
        model.fit(train.X, train.y)
    except Exception as error:
        error.add_note(f"This was the run with random_state={seed} and {dict(setting)}.")
        raise
    seconds = time.perf_counter() - start
    test_error = np.nan if test is None else _error(model, test)
    return _Run(model, _error(model, train), test_error, seconds)


def _error(model: MLPClassifier, samples: Samples) -> float:
    """Fraction of wrong labels."""
    return float(np.mean(model.predict(samples.X) != samples.y))


def _row(run: _Run, varied: Settings) -> dict[str, Any]:
    return {
        "solver": run.model.solver,
        "activation": run.model.activation,
        **varied,
        "random_state": run.model.random_state,
        "iterations": run.model.n_iter_,
        "final_loss": float(run.model.loss_),
        "train_error": run.train_error,
        "test_error": run.test_error,
        "did_converge": run.model.did_converge_,
        "seconds": run.seconds,
    }


def _varied(settings: list[Settings]) -> list[dict[str, Any]]:
    """For each setting, the parameters that tell it from others of its solver and activation.

    Lists (hidden_layer_sizes) and columns of mixed types become text, for CSV and Parquet alike.
    """
    full = [MLPClassifier(**setting).get_params() for setting in settings]
    varied: list[dict[str, Any]] = [{} for _ in full]
    for name in sorted({name for setting in settings for name in setting}):
        if any(_same_kind(a, b) and a[name] != b[name] for a in full for b in full):
            values = [params[name] for params in full]
            numeric = all(isinstance(value, (int, float)) for value in values)
            for row, value in zip(varied, values, strict=True):
                row[name] = value if numeric else str(value)
    return varied


def _same_kind(a: Settings, b: Settings) -> bool:
    return (a["solver"], a["activation"]) == (b["solver"], b["activation"])
