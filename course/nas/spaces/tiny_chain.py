"""A chain-structured space so small that every network of it has been trained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from course.nas.architecture import Architecture, Draft, Shape
from course.nas.encoding import Alphabet, Gene, Genotype, SearchSpace, every_gene, gene

POINTWISE_CHANNELS = 16
LAYERS: Alphabet = {
    "conv": {"channels": (4, 8, 16)},
    "pointwise": {},
    "depthwise": {},
    "max_pool": {},
}


@dataclass(frozen=True)
class TinyChain(SearchSpace):
    """One to `max_layers` layers, one after the other; variable length.

    `conv` looks at 3 × 3 pixels of all channels, `depthwise` at 3 × 3 of one each, `pointwise`
    mixes channels of one pixel into 16, `max_pool` halves the side. With four layers there are
    1,553 legal genotypes: all but four pools in a row, which would halve a single pixel.
    """

    name: ClassVar[str] = "tiny chain"
    prefixes_decode: ClassVar[bool] = True
    image: Shape = (1, 8, 8)
    max_layers: int = 4

    @property
    def n_genes(self) -> tuple[int, int]:
        return 1, self.max_layers

    def alphabet(self, position: int) -> Alphabet:
        return LAYERS

    def build(self, genotype: Genotype) -> Architecture:
        draft, x = Draft(self.image), 0
        for one in genotype:
            x = _add_layer(draft, x, one)
        return draft.finish(x)

    def random(self, rng: np.random.Generator) -> Genotype:
        """Any legal genotype, all as likely: most have as many layers as there may be."""
        genes = every_gene(LAYERS)
        numbers = len(genes) ** np.arange(1, self.max_layers + 1)
        while True:
            length = 1 + int(rng.choice(len(numbers), p=numbers / numbers.sum()))
            genotype = tuple(genes[i] for i in rng.integers(len(genes), size=length))
            if self.reason_against(genotype) is None:
                return genotype

    def trivial(self) -> Genotype:
        return (gene("conv", channels=4),)

    def rich(self) -> tuple[Genotype, ...]:
        """LeNet's order and MobileNet's, as far as there are layers."""
        small, large = gene("conv", channels=8), gene("conv", channels=16)
        pool, look, mix = gene("max_pool"), gene("depthwise"), gene("pointwise")
        designs = ((small, pool, large, pool), (small, pool, look, mix))
        return tuple(design[: self.max_layers] for design in designs)


def _add_layer(draft: Draft, x: int, one: Gene) -> int:
    if one.operation == "conv":
        return draft.conv(x, one["channels"], kernel=3)
    if one.operation == "pointwise":
        return draft.conv(x, POINTWISE_CHANNELS, kernel=1)
    if one.operation == "depthwise":
        return draft.depthwise(x, kernel=3)
    return draft.pool("max_pool", x, kernel=2, stride=2)
