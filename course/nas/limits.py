"""What a device has for a network."""

from __future__ import annotations

from dataclasses import dataclass

from course.nas.cost import cost
from course.nas.encoding import Genotype, SearchSpace


@dataclass(frozen=True)
class Limits:
    """What a device has for a network, in bytes."""

    sram_bytes: int
    flash_bytes: int

    def allow(self, space: SearchSpace, genotype: Genotype) -> bool:
        costs = cost(space.decode(genotype))
        return costs.sram_bytes <= self.sram_bytes and costs.flash_bytes <= self.flash_bytes
