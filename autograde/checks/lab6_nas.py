"""Lab 6: the hidden checks. A student learns of each only its sentence and its hint.

Inputs are drawn anew in every run; fixed ones stand beside them where a draw might miss a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from statistics import fmean

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.linear_model import LinearRegression

from course.checks.expect import as_list, expect, expect_close, expect_equal, expect_keys
from course.checks.lab6_nas import (
    ENOUGH,
    N_CONTESTS,
    expect_spaces,
    generations_of,
    history_of,
    words,
)
from course.checks.parts_of_lab6 import (
    architectures,
    asking,
    children,
    draw,
    evolve,
    evolve_within,
    expect_chances,
    landscape,
    layers_of,
    lengths_of,
    mutants,
    tensors_of,
    winners,
)
from course.checks.runner import question
from course.checks.submission import Submission
from course.nas.architecture import Architecture
from course.nas.contest import (
    Allowed,
    Contest,
    Gain,
    Trained,
    ask_each,
    draw_contests,
    gain,
    run_contests,
)
from course.nas.cost import cost
from course.nas.memory import peak_bytes
from course.nas.spaces import Bottlenecks, Cells, ChainStructured, MultiBranch

# --- q1, q2, q3: what fits ----------------------------------------------------------------------


def networks(rng: np.random.Generator) -> Iterator[Architecture]:
    """Random networks: chains, skip connections, cells, bottlenecks."""
    spaces = ChainStructured((1, 9, 6)), MultiBranch((3, 6, 10)), Cells(), Bottlenecks((1, 7, 5))
    for space in spaces:
        for _ in range(6):
            yield space.decode(space.random(rng))


@question("q1", points=3, hint="Draw a network with a skip connection: what lives until when?")
def test_peaks_of_other_networks(submission: Submission, rng: np.random.Generator) -> None:
    """peak_memory is right for other networks: chains, branches, cells, bottlenecks."""
    cases = [
        ([5, 7, 3, 100], [[0], [0, 1], [2]], 103),  # the logits are the largest
        ([50, 20, 20, 20, 9], [[0], [1], [2], [0, 3]], 90),  # the image is read again
    ]
    for sizes, reads, wanted in cases:
        expect_close(submission.call("peak_memory", sizes, reads), wanted)
    for network in networks(rng):
        got = submission.call("peak_memory", *tensors_of(network))
        expect_close(got, peak_bytes(network, in_place=False))


@question("q2", points=3, hint="A network of every space, layers without weights among them.")
def test_costs_of_other_networks(submission: Submission, rng: np.random.Generator) -> None:
    """flash_and_macs is right for other networks."""
    for network in networks(rng):
        got = submission.call("flash_and_macs", layers_of(network))
        expect_keys(got, ["flash", "macs"])
        costs = cost(network)
        expect_close(got["flash"], costs.flash_bytes, name="flash")
        expect_close(got["macs"], costs.macs, name="macs")


@question("q3", points=2, hint="Rows that are alike in both; rows that are alike in one.")
def test_other_fronts(submission: Submission, rng: np.random.Generator) -> None:
    """pareto_front is right for other networks, some of them alike."""
    cases = [(np.array([0.5, 0.9, 0.5, 0.9, 0.9]), np.array([10, 40, 10, 40, 50]))]
    for n in (12, 60):
        accuracy = np.round(rng.uniform(0.5, 0.9, n), 2)
        memory = rng.integers(1, 20, n) * 64
        best = int(np.argmax(accuracy))
        again = [*range(n), best]
        cases.append((accuracy[again], memory[again]))
    for accuracy, memory in cases:
        pairs = list(zip(accuracy.tolist(), memory.tolist(), strict=True))
        front = [
            i
            for i, (a, m) in enumerate(pairs)
            if not any(b >= a and o <= m and (b, o) != (a, m) for b, o in pairs)
        ]
        wanted = sorted(front, key=lambda i: (pairs[i][1], i))
        expect_equal(as_list(submission.call("pareto_front", accuracy, memory)), wanted)


# --- q4 … q8: evolution -------------------------------------------------------------------------


@question(
    "q4", points=3, hint="Small and large tournaments, equally fit individuals, negative fitness."
)
def test_other_tournaments(submission: Submission, rng: np.random.Generator) -> None:
    """Everyone wins as often as chance says, in other populations and tournaments."""
    for size in (1, 3, 7):
        fitness = np.round(rng.normal(0, 0.5, 9), 1)
        fitness[rng.choice(9, 3, replace=False)] = fitness.max()
        seed = int(rng.integers(1000))
        got = draw(submission, "tournament", int, fitness.tolist(), size, seed=seed)
        expect_chances(got, winners(fitness.tolist(), size), "a winner")


def populations(rng: np.random.Generator) -> Iterator[tuple[list[float], list[int], int]]:
    """Fitness and birth of everyone, with equals among them, and how many must go."""
    for n, n_leave in [(8, 3), (12, 1), (12, 6), (5, 0), (6, 6)]:
        fitness = np.round(rng.uniform(0.5, 0.9, n), 1).tolist()
        yield fitness, rng.permutation(np.arange(20, 20 + 2 * n, 2)).tolist(), n_leave


@question("q5", points=1, hint="A population in any order; nobody leaves, and all.")
def test_other_oldest(submission: Submission, rng: np.random.Generator) -> None:
    """survivors lets the oldest of other populations go."""
    for fitness, born, n_leave in populations(rng):
        order = np.argsort(born).tolist()
        got = submission.call("survivors", fitness, born, n_leave, "oldest")
        expect_equal(as_list(got), order[n_leave:])


@question("q5", points=1, hint="Many are equally fit: the older ones stay.")
def test_other_worst(submission: Submission, rng: np.random.Generator) -> None:
    """survivors lets the worst of other populations go."""
    for fitness, born, n_leave in populations(rng):
        best_first = np.lexsort((np.array(born), -np.array(fitness)))
        stay = best_first[: len(born) - n_leave]
        wanted = stay[np.argsort(np.array(born)[stay])].tolist()
        got = submission.call("survivors", fitness, born, n_leave, "worst")
        expect_equal(as_list(got), wanted)


def drawn_genotype(rng: np.random.Generator, alphabet: str, length: int) -> str:
    return "".join(rng.permutation(list(alphabet))[:length])


@question(
    "q6", points=2, hint="One gene is never deleted; at the greatest length nothing is inserted."
)
def test_mutants_at_the_limits(submission: Submission, rng: np.random.Generator) -> None:
    """The shortest genotypes and the longest mutate as they may, also where both limits meet."""
    for length, max_length, n in [(1, 5, 800), (5, 5, 2500), (1, 1, 400)]:
        given = drawn_genotype(rng, "ABCDEF", length), "ABCDEF", max_length
        got = draw(submission, "mutate", str, *given, n=n, seed=int(rng.integers(1000)))
        expect_chances(got, mutants(*given), "a mutant")
        expect_chances(map(len, got), lengths_of(mutants(*given)), "a length")


@question("q6", points=2, hint="Look at every place and every letter: first, last, and in between.")
def test_every_mutant(submission: Submission, rng: np.random.Generator) -> None:
    """Every mutant of other genotypes is as likely as the question says."""
    for length, alphabet in [(2, "pqr"), (3, "PQRS")]:
        given = drawn_genotype(rng, alphabet, length), alphabet, 5
        got = draw(submission, "mutate", str, *given, n=2500, seed=int(rng.integers(1000)))
        expect_chances(got, mutants(*given), "a mutant")
        expect_chances(map(len, got), lengths_of(mutants(*given)), "a length")


@question(
    "q7", points=4, hint="Parents of one gene, of unlike lengths, and a tight greatest length."
)
def test_other_children(submission: Submission, rng: np.random.Generator) -> None:
    """Every child of other parents is as likely as the question says."""
    for m, f, max_length in [(1, 1, 4), (1, 4, 3), (5, 1, 4), (4, 4, 8), (4, 3, 4), (2, 2, 2)]:
        letters = "".join(rng.permutation(list("abcdefghij")))
        given = letters[:m], letters[5 : 5 + f], max_length
        got = draw(submission, "crossover", str, *given, seed=int(rng.integers(1000)))
        expect_chances(got, children(*given), "a child")


@question("q8", points=4, hint="Few children fit; no evaluation is left after the initial ones.")
def test_other_evolutions(submission: Submission, rng: np.random.Generator) -> None:
    """evolve is right for other tables, populations, tournaments and numbers of evaluations."""
    for share, n, n_evaluations, size in [(0.9, 4, 30, 2), (0.3, 7, 40, 7), (0.6, 5, 5, 2)]:
        accuracy = landscape(rng, "wxyz", 4, share)
        initial = rng.choice(list(accuracy), n).tolist()
        seed = int(rng.integers(1000))
        given = accuracy, initial, "wxyz", 4, n_evaluations, size
        got = history_of(submission, *given, seed=seed)
        expect_equal(got, evolve(*given, np.random.default_rng(seed)))


# --- q9, q10, q11: cheap estimates --------------------------------------------------------------


@question("q9", points=2, hint="One epoch, several epochs, and one curve to predict.")
def test_other_curves(submission: Submission, rng: np.random.Generator) -> None:
    """extrapolate gives what scikit-learn's linear regression gives, for other curves."""
    for n, n_epochs, k, m in [(40, 8, 1, 5), (60, 10, 4, 9), (30, 6, 5, 1)]:
        rising = rng.uniform(0.3, 0.9, (n + m, 1)) * (1 - np.exp(-np.arange(1, n_epochs + 1) / 3))
        curves = rising + rng.normal(0, 0.02, rising.shape)
        known, begun = curves[:n], curves[n:, :k]
        wanted = LinearRegression().fit(known[:, :k], known[:, -1]).predict(begun)
        expect_close(submission.call("extrapolate", known, begun), wanted)


