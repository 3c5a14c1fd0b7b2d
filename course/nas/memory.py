"""Which bytes of SRAM each tensor has, and for how long.

An int8 tensor needs a byte a number, from the layer that writes it to the last one that reads it.
The most that is needed at one time is the *peak*; a *plan* gives each tensor its place in one
static arena, which is as large as the peak or, where places don't fit together, larger.

In-place depthwise convolution (TinyEngine) writes a channel over the channel it has read, since no
other channel of the output needs it. The output then begins where the input began, and one channel
of the output is needed besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np

from course.nas.architecture import Architecture

N_SHUFFLES = 200


class Need(NamedTuple):
    """So many bytes from step `first` to step `last`; layer i (from 0) runs at step i + 1."""

    n_bytes: int
    first: int
    last: int


@dataclass(frozen=True)
class Buffer:
    """A place in memory, and how much of it is needed when.

    `tensors` are those that begin there, each with its need: more than one if layers work in place.
    There is none, but one need, in the scratch of such a layer.
    """

    tensors: tuple[int, ...]
    needs: tuple[Need, ...]

    def bytes_at(self, step: int) -> int:
        return max((n for n, first, last in self.needs if first <= step <= last), default=0)


@dataclass(frozen=True)
class Plan:
    """An arena: its size, and where in it each tensor and each layer's scratch begins."""

    arena_bytes: int
    tensors: tuple[int, ...]
    scratch: dict[int, int]


def buffers(architecture: Architecture, *, in_place: bool = True) -> list[Buffer]:
    """What has to be kept, in order of first use. The logits are kept to the end."""
    n_layers = len(architecture.layers)
    last_read = [n_layers] * (n_layers + 1)
    for step, layer in enumerate(architecture.layers, start=1):
        for tensor in layer.inputs:
            last_read[tensor] = step
    needs = [
        Need(prod(shape), step, last_read[step]) for step, shape in enumerate(architecture.shapes)
    ]
    together = [[0]]
    scratch = []
    for step, layer in enumerate(architecture.layers, start=1):
        source = layer.inputs[0]
        if in_place and layer.operation == "depthwise" and last_read[source] == step:
            next(tensors for tensors in together if source in tensors).append(step)
            n_bytes = prod(architecture.shapes[step][1:])
            scratch.append(Buffer((), (Need(n_bytes, step, step),)))
        else:
            together.append([step])
    found = [Buffer(tuple(ts), tuple(needs[t] for t in ts)) for ts in together]
    return sorted(found + scratch, key=lambda one: (one.needs[0].first, one.tensors))


def bytes_at_steps(architecture: Architecture, *, in_place: bool = True) -> list[int]:
    """The bytes that are needed while each layer runs, after those of the image alone."""
    found = buffers(architecture, in_place=in_place)
    steps = range(len(architecture.layers) + 1)
    return [sum(buffer.bytes_at(step) for buffer in found) for step in steps]


def peak_bytes(architecture: Architecture, *, in_place: bool = True) -> int:
    """The most bytes that are needed at one time: no plan can do with fewer."""
    return max(bytes_at_steps(architecture, in_place=in_place))


def plan(architecture: Architecture, *, in_place: bool = True) -> Plan:
    """Places for all buffers, by first fit, the largest first.

    If the arena is then larger than the peak, other orders are tried: by first use, then at most
    `N_SHUFFLES` shuffled ones, the same ones each time. The smallest arena is taken.
    """
    found = buffers(architecture, in_place=in_place)
    peak = peak_bytes(architecture, in_place=in_place)
    rng = np.random.default_rng(0)
    by_size = sorted(found, key=lambda one: -_size(one))
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
            scratch[buffer.needs[0].first] = place
    return Plan(_arena(best), tuple(places), scratch)


def first_fit(order: Sequence[Buffer]) -> dict[Buffer, int]:
    """Each buffer, in this order, at the lowest place that is free as long as it is needed."""
    places: dict[Buffer, int] = {}
    for buffer in order:
        taken = [
            (place - mine.n_bytes, place + other.n_bytes)
            for neighbour, place in places.items()
            for other in neighbour.needs
            for mine in buffer.needs
            if other.first <= mine.last and mine.first <= other.last
        ]  # between these the buffer must not begin
        candidates = sorted({0, *(end for _, end in taken)})
        places[buffer] = next(
            at for at in candidates if not any(begin < at < end for begin, end in taken)
        )
    return places


def _size(buffer: Buffer) -> int:
    return max(need.n_bytes for need in buffer.needs)


def _arena(places: dict[Buffer, int]) -> int:
    return max(place + _size(buffer) for buffer, place in places.items())
