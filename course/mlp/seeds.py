"""One training setting, many seeds."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from numpy.typing import ArrayLike

from course.cores import cores
from course.mlp.estimator import MLPClassifier


def fit_seeds(
    X: ArrayLike, y: ArrayLike, seeds: Iterable[int], **settings: Any
) -> list[MLPClassifier]:
    """Fit one classifier per seed, all with the same settings, and return them in order.

    `X` is (samples, features), `y` (samples,) or (samples, labels); `settings` are parameters of
    `MLPClassifier`. Several seeds are trained at once where that is faster; the numbers are the
    same as one at a time.
    """
    models = [MLPClassifier(random_state=seed, **settings) for seed in seeds]
    if len(models) > 1 and seeds_run_in_threads(models[0]):
        with ThreadPoolExecutor(cores()) as threads:
            return list(threads.map(lambda model: model.fit(X, y), models))
    return [model.fit(X, y) for model in models]


def seeds_run_in_threads(model: MLPClassifier) -> bool:
    """Whether threads help: compiled epochs release the GIL, scipy's L-BFGS does not."""
    return model.solver in ("sgd", "adam")