@question("q10", points=3, hint="Compare with scipy.stats.spearmanr; equal values on both sides.")
def test_other_correlations(submission: Submission, rng: np.random.Generator) -> None:
    """rank_correlation gives what scipy gives, with and without ties; 0 where there is no order."""
    for n, digits in [(5, 6), (40, 6), (40, 1), (200, 2)]:
        truth = rng.uniform(0.3, 0.9, n)
        estimates = np.round(truth + rng.normal(0, 0.2, n), digits)
        truth = np.round(truth, digits)
        got = submission.call("rank_correlation", estimates, truth)
        expect_close(got, spearmanr(estimates, truth).statistic)
    for given in [(estimates, np.full(n, 0.7)), (np.full(n, 0.7), np.full(n, 0.1))]:
        expect_close(submission.call("rank_correlation", *given), 0.0)


@question("q11", points=2, hint="Equal estimates, one network, all networks.")
def test_other_estimates(submission: Submission, rng: np.random.Generator) -> None:
    """best_of_top is right for other estimates and any number of networks trained."""
    got = submission.call("best_of_top", np.full(3, 0.5), np.array([0.7, 0.9, 0.8]), 1)
    expect_keys(got, ["found", "by_chance"])
    expect_close([got["found"], got["by_chance"]], [0.7, 0.8])
    for n, k in [(30, 5), (12, 1), (9, 9), (25, 3)]:
        truth = np.round(rng.uniform(0.5, 0.9, n), 3)
        estimates = np.round(truth + rng.normal(0, 0.2, n), 1)
        got = submission.call("best_of_top", estimates, truth, k)
        expect_keys(got, ["found", "by_chance"])
        order = sorted(range(n), key=lambda i: (-estimates[i], i))
        expect_close(got["found"], max(truth[order[:k]]), name="found")
        ordered, left, by_chance = np.sort(truth)[::-1], 1.0, 0.0
        for i, value in enumerate(ordered):  # the best one is drawn with k / n, and so on
            hit = k / (n - i) if n - i > k else 1.0
            by_chance, left = by_chance + left * hit * value, left * (1 - hit)
        expect_close(got["by_chance"], by_chance, name="by_chance")


