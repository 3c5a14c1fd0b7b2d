"""What Lab 6's checks share: stand-ins for a student's own parts, and how chance is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from math import comb, prod
from typing import Any

import numpy as np

from course.checks.expect import expect
from course.checks.submission import Name, Submission
from course.data import load_architectures
from course.nas.architecture import Architecture
from course.nas.contest import Ask, Moments
from course.nas.table import ArchitectureTable

HERE = "course.checks.parts_of_lab6"
OWN_PARTS = {name: f"{HERE}:{name}" for name in ("tournament", "mutate", "crossover")}
"""So that a mistake in one question does not cost another."""

N_DRAWS = 1200


# --- stand-ins ----------------------------------------------------------------------------------


def tournament(fitness: list[float], size: int, rng: np.random.Generator) -> int:
    """The fittest of `size` individuals."""
    return int(min(rng.choice(len(fitness), size, replace=False), key=lambda i: (-fitness[i], i)))


def mutate(genotype: str, alphabet: str, max_length: int, rng: np.random.Generator) -> str:
    """One gene changed, inserted or deleted."""
    return _drawn(mutants(genotype, alphabet, max_length), rng)


def crossover(mother: str, father: str, max_length: int, rng: np.random.Generator) -> str:
    """The mother's first genes and the father's last ones."""
    return _drawn(children(mother, father, max_length), rng)


def _drawn(chances: Mapping[str, float], rng: np.random.Generator) -> str:
    return str(rng.choice(list(chances), p=list(chances.values())))


# --- what chance should give --------------------------------------------------------------------


def winners(fitness: list[float], size: int) -> dict[int, float]:
    """How likely each individual is to win a tournament."""
    n = len(fitness)
    order = sorted(range(n), key=lambda i: (-fitness[i], i))
    return {i: comb(n - 1 - rank, size - 1) / comb(n, size) for rank, i in enumerate(order)}


def mutants(genotype: str, alphabet: str, max_length: int) -> dict[str, float]:
    """How likely each mutant is, as Question 6 has it."""
    n = len(genotype)
    kinds = [[(i, i + 1, new) for i in range(n) for new in alphabet if new != genotype[i]]]
    if n < max_length:
        kinds.append([(i, i, new) for i in range(n + 1) for new in alphabet])
    if n > 1:
        kinds.append([(i, i + 1, "") for i in range(n)])
    chances: Counter[str] = Counter()
    for edits in kinds:
        for start, end, new in edits:
            chances[genotype[:start] + new + genotype[end:]] += 1 / (len(edits) * len(kinds))  # type: ignore[assignment]
    return dict(chances)


def children(mother: str, father: str, max_length: int) -> dict[str, float]:
    """How likely each child is, as Question 7 has it."""
    pairs = [
        mother[: i + 1] + father[j:]
        for i in range(len(mother))
        for j in range(len(father))
        if i + 1 + len(father) - j <= max_length
    ]
    return {child: count / len(pairs) for child, count in Counter(pairs).items()}


def lengths_of(chances: Mapping[str, float]) -> dict[int, float]:
    """How likely each length is, if these genotypes are that likely."""
    lengths: dict[int, float] = {}
    for one, chance in chances.items():
        lengths[len(one)] = lengths.get(len(one), 0) + chance
    return lengths


def expect_chances(
    drawn: Iterable[Any], wanted: Mapping[Any, float], what: str, cause: str = "", step: str = ""
) -> None:
    """Raise unless everything in `drawn` is possible, and about as frequent as it is likely.

    Six standard deviations either way: a right answer fails once in a hundred million times.
    """
    counts = Counter(drawn)
    n = counts.total()
    for value in counts:
        possible = value in wanted and wanted[value] > 0
        expect(possible, f"{value!r}", f"{what} that is possible", cause, step)
    for value, chance in wanted.items():
        got, tolerance = counts[value] / n, 6 * np.sqrt(chance * (1 - chance) / n)
        expect(
            abs(got - chance) <= tolerance,
            f"{value!r} in {got:.1%} of {n} draws",
            f"{chance:.1%}, give or take {tolerance:.1%}",
            cause,
            step,
        )


def draw(
    submission: Submission, function: str, kind: type, *given: Any, n: int = N_DRAWS, seed: int = 0
) -> list[Any]:
    """What the student's function gives `n` times; raises unless all answers are of one kind."""
    answers = submission.call("repeat", Name(function), n, seed, *given)
    is_list = isinstance(answers, list) and len(answers) == n
    step = "Run the first cell again: it imports `repeat`."
    expect(is_list, answers, f"{n} answers", "`repeat` was changed", step)
    name = {int: "a place, a whole number", str: "a string"}[kind]
    for answer in answers:
        right = isinstance(answer, kind) and not isinstance(answer, bool)
        expect(right, answer, name, "something else was returned, or nothing", "Use `return`.")
    return answers


