"""Evolutionary operators on genotypes: mutation and one-point crossover, for every space.

They know a space by its alphabets and lengths only. What they make may be illegal; `mutate` and
`crossover` then try again, and after `TRIES` failures give back a parent, so that children are
always legal.
"""

from __future__ import annotations

import numpy as np

from course.nas.encoding import Gene, Genotype, Option, SearchSpace, random_gene

TRIES = 50


def mutate(
    space: SearchSpace, genotype: Genotype, rng: np.random.Generator, rate: float = 0.1
) -> Genotype:
    """A legal genotype that differs in about a fraction `rate` of the genes, at least in one.

    A gene that mutates is drawn anew or, as likely, one of its settings is. In a variable-length
    encoding a mutation may also be an insertion or a deletion, a third of the time each. The
    parent itself comes back if `TRIES` mutants were all illegal.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"rate must be in [0, 1], got {rate}")
    for _ in range(TRIES):
        mutant = _mutant(space, genotype, rng, rate)
        if mutant != genotype and space.reason_against(mutant) is None:
            return mutant
    return genotype


def crossover(
    space: SearchSpace, mother: Genotype, father: Genotype, rng: np.random.Generator
) -> Genotype:
    """The mother's first genes and the father's last ones: one-point crossover.

    Fixed length: both are cut at the same point. Variable length: each is cut at a point of its
    own, so that the child may be shorter or longer than both, within the space's limits. With only
    one gene there is no point to cut at. The mother comes back if `TRIES` children were illegal.
    """
    for _ in range(TRIES):
        child = _child(space, mother, father, rng)
        if space.reason_against(child) is None:
            return child
    return mother


def _child(
    space: SearchSpace, mother: Genotype, father: Genotype, rng: np.random.Generator
) -> Genotype:
    fewest, most = space.n_genes
    if space.is_fixed_length:
        if len(mother) < 2:
            return mother
        cut = int(rng.integers(1, len(mother)))
        return mother[:cut] + father[cut:]
    n_first = int(rng.integers(1, len(mother) + 1))
    n_last = int(rng.integers(1, len(father) + 1))
    n_last = int(np.clip(n_last, max(0, fewest - n_first), most - n_first))
    return mother[:n_first] + father[len(father) - n_last :]


def _mutant(
    space: SearchSpace, genotype: Genotype, rng: np.random.Generator, rate: float
) -> Genotype:
    hit = rng.random(len(genotype)) < rate
    if not hit.any():
        hit[rng.integers(len(genotype))] = True
    genes: list[Gene] = []
    n_left = len(genotype)
    fewest, most = space.n_genes
    for one, is_hit in zip(genotype, hit, strict=True):
        kinds = ["change"]
        if not space.is_fixed_length:
            kinds += ["insert"] * (n_left < most) + ["delete"] * (n_left > fewest)
        kind = kinds[rng.integers(len(kinds))] if is_hit else "keep"
        if kind == "change":
            genes.append(_changed(space, one, len(genes), rng))
        elif kind == "insert":
            pair = [one, random_gene(space.alphabet(len(genes)), rng)]
            genes += pair[:: rng.choice([1, -1])]
        elif kind == "keep":
            genes.append(one)
        n_left += {"insert": 1, "delete": -1}.get(kind, 0)
    return tuple(genes)


def _changed(space: SearchSpace, one: Gene, position: int, rng: np.random.Generator) -> Gene:
    """Another gene: with another value of one setting, or drawn anew."""
    alphabet = space.alphabet(position)
    others = [
        (name, option)
        for name, options in alphabet[one.operation].items()
        for option in options
        if option != one[name]
    ]
    if others and rng.random() < 0.5:
        name, option = others[rng.integers(len(others))]
        return _with(one, name, option)
    if len(alphabet) == 1 and not others:
        return one
    while (new := random_gene(alphabet, rng)) == one:
        pass
    return new


def _with(one: Gene, name: str, value: Option) -> Gene:
    pairs = tuple((n, value if n == name else v) for n, v in one.settings)
    return Gene(one.operation, pairs)
