"""Lab 6: the public checks.

Every function gets inputs of the check's own, so that a mistake in one question costs only that
question. What is drawn by chance is compared with what chance should give.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from course.checks.expect import as_list, expect, expect_close, expect_equal, expect_keys
from course.checks.parts_of_lab6 import (
    OWN_PARTS,
    architectures,
    asking,
    children,
    draw,
    evolve,
    evolve_within,
    expect_chances,
    expect_rng_used,
    landscape,
    lengths_of,
    mutants,
    winners,
)
from course.checks.runner import question
from course.checks.submission import Name, Submission
from course.nas.contest import (
    Contest,
    Gain,
    Moment,
    Trained,
    draw_contests,
    gain,
    packed,
    run_contests,
)

QUESTIONS = {
    "q1": "Peak memory",
    "q2": "Flash and work",
    "q3": "The Pareto front",
    "q4": "Tournament",
    "q5": "Who leaves",
    "q6": "Mutation",
    "q7": "Crossover",
    "q8": "Aging evolution",
    "q9": "Extrapolation",
    "q10": "Rank correlation",
    "q11": "What an estimate is worth",
    "q12": "Stage 1: choose the space",
    "q13": "Stage 2: search it",
    "q14": "Your own search",
}

# --- q1, q2, q3: what fits ----------------------------------------------------------------------


@question("q1", points=2)
def test_peak_of_a_chain(submission: Submission) -> None:
    """A chain of tensors of 64, 512, 128 and 10 bytes: 640 bytes, layer 2 reads and writes them."""
    got = submission.call("peak_memory", [64, 512, 128, 10], [[0], [1], [2]])
    cause = "the largest tensor alone, the sum of all, or what a layer reads was left out"
    step = "While layer 2 runs, tensors 1 and 2 are in memory: 512 + 128."
    expect_close(got, 640, cause, step)


@question("q1", points=1)
def test_peak_of_a_skip_connection(submission: Submission) -> None:
    """A tensor that a later layer reads once more stays in memory until then."""
    reads = [[0], [1], [2], [1, 3], [4]]
    got = submission.call("peak_memory", [100, 300, 200, 250, 100, 10], reads)
    cause = "a tensor was let go before its last reader, or kept after it"
    step = "While layer 3 runs, tensor 1 waits for layer 4: 300 + 200 + 250."
    expect_close(got, 750, cause, step)


LAYERS = [
    {"operation": "conv", "inputs": 3, "outputs": 8, "kernel": 5, "height": 6, "width": 4},
    {"operation": "depthwise", "inputs": 8, "outputs": 8, "kernel": 3, "height": 3, "width": 2},
    {"operation": "max_pool", "inputs": 8, "outputs": 8, "kernel": 2, "height": 2, "width": 1},
    {"operation": "average", "inputs": 8, "outputs": 8, "kernel": 1, "height": 1, "width": 1},
    {"operation": "linear", "inputs": 8, "outputs": 10, "kernel": 1, "height": 1, "width": 1},
]  # fmt: skip
FLASH = 600 + 8 * 9 + 72 + 8 * 9 + 80 + 10 * 9
MACS = 600 * 24 + 72 * 6 + 80


@question("q2", points=1)
def test_flash_of_five_layers(submission: Submission) -> None:
    """Five layers, three of them with weights: 986 bytes of flash."""
    got = submission.call("flash_and_macs", LAYERS)
    expect_keys(got, ["flash", "macs"])
    cause = "kernel in place of kernel², a depthwise layer counted like a conv, or 9 bytes for each"
    cause += " layer or for layers without weights"
    step = "conv: 8 · 3 · 25 weights and 8 · 9 bytes; depthwise: 8 · 9 weights and 8 · 9 bytes."
    expect_close(got["flash"], FLASH, cause, step, name="flash")


@question("q2", points=1)
def test_macs_of_five_layers(submission: Submission) -> None:
    """The same five layers do 14,912 multiply-accumulates."""
    got = submission.call("flash_and_macs", LAYERS)
    expect_keys(got, ["flash", "macs"])
    cause = "the 9 bytes a channel were multiplied too, or pixels were not counted"
    step = "weights · height · width of what the layer writes, summed over layers."
    expect_close(got["macs"], MACS, cause, step, name="macs")


@question("q3", points=2)
def test_front_of_six(submission: Submission) -> None:
    """Six networks, of which three are dominated; the front has rows 4, 0, 2."""
    accuracy = np.array([0.80, 0.80, 0.90, 0.85, 0.70, 0.90])
    memory = np.array([200, 300, 500, 600, 100, 700])
    got = submission.call("pareto_front", accuracy, memory)
    cause = "rows as accurate as one with less memory are in, or the order is another"
    step = "Row 1 has row 0's accuracy and needs more: dominated. Sort by memory, ascending."
    expect_equal(as_list(got), [4, 0, 2], cause, step)


# --- q4 … q8: evolution -------------------------------------------------------------------------


@question("q4", points=1)
def test_everyone_enters(submission: Submission) -> None:
    """If all enter, the fittest wins; of two fittest the first."""
    got = draw(submission, "tournament", int, [0.3, 0.9, 0.5, 0.9, 0.1], 5, n=60)
    cause = "a fitness was returned, the weakest was chosen, or the last of equals"
    step = "Return a place in `fitness`; sort the entrants by their places before np.argmax."
    expect_equal(sorted(set(got)), [1], cause, step)


@question("q4", points=1)
def test_two_of_five_enter(submission: Submission) -> None:
    """Two of five enter: the fittest wins 40 % of all tournaments, the least fit none."""
    fitness = [0.5, 0.9, 0.7, 0.1, 0.3]
    got = draw(submission, "tournament", int, fitness, 2)
    cause = "drawn with replacement (then even the least fit wins now and then), or a place among "
    cause += "the entrants was returned"
    step = "rng.choice(len(fitness), size, replace=False) draws places in `fitness`."
    expect_chances(got, winners(fitness, 2), "a winner", cause, step)


@question("q4", points=1)
def test_tournaments_come_from_rng(submission: Submission) -> None:
    """Who wins follows from `rng`, and from nothing else."""
    expect_rng_used(submission, "tournament", int, [0.5, 0.9, 0.7, 0.1, 0.3], 1)


FITNESS, BORN = [0.5, 0.9, 0.2, 0.5, 0.7], [5, 8, 9, 7, 4]


@question("q5", points=1)
def test_the_oldest_leave(submission: Submission) -> None:
    """Born 5, 8, 9, 7, 4: the two oldest leave, 4 and 5; the others stay, in order of birth."""
    got = submission.call("survivors", FITNESS, BORN, 2, "oldest")
    cause = "the youngest left, places and births were mixed up, or another order"
    expect_equal(as_list(got), [3, 1, 2], cause, "Places of births 7, 8 and 9, in that order.")


@question("q5", points=1)
def test_the_worst_leave(submission: Submission) -> None:
    """Two leave: fitness 0.2, and of the two with 0.5 the one born later."""
    got = submission.call("survivors", FITNESS, BORN, 2, "worst")
    cause = "of equally fit ones the older left, the fittest left, or the order is another"
    step = "Sort by (fitness, −born) to see who leaves; sort those who stay by birth."
    expect_equal(as_list(got), [4, 0, 1], cause, step)


@question("q6", points=1)
def test_mutants_are_one_edit_away(submission: Submission) -> None:
    """Every mutant of "abca" has one gene changed, inserted or deleted, and is another."""
    got = draw(submission, "mutate", str, "abca", "abcd", 6, n=600)
    possible = mutants("abca", "abcd", 6)
    cause = "a changed gene kept its letter, or two genes were changed"
    step = "Draw the new letter from alphabet.replace(old, '')."
    for one in got:
        allowed = one in possible or one == "abca"
        expect(allowed, one, "one edit away from 'abca'", "more than one gene changed", step)
    # inserting and deleting never give the parent back; a change to the same letter would
    expect("abca" not in got, "'abca' itself", "another genotype", cause, step)
    expect_rng_used(submission, "mutate", str, "abca", "abcd", 6)


@question("q6", points=2)
def test_three_kinds_of_mutation(submission: Submission) -> None:
    """A third of the mutants is longer, a third shorter; half, if nothing may be inserted."""
    cause = "the kinds are not equally likely, or one is missing"
    step = 'kinds = ["change"] + ["insert"] * (n < max_length) + ["delete"] * (n > 1)'
    for given in [("ab", "abcd", 4), ("abcd", "abcd", 4), ("c", "abcd", 4)]:
        lengths = map(len, draw(submission, "mutate", str, *given))
        expect_chances(lengths, lengths_of(mutants(*given)), "a length", cause, step)


@question("q7", points=1)
def test_children_of_two(submission: Submission) -> None:
    """Children of "abc" and "xy" begin like the mother and end like the father."""
    got = draw(submission, "crossover", str, "abc", "xy", 5, n=600)
    possible = children("abc", "xy", 5)
    cause = "the mother's last or the father's first genes, or nothing of one of them"
    step = "mother[:i] + father[len(father) - j:], i and j at least 1."
    for one in got:
        expect(one in possible, one, f"one of {', '.join(sorted(possible))}", cause, step)
    expect_rng_used(submission, "crossover", str, "abc", "xy", 5)


@question("q7", points=1)
def test_both_are_cut_anywhere(submission: Submission) -> None:
    """All six pairs of cuts come up equally often; with at most three genes only three pairs."""
    cause = "both are cut at one place, a whole parent is never taken, or children that are too "
    cause += "long are cut off, or made shorter, in place of being left out"
    step = "List all pairs (i, j) with i + j <= max_length; draw one of them."
    for max_length in (5, 3):
        got = draw(submission, "crossover", str, "abc", "xy", max_length)
        expect_chances(got, children("abc", "xy", max_length), "a child", cause, step)


EVOLVED = ("abc", 3)


def small_landscape(seed: int = 0) -> tuple[dict[str, float], list[str]]:
    """What genotypes over "abc" reach, and six of them that fit: the fittest has a twin."""
    rng = np.random.default_rng(seed)
    accuracy = landscape(rng, *EVOLVED, 0.6)
    initial = rng.choice(list(accuracy), 5, replace=False).tolist()
    return accuracy, [*initial, max(initial, key=accuracy.__getitem__)]


def history_of(submission: Submission, *given: Any, seed: int = 0) -> list[Any]:
    """What the student's `evolve` evaluates; its parts are ours."""
    got = submission.call("repeat", Name("evolve"), 1, seed, *given, stand_ins=OWN_PARTS)
    history = as_list(got[0]) if isinstance(got, list) and len(got) == 1 else got
    step = "Return all genotypes that were evaluated, the initial ones first."
    texts = isinstance(history, list) and all(isinstance(one, str) for one in history)
    expect(texts, history, "a list of genotypes", "a population or nothing was returned", step)
    return list(history)


