"""Genotypes of the tiny chain as words: one letter a layer, "bxcx" for LeNet's order."""

from __future__ import annotations

from course.nas.encoding import Gene, Genotype, IllegalGenotype, gene

LETTERS: dict[str, Gene] = {
    "a": gene("conv", channels=4),
    "b": gene("conv", channels=8),
    "c": gene("conv", channels=16),
    "p": gene("pointwise"),
    "d": gene("depthwise"),
    "x": gene("max_pool"),
}
ALPHABET = "".join(LETTERS)
_letter_of = {one: letter for letter, one in LETTERS.items()}


def spell(genotype: Genotype) -> str:
    """The word of a genotype. Raises `KeyError` for a gene of another space."""
    return "".join(_letter_of[one] for one in genotype)


def read(word: str) -> Genotype:
    """The genotype of a word. Raises `IllegalGenotype` for a letter that is none of the space's."""
    for letter in word:
        if letter not in LETTERS:
            raise IllegalGenotype(f"letters must be among {ALPHABET}, got {letter!r} in {word!r}")
    return tuple(LETTERS[letter] for letter in word)
