"""An architecture: layers in order, each of which reads outputs of earlier ones.

Every search space decodes to this, and it is all that costs, networks, quantization and generated C
know of a genotype. Eight operations suffice:

    conv, depthwise           convolution, batch normalization, perhaps ReLU; edges are kept
    max_pool, average_pool    windows of `kernel` pixels, `stride` apart
    add, concat               two outputs of the same shape summed; outputs of the same side stacked
    global_average, linear    the head: one number a channel, then one logit a class

A layer of stride s makes ⌈side / s⌉ of a side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

Shape = tuple[int, int, int]
"""Channels, height, width."""

N_CLASSES = 10
POOLS = ("max_pool", "average_pool")
OPERATIONS = ("conv", "depthwise", *POOLS, "add", "concat", "global_average", "linear")


class ArchitectureError(ValueError):
    """Layers that fit no image or not each other; the message names layer, rule and value."""


@dataclass(frozen=True)
class Layer:
    """One operation. `inputs` are tensors: 0 is the image, i + 1 what layer i writes."""

    operation: str
    inputs: tuple[int, ...]
    channels: int
    kernel: int = 1
    stride: int = 1
    relu: bool = False


@dataclass(frozen=True)
class Architecture:
    """Layers for images of one shape; the last one gives the logits.

    Raises `ArchitectureError` for layers that don't fit, also for one whose output nobody reads.
    """

    image: Shape
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        if not self.layers or self.layers[-1].operation != "linear":
            raise ArchitectureError("the last layer must be linear, which gives the logits")
        read = {tensor for layer in self.layers for tensor in layer.inputs}
        for number, layer in enumerate(self.layers[:-1], start=1):
            if number not in read:
                raise ArchitectureError(f"{_named(number, layer)}: no later layer reads it")
        _ = self.shapes

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """Shape of each tensor: of the image, then of what each layer writes."""
        shapes = [self.image]
        for layer in self.layers:
            shapes.append(shape_after(layer, shapes))
        return tuple(shapes)


def shape_after(layer: Layer, shapes: Sequence[Shape]) -> Shape:
    """What a layer writes when these are the tensors before it.

    Raises `ArchitectureError` with the first rule that is broken.
    """
    name = _named(len(shapes), layer)
    if layer.operation not in OPERATIONS:
        raise ArchitectureError(f"{name}: operation must be one of {', '.join(OPERATIONS)}")
    if not layer.inputs or not all(0 <= tensor < len(shapes) for tensor in layer.inputs):
        raise ArchitectureError(
            f"{name}: inputs must be earlier tensors, 0 to {len(shapes) - 1}, got {layer.inputs}"
        )
    if min(layer.channels, layer.kernel, layer.stride) < 1:
        raise ArchitectureError(
            f"{name}: channels, kernel and stride must be at least 1, "
            f"got {layer.channels}, {layer.kernel} and {layer.stride}"
        )
    inputs = [shapes[tensor] for tensor in layer.inputs]
    _check_inputs(name, layer, inputs)
    channels = _channels_after(layer, inputs)
    if layer.channels != channels:
        raise ArchitectureError(
            f"{name}: writes {channels} channels of such an input, got {layer.channels}"
        )
    _, height, width = inputs[0]
    if layer.operation == "global_average":
        return channels, 1, 1
    return channels, -(-height // layer.stride), -(-width // layer.stride)


def _check_inputs(name: str, layer: Layer, inputs: list[Shape]) -> None:
    operation = layer.operation
    n_wanted = {"add": "2", "concat": "at least 2"}.get(operation, "1")
    if {"2": len(inputs) != 2, "1": len(inputs) != 1}.get(n_wanted, len(inputs) < 2):
        raise ArchitectureError(f"{name}: needs {n_wanted} inputs, got {len(inputs)}")
    if operation == "add" and inputs[0] != inputs[1]:
        raise ArchitectureError(
            f"{name}: adds outputs of one shape, got {_text(inputs[0])} and {_text(inputs[1])}"
        )
    if operation == "concat" and len({shape[1:] for shape in inputs}) > 1:
        raise ArchitectureError(
            f"{name}: stacks outputs of one height and width, "
            f"got {' and '.join(_text(shape) for shape in inputs)}"
        )
    if operation == "linear" and inputs[0][1:] != (1, 1):
        raise ArchitectureError(f"{name}: reads 1 × 1 pixels, got {_text(inputs[0])}")
    if operation in ("conv", "depthwise") and layer.kernel % 2 == 0:
        raise ArchitectureError(f"{name}: kernel must be odd, got {layer.kernel}")
    if operation in POOLS and layer.kernel not in (2, 3):
        raise ArchitectureError(f"{name}: kernel must be 2 or 3, got {layer.kernel}")
    if operation in POOLS and layer.stride > layer.kernel:
        raise ArchitectureError(f"{name}: stride {layer.stride} would skip pixels")
    if operation in POOLS and layer.kernel == 2 and layer.stride != 2:
        raise ArchitectureError(f"{name}: windows of 2 pixels need stride 2, got {layer.stride}")
    if layer.stride > 1 and min(inputs[0][1:]) < layer.stride:
        raise ArchitectureError(
            f"{name}: stride {layer.stride} on an image of {inputs[0][1]} × {inputs[0][2]} pixels"
        )


def _channels_after(layer: Layer, inputs: list[Shape]) -> int:
    if layer.operation in ("conv", "linear"):
        return layer.channels
    return sum(c for c, _, _ in inputs) if layer.operation == "concat" else inputs[0][0]


def _named(number: int, layer: Layer) -> str:
    return f"layer {number} ({layer.operation})"


def _text(shape: Shape) -> str:
    return " × ".join(map(str, shape))


class Draft:
    """An architecture under construction: each method adds a layer and returns its tensor.

    Raises `ArchitectureError` as soon as a layer does not fit.
    """

    def __init__(self, image: Shape) -> None:
        self.layers: list[Layer] = []
        self.shapes: list[Shape] = [image]

    def conv(self, x: int, channels: int, kernel: int, stride: int = 1, relu: bool = True) -> int:
        return self._append(Layer("conv", (x,), channels, kernel, stride, relu))

    def depthwise(self, x: int, kernel: int, stride: int = 1, relu: bool = True) -> int:
        return self._append(Layer("depthwise", (x,), self.shapes[x][0], kernel, stride, relu))

    def pool(self, operation: str, x: int, kernel: int, stride: int) -> int:
        return self._append(Layer(operation, (x,), self.shapes[x][0], kernel, stride))

    def add(self, a: int, b: int, relu: bool = False) -> int:
        return self._append(Layer("add", (a, b), self.shapes[a][0], relu=relu))

    def concat(self, *inputs: int) -> int:
        """One input is its own stack: no layer is added."""
        if len(inputs) == 1:
            return inputs[0]
        return self._append(Layer("concat", inputs, sum(self.shapes[x][0] for x in inputs)))

    def finish(self, *ends: int, n_classes: int = N_CLASSES) -> Architecture:
        """Put the head on: each end averaged over its image, stacked, one logit a class.

        Layers from which no way leads to an end are left out.
        """
        averages = [
            self._append(Layer("global_average", (x,), self.shapes[x][0])) for x in sorted(ends)
        ]
        self._append(Layer("linear", (self.concat(*averages),), n_classes))
        return Architecture(self.shapes[0], _reached(self.layers))

    def _append(self, layer: Layer) -> int:
        self.shapes.append(shape_after(layer, self.shapes))
        self.layers.append(layer)
        return len(self.layers)


def _reached(layers: list[Layer]) -> tuple[Layer, ...]:
    """The layers that the last one depends on, numbered anew."""
    needed = {len(layers)}
    for number in range(len(layers), 0, -1):
        if number in needed:
            needed.update(layers[number - 1].inputs)
    kept = sorted(needed | {0})
    new = {old: number for number, old in enumerate(kept)}
    return tuple(
        replace(layers[old - 1], inputs=tuple(new[x] for x in layers[old - 1].inputs))
        for old in kept[1:]
    )
