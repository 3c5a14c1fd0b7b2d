"""A smaller table, for replays that have to be quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from course.hpo.table import CurveTable


def subset(table: CurveTable, rows: Sequence[int] | NDArray[np.int64]) -> CurveTable:
    """The settings in these rows, in this order, with their curves, as a table of its own.

    Row i of it is row `rows[i]` of `table`; trainings with other seeds (`repeats`) are left out.
    The first rows of a table in Sobol order cover the space evenly themselves.

    Raises ValueError unless there is at least one row, each in the table and named once.
    """
    chosen = np.asarray(rows)
    if (
        chosen.ndim != 1
        or not len(chosen)
        or chosen.dtype.kind not in "iu"
        or len(np.unique(chosen)) < len(chosen)
        or not (chosen.min() >= 0 and chosen.max() < table.n_settings)
    ):
        raise ValueError(
            f"rows must be different whole numbers from 0 to {table.n_settings - 1}, at least one, "
            f"got {rows!r:.80}; pass range(1000) for the first thousand"
        )
    return replace(
        table,
        settings=table.settings.iloc[chosen].reset_index(drop=True),
        curves=table.curves[chosen],
        repeats=table.repeats[:0],
        statuses=tuple(table.statuses[row] for row in chosen),
        n_parameters=table.n_parameters[chosen],
        macs=table.macs[chosen],
        modelled_seconds_per_epoch=table.modelled_seconds_per_epoch[chosen],
    )