def expect_rng_used(submission: Submission, function: str, kind: type, *given: Any) -> None:
    """Raise unless what the function draws follows from its `rng`, and from nothing else."""
    first, again, other = (
        draw(submission, function, kind, *given, n=40, seed=seed) for seed in (1, 1, 2)
    )
    step = "Draw with `rng`, the argument, and make no generator of your own."
    cause = "the numbers come from another source than `rng`"
    expect(first == again, "other answers", "the same ones from the same rng", cause, step)
    expect(first != other, "the same answers", "others from another rng", cause, step)
    expect(len(set(first)) > 1, f"{first[0]!r}, forty times", "several answers", cause, step)


def asking(submission: Submission) -> Ask:
    """Asks the student's `next_trial` for a step of all contests at once."""

    def ask(moments: Moments) -> list[Any]:
        answers = submission.call("ask_each", Name("next_trial"), moments)
        expect(
            isinstance(answers, list) and len(answers) == len(moments["tried"]),
            answers,
            "a step for each contest",
            "`ask_each` was changed",
            "Run the first cell again: it imports `ask_each`.",
        )
        return list(answers)

    return ask


@cache
def architectures() -> ArchitectureTable:
    """The table, read once: its reader counts the costs of every network again."""
    return load_architectures()


# --- searches and networks ----------------------------------------------------------------------


def evolve(
    accuracy: Mapping[str, float],
    initial: list[str],
    alphabet: str,
    max_length: int,
    n_evaluations: int,
    size: int,
    rng: np.random.Generator,
) -> list[str]:
    """All genotypes that aging evolution evaluates, as Question 8 has it."""
    history, n = list(initial), len(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in history[-n:]], size, rng)
        child = mutate(history[-n:][winner], alphabet, max_length, rng)
        history += [child] * (child in accuracy)
    return history


def evolve_within(
    accuracy: Mapping[str, float],
    initial: list[str],
    alphabet: str,
    max_length: int,
    n_parents: int,
    n_generations: int,
    rng: np.random.Generator,
) -> list[list[str]]:
    """The generations of TinyNAS's stage 2, as Question 13 has it."""
    generations = [list(initial)]
    for _ in range(1, n_generations):
        lived = dict.fromkeys(one for generation in generations for one in generation)
        parents = sorted(lived, key=accuracy.__getitem__, reverse=True)[:n_parents]
        born: list[str] = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            born += [child] * (child in accuracy)
        generations.append(born)
    return generations


def landscape(
    rng: np.random.Generator, alphabet: str, max_length: int, share: float
) -> dict[str, float]:
    """A made-up table: of all genotypes about `share` fit, and what each of these reaches.

    Every genotype of one gene fits, so that nobody is alone. Several have equal accuracies.
    """
    worth = dict(zip(alphabet, rng.uniform(0, 0.1, len(alphabet)), strict=True))
    accuracy, layer = {}, list(alphabet)
    for length in range(1, max_length + 1):
        for one in layer:
            if length == 1 or rng.random() < share:
                reached = 0.2 + sum(map(worth.__getitem__, one)) + rng.normal(0, 0.05)
                accuracy[one] = float(np.round(reached, 2))
        layer = [one + letter for one in layer for letter in alphabet]
    return accuracy


def tensors_of(architecture: Architecture) -> tuple[list[int], list[list[int]]]:
    """Bytes of each tensor, and what each layer reads: what Question 1 is asked."""
    sizes = [prod(shape) for shape in architecture.shapes]
    return sizes, [list(layer.inputs) for layer in architecture.layers]


def layers_of(architecture: Architecture) -> list[dict[str, Any]]:
    """The layers as Question 2 has them."""
    shapes = architecture.shapes
    return [
        {
            "operation": layer.operation,
            "inputs": shapes[layer.inputs[0]][0],
            "outputs": layer.channels,
            "kernel": layer.kernel,
            "height": shapes[step][1],
            "width": shapes[step][2],
        }
        for step, layer in enumerate(architecture.layers, start=1)
    ]
