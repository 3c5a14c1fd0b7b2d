"""The grader's decoder under 100,000 mutated messages, and its memory under the worst of them."""

import copy
import json
import random
import re
import tracemalloc

import numpy as np
import pytest

from course.checks.codec import FIGURES, Bounds, CodecError, pack, unpack
from course.checks.codec.bounds import DTYPES
from tests.course.messages import MESSAGES

N_MESSAGES = 100_000
CORPUS = [pack(message) for message in MESSAGES]
SMALL = Bounds(value_bytes=1 << 16, value_depth=12, n_values=2000)

NUMBERS = ["-1", "0", "2147483648", "9" * 30, "1e400", "-0.0", "NaN", "1.5", "true", "null", '""']
LEAVES = [None, True, -1, 0, 1, 2**31, 2**64, 0.5, "", "nan", "C", "F", *DTYPES, "\ud800", "\0"]
KINDS = [*sorted(FIGURES), "texts", "scalar", "name", "classifier", "pickle", ""]


# --- mutations of bytes, of text, and of trees --------------------------------------------------


def flip(rng, frames):
    data = bytearray(rng.choice(frames) or b"\0")
    for _ in range(rng.randint(1, 4)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return replaced(rng, frames, bytes(data))


def cut(rng, frames):
    data = rng.choice(frames)
    return replaced(rng, frames, data[: rng.randint(0, len(data))])


def splice(rng, frames):
    one, other = rng.choice(frames), rng.choice(rng.choice(CORPUS))
    return replaced(
        rng, frames, one[: rng.randint(0, len(one))] + other[rng.randint(0, len(other)) :]
    )


def move_frames(rng, frames):
    frames = list(frames)
    for _ in range(rng.randint(1, 3)):
        i, j = rng.randrange(len(frames)), rng.randrange(len(frames))
        how = rng.randrange(4)
        if how == 0:
            frames[i], frames[j] = frames[j], frames[i]
        elif how == 1:
            frames.insert(i, frames[j])
        elif how == 2:
            frames.insert(i, rng.randbytes(rng.choice([0, 1, 8, 48])))
        elif len(frames) > 1:
            del frames[i]
    return frames


def other_number(rng, frames):
    text = frames[0].decode("ascii", "replace")
    places = [i for i, character in enumerate(text) if character.isdigit()] or [0]
    i = rng.choice(places)
    text = text[:i] + rng.choice(NUMBERS) + text[i + 1 :]
    return [text.encode("ascii", "replace"), *frames[1:]]


def nest(rng, frames):
    levels = rng.choice([3, 10, 100, 5000])
    opened, closed = rng.choice([(b"[", b"]"), (b'{"tuple":[', b"]}"), (b'{"dict":[[0,', b"]]}")])
    return [frames[0].replace(b"null", opened * levels + b"1" + closed * levels), *frames[1:]]


def other_tree(rng, frames):
    """The document with some of its nodes replaced, doubled or left out."""
    try:
        tree = json.loads(frames[0])
    except (ValueError, RecursionError):
        return frames
    for _ in range(rng.randint(1, 3)):
        holders = list(nodes(tree))
        if not holders:
            break
        holder, key = rng.choice(holders)
        how = rng.randrange(5)
        if how == 0:
            holder[key] = rng.choice(LEAVES)
        elif how == 1:
            chosen, name = rng.choice(holders)
            holder[key] = copy.deepcopy(chosen[name])
        elif how == 2:
            holder[key] = {rng.choice(KINDS): holder[key]}
        elif isinstance(holder, list):
            holder[key : key + 1] = [] if how == 3 else [holder[key]] * 2
        else:
            holder[rng.choice(KINDS)] = holder.pop(key)
    return [json.dumps(tree).encode(), *frames[1:]]


def replaced(rng, frames, data):
    frames = list(frames)
    frames[0 if rng.random() < 0.7 else rng.randrange(len(frames))] = data
    return frames


def nodes(tree):
    """Every (holder, key) in a JSON tree."""
    if isinstance(tree, dict | list):
        for key, node in list(tree.items() if isinstance(tree, dict) else enumerate(tree)):
            yield tree, key
            yield from nodes(node)


MUTATIONS = [flip, cut, splice, move_frames, other_number, nest, *[other_tree] * 6]


def mutated(rng):
    """A message of the corpus after one to three mutations."""
    frames = rng.choice(CORPUS)
    for _ in range(rng.randint(1, 3)):
        frames = rng.choice(MUTATIONS)(rng, frames)
    return frames


def test_100_000_mutated_messages_are_read_or_refused():
    rng = random.Random(16)
    n_read, sentences = 0, set()
    for _ in range(N_MESSAGES):
        try:
            unpack(mutated(rng), SMALL, FIGURES)
            n_read += 1
        except CodecError as error:
            sentences.add(re.sub(r":.*|'.*'|[\d,]+", "", str(error)))
    # the mutations reach past the JSON: many messages are still good, others break every rule
    assert N_MESSAGES / 50 < n_read < N_MESSAGES / 2
    assert len(sentences) > 25


# --- memory -------------------------------------------------------------------------------------

BOUNDS = Bounds(value_bytes=4 << 20, n_values=50_000)
LARGEST_PEAK = 8 * BOUNDS.value_bytes + 500 * BOUNDS.n_values


def value(text):
    return b'{"dict":[["ok",' + text + b"]]}"


def many(item, n_each):
    """A list of as many `item`s, each counted as `n_each` values, as may be."""
    return value(b"[" + b",".join([item] * (BOUNDS.n_values // n_each - 10)) + b"]")


WIDE_TEXT = b'"' + b"a" * 400_000 + rb"\ud83d\ude80" + b'"'
EMPTY_ARRAY = b'{"array":["int8",[0],"C"]}'
ONE_COLUMN = b'{"table":[[[0,[0]]],[[0,[]]],[[]]]}'
BOMBS = {
    "brackets": [b"[" * (4 << 20)],
    "nested brackets": [value(b"[" * 40_000)],
    "empty lists": [many(b"[]", 2)],
    "empty dicts": [many(b'{"dict":[]}', 3)],
    "large integers": [many(b"9" * 70, 1)],
    "long text": [value(b'"' + b"a" * (4_190_000) + b'"')],
    "wide text": [value(b'"' + b"a" * (4_100_000) + rb"\ud83d\ude80" + b'"')],
    "wide texts": [value(b"[" + b",".join([WIDE_TEXT] * 10) + b"]")],
    "all escapes": [value(b'"' + rb"\ud83d\ude80" * 340_000 + b'"')],
    "strings padded to the longest": [
        value(b'{"strings":[[20001],[' + b'"",' * 20_000 + b'"' + b"a" * 100_000 + b'"]]}')
    ],
    "strings as large as may be": [
        value(b'{"strings":[[9],[' + b",".join([b'"' + b"a" * 110_000 + b'"'] * 9) + b"]]}")
    ],
    "empty arrays": [many(EMPTY_ARRAY, 7), *[b""] * (BOUNDS.n_values // 7 - 10)],
    "one large array": [value(b'{"array":["bool",[4000000],"C"]}'), bytes(4_000_000)],
    "a huge shape": [value(b'{"array":["int8",[2000000000,0],"C"]}'), b""],
    "many tables": [many(ONE_COLUMN, 15)],
    "many columns": [
        value(
            b'{"table":[[[0,['
            + b",".join([b"0"] * 9000)
            + b"]]],[[0,[]]],["
            + b",".join([b"[]"] * 9000)
            + b"]]}"
        )
    ],
    "levels": [
        value(b'{"table":[[[0,[]]],[' + b",".join([b'[0,["a","b","c"]]'] * 5000) + b"],[]]}")
    ],
}


def peak_of(frames):
    """The most memory that reading `frames` takes, in bytes; the frames themselves not counted."""
    tracemalloc.start()
    try:
        unpack(frames, BOUNDS, FIGURES)
    except CodecError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_stay_small(bomb):
    assert peak_of(BOMBS[bomb]) < LARGEST_PEAK


def test_mutated_messages_stay_small():
    rng = random.Random(61)
    peaks = [peak_of(mutated(rng)) for _ in range(2000)]
    assert max(peaks) < LARGEST_PEAK / 10
    assert np.median(peaks) < 100_000