@question("q8", points=1)
def test_history_of_a_search(submission: Submission) -> None:
    """Six to begin with, twenty evaluations in all: twenty genotypes, all of which fit."""
    accuracy, initial = small_landscape()
    history = history_of(submission, accuracy, initial, *EVOLVED, 20, 2)
    step = "The initial ones count: stop when the history has n_evaluations entries."
    expect_equal(history[:6], initial, "it does not begin with `initial`", step, name="the first")
    expect_equal(len(history), 20, "counted otherwise", step, name="number of evaluations")
    strange = [one for one in history if one not in accuracy]
    cause, step = "a child that does not fit was kept", "Keep it only if child in accuracy."
    expect(not strange, f"{strange[:3]}", "genotypes that fit", cause, step)


@question("q8", points=2)
def test_evolution_step_by_step(submission: Submission) -> None:
    """Each child comes from a tournament among the youngest six, and fits."""
    for seed in (0, 1):
        accuracy, initial = small_landscape(seed)
        given = accuracy, initial, *EVOLVED, 25, 3
        wanted = evolve(*given, np.random.default_rng(seed))
        cause = "the worst left in place of the oldest, or nobody; or a second mutation of the "
        cause += "same parent where a child did not fit"
        step = "population = history[-len(initial):]; a new tournament for every child."
        expect_equal(history_of(submission, *given, seed=seed), wanted, cause, step)


