"""Trainings that need not be repeated, since their outcome is known to the last bit.

A class of 300 trains the same networks from the same seeds on the same data 300 times. A process
from which kernels are forked can do it once, within `remembering()`; `MLPClassifier.fit` in its
children then takes the outcome from memory. Elsewhere nothing is remembered, and nothing changes.

Each outcome is locked by what it came from: data, settings and seed. Who has these to the last
bit can train as well; who has not finds random bytes, and can take no right answer from them.
"""

import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

_known: dict[bytes, bytes] = {}
_is_remembering = False
_PLAIN = (bool, int, float, str, type(None))


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what is trained in this block, for this process and those forked from it."""
    global _is_remembering
    _is_remembering = True
    try:
        yield
    finally:
        _is_remembering = False


def question(clf: Any, X: Any, y: Any, sample_weight: Any) -> bytes | None:
    """All that the outcome of `clf.fit(X, y)` depends on; None if that is not so plain.

    It is plain for arrays, a whole number as seed, and a classifier that was not trained before.
    None, too, where nothing is known or to be remembered.
    """
    if not (_known or _is_remembering) or sample_weight is not None:
        return None
    settings = {name: _as_plain(name, value) for name, value in clf.get_params().items()}
    is_new = not any(name.endswith("_") for name in vars(clf))
    is_repeatable = type(settings["random_state"]) is int and not settings["warm_start"]
    is_plain = all(map(_is_plain, settings.values())) and all(map(_is_plain_array, (X, y)))
    if settings["verbose"] or not (is_new and is_repeatable and is_plain):
        return None
    words = [settings, *((array.dtype.str, array.shape, array.strides) for array in (X, y))]
    return b"".join([repr(words).encode(), *(array.tobytes("A") for array in (X, y))])


def recall(clf: Any, asked: bytes) -> bool:
    """Give `clf` what it would have after training, if that is known."""
    locked = _known.get(_name(asked))
    if locked is None:
        return False
    vars(clf).update(pickle.loads(_with_key(asked, locked)))
    return True


def remember(clf: Any, asked: bytes) -> None:
    """Keep what `clf` has after training, while that is wanted."""
    if _is_remembering:
        learned = {name: it for name, it in vars(clf).items() if name not in clf.get_params()}
        _known[_name(asked)] = _with_key(asked, pickle.dumps(learned))


def _as_plain(name: str, value: Any) -> Any:
    """One form for settings that say the same: a seed of numpy's, a list of layers."""
    if name == "random_state" and isinstance(value, np.integer):
        return int(value)
    if name == "hidden_layer_sizes":
        return tuple(value) if isinstance(value, list) else value
    return value


def _is_plain(value: Any) -> bool:
    return type(value) in _PLAIN or (
        isinstance(value, tuple) and all(type(item) is int for item in value)
    )


def _is_plain_array(array: Any) -> bool:
    """An array without gaps and without objects."""
    is_dense = type(array) is np.ndarray and (array.flags.c_contiguous or array.flags.f_contiguous)
    return is_dense and array.dtype.kind in "biuf"


def _name(asked: bytes) -> bytes:
    return hashlib.sha256(b"name" + asked).digest()


def _with_key(asked: bytes, text: bytes) -> bytes:
    """Lock what is open, or open what is locked: exclusive or with a stream that `asked` seeds."""
    stream = hashlib.shake_256(b"key" + asked).digest(len(text))
    return np.bitwise_xor(*(np.frombuffer(part, np.uint8) for part in (text, stream))).tobytes()
