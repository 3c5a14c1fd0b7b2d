"""The other way: a network as data, and an interpreter in C that reads it while it runs.

It has the kernels of the generated code and gives the same numbers, so what differs in code, memory
and time is what interpretation costs. It follows TensorFlow Lite Micro in what it keeps in memory:
a record for each tensor and each layer, and a multiplier and a shift for each channel, made from
scales at the start; and in that it plans memory itself and has no in-place layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from course.nas.architecture import OPERATIONS
from course.nas.codegen import SHARED, c_source, generate, kernels
from course.nas.compiler import Program, compile_network
from course.nas.quantize import QuantizedNetwork

ROOMY = 1 << 20
"""Bytes of memory that are enough to find out how many are."""


def interpreter(n_bytes: int) -> str:
    """The C file of kernels and interpreter, with an arena of `n_bytes`, for whatever network."""
    return "\n".join(
        [
            f"#define KERNEL {SHARED}",
            f"#define ARENA {n_bytes}",
            kernels(OPERATIONS),
            c_source("interpreter.c"),
        ]
    )


def compile_interpreted(
    network: QuantizedNetwork, folder: Path, *, flags: Sequence[str] = ("-O2",)
) -> Program:
    """Compile a network with its interpreter, its memory as small as this network allows."""
    data = model(network)
    roomy = compile_network(interpreter(ROOMY), network, folder, model=data, flags=flags)
    image = np.zeros((1, *network.architecture.image), dtype=np.float32)
    tight = interpreter(roomy.run(image).arena)
    return compile_network(tight, network, folder, model=data, flags=flags)


@dataclass(frozen=True)
class Way:
    """What a network takes in one of the two ways: bytes, and seconds for an image."""

    code: int
    constants: int
    memory: int
    seconds: float


@dataclass(frozen=True)
class Comparison:
    """Generated code against the interpreter; all ways agree on that part of the images.

    `shared` is generated code whose kernels are compiled once, like the interpreter's, so the way
    from it to `generated` is what constants are worth, the way to `interpreter` what is left.
    """

    generated: Way
    shared: Way
    interpreter: Way
    agreement: float

    def ratio(self, name: str) -> float:
        """How many times as much the interpreter takes of "code", "memory", "seconds", …"""
        return float(getattr(self.interpreter, name) / getattr(self.generated, name))


def compare(
    network: QuantizedNetwork,
    images: NDArray[np.float32],
    folder: Path,
    *,
    flags: Sequence[str] = ("-O2",),
    rounds: int = 20,
) -> Comparison:
    """Compile a network in all ways and run it on images, on this computer.

    `agreement` is the fraction of images to which all, and the network in numpy, give the same
    class. Raises `course.nas.compiler.CompilerError` where there is no compiler.
    """
    generated, shared, interpreted = (
        folder / name for name in ("generated", "shared", "interpreted")
    )
    for one in (generated, shared, interpreted):
        one.mkdir(parents=True, exist_ok=True)
    programs = (
        compile_network(generate(network), network, generated, flags=flags),
        compile_network(generate(network, kernel=SHARED), network, shared, flags=flags),
        compile_interpreted(network, interpreted, flags=flags),
    )
    wanted = network.predict(images)
    agree = np.ones(len(images), dtype=bool)
    ways = []
    for program in programs:
        ran = program.run(images, rounds=rounds)
        agree &= ran.logits.argmax(1) == wanted
        ways.append(Way(*program.sizes, ran.seconds))
    return Comparison(ways[0], ways[1], ways[2], float(agree.mean()))


def model(network: QuantizedNetwork) -> str:
    """The second C file: the network as the arrays that the interpreter reads."""
    shapes, layers = network.architecture.shapes, network.layers
    graph = [len(shapes), len(layers)]
    for shape, grid in zip(shapes, network.grids, strict=True):
        bits = int(np.float32(grid.scale).view(np.int32))
        graph += [*shape, bits, grid.zero]
    n_weights = n_channels = 0
    for number, one in enumerate(layers, start=1):
        layer = one.layer
        code = OPERATIONS.index(layer.operation)
        graph += [code, len(layer.inputs), number, layer.kernel, layer.stride, int(layer.relu)]
        graph += [n_weights, n_channels, *layer.inputs]
        n_weights, n_channels = n_weights + one.weight.size, n_channels + one.bias.size
    weights = np.concatenate([one.weight.ravel() for one in layers]).tolist()
    biases = np.concatenate([one.bias for one in layers]).tolist()
    scales = [float(x).hex() + "f" for one in layers for x in one.weight_scale]
    arrays = {
        "const int32_t model_graph": graph,
        "const int8_t model_weight": weights,
        "const int32_t model_bias": biases,
        "const float model_scale": scales,
    }
    texts = (f"{head}[] = {{{', '.join(map(str, xs))}}};" for head, xs in arrays.items())
    return "\n".join(["#include <stdint.h>", *texts, ""])
