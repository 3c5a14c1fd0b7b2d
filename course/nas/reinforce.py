"""The other school, for comparison: a controller that learns by reinforcement what to draw.

Developing an architecture is the agent's action, its accuracy the reward (survey I.B.1). The
controller is the plainest that is one: a softmax for the number of genes, for the operation at each
place, and for each setting of each operation there; no place knows of another. Zoph and Le (2017)
have a recurrent network in its stead. It is trained by REINFORCE (Williams 1992).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from course.nas.encoding import Gene, Genotype, SearchSpace
from course.nas.population import Individual

MEMORY = 0.95
"""How much of the mean and variance of rewards is kept from one action to the next."""
MOST_ILLEGAL = 2_000


class Choice(NamedTuple):
    """What was drawn: from which softmax, and which of its options."""

    key: tuple[int | str, ...]
    option: int


class Controller:
    """A policy over the genotypes of a space; at first all options are as likely."""

    def __init__(self, space: SearchSpace) -> None:
        self.space = space
        self.logits: dict[tuple[int | str, ...], NDArray[np.float64]] = {}

    def probabilities(self, key: tuple[int | str, ...], n: int) -> NDArray[np.float64]:
        """Of the n options of one choice."""
        logits = self.logits.setdefault(key, np.zeros(n))
        odds = np.exp(logits - logits.max())
        return odds / odds.sum()

    def draw(self, rng: np.random.Generator) -> tuple[Genotype, list[Choice]]:
        """A genotype, legal or not, and the choices that led to it."""
        choices: list[Choice] = []

        def choose(key: tuple[int | str, ...], n: int) -> int:
            choices.append(Choice(key, int(rng.choice(n, p=self.probabilities(key, n)))))
            return choices[-1].option

        fewest, most = self.space.n_genes
        genes = []
        for position in range(fewest + choose(("length",), most - fewest + 1)):
            alphabet = self.space.alphabet(position)
            operation = list(alphabet)[choose((position,), len(alphabet))]
            settings = [
                (name, options[choose((position, operation, name), len(options))])
                for name, options in alphabet[operation].items()
            ]
            genes.append(Gene(operation, tuple(settings)))
        return tuple(genes), choices

    def reinforce(self, choices: list[Choice], push: float) -> None:
        """Make the choices more likely (push above 0) or less: a step along ∇ log p, push long."""
        for key, option in choices:
            logits = self.logits[key]
            gradient = -self.probabilities(key, len(logits))
            gradient[option] += 1
            logits += push * gradient


def reinforcement_search(
    space: SearchSpace,
    fitness: Callable[[Genotype], float],
    rng: np.random.Generator,
    *,
    n_evaluations: int,
    learning_rate: float = 0.1,
    is_allowed: Callable[[Genotype], bool] | None = None,
) -> list[Individual]:
    """All individuals that were evaluated, in order, as `course.nas.evolution.evolve` gives them.

    The reward's advantage is how many standard deviations it is above the mean, both running. What
    is illegal or not allowed has advantage −1 and is not counted, since it costs no evaluation.
    Raises ValueError if `MOST_ILLEGAL` actions in a row were of that kind.
    """
    controller = Controller(space)
    known: dict[Genotype, float] = {}
    history: list[Individual] = []
    mean, variance, n_illegal = 0.0, 0.0, 0
    while len(history) < n_evaluations:
        genotype, choices = controller.draw(rng)
        refused = space.reason_against(genotype) is not None
        if refused or (is_allowed is not None and not is_allowed(genotype)):
            n_illegal += 1
            if n_illegal == MOST_ILLEGAL:
                raise ValueError(
                    f"{MOST_ILLEGAL} genotypes of {space.name} in a row were illegal or beyond "
                    "the limits; loosen the limits"
                )
            controller.reinforce(choices, -learning_rate)
            continue
        n_illegal = 0
        if genotype not in known:
            known[genotype] = fitness(genotype)
        reward = known[genotype]
        history.append(Individual(genotype, reward, len(history)))
        if len(history) == 1:
            mean = reward
        surprise = reward - mean
        variance = MEMORY * variance + (1 - MEMORY) * surprise**2
        mean += (1 - MEMORY) * surprise
        if variance > 0:
            controller.reinforce(choices, learning_rate * surprise / variance**0.5)
    return history
