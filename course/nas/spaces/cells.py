"""Cells: two small graphs are searched, and copies of them stacked (Zoph et al. 2018).

The macro-architecture, how cells are stacked, is fixed; the micro-architecture, what is in a cell,
is searched: a *normal* cell keeps the image's side, a *reduction* cell halves it and has twice the
channels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.nas.architecture import Architecture, Draft, Shape
from course.nas.encoding import Alphabet, Gene, Genotype, Option, SearchSpace, gene

OPERATIONS = ("identity", "separable_3", "separable_5", "max_pool_3", "average_pool_3")


@dataclass(frozen=True)
class Cells(SearchSpace):
    """`n_nodes` genes of the normal cell, then as many of the reduction cell; fixed length.

    A node sums two operations on two earlier outputs of its cell: 0 and 1 are the outputs of the
    cell before the last and of the last cell, 2 the first node's, and so on. Outputs of nodes that
    no other node reads are stacked: the cell's output. Between two stages of `n_normal` normal
    cells stands one reduction cell; the stages begin behind a convolution with `channels` channels.
    """

    name: ClassVar[str] = "cells"
    image: Shape = (1, 8, 8)
    n_nodes: int = 3
    n_normal: int = 1
    n_stages: int = 2
    channels: int = 8

    @property
    def n_genes(self) -> tuple[int, int]:
        return 2 * self.n_nodes, 2 * self.n_nodes

    def alphabet(self, position: int) -> Alphabet:
        inputs = tuple(range(2 + position % self.n_nodes))
        node: dict[str, tuple[Option, ...]] = {"left": inputs, "left_operation": OPERATIONS}
        return {"node": {**node, "right": inputs, "right_operation": OPERATIONS}}

    def build(self, genotype: Genotype) -> Architecture:
        normal, reduction = genotype[: self.n_nodes], genotype[self.n_nodes :]
        draft = Draft(self.image)
        before = last = draft.conv(0, self.channels, kernel=3)
        for stage in range(self.n_stages):
            channels = self.channels * 2**stage
            if stage > 0:
                before, last = last, add_cell(draft, before, last, reduction, channels, stride=2)
            for _ in range(self.n_normal):
                before, last = last, add_cell(draft, before, last, normal, channels, stride=1)
        return draft.finish(last)

    def trivial(self) -> Genotype:
        return (_node(1, "identity", 1, "identity"),) * (2 * self.n_nodes)

    def rich(self) -> tuple[Genotype, ...]:
        """A chain of residual units, and one that begins with two window sizes (Inception)."""
        residual = _node(1, "identity", 1, "separable_3")
        inception = _node(1, "separable_3", 1, "separable_5")
        units = tuple(_node(i, "identity", i, "separable_3") for i in range(2, 1 + self.n_nodes))
        return (residual, *units) * 2, (inception, *units) * 2


def _node(left: int, left_operation: str, right: int, right_operation: str) -> Gene:
    return gene(
        "node",
        left=left, left_operation=left_operation,
        right=right, right_operation=right_operation,
    )  # fmt: skip


def add_cell(
    draft: Draft, before: int, last: int, nodes: Genotype, channels: int, stride: int
) -> int:
    """One cell behind the last two; returns the tensor of its output.

    Both inputs are first brought to `channels` channels and to the side of the last cell's output.
    """
    shrink = draft.shapes[before][1] // draft.shapes[last][1]
    inputs = {one[side] for one in nodes for side in ("left", "right")}
    outputs = [
        draft.conv(before, channels, kernel=1, stride=shrink) if 0 in inputs else before,
        draft.conv(last, channels, kernel=1) if 1 in inputs else last,
    ]
    for one in nodes:
        left, right = (
            _operation(draft, one[f"{side}_operation"], outputs[one[side]],
                       stride if one[side] < 2 else 1)
            for side in ("left", "right")
        )  # fmt: skip
        outputs.append(draft.add(left, right))
    ends = [outputs[i] for i in range(2, len(outputs)) if i not in inputs]
    return draft.concat(*ends)


def _operation(draft: Draft, name: str, x: int, stride: int) -> int:
    if name == "identity":
        return x if stride == 1 else draft.conv(x, draft.shapes[x][0], kernel=1, stride=stride)
    kind, _, kernel = name.rpartition("_")
    if kind == "separable":
        looked = draft.depthwise(x, int(kernel), stride)
        return draft.conv(looked, draft.shapes[x][0], kernel=1)
    return draft.pool(kind, x, int(kernel), stride)
