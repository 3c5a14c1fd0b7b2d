"""What a finished table already knows of a larger one: Sobol's points go on where they ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from course.hpo.table import load_table
from course.hpo.table_files import CARD

if TYPE_CHECKING:
    from course.hpo.build import Plan


class BuildError(ValueError):
    """A table cannot be built as asked; the message says why and what to do."""


def known_runs(
    plan: Plan, folder: Path, about_data: dict[str, Any]
) -> dict[tuple[int, int], NDArray[np.float32]]:
    """The learning curves, by setting and repeat, of the smaller table in `folder`; {} without one.

    Raises `BuildError` if that table was made otherwise, or has runs that the plan leaves out: to
    build over it would lose them. Raises `TableError` if it can't be read.
    """
    if not (folder / CARD).exists():
        return {}
    table = load_table(folder)
    wanted = {name: getattr(plan, name) for name in ("task", "n_epochs", "seed", "device")}
    for name, value in (wanted | about_data).items():
        found = table.metadata.get(name)
        if found != value:
            raise BuildError(
                f"{folder} holds another table, whose {name} is {found!r} and not {value!r}; "
                "name another folder, or delete that one"
            )
    known = {(i, 0): curve for i, (curve,) in enumerate(table.curves)}
    for i, repeats in enumerate(table.repeats):
        known |= {(i, r + 1): curve for r, curve in enumerate(repeats)}
    if not known.keys() <= set(plan.runs()):
        n_repeated, n_repeats = table.repeats.shape[:2]
        raise BuildError(
            f"{folder} holds a table with {table.n_settings} settings, {n_repeated} of them "
            f"repeated {n_repeats} times, of which this plan would lose some; ask for at least as "
            "many, or name another folder"
        )
    return known
