"""The spaces under test, and genotypes of them for Hypothesis."""

import numpy as np
from hypothesis import strategies as st

from course.nas.encoding import Gene
from course.nas.spaces import Blocks, Bottlenecks, Cells, ChainStructured, MultiBranch, TinyChain

SPACES = {
    "chain": ChainStructured(),
    "chain, fixed": ChainStructured(max_layers=5, fixed_length=True),
    "multi-branch": MultiBranch(),
    "cells": Cells(n_nodes=2),
    "blocks": Blocks(max_blocks=4),
    "bottlenecks": Bottlenecks(width=0.5),
    "tiny chain": TinyChain(),
}
spaces = st.sampled_from(list(SPACES.values()))


@st.composite
def spelled(draw, space):
    """Genes from the alphabets, legal together or not."""

    def gene_at(position):
        operation = draw(st.sampled_from(list(space.alphabet(position))))
        settings = space.alphabet(position)[operation].items()
        return Gene(operation, tuple((name, draw(st.sampled_from(o))) for name, o in settings))

    length = draw(st.integers(*space.n_genes))
    return tuple(gene_at(position) for position in range(length))


@st.composite
def legal(draw, space):
    """A legal genotype, as the space draws it."""
    return space.random(np.random.default_rng(draw(st.integers(0, 2**32 - 1))))


spaces_and_spelled = spaces.flatmap(lambda space: st.tuples(st.just(space), spelled(space)))
spaces_and_legal = spaces.flatmap(lambda space: st.tuples(st.just(space), legal(space)))
