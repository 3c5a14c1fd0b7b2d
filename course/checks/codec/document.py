"""The JSON of a message: a strict reader and a writer of frame 0.

Both are made on import, so that a notebook that patches `json` later does not reach them.
"""

from __future__ import annotations

import json
import math
from typing import Any

from course.checks.codec.bounds import MAX_DIGITS, CodecError, require

_LONGEST_FLOAT = 40  # characters; repr needs at most 24


def read(document: bytes) -> Any:
    """The tree in `document`, each object as a (kind, content) tuple.

    Raises `CodecError` unless it is ASCII and JSON, with one key an object.
    """
    try:
        return _READER.decode(document.decode("ascii"))
    except CodecError:
        raise
    except UnicodeDecodeError:
        raise CodecError("a document that is not ASCII") from None
    except RecursionError:
        raise CodecError("a document nested too deep") from None
    except ValueError as error:
        raise CodecError(f"a document that is no JSON: {str(error)[:80]}") from None


def write(tree: Any) -> bytes:
    """The document of `tree`, whose objects are dicts with one key."""
    return _WRITER.encode(tree).encode("ascii")


def _tagged(pairs: list[tuple[str, Any]]) -> tuple[str, Any]:
    require(len(pairs) == 1, f"an object with {len(pairs)} keys instead of one, its kind")
    return pairs[0]


def _integer(text: str) -> int:
    too_long = len(text.lstrip("-")) > MAX_DIGITS
    require(not too_long, f"an integer with more than {MAX_DIGITS:,} digits")
    return int(text)


def _real(text: str) -> float:
    number = float(text) if len(text) <= _LONGEST_FLOAT else math.nan
    require(math.isfinite(number), f"a number that is too long or too large: {text[:40]}")
    return number


def _constant(text: str) -> Any:
    raise CodecError(f"{text} outside of a float")


_READER = json.JSONDecoder(
    object_pairs_hook=_tagged, parse_int=_integer, parse_float=_real, parse_constant=_constant
)
_WRITER = json.JSONEncoder(allow_nan=False, separators=(",", ":"), check_circular=False)
