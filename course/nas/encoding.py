"""Encodings: an individual's genotype is a list of genes, and a space says which are legal.

A gene is an operation with the settings that this operation has ("hyperparameters conditioned by
the chosen operation", survey I.A). In a *fixed-length* encoding all genotypes have the same number
of genes; in a *variable-length* one depth itself is searched (II.B.2). Operators on genotypes
(`course.nas.operators`) need no more than the alphabets below, so they serve every space.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar

import numpy as np

from course.nas.architecture import Architecture, ArchitectureError, Shape

Option = int | str | tuple[int, ...]
Alphabet = Mapping[str, Mapping[str, tuple[Option, ...]]]
"""Operation → its settings → the options of each."""

MAX_TRIES = 10_000


class IllegalGenotype(ValueError):  # noqa: N818  the survey's word, and a reason rather than a fault
    """A genotype that a space refuses; the message names gene, rule and value."""


@dataclass(frozen=True)
class Gene:
    """An operation and its settings, as pairs of name and value: `gene["kernel"]`."""

    operation: str
    settings: tuple[tuple[str, Option], ...] = ()

    def __getitem__(self, name: str) -> Any:
        return dict(self.settings)[name]


def gene(operation: str, **settings: Option) -> Gene:
    """A gene as one writes it: `gene("conv", channels=8, kernel=3, stride=1)`."""
    return Gene(operation, tuple(settings.items()))


Genotype = tuple[Gene, ...]


class SearchSpace(ABC):
    """The set of all architectures that can in principle be considered (survey I.A)."""

    name: ClassVar[str]
    prefixes_decode: ClassVar[bool] = False
    """Whether the first genes of a genotype, any number of them, are a network of their own."""
    image: Shape

    @property
    @abstractmethod
    def n_genes(self) -> tuple[int, int]:
        """Fewest and most genes; the same twice in a fixed-length encoding."""

    @abstractmethod
    def alphabet(self, position: int) -> Alphabet:
        """What the gene at a position may be; the same everywhere in a variable-length encoding."""

    @abstractmethod
    def build(self, genotype: Genotype) -> Architecture:
        """The architecture of genes that are all in their alphabets.

        Raises `ArchitectureError` where layers don't fit each other.
        """

    @abstractmethod
    def trivial(self) -> Genotype:
        """The least that is an architecture: where evolution starts without human bias."""

    @abstractmethod
    def rich(self) -> tuple[Genotype, ...]:
        """Well-designed individuals, after architectures that people have found good."""

    @property
    def is_fixed_length(self) -> bool:
        fewest, most = self.n_genes
        return fewest == most

    def decode(self, genotype: Genotype) -> Architecture:
        """The architecture of a genotype. Raises `IllegalGenotype` with the reason against it."""
        fewest, most = self.n_genes
        if not fewest <= len(genotype) <= most:
            wanted = str(most) if self.is_fixed_length else f"{fewest} to {most}"
            raise IllegalGenotype(
                f"{self.name}: a genotype must have {wanted} genes, got {len(genotype)}"
            )
        for position, one in enumerate(genotype):
            _check_gene(one, position, self.alphabet(position))
        try:
            return self.build(genotype)
        except ArchitectureError as error:
            raise IllegalGenotype(f"{self.name}: {error}") from error

    def reason_against(self, genotype: Genotype) -> str | None:
        """Why the space refuses a genotype; None if it doesn't."""
        try:
            self.decode(genotype)
        except IllegalGenotype as error:
            return str(error)
        return None

    def random(self, rng: np.random.Generator) -> Genotype:
        """A legal genotype: its length, then operations and settings drawn evenly.

        What is illegal is drawn again: the last gene where the genes before it are a network of
        their own (`prefixes_decode`), else all of them. So deep networks are not rarer than flat
        ones. Raises `IllegalGenotype` when nothing legal is found.
        """
        fewest, most = self.n_genes
        length = int(rng.integers(fewest, most + 1))
        genotype: Genotype = ()
        for _ in range(MAX_TRIES):
            kept = genotype if self.prefixes_decode else ()
            missing = 1 if self.prefixes_decode else length
            start = len(kept)
            new = (random_gene(self.alphabet(i), rng) for i in range(start, start + missing))
            longer = (*kept, *new)
            try:
                self.build(longer)
            except ArchitectureError:
                continue
            genotype = longer
            if len(genotype) == length:
                return genotype
        raise IllegalGenotype(
            f"{self.name}: after {MAX_TRIES} tries no random genotype fits images of "
            f"{self.image[1]} × {self.image[2]} pixels; take fewer genes or larger images"
        )

    def to_json(self, genotype: Genotype) -> str:
        """A genotype as text, which `from_json` reads again. Illegal ones are written too."""
        genes = [{"operation": one.operation, **dict(one.settings)} for one in genotype]
        return json.dumps({"space": self.name, "genes": genes})

    def from_json(self, text: str) -> Genotype:
        """A legal genotype of this space.

        Raises `IllegalGenotype` for text that is no JSON, for another space's genotype, and with
        the reason against one that is illegal.
        """
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            raise IllegalGenotype(f"{self.name}: not JSON: {error}") from error
        if not isinstance(data, dict) or data.get("space") != self.name:
            got = data.get("space") if isinstance(data, dict) else data
            raise IllegalGenotype(f'the text must have "space": "{self.name}", got {got!r}')
        genes = data.get("genes")
        if not isinstance(genes, list):
            raise IllegalGenotype(f"{self.name}: genes must be a list, got {genes!r}")
        genotype = tuple(_gene_from(data) for data in genes)
        self.decode(genotype)
        return genotype