# --- q9, q10, q11: cheap estimates --------------------------------------------------------------


@question("q9", points=2)
def test_curves_that_follow_a_rule(submission: Submission) -> None:
    """Known curves end at 0.1 + 2 · second − first; so must the predictions."""
    first = np.array([0.1, 0.3, 0.2, 0.5, 0.4])
    second = np.array([0.2, 0.35, 0.4, 0.55, 0.45])
    known = np.column_stack([first, second, second + 0.03, 0.1 + 2 * second - first])
    begun = np.array([[0.2, 0.3], [0.1, 0.4]])
    got = submission.call("extrapolate", known, begun)
    cause = "no intercept, epochs that `begun` does not have yet, or another epoch than the last"
    step = "np.linalg.lstsq(inputs, known[:, -1], rcond=None), inputs = ones and known[:, :k]."
    expect_close(got, [0.5, 0.8], cause, step)


@question("q10", points=1)
def test_correlation_of_five(submission: Submission) -> None:
    """Five networks in another order: ρ = 0.6; only ranks count."""
    truth = np.array([0.3, 0.1, 0.95, 0.2, 0.4])
    got = submission.call("rank_correlation", np.array([0.5, 0.2, 0.4, 0.1, 0.3]), truth)
    cause = "Pearson's correlation of the values themselves, or Kendall's"
    expect_close(got, 0.6, cause, "rankdata(…) of both, then Pearson's correlation.")


