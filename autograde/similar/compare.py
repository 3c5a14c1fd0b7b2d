"""Ranks pairs by the passages that they share, found by copydetect's fingerprints.

Names, spaces, comments and the contents of strings do not count: a copy with other names is found.
"""

from __future__ import annotations

import heapq
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from copydetect import CodeFingerprint, compare_files
from copydetect.utils import get_token_coverage
from numpy.typing import NDArray

PASSAGE_LETTERS = 25
"""The shortest passage that counts, in letters of code whose names are one letter each."""

MIN_PASSAGES = 36
"""Pairs that share fewer, as in sixty letters in a row, are not listed: that much is chance."""

MANY = 5
"""What more than half of a class, and more than so many, have is the task's, not anybody's."""

Passage = tuple[bool, str]
"""Whether the other one has it too, and its text."""


@dataclass(frozen=True)
class Pair:
    """Two students' code. Fractions are of each one's own code, without what all were given."""

    students: tuple[str, str]
    fractions: tuple[float, float]
    shared: int
    """Letters of code that they share, names being one letter each."""
    passages: tuple[tuple[Passage, ...], tuple[Passage, ...]]
    """The code of each, in pieces that make it up."""


def rank(
    own: dict[str, str], given: str, most: int = 20, tick: Callable[[int], object] = lambda n: None
) -> list[Pair]:
    """The `most` pairs that share the largest part of their code, the most similar first.

    Parameters
    ----------
    own : student → code.
    given : code that everybody got, of which no passage counts.
    tick : called after each pair with the number of all of them.
    """
    prints = {student: _fingerprint(code) for student, code in own.items()}
    _forget(prints.values(), _fingerprint(given).hashes | _task_of_all(list(prints.values())))
    likely = heapq.nlargest(2 * most, _estimates(prints, tick))
    pairs = [_pair(prints, *students) for _, students in likely]
    pairs.sort(key=lambda pair: (-max(pair.fractions), -pair.shared, pair.students))
    return pairs[:most]


def _fingerprint(code: str) -> CodeFingerprint:
    """All passages of a text; none are left to chance, so that each run finds the same."""
    made = CodeFingerprint("own.py", PASSAGE_LETTERS, 1, language="python", fp=io.StringIO(code))
    if len(made.offsets):  # copydetect forgets what it counted so far at each class statement
        made.offsets[:, 1] = np.maximum.accumulate(made.offsets[:, 1])
    return made


def _task_of_all(prints: Sequence[CodeFingerprint]) -> set[int]:
    counts = Counter(passage for one in prints for passage in one.hashes)
    many = max(MANY, len(prints) / 2)
    return {passage for passage, n in counts.items() if n > many}


def _forget(prints: Iterable[CodeFingerprint], passages: set[int]) -> None:
    for one in prints:
        one.hashes = one.hashes - passages
        one.hash_idx = {key: one.hash_idx[key] for key in one.hashes}
        one.token_coverage = get_token_coverage(one.hash_idx, one.k, len(one.filtered_code))


def _estimates(
    prints: dict[str, CodeFingerprint], tick: Callable[[int], object]
) -> Iterator[tuple[float, tuple[str, str]]]:
    """The part of the smaller set of passages that is in the other, for pairs that share many."""
    n_pairs = len(prints) * (len(prints) - 1) // 2
    for first, second in combinations(sorted(prints), 2):
        a, b = prints[first].hashes, prints[second].hashes
        n_shared = len(a & b)
        if n_shared >= MIN_PASSAGES:
            yield n_shared / min(len(a), len(b)), (first, second)
        tick(n_pairs)


def _pair(prints: dict[str, CodeFingerprint], first: str, second: str) -> Pair:
    a, b = prints[first], prints[second]
    shared, fractions, slices = compare_files(a, b)
    return Pair(
        (first, second),
        (min(1.0, float(fractions[0])), min(1.0, float(fractions[1]))),
        int(shared),
        (_passages(a.raw_code, slices[0]), _passages(b.raw_code, slices[1])),
    )


def _passages(code: str, slices: NDArray[np.int64]) -> tuple[Passage, ...]:
    """A text in pieces; `slices` are starts and ends of those that are shared, in any order."""
    pieces: list[Passage] = []
    at = 0
    for start, end in sorted(zip(*slices.astype(int).tolist(), strict=True)):
        start = max(start, at)
        end = start + _code_length(code[start:end])
        if start < end:
            pieces += [(False, code[at:start]), (True, code[start:end])]
            at = end
    pieces.append((False, code[at:]))
    return tuple(piece for piece in pieces if piece[1])


def _code_length(text: str) -> int:
    """A text's length without the comments and blank lines at its end, which never count."""
    lines = text.splitlines(keepends=True)
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return len("".join(lines).rstrip())