# --- q12, q13: two stages -----------------------------------------------------------------------


@question("q12", points=3, hint="A space of which nothing fits; a fraction that is just enough.")
def test_other_spaces(submission: Submission, rng: np.random.Generator) -> None:
    """choose_space is right for other spaces, limits and least fractions."""
    for least in (0.0, 0.25, 0.6):
        spaces, rows = {}, []
        for i in range(7):
            scale = rng.uniform(0.4, 1.5) if i else 9.0
            sram = rng.integers(40, 100, 20) * 10 * scale
            flash = rng.integers(40, 100, 20) * 20 * scale
            macs = np.round(sram * rng.uniform(5, 50) + rng.integers(0, 100, 20))
            if i == 1:  # exactly a quarter fits, one of these just so
                sram, flash = np.full(20, 800.0), np.full(20, 9999.0)
                flash[:5] = [1500, 900, 800, 700, 600]
            spaces[f"space {i}"] = {"sram": sram, "flash": flash, "macs": macs}
            fits = [s <= 800 and f <= 1500 for s, f in zip(sram, flash, strict=True)]
            own = [float(macs[j]) for j in range(20) if fits[j]]
            rows.append((f"space {i}", sum(fits) / 20, sum(own) / len(own) if own else 0.0))
        wanted = sorted(rows, key=lambda row: (row[1] < least, -row[2]))
        expect_spaces(submission.call("choose_space", spaces, 800, 1500, least), wanted)