@question("q10", points=1)
def test_correlation_with_ties(submission: Submission) -> None:
    """Equal values share their mean rank: ρ = 0.9747; where all are equal it is 0."""
    truth = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    got = submission.call("rank_correlation", np.array([0.1, 0.1, 0.6, 0.7, 0.8]), truth)
    cause = "ranks by argsort, which puts equal values in some order"
    expect_close(got, 0.9746794, cause, "rankdata(values) gives mean ranks.", rtol=1e-5)
    got = submission.call("rank_correlation", np.full(5, 0.5), truth)
    cause = "0 divided by 0"
    expect_close(got, 0.0, cause, "Return 0.0 where one side has no order at all.")


@question("q11", points=2)
def test_two_of_four(submission: Submission) -> None:
    """The two highest estimates of four lead to 0.7; the best of two random ones has 0.8 on average."""  # noqa: E501
    estimates, truth = np.array([0.6, 0.8, 0.5, 0.9]), np.array([0.9, 0.7, 0.8, 0.6])
    got = submission.call("best_of_top", estimates, truth, 2)
    expect_keys(got, ["found", "by_chance"])
    cause = "the first of the top only, an estimate in place of the truth, or the best of all"
    step = "top = np.argsort(-estimates, kind='stable')[:k]; then the largest truth among them."
    expect_close(got["found"], 0.7, cause, step, name="found")
    cause = "the mean of all, or sorted the other way round"
    step = "(1 · 0.7 + 2 · 0.8 + 3 · 0.9) / 6: C(i − 1, 1) ways of C(4, 2) = 6."
    expect_close(got["by_chance"], 5 / 6, cause, step, name="by_chance")


# --- q12, q13: two stages -----------------------------------------------------------------------

SPACES = {
    "narrow": ([100, 200, 150, 120], [500, 900, 700, 600], [10, 40, 30, 20]),
    "middle": ([300, 450, 500, 600], [900, 1000, 950, 800], [50, 70, 90, 60]),
    "wide": ([500, 700, 800, 900], [1000, 900, 900, 900], [200, 400, 500, 600]),
    "huge": ([900, 400, 900, 900], [900, 2000, 900, 900], [900, 800, 700, 600]),
}
"""SRAM, flash and MACs of four networks each."""


@question("q12", points=2)
def test_four_spaces(submission: Submission) -> None:
    """Of four spaces one fits wholly, one mostly, one rarely, one never."""
    spaces = {
        name: dict(zip(("sram", "flash", "macs"), map(np.array, costs), strict=True))
        for name, costs in SPACES.items()
    }
    got = submission.call("choose_space", spaces, 500, 1000, 0.3)
    wanted = [
        ("middle", 0.75, 70.0),
        ("narrow", 1.0, 25.0),
        ("wide", 0.25, 200.0),
        ("huge", 0.0, 0.0),
    ]
    expect_spaces(got, wanted)


def expect_spaces(got: Any, wanted: list[tuple[str, float, float]]) -> None:
    """Raise unless `got` has these names, fractions and mean MACs, in order."""
    step = 'rows.append({"name": …, "fraction": …, "mean_macs": …})'
    is_list = isinstance(got, list) and len(got) == len(wanted)
    expect(is_list, got, f"a list of {len(wanted)} rows", "a dict, or spaces are missing", step)
    for row in got:
        expect_keys(row, ["name", "fraction", "mean_macs"])
    names = [row["name"] for row in got]
    cause = "spaces with too few that fit are not last, or the smallest mean comes first"
    step = "sorted(rows, key=lambda row: (row['fraction'] < least_fraction, -row['mean_macs']))"
    expect_equal(names, [name for name, _, _ in wanted], cause, step, name="names")
    cause = "only one limit, or `<` in place of `<=`; MACs of networks that do not fit; NaN"
    step = "fits = (costs['sram'] <= sram_bytes) & (costs['flash'] <= flash_bytes)"
    for row, (name, fraction, macs) in zip(got, wanted, strict=True):
        expect_close(row["fraction"], fraction, cause, step, name=f"fraction of {name}")
        expect_close(row["mean_macs"], macs, cause, step, name=f"mean_macs of {name}")


