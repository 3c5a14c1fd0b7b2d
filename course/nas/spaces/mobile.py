"""Inverted bottlenecks in stages: the space of MobileNetV2 and of MCUNet's TinyNAS.

A bottleneck widens the channels, looks around with a depthwise convolution and narrows them again;
where shapes allow it, what it reads is added to what it writes. Width and resolution belong to the
space, not to the genotype: TinyNAS chooses them first, in its stage 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.nas.architecture import Architecture, Draft, Shape
from course.nas.encoding import Alphabet, Genotype, SearchSpace, gene

KERNELS = (3, 5)
EXPANSIONS = (2, 3, 4)
STAGES = ((8, 1), (12, 2), (16, 2))
"""Channels at width 1, and the stride of the stage's first bottleneck."""


@dataclass(frozen=True)
class Bottlenecks(SearchSpace):
    """Three stages of up to `depth` inverted bottlenecks; fixed length, `identity` leaves one out.

    `image` is as large as the resolution; `width` multiplies the channels.
    """

    name: ClassVar[str] = "bottlenecks"
    image: Shape = (1, 8, 8)
    width: float = 1.0
    depth: int = 2

    @property
    def n_genes(self) -> tuple[int, int]:
        return len(STAGES) * self.depth, len(STAGES) * self.depth

    def alphabet(self, position: int) -> Alphabet:
        bottleneck = {"kernel": KERNELS, "expansion": EXPANSIONS}
        may_be_missing: Alphabet = {} if position % self.depth == 0 else {"identity": {}}
        return {"bottleneck": bottleneck, **may_be_missing}

    def channels(self, stage: int) -> int:
        """Channels of a stage: a multiple of 2, at least 2."""
        return max(2, 2 * round(STAGES[stage][0] * self.width / 2))

    def build(self, genotype: Genotype) -> Architecture:
        draft = Draft(self.image)
        x = draft.conv(0, self.channels(0), kernel=3)
        for position, one in enumerate(genotype):
            stage, place = divmod(position, self.depth)
            if one.operation == "bottleneck":
                stride = STAGES[stage][1] if place == 0 else 1
                x = _add_bottleneck(
                    draft, x, self.channels(stage), one["kernel"], one["expansion"], stride
                )
        return draft.finish(x)

    def trivial(self) -> Genotype:
        smallest = gene("bottleneck", kernel=KERNELS[0], expansion=EXPANSIONS[0])
        stage = (smallest, *(gene("identity") for _ in range(self.depth - 1)))
        return stage * len(STAGES)

    def rich(self) -> tuple[Genotype, ...]:
        """MobileNetV2's way: everything of 3 × 3, widely expanded; and one of 5 × 5, narrow."""
        n = self.n_genes[0]
        return (
            (gene("bottleneck", kernel=3, expansion=EXPANSIONS[-1]),) * n,
            (gene("bottleneck", kernel=5, expansion=EXPANSIONS[0]),) * n,
        )


def _add_bottleneck(
    draft: Draft, x: int, channels: int, kernel: int, expansion: int, stride: int
) -> int:
    wide = draft.conv(x, draft.shapes[x][0] * expansion, kernel=1)
    looked = draft.depthwise(wide, kernel, stride)
    narrow = draft.conv(looked, channels, kernel=1, relu=False)
    return draft.add(x, narrow) if draft.shapes[x] == draft.shapes[narrow] else narrow