@question(
    "q13", points=4, hint="Odd populations, twins, fewer genotypes than parents; few that fit."
)
def test_other_generations(submission: Submission, rng: np.random.Generator) -> None:
    """evolve_within is right for other tables, populations and numbers of parents."""
    for share, n, n_parents, n_generations in [(0.8, 7, 3, 4), (0.4, 10, 25, 3), (0.6, 4, 2, 1)]:
        accuracy = landscape(rng, "wxyz", 4, share)
        initial = rng.choice(list(accuracy), n - 1, replace=False).tolist()
        initial.append(initial[0])
        seed = int(rng.integers(1000))
        given = accuracy, initial, "wxyz", 4, n_parents, n_generations
        got = generations_of(submission, *given, seed=seed)
        expect_equal(got, evolve_within(*given, np.random.default_rng(seed)))


# --- q14: a search ------------------------------------------------------------------------------


@cache
def hidden_contests(hidden_seed: int) -> list[Contest]:
    """The same for a whole class."""
    rng = np.random.default_rng([hidden_seed, 14])
    return draw_contests(architectures(), rng, N_CONTESTS, disguised=True)


def one_epoch_then_the_best(
    trained: Trained, allowed: Allowed, n_epochs: int, epochs_left: int, rng: np.random.Generator
) -> tuple[str, int]:
    """Half of the budget for single epochs of random networks, then the best to the end."""
    begun = [one for one, curve in trained.items() if len(curve) < n_epochs]
    if begun and sum(map(len, trained.values())) >= epochs_left:
        return max(begun, key=lambda one: trained[one][0]), n_epochs
    return str(rng.choice([one for one in allowed if one not in trained])), 1


@cache
def plain_gain(hidden_seed: int) -> float:
    """What the plain recipe gains there, mean of three tries."""
    contests, ask = hidden_contests(hidden_seed), partial(ask_each, one_epoch_then_the_best)
    return fmean(gain(contests, run_contests(ask, contests, i)).mean for i in range(3))


@pytest.fixture(scope="module")
def gains(submission: Submission, hidden_seed: int) -> tuple[Gain, float]:
    """What next_trial gains on hidden devices, and what the plain recipe does there.

    Asked once, for both checks: a search takes longer than all else in this lab.
    """
    plain = plain_gain(hidden_seed)  # first, for what is known before anybody is asked is kept
    contests = hidden_contests(hidden_seed)
    return gain(contests, run_contests(asking(submission), contests)), plain


@question("q14", points=4, hint="Limits and letters are others: what holds on every device?")
def test_my_search_on_hidden_devices(gains: tuple[Gain, float]) -> None:
    """On hidden devices, next_trial finds better networks than random search."""
    measured, _ = gains
    expect(measured.low > ENOUGH, words(measured), f"an interval above {ENOUGH}")


@question("q14", points=3, hint="What does a measured time say about a network, for nothing?")
def test_my_search_against_a_plain_one(gains: tuple[Gain, float]) -> None:
    """On hidden devices, next_trial gains at least two thirds of what a plain recipe does."""
    measured, plain = gains
    expect(measured.mean > 2 / 3 * plain, words(measured), f"a gain above {2 / 3 * plain:.4f}")