def generations_of(submission: Submission, *given: Any, seed: int = 0) -> list[Any]:
    """What the student's `evolve_within` makes; its parts are ours."""
    got = submission.call("repeat", Name("evolve_within"), 1, seed, *given, stand_ins=OWN_PARTS)
    generations = as_list(got[0]) if isinstance(got, list) and len(got) == 1 else got
    step = "Return a list with one list of genotypes for each generation."
    lists = isinstance(generations, list) and all(isinstance(one, list) for one in generations)
    expect(lists, generations, "a list of lists", "one generation, or nothing", step)
    return list(generations)


@question("q13", points=2)
def test_three_generations(submission: Submission) -> None:
    """Three generations of six: half of each by crossover, half by mutation, of the fittest three."""  # noqa: E501
    accuracy, initial = small_landscape(3)
    given = accuracy, initial, *EVOLVED, 3, 3
    wanted = evolve_within(*given, np.random.default_rng(0))
    got = generations_of(submission, *given)
    step = "The initial one counts: stop when there are n_generations."
    expect_equal(len(got), 3, "a generation too many or too few", step, name="generations")
    expect_equal(got[0], initial, "it does not begin with `initial`", step, name="generation 1")
    cause = "parents are twins, or of the last generation only, or not the fittest first; drawn "
    cause += "otherwise; or half of the children are not by crossover"
    step = "lived = list(dict.fromkeys([*lived, *children])) keeps each genotype once, in order."
    for number, (one, other) in enumerate(zip(got, wanted, strict=True), start=1):
        expect_equal(one, other, cause, step, name=f"generation {number}")


# --- q14: a search ------------------------------------------------------------------------------

BEGUN = {"b": [0.2, 0.3, 0.5], "cx": [0.3, 0.4, 0.5, 0.6, 0.7], "ad": [0.1]}


@question("q14", points=1)
def test_a_step_at_any_moment(submission: Submission) -> None:
    """next_trial names a genotype that fits and how far to train it, further than it is."""
    names = ["a", "b", "cx", "ad", "bp", "bdp", "xc", "cc", "xx", "ap", "cp", "cxd"]
    allowed = dict(zip(names, np.arange(10.0, 130.0, 10.0).tolist(), strict=True))
    begun: list[tuple[Trained, int]] = [
        ({}, 40),
        ({"b": [0.2]}, 39),
        (BEGUN, 21),
        ({"cx": BEGUN["cx"], "b": [0.2]}, 1),
    ]
    moments = [
        Moment(trained, allowed, 5, left, seed) for trained, left in begun for seed in (0, 1)
    ]
    for moment, got in zip(moments, asking(submission)(packed(moments)), strict=True):
        step = "End with `return genotype, n`: a word of `allowed` and a whole number."
        is_pair = isinstance(got, list) and len(got) == 2
        expect(is_pair, got, "(genotype, n)", "one thing or nothing was returned", step)
        genotype, n = got
        cause = "a genotype that does not fit, or no genotype"
        expect(genotype in allowed, genotype, "a genotype of `allowed`", cause, step)
        before = len(moment.trained.get(genotype, []))
        whole = isinstance(n, int) and not isinstance(n, bool)
        cause = "a whole number was expected, or it has been trained that far already"
        expect(whole and before < n <= 5, n, f"a number from {before + 1} to 5", cause, step)


N_CONTESTS = 80
ENOUGH = 0.01
"""What a gain has to stay above, with its whole interval."""


@cache
def known_contests() -> list[Contest]:
    """The public check's contests: always the same."""
    return draw_contests(architectures(), 5, N_CONTESTS)


def words(measured: Gain) -> str:
    """What a check says it got."""
    return (
        f"a gain of {measured.mean:.4f} in test accuracy (95 % interval {measured.low:.4f} to "
        f"{measured.high:.4f}); winners are worth {measured.found:.3f}"
    )


@question("q14", points=2)
def test_my_search_beats_chance(submission: Submission) -> None:
    """On known devices, next_trial finds better networks than random search."""
    contests = known_contests()
    measured = gain(contests, run_contests(asking(submission), contests))
    expect(
        measured.low > ENOUGH,
        words(measured),
        f"an interval above {ENOUGH}",
        "every network is trained to the end, or the budget ends before one is",
        "Half of the budget for single epochs; and what does a slow network have more of?",
    )
