"""How large a message may be, and what its arrays may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Frame = bytes | bytearray | memoryview

DTYPES = (
    "bool",
    *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)),
    *("float16", "float32", "float64", "complex64", "complex128"),
)
MAX_DIMENSIONS = 32
MAX_DIGITS = 4000
MAX_COLUMNS = 10_000


class CodecError(ValueError):
    """A message cannot be packed or read; the text says which rule it breaks."""


def require(holds: bool, broken: str) -> None:
    """Raise `CodecError` with the sentence `broken` unless the rule `holds`."""
    if not holds:
        raise CodecError(broken)


@dataclass(frozen=True)
class Bounds:
    """How large a message may be.

    Parameters
    ----------
    value_bytes : bytes of all frames together.
    value_depth : levels of values inside values; the message itself is level 0.
    n_values : values in the message, counted as the commas and brackets of its document, and
        frames. Counting needs no parsing, so memory is bounded before anything is parsed.
    """

    value_bytes: int = 64 * 2**20
    value_depth: int = 24
    n_values: int = 500_000

    def require(self, frames: Sequence[Frame]) -> None:
        """Raise `CodecError`, with the limit and the size, unless `frames` are within bounds."""
        size = sum(memoryview(frame).nbytes for frame in frames)
        if size > self.value_bytes:
            raise CodecError(f"{size:,} bytes, more than the limit of {self.value_bytes:,} bytes")
        document = bytes(frames[0])
        count = len(frames) + sum(map(document.count, (b",", b"[", b"{")))
        if count > self.n_values:
            raise CodecError(f"{count:,} values, more than the limit of {self.n_values:,} values")


DEFAULT_BOUNDS = Bounds()