def every_gene(alphabet: Alphabet) -> list[Gene]:
    """All that a gene of this alphabet may be, in its order."""
    return [
        Gene(operation, tuple(zip(settings, options, strict=True)))
        for operation, settings in alphabet.items()
        for options in product(*settings.values())
    ]


def every_genotype(space: SearchSpace) -> Iterator[Genotype]:
    """All legal genotypes of a space, short ones first: for spaces that are small enough."""
    fewest, most = space.n_genes
    for length in range(fewest, most + 1):
        for genotype in product(*(every_gene(space.alphabet(i)) for i in range(length))):
            if space.reason_against(genotype) is None:
                yield genotype


def random_gene(alphabet: Alphabet, rng: np.random.Generator) -> Gene:
    """An operation of the alphabet, then an option of each of its settings, all evenly."""
    operation = list(alphabet)[rng.integers(len(alphabet))]
    settings = alphabet[operation].items()
    return Gene(operation, tuple((name, o[rng.integers(len(o))]) for name, o in settings))


def _check_gene(one: Gene, position: int, alphabet: Alphabet) -> None:
    where = f"gene {position + 1} ({one.operation})"
    if one.operation not in alphabet:
        raise IllegalGenotype(f"{where}: operation must be one of {', '.join(alphabet)}")
    options = alphabet[one.operation]
    names = [name for name, _ in one.settings]
    if names != list(options):
        wanted = ", ".join(options) or "none"
        raise IllegalGenotype(f"{where}: settings must be {wanted}, got {', '.join(names)}")
    for name, value in one.settings:
        if not any(value == o and type(value) is type(o) for o in options[name]):
            wanted = ", ".join(map(str, options[name]))
            raise IllegalGenotype(f"{where}: {name} must be one of {wanted}, got {value!r}")


def _gene_from(data: Any) -> Gene:
    if not isinstance(data, dict) or not isinstance(data.get("operation"), str):
        raise IllegalGenotype(f'a gene must be an object with an "operation", got {data!r}')
    pairs = ((name, tuple(v) if isinstance(v, list) else v) for name, v in data.items())
    return Gene(data["operation"], tuple(pair for pair in pairs if pair[0] != "operation"))
