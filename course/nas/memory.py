"""Which bytes of SRAM each tensor has, and for how long.

An int8 tensor needs a byte a number, from the layer that writes it to the last one that reads it.
The most that is needed at one time is the *peak*; a *plan* gives each tensor its place in one
static arena, which is as large as the peak or, where places don't fit together, larger.

In-place depthwise convolution (TinyEngine) writes a channel over the channel it has read, since no
other channel of the output needs it. Input and output then share a place, and one channel of the
output is needed besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from course.nas.architecture import Architecture

N_SHUFFLES = 200


@dataclass(frozen=True)
class Buffer:
    """Bytes that are needed from step `first` to step `last`; layer i (from 0) runs at step i + 1.

    `tensors` are those that live in it, none for the scratch of an in-place depthwise layer.
    """

    tensors: tuple[int, ...]
    n_bytes: int
    first: int
    last: int


@dataclass(frozen=True)
class Plan:
    """An arena: its size, and where in it each tensor and each layer's scratch begins."""

    arena_bytes: int
    tensors: tuple[int, ...]
    scratch: dict[int, int]


def buffers(architecture: Architecture, *, in_place: bool = True) -> list[Buffer]:
    """What has to be kept, in order of first use. The logits are kept to the end."""
    n_layers = len(architecture.layers)
    sizes = [prod(shape) for shape in architecture.shapes]
    last_read = [n_layers] * (n_layers + 1)
    for step, layer in enumerate(architecture.layers, start=1):
        for tensor in layer.inputs:
            last_read[tensor] = step
    own = {0: Buffer((0,), sizes[0], 0, last_read[0])}
    found = [own[0]]
    for step, layer in enumerate(architecture.layers, start=1):
        source = layer.inputs[0]
        shares = in_place and layer.operation == "depthwise" and last_read[source] == step
        if shares:
            old = own[source]
            n_bytes = max(old.n_bytes, sizes[step])
            new = Buffer((*old.tensors, step), n_bytes, old.first, last_read[step])
            found[found.index(old)] = new
            for tensor in new.tensors:
                own[tensor] = new
            scratch = prod(architecture.shapes[step][1:])
            found.append(Buffer((), scratch, step, step))
        else:
            own[step] = Buffer((step,), sizes[step], step, last_read[step])
            found.append(own[step])
    return sorted(found, key=lambda one: (one.first, one.tensors))


def peak_bytes(architecture: Architecture, *, in_place: bool = True) -> int:
    """The most bytes that are needed at one time: no plan can do with fewer."""
    found = buffers(architecture, in_place=in_place)
    steps = range(len(architecture.layers) + 1)
    return max(sum(b.n_bytes for b in found if b.first <= step <= b.last) for step in steps)


def plan(architecture: Architecture, *, in_place: bool = True) -> Plan:
    """Places for all buffers, by first fit, the largest first.

    If the arena is then larger than the peak, other orders are tried: by first use, then at most
    `N_SHUFFLES` shuffled ones, the same ones each time. The smallest arena is taken.
    """
    found = buffers(architecture, in_place=in_place)
    peak = peak_bytes(architecture, in_place=in_place)
    rng = np.random.default_rng(0)
    by_size = sorted(found, key=lambda one: -one.n_bytes)
    orders = [by_size, found]
    best = first_fit(by_size)
    for attempt in range(1, N_SHUFFLES):
        if _arena(best) == peak:
            break
        order = orders[attempt] if attempt < 2 else [found[i] for i in rng.permutation(len(found))]
        best = min(best, first_fit(order), key=_arena)
    places = [0] * len(architecture.shapes)
    scratch = {}
    for buffer, place in best.items():
        for tensor in buffer.tensors:
            places[tensor] = place
        if not buffer.tensors:
            scratch[buffer.first] = place
    return Plan(_arena(best), tuple(places), scratch)


def first_fit(order: Sequence[Buffer]) -> dict[Buffer, int]:
    """Each buffer, in this order, at the lowest place that is free as long as it is needed."""
    places: dict[Buffer, int] = {}
    for buffer in order:
        others = sorted(
            (place, place + other.n_bytes)
            for other, place in places.items()
            if other.first <= buffer.last and buffer.first <= other.last
        )
        place = 0
        for begin, end in others:
            if place + buffer.n_bytes <= begin:
                break
            place = max(place, end)
        places[buffer] = place
    return places


def _arena(places: dict[Buffer, int]) -> int:
    return max(place + buffer.n_bytes for buffer, place in places.items())
