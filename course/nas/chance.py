"""Ask a function of chance many times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def repeat(function: Callable[..., Any], n: int, random_state: int, *given: Any) -> list[Any]:
    """What `function(*given, rng)` returns, n times, all drawing from one generator."""
    rng = np.random.default_rng(random_state)
    return [function(*given, rng) for _ in range(n)]
