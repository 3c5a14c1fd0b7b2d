"""One training setting, many seeds."""

from collections.abc import Iterable
from typing import Any

from numpy.typing import ArrayLike

from course.mlp.estimator import MLPClassifier


def fit_seeds(
    X: ArrayLike, y: ArrayLike, seeds: Iterable[int], **settings: Any
) -> list[MLPClassifier]:
    """Fit one classifier per seed, all with the same settings, and return them in order.

    `X` is (samples, features), `y` (samples,); `settings` are parameters of `MLPClassifier`.
    """
    return [MLPClassifier(random_state=seed, **settings).fit(X, y) for seed in seeds]
