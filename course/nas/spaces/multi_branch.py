"""Multi-branch networks: a layer's input is a function of outputs of several earlier layers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from course.nas.architecture import Architecture, ArchitectureError, Draft, Shape
from course.nas.encoding import Alphabet, Gene, Genotype, Option, SearchSpace
from course.nas.spaces import chain

DISTANCES = (1, 2, 3)
INPUTS = tuple(c for n in DISTANCES for c in combinations(DISTANCES, n))
"""Which earlier layers are read, counted back: (1,) is the one before, (1, 3) has a skip."""
MERGES = ("add", "concat")


@dataclass(frozen=True)
class MultiBranch(SearchSpace):
    """Layers of the chain, each with its `inputs` and how they are merged; variable length.

    Inputs are counted back from the layer itself, so that genes mean the same after they have been
    cut and joined. Outputs that no later layer reads are the ends: each is averaged over its image,
    and the classes are told from all of them. How one input is merged makes no difference.

    A chain is the special case in which all inputs are (1,).
    """

    name: ClassVar[str] = "multi-branch"
    prefixes_decode: ClassVar[bool] = True
    image: Shape = (1, 8, 8)
    max_layers: int = 8

    @property
    def n_genes(self) -> tuple[int, int]:
        return 1, self.max_layers

    def alphabet(self, position: int) -> Alphabet:
        wiring: dict[str, tuple[Option, ...]] = {"inputs": INPUTS, "merge": MERGES}
        return {operation: {**wiring, **own} for operation, own in chain.LAYERS.items()}

    def build(self, genotype: Genotype) -> Architecture:
        draft = Draft(self.image)
        outputs, unread = [0], set[int]()
        for number, one in enumerate(genotype, start=1):
            if max(one["inputs"]) > number:
                raise ArchitectureError(
                    f"gene {number} ({one.operation}): reads {max(one['inputs'])} layers back, "
                    f"but the image is {number} back"
                )
            inputs = [outputs[-distance] for distance in one["inputs"]]
            outputs.append(chain.add_layer(draft, _merged(draft, inputs, one["merge"]), one))
            unread = (unread - set(inputs)) | {outputs[-1]}
        return draft.finish(*unread)

    def trivial(self) -> Genotype:
        return as_branch(chain.ChainStructured(self.image).trivial())

    def rich(self) -> tuple[Genotype, ...]:
        """The chain's first design, and its second with a residual connection."""
        mobile = as_branch(chain.MOBILENET)
        *_, depthwise, mix = mobile
        skip = Gene("depthwise", (("inputs", (1, 3)), *depthwise.settings[1:]))
        designs = (as_branch(chain.LENET), (*mobile, skip, mix))
        return tuple(design for design in designs if self.reason_against(design) is None)


def as_branch(genotype: Genotype) -> Genotype:
    """A chain's genotype as one of `MultiBranch`: the same architecture."""
    wiring: tuple[tuple[str, Option], ...] = (("inputs", (1,)), ("merge", "add"))
    return tuple(Gene(one.operation, (*wiring, *one.settings)) for one in genotype)


def _merged(draft: Draft, inputs: list[int], merge: str) -> int:
    if merge == "concat":
        return draft.concat(*inputs)
    total, *others = inputs
    for x in others:
        total = draft.add(total, x)
    return total
