"""TinyEngine's idea: a quantized network as one plain C file, without an interpreter.

The memory plan is made here, so the device has one static array and no allocator; each layer is a
call with constants, so the compiler knows every loop's length; kernels that the network does not
need are not in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from math import prod

from course.nas.memory import Plan, plan
from course.nas.quantize import QuantizedLayer, QuantizedNetwork

SPECIALIZED = "static inline __attribute__((always_inline))"
"""A kernel is compiled once for each layer, its loops with constant bounds."""
SHARED = "static __attribute__((noinline))"
"""A kernel is compiled once and called by all layers of its kind: less code, slower."""


@cache
def c_source(name: str) -> str:
    """A file of `course/nas/c`."""
    return files("course.nas").joinpath("c", name).read_text(encoding="utf-8")


def kernels(needed: Iterable[str]) -> str:
    """The text of these kernels, and of what all of them need."""
    _, *parts = re.split(r"/\*\*\* (\w+) \*/\n", c_source("kernels.h"))
    texts = dict(zip(parts[::2], parts[1::2], strict=True))
    return "".join(texts[name] for name in ("always", *sorted(needed)))


def generate(network: QuantizedNetwork, *, in_place: bool = True, kernel: str = SPECIALIZED) -> str:
    """The C file. It defines three functions and keeps everything else to itself:

        int8_t *network_input(void);       // where to write the image: channels × height × width
        const int8_t *network_run(void);   // runs it; returns the logits
        uint32_t network_memory(void);     // bytes of its arena

    The image is overwritten by what comes later. `in_place` is for depthwise layers, `kernel` says
    how kernels are compiled: `SPECIALIZED` or `SHARED`. Raises ValueError for anything else.
    """
    if kernel not in (SPECIALIZED, SHARED):
        raise ValueError(f"kernel must be SPECIALIZED or SHARED, got {kernel!r}")
    places = plan(network.architecture, in_place=in_place)
    image = " × ".join(map(str, network.architecture.image))
    steps = list(enumerate(network.layers, start=1))
    return "\n".join(
        [
            f"/* An int8 network for images of {image}. Generated: edit what generates it. */",
            f"#define KERNEL {kernel}",
            kernels({one.layer.operation for one in network.layers}),
            f"static int8_t arena[{places.arena_bytes}];",
            *(text for step, one in steps for text in _constants(step, one)),
            "\nuint32_t network_memory(void) { return sizeof arena; }\n",
            f"int8_t *network_input(void) {{ return arena + {places.tensors[0]}; }}\n",
            "const int8_t *network_run(void) {",
            *(f"    {call}" for step, _ in steps for call in _calls(network, places, step)),
            f"    return arena + {places.tensors[-1]};",
            "}\n",
        ]
    )


def _constants(step: int, one: QuantizedLayer) -> list[str]:
    """The arrays of a layer with weights; rescaling of other layers is written into their calls."""
    if not len(one.weight):
        return []
    return [
        f"static const {kind} {name}{step}[] = {{{', '.join(map(str, values.ravel().tolist()))}}};"
        for kind, name, values in (
            ("int8_t", "weight", one.weight),
            ("int32_t", "bias", one.bias),
            ("int32_t", "multiplier", one.multiplier),
            ("int8_t", "shift", one.shift),
        )
    ]


def _calls(network: QuantizedNetwork, places: Plan, step: int) -> list[str]:
    """The statements of one layer."""
    one = network.layers[step - 1]
    arguments = ARGUMENTS[one.layer.operation](_At(network, places, step))
    return [f"{one.layer.operation}({', '.join(map(str, each))});" for each in arguments]


Arguments = list[list[object]]


class _At:
    """What the calls of a layer are made of."""

    def __init__(self, network: QuantizedNetwork, places: Plan, step: int) -> None:
        self.one = network.layers[step - 1]
        layer = self.one.layer
        self.shapes = [network.architecture.shapes[x] for x in layer.inputs]
        self.inputs = [f"arena + {places.tensors[x]}" for x in layer.inputs]
        self.zeros = [network.grids[x].zero for x in layer.inputs]
        self.out, self.zero = f"arena + {places.tensors[step]}", network.grids[step].zero
        self.out_place = places.tensors[step]
        scratch = places.scratch.get(step)
        self.scratch = "0" if scratch is None else f"arena + {scratch}"
        self.arrays = [f"{name}{step}" for name in ("weight", "bias", "multiplier", "shift")]


def _conv(at: _At) -> Arguments:
    layer = at.one.layer
    return [[
        at.inputs[0], *at.shapes[0], at.zeros[0], at.out, layer.channels,
        layer.kernel, layer.stride, at.zero, at.one.low, *at.arrays,
    ]]  # fmt: skip


def _depthwise(at: _At) -> Arguments:
    layer = at.one.layer
    return [[
        at.inputs[0], *at.shapes[0], at.zeros[0], at.out, at.scratch,
        layer.kernel, layer.stride, at.zero, at.one.low, *at.arrays,
    ]]  # fmt: skip


def _pool(at: _At) -> Arguments:
    layer = at.one.layer
    return [[at.inputs[0], *at.shapes[0], at.out, layer.kernel, layer.stride]]


def _add(at: _At) -> Arguments:
    multiplier, shift = at.one.multiplier.tolist(), int(at.one.shift[0])
    return [[
        *at.inputs, prod(at.shapes[0]), *at.zeros, at.out, *multiplier, shift, at.zero, at.one.low
    ]]  # fmt: skip


def _concat(at: _At) -> Arguments:
    """A call for each input, each writing behind the one before."""
    calls: Arguments = []
    place = at.out_place
    for i, shape in enumerate(at.shapes):
        rescaling = int(at.one.multiplier[i]), int(at.one.shift[i])
        calls.append(
            [at.inputs[i], prod(shape), at.zeros[i], f"arena + {place}", *rescaling, at.zero]
        )
        place += prod(shape)
    return calls


def _global_average(at: _At) -> Arguments:
    channels, height, width = at.shapes[0]
    rescaling = int(at.one.multiplier[0]), int(at.one.shift[0])
    return [[at.inputs[0], channels, height * width, at.zeros[0], at.out, *rescaling, at.zero]]


def _linear(at: _At) -> Arguments:
    n_in, n_out = at.shapes[0][0], at.one.layer.channels
    return [[at.inputs[0], n_in, at.zeros[0], at.out, n_out, at.zero, *at.arrays]]


ARGUMENTS: dict[str, Callable[[_At], Arguments]] = {
    "conv": _conv,
    "depthwise": _depthwise,
    "max_pool": _pool,
    "average_pool": _pool,
    "add": _add,
    "concat": _concat,
    "global_average": _global_average,
    "linear": _linear,
}
"""What each kernel of `kernels.h` is called with, in its order of arguments."""
