"""Random search: the honest baseline."""

from __future__ import annotations

import numpy as np

from course.hpo.simulate import History


class RandomSearch:
    """Suggests the rows of a table in random order.

    Source: J. Bergstra and Y. Bengio, "Random Search for Hyper-Parameter Optimization" (2012).

    Parameters
    ----------
    n_settings : rows of the table, at least 1; raises ValueError for less.
    random_state : the order follows from it.
    """

    def __init__(self, n_settings: int, random_state: int | None = None) -> None:
        if n_settings < 1:
            raise ValueError(f"n_settings must be at least 1, got n_settings={n_settings}")
        self._order = iter(np.random.default_rng(random_state).permutation(n_settings).tolist())

    def suggest(self, history: History) -> int | None:
        return next(self._order, None)
