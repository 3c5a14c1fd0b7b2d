"""Chain-structured networks: each layer reads the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.nas.architecture import Architecture, Draft, Shape
from course.nas.encoding import Alphabet, Gene, Genotype, SearchSpace, gene

CHANNELS = (4, 8, 16)
LAYERS: Alphabet = {
    "conv": {"channels": CHANNELS, "kernel": (1, 3, 5), "stride": (1, 2)},
    "depthwise": {"kernel": (3, 5), "stride": (1, 2)},
    "max_pool": {},
}
LENET = (
    gene("conv", channels=8, kernel=3, stride=1),
    gene("max_pool"),
    gene("conv", channels=16, kernel=3, stride=1),
    gene("max_pool"),
)
"""Convolutions and pools in turn, the channels doubled where the image is halved."""
MOBILENET = (
    gene("conv", channels=8, kernel=3, stride=1),
    gene("depthwise", kernel=3, stride=2),
    gene("conv", channels=16, kernel=1, stride=1),
    gene("depthwise", kernel=3, stride=1),
    gene("conv", channels=16, kernel=1, stride=1),
)
"""A depthwise convolution looks around, one of 1 × 1 mixes channels."""


@dataclass(frozen=True)
class ChainStructured(SearchSpace):
    """Up to `max_layers` convolutions, depthwise convolutions and pools, one after the other.

    With `fixed_length` each genotype has `max_layers` genes, and a shorter network has genes
    `identity`, which make no layer.
    """

    name: ClassVar[str] = "chain-structured"
    prefixes_decode: ClassVar[bool] = True
    image: Shape = (1, 8, 8)
    max_layers: int = 8
    fixed_length: bool = False

    @property
    def n_genes(self) -> tuple[int, int]:
        return (self.max_layers if self.fixed_length else 1), self.max_layers

    def alphabet(self, position: int) -> Alphabet:
        return {**LAYERS, "identity": {}} if self.fixed_length else LAYERS

    def build(self, genotype: Genotype) -> Architecture:
        draft, x = Draft(self.image), 0
        for one in genotype:
            x = add_layer(draft, x, one)
        return draft.finish(x)

    def trivial(self) -> Genotype:
        return self._filled((gene("conv", channels=CHANNELS[0], kernel=1, stride=1),))

    def rich(self) -> tuple[Genotype, ...]:
        designs = (self._filled(design) for design in (LENET, MOBILENET))
        return tuple(design for design in designs if self.reason_against(design) is None)

    def _filled(self, genotype: Genotype) -> Genotype:
        missing = self.n_genes[0] - len(genotype)
        return genotype + (gene("identity"),) * missing


def add_layer(draft: Draft, x: int, one: Gene) -> int:
    """The layer of a gene behind tensor x; returns its tensor."""
    if one.operation == "conv":
        return draft.conv(x, one["channels"], one["kernel"], one["stride"])
    if one.operation == "depthwise":
        return draft.depthwise(x, one["kernel"], one["stride"])
    if one.operation == "max_pool":
        return draft.pool("max_pool", x, kernel=2, stride=2)
    return x
