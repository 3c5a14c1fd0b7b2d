"""What a submission may use, and the sentence that is shown when it asks for more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from course.checks.expect import NoAnswer

KB, MB, GB = 10**3, 10**6, 10**9


@dataclass(frozen=True)
class Limits:
    """Limits of one run of a submission; every one can be set in `nbgrader_config.py`.

    Passing one of the first group ends the run. An answer past one of the second fails its check.
    The operating system refuses to pass one of the third: the student's code gets an ordinary
    Python error and goes on.
    """

    seconds_per_cell: float = 120
    seconds_per_call: float = 30  # of a student's function that a check calls
    seconds_per_submission: float = 600
    memory_bytes: int = 2 * GB  # resident, all processes together
    processes: int = 64
    disk_bytes: int = 200 * MB  # all files of the work folder together
    output_bytes: int = 5 * MB  # of one cell
    output_bytes_per_submission: int = 50 * MB
    outputs: int = 200  # of one cell
    display_updates: int = 500  # of one cell
    image_bytes: int = 3 * MB
    image_pixels: int = 25 * 10**6

    value_bytes: int = 50 * MB  # of one answer to a check
    value_depth: int = 24
    n_values: int = 500_000

    data_bytes: int = 4 * GB  # that one process may allocate
    file_bytes: int = 100 * MB
    open_files: int = 256

    def __post_init__(self) -> None:
        for name, value in self.to_dict().items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not value > 0:
                raise ValueError(f"the limit {name} must be a number above 0, got {value!r}")

    @classmethod
    def from_dict(cls, chosen: Mapping[str, Any]) -> Limits:
        """The default limits, with some replaced; `ValueError` for an unknown name."""
        names = [field.name for field in fields(cls)]
        for name in chosen:
            if name not in names:
                raise ValueError(f"there is no limit {name!r}; the limits are {', '.join(names)}")
        return cls(**chosen)

    def to_dict(self) -> dict[str, Any]:
        """Name → value."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


_SENTENCES = {  # limit → the rule, and what was reached
    "seconds_per_cell": ("a cell may run for {}", "this one was not done after {}"),
    "seconds_per_call": (
        "a function that a check calls may take {}",
        "after {} it could not even be interrupted",
    ),
    "seconds_per_submission": (
        "all cells together may run for {}",
        "this one was not done after {}",
    ),
    "memory_bytes": ("a notebook may use {} of memory", "this one used {}"),
    "processes": ("a notebook may have {} processes at a time", "this one had {}"),
    "disk_bytes": ("a notebook's files may take {} in all", "these took {}"),
    "output_bytes": ("a cell may print {}", "this one printed {} or more"),
    "output_bytes_per_submission": (
        "all cells together may print {}",
        "they printed {} or more",
    ),
    "outputs": ("a cell may show {} outputs", "this one showed {} or more"),
    "display_updates": (
        "a cell may update its displays {} times",
        "this one did it {} times or more",
    ),
    "image_bytes": ("an image may have {}", "this one has {}"),
    "image_pixels": ("an image may have {} pixels", "this one has {}"),
    "value_bytes": ("an answer to a check may have {}", "this one had {} or more"),
}


class LimitHit(NoAnswer):
    """A limit was passed; the message says which, what it is, and what was reached.

    Parameters
    ----------
    name : a field of `Limits`.
    limit, value : what is allowed, and what was reached, in the limit's unit.

    Attributes
    ----------
    rule : the message without what was reached, which is a number of the submission's choice.
    """

    def __init__(self, name: str, limit: float, value: float) -> None:
        rule, reached = _SENTENCES[name]
        rule, reached = rule.format(amount(name, limit)), reached.format(amount(name, value))
        super().__init__(f"Stopped: {rule}, and {reached}.")
        self.rule = f"Stopped: {rule}."


def amount(name: str, value: float) -> str:
    """A limit, or what was reached of it, in words: 4 seconds, 2 GB, 64."""
    if name.startswith("seconds"):
        return f"{value:.3g} seconds"
    if "bytes" not in name:
        return f"{value:,.0f}"
    for size, unit in ((GB, "GB"), (MB, "MB"), (KB, "KB")):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value:.0f} bytes"
