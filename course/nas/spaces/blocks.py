"""Blocks: several layers of a known topology are one gene (Sun et al. 2019)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.nas.architecture import Architecture, Draft, Shape
from course.nas.encoding import Alphabet, Gene, Genotype, SearchSpace, gene

CHANNELS = (4, 8, 16)
BLOCKS: Alphabet = {
    "ResBlock": {"channels": CHANNELS, "stride": (1, 2)},
    "DenseBlock": {"growth": (2, 4, 8), "layers": (2, 3)},
    "ConvBlock": {"channels": CHANNELS, "kernel": (1, 3, 5), "stride": (1, 2)},
    "PoolBlock": {"pool": ("max_pool", "average_pool")},
}


@dataclass(frozen=True)
class Blocks(SearchSpace):
    """Up to `max_blocks` blocks in a chain; variable length.

    ResBlock: two convolutions of 3 × 3, and what they read is added to what they write, through a
    convolution of 1 × 1 where shapes differ. DenseBlock: each layer reads all that the earlier ones
    have written and adds `growth` channels. ConvBlock: one convolution. PoolBlock halves the side.
    """

    name: ClassVar[str] = "blocks"
    prefixes_decode: ClassVar[bool] = True
    image: Shape = (1, 8, 8)
    max_blocks: int = 5

    @property
    def n_genes(self) -> tuple[int, int]:
        return 1, self.max_blocks

    def alphabet(self, position: int) -> Alphabet:
        return BLOCKS

    def build(self, genotype: Genotype) -> Architecture:
        draft, x = Draft(self.image), 0
        for one in genotype:
            x = _add_block(draft, x, one)
        return draft.finish(x)

    def trivial(self) -> Genotype:
        return (gene("ConvBlock", channels=CHANNELS[0], kernel=1, stride=1),)

    def rich(self) -> tuple[Genotype, ...]:
        stem = gene("ConvBlock", channels=8, kernel=3, stride=1)
        resnet = (stem, *(gene("ResBlock", channels=c, stride=s) for c, s in ((8, 1), (16, 2))))
        dense = gene("DenseBlock", growth=4, layers=3)
        densenet = (stem, dense, gene("PoolBlock", pool="average_pool"), dense)
        designs = (resnet, densenet)
        return tuple(design for design in designs if self.reason_against(design) is None)


def _add_block(draft: Draft, x: int, one: Gene) -> int:
    if one.operation == "ResBlock":
        return _residual(draft, x, one["channels"], one["stride"])
    if one.operation == "DenseBlock":
        for _ in range(one["layers"]):
            x = draft.concat(x, draft.conv(x, one["growth"], kernel=3))
        return x
    if one.operation == "ConvBlock":
        return draft.conv(x, one["channels"], one["kernel"], one["stride"])
    return draft.pool(one["pool"], x, kernel=2, stride=2)


def _residual(draft: Draft, x: int, channels: int, stride: int) -> int:
    y = draft.conv(x, channels, kernel=3, stride=stride)
    y = draft.conv(y, channels, kernel=3, relu=False)
    if draft.shapes[x] != draft.shapes[y]:
        x = draft.conv(x, channels, kernel=1, stride=stride, relu=False)
    return draft.add(x, y, relu=True)
