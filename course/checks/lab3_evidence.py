"""Lab 3: the public checks.

Every function gets inputs of the check's own, so that a mistake in one question costs only that
question.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact

from course.checks.evidence import (
    EXPERIMENT_COLUMNS,
    expect_intervals,
    expect_losses,
    expect_pair,
    expect_rate,
    expect_seed_used,
    expect_survival,
    only_panel,
    own_experiments,
    sentence_of,
    telling_case,
)
from course.checks.expect import as_list, expect, expect_close, expect_equal, expect_table
from course.checks.runner import question
from course.checks.submission import Submission

QUESTIONS = {
    "q1": "Wilson's interval",
    "q2": "Coverage",
    "q3": "How many seeds",
    "q4": "Fisher's exact test",
    "q5": "A permutation test",
    "q6": "An interval for a median",
    "q7": "Kaplan and Meier's estimate",
    "q8": "Run an experiment",
    "q9": "Draw intervals",
    "q10": "One sentence",
    "q11": "When the budget is spent",
    "q12": "Who wins",
    "q13": "False alarms",
    "q14": "Holm's correction",
}

# --- q1, q2, q3: intervals ----------------------------------------------------------------------


@question("q1", points=1)
def test_interval_of_6_of_16(submission: Submission) -> None:
    """wilson_interval(6, 16) is 0.185 to 0.614."""
    got = submission.call("wilson_interval", 6, 16)
    cause = "a term of the formula is missing, it is Wald's interval, or z is that of one end only"
    step = "Compute z, centre and half width in lines of their own, and print them: 1.96, 0.399, …"
    expect_pair(got, (0.1848, 0.6136), cause, step, rtol=1e-3)


@question("q1", points=2)
def test_intervals_at_the_ends(submission: Submission) -> None:
    """wilson_interval has some width after 0 of 10 and 10 of 10, also with 80 % confidence."""
    for successes, confidence, wanted in [
        (0, 0.95, (0, 0.27753)),
        (10, 0.95, (0.72247, 1)),
        (10, 0.8, (0.85893, 1)),
    ]:
        got = submission.call("wilson_interval", successes, 10, confidence=confidence)
        cause = "Wald's interval, which is a point here; or `confidence` is not used"
        step = "z is norm.ppf((1 + confidence) / 2): 1.28 for 80 %."
        expect_pair(got, wanted, cause, step, rtol=1e-3)


COVERED = ([0.0, 0.2, 0.3, 0.6], [0.3, 0.5, 0.9, 1.0])
"""Intervals after 0, 1, 2 and 3 of 3"""


@question("q2", points=1)
def test_coverage_of_three_runs(submission: Submission) -> None:
    """coverage(…) is right for intervals after 0, 1, 2 and 3 of 3, and a truth of 0.4."""
    got = submission.call("coverage", *COVERED, 0.4, 20_000, random_state=0)
    cause = "intervals that miss were counted, the number was not divided, or n is not 3"
    step = "Only the intervals after 1 and 2 hold 0.4; how likely are these counts?"
    expect_rate(got, 0.72, 20_000, cause, step)


@question("q2", points=1)
def test_coverage_uses_its_seed(submission: Submission) -> None:
    """The same random_state gives the same coverage; another one gives another."""
    expect_seed_used(
        lambda seed: [
            submission.call("coverage", *COVERED, p, 1001, random_state=seed)
            for p in (0.25, 0.4, 0.45, 0.55, 0.7)
        ]
    )


@question("q3", points=2)
def test_seeds_for_a_width(submission: Submission) -> None:
    """For a fraction of 0.4, a width of 0.1 takes 366 seeds; of 0.25, 56."""
    cause = "it is Wald's formula, the half width, or a number before or after the first that does"
    step = "Try n = 1, 2, 3, … until the width is small enough; print n and width."
    for width, n in [(0.1, 366), (0.25, 56)]:
        expect_equal(submission.call("seeds_needed", 0.4, width), n, cause, step)


# --- q4 … q7: comparisons -----------------------------------------------------------------------


@question("q4", points=1)
def test_a_lady_tasting_tea(submission: Submission) -> None:
    """Fisher's own example, 3 of 4 cups against 1 of 4, gives p = 0.486."""
    got = submission.call("fisher_p_value", [[3, 1], [1, 3]])
    cause = "only one side was summed (17/70), or only the observed table (16/70)"
    step = "Print the chances of all five tables: 1/70, 16/70, 36/70, 16/70, 1/70. Which count?"
    expect_close(got, 34 / 70, cause, step)


@question("q4", points=2)
def test_rows_of_different_length(submission: Submission) -> None:
    """2 of 10 against 9 of 14 gives p = 0.0472."""
    table = [[2, 8], [9, 5]]
    cause = "one side was doubled: with rows of different length the two sides differ"
    step = "Sum the chances of all tables that are no likelier than the observed one."
    got = submission.call("fisher_p_value", table)
    expect_close(got, 0.0471799704, cause, step)


SLOW, FAST = [3.0, 1.0, 2.0], [13.0, 11.0, 12.0]


@question("q5", points=1)
def test_p_value_of_two_heaps(submission: Submission) -> None:
    """Three small values against three large ones: 2 of 20 deals differ as much, p = 0.1."""
    got = submission.call("permutation_p_value", SLOW, FAST, 4000, random_state=0)
    cause = "one direction only (half of it), or values drawn with replacement"
    step = "Shuffle all six together, take the first three, and compare abs(difference)."
    expect(isinstance(got, float), got, "a number between 0 and 1")
    close = abs(got - 0.1) < 0.028  # six standard deviations
    expect(close, got, "0.1, give or take 0.028", cause, step)


@question("q5", points=1)
def test_p_value_is_never_zero(submission: Submission) -> None:
    """With 99 permutations p is 1/100, 2/100, …: the observed deal counts; the seed is used."""
    low, high = list(np.arange(8.0)), list(np.arange(100.0, 108.0))
    got = submission.call("permutation_p_value", low, high, 99, random_state=3)
    expect(
        isinstance(got, float)
        and 0.01 - 1e-9 <= got < 0.055
        and abs(got * 100 - round(got * 100)) < 1e-6,
        got,
        "0.01, perhaps 0.02: these two heaps could hardly be further apart",
        "the observed deal was left out of the count, or of the number of deals",
        "Return (extreme + 1) / (n_permutations + 1).",
    )
    values = [3.0, 1.0, 4.0, 1.5, 5.0, 9.0, 2.0, 6.0]
    expect_seed_used(
        lambda seed: [
            submission.call("permutation_p_value", values[:k], values[k:], 100, random_state=seed)
            for k in (2, 3, 4, 5, 6)
        ]
    )


ELEVEN = [34.0, 55.0, 41.0, 61.0, 58.0, 120.0, 44.0, 60.0, 90.0, 52.0, 75.0]


@question("q6", points=1)
def test_interval_of_a_median(submission: Submission) -> None:
    """The 78 % interval for the median of eleven values is two of these values."""
    got = submission.call("bootstrap_median_interval", ELEVEN, 0.78, 2000, random_state=0)
    cause = "`confidence` is not used, not split between two ends, or it is the mean's interval"
    step = "np.quantile(medians, [0.11, 0.89]) for 78 %."
    expect_pair(got, (52, 61), cause, step)


@question("q6", points=1)
def test_bootstrap_uses_its_seed(submission: Submission) -> None:
    """Few resamples: the interval depends on random_state and on nothing else."""
    values = [value**1.5 for value in ELEVEN]

    def ask(seed: int) -> list[Any]:
        return [
            as_list(submission.call("bootstrap_median_interval", values, c, 12, random_state=seed))
            for c in (0.5, 0.6, 0.7, 0.8, 0.9)
        ]

    expect_seed_used(ask)


REMISSION = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [i in (0, 1, 2, 4, 6, 9, 10, 14, 15) for i in range(21)]
"""Weeks of remission of 21 patients on 6-MP (Freireich and others, 1963, Blood 21): the example of
every textbook. Relapses at 6, 6, 6, 7, 10, 13, 16, 22, 23; the others were censored."""
SURVIVAL = pd.DataFrame(
    {
        "epoch": [6, 7, 10, 13, 16, 22, 23],
        "at_risk": [21, 17, 15, 12, 11, 7, 6],
        "events": [3, 1, 1, 1, 1, 1, 1],
        "fraction_left": [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482],
    }
)


@question("q7", points=3)
def test_the_example_of_1963(submission: Submission) -> None:
    """kaplan_meier is right for the classic data: 21 patients, 9 relapses, 0.448 left."""
    got = submission.call("kaplan_meier", REMISSION, RELAPSED)
    expect_survival(got, SURVIVAL, rtol=1e-3)


# --- q8, q9, q10: experiments -------------------------------------------------------------------


@question("q8", points=2)
def test_experiment_of_two_cases(submission: Submission) -> None:
    """run_experiment counts the seeds with a small test error, one row a case, in order."""
    (one, solved_one), (two, solved_two) = (telling_case(seed, 6, 0.125) for seed in (8, 9))
    cases = {"wide": one, "narrow": two}
    got = submission.call("run_experiment", cases, seeds=6, max_error=0.125)
    table = expect_table(got, EXPERIMENT_COLUMNS, 2)
    step = "Sum result.runs['test_error'] <= max_error; pass seeds=seeds to sweep."
    expect_equal(table["name"].tolist(), ["wide", "narrow"], "the order of `cases` was lost", step)
    expect_equal(table["runs"].tolist(), [6, 6], "other seeds than 0 to seeds - 1", step)
    cause = "training errors, errors of zero or below max_error only, or a fraction"
    expect_equal(table["solved"].tolist(), [solved_one, solved_two], cause, step, name="solved")


INTERVALS = pd.DataFrame(
    {
        "name": ["few", "more", "many", "most"],
        "fraction": [0.375, 0.125, 0.5, 0.9375],
        "low": [0.185, 0.035, 0.28, 0.717],
        "high": [0.614, 0.36, 0.72, 0.989],
    }
)


@question("q9", points=2)
def test_intervals_are_drawn(submission: Submission) -> None:
    """The figure has one panel: a line from low to high and a dot for each of four rows."""
    figure = submission.call("draw_intervals", INTERVALS, "Four cases", returns="figure")
    expect_intervals(only_panel(figure), INTERVALS)


@question("q9", points=1)
def test_words_of_the_picture(submission: Submission) -> None:
    """The title is the one given, and the y axis says “fraction solved”."""
    figure = submission.call("draw_intervals", INTERVALS, "Four cases", returns="figure")
    panel = only_panel(figure)
    step = 'ax.set(title=title, ylabel="fraction solved") sets both.'
    expect("Four cases" in panel.title, panel.title, "the title 'Four cases'", "no title", step)
    got = panel.ylabel
    expect("fraction" in got.lower(), got, "a label with 'fraction'", "no label", step)


NARROW = {"name": "width 2", "solved": 6, "runs": 16}
MIDDLE = {"name": "width 3", "solved": 9, "runs": 16}
WIDE = {"name": "width 4", "solved": 15, "runs": 16}


@question("q10", points=1)
def test_verdict_better(submission: Submission) -> None:
    """15 of 16 against 6 of 16, p = 0.0021: the verdict names the better one, given second."""
    got = submission.call("verdict", NARROW, WIDE, 0.00208, 0.05)
    sentence = sentence_of(got)
    cause = "the first one was taken for the better, or p was compared the wrong way round"
    expect_equal(got["better"], "width 4", cause, "Compare solved / runs.", name="better")
    wanted = "width 4 is better than width 2 (15 of 16 against 6 of 16, p = 0.0021)"
    step = "Copy the sentence from the question, and put the values into an f-string."
    expect_equal(sentence, wanted, "other words, or names and counts in another order", step)


@question("q10", points=1)
def test_verdict_not_distinguishable(submission: Submission) -> None:
    """6 of 16 against 9 of 16, p = 0.48: the verdict is that you cannot tell."""
    got = submission.call("verdict", NARROW, MIDDLE, 0.4795, 0.05)
    sentence = sentence_of(got)
    expect_equal(got["better"], None, "a winner without evidence", "Return None.", name="better")
    wanted = (
        "width 2 and width 3 are not distinguishable at level 0.05 (6 of 16, 9 of 16, p = 0.48)"
    )
    step = "Copy the sentence from the question, and put the values into an f-string."
    expect_equal(sentence, wanted, "other words, or names and counts in another order", step)


@question("q10", points=1)
def test_verdicts_of_the_experiments(submission: Submission) -> None:
    """`verdicts` says of each of your own experiments what its counts say."""
    own = own_experiments(submission)
    if own is None:  # an earlier question broke them: let this one be judged by its function
        test_verdict_better(submission)
        test_verdict_not_distinguishable(submission)
        return
    for experiment, (one, two, kept) in own.items():
        counts = [[row["solved"], row["runs"] - row["solved"]] for row in (one, two)]
        p_value = float(fisher_exact(np.array(counts)).pvalue)
        best = max((one, two), key=lambda row: row["solved"] / row["runs"])["name"]
        wanted = best if p_value <= 0.05 else None
        cause = "the cell was run before the function was right"
        step = "Run the experiment's cell again, then this one."
        expect_equal(kept.get("better"), wanted, cause, step, name=experiment)
        for part in (
            *(f"{row['solved']} of {row['runs']}" for row in (one, two)),
            f"{p_value:.2g}",
        ):
            said = kept.get("sentence")
            expect(part in str(said), said, f"a sentence with {part!r}", cause, step)


# --- q11, q12: the race -------------------------------------------------------------------------


LOG = pd.DataFrame(
    [
        ("slow", 0.1, 0, 200, 0.002, 0.6),
        ("slow", 0.1, 0, 100, 0.001, 0.7),
        ("slow", 0.1, 0, 300, 0.003, 0.1),
        ("slow", 0.01, 0, 100, 0.001, 0.9),
        ("quick", 0.1, 2, 150, 0.015, 0.9),
        ("quick", 0.1, 1, 150, 0.015, 0.4),
        ("quick", 0.1, 1, 50, 0.005, 0.3),
        ("quick", 0.1, 0, 160, 0.016, 0.2),
        ("quick", 0.1, 0, 450, 0.045, 0.05),
    ],
    columns=["optimizer", "learning_rate", "seed", "gradient_evaluations", "seconds", "loss"],
)


@question("q11", points=2)
def test_losses_within_a_budget(submission: Submission) -> None:
    """losses_within is right for nine epochs of two optimizers, by evaluations and by seconds."""
    for column, budget, losses in [
        ("gradient_evaluations", 200, [0.4, 0.9, 0.6]),
        ("seconds", 0.005, [0.3, 0.9, 0.1]),
    ]:
        wanted = pd.DataFrame(
            {
                "optimizer": ["quick", "slow", "slow"],
                "learning_rate": [0.1, 0.01, 0.1],
                "loss": losses,
            }
        )
        expect_losses(submission.call("losses_within", LOG, column, budget), wanted)


LOSSES = pd.DataFrame(
    {
        "optimizer": ["Adam", "Adam", "L-BFGS", "SGD", "SGD"],
        "learning_rate": [0.001, 0.1, 1.0, 0.001, 0.1],
        "loss": [0.2, 0.15, 0.3, 0.6, 0.1],
    }
)


@question("q12", points=2)
def test_ranking_changes_with_tuning(submission: Submission) -> None:
    """At a rate of 0.001 SGD is last of three; with the better of two rates it is first."""
    cause = "all rates were used whatever `rates` says, worst first, or the worst rate counts"
    step = "Keep the rows of each optimizer whose learning_rate is in its list; take their min."
    one = {"SGD": [0.001], "Adam": [0.001], "L-BFGS": [1.0]}
    got = submission.call("ranking", LOSSES, one)
    expect_equal(as_list(got), ["Adam", "L-BFGS", "SGD"], cause, step)
    two = {"SGD": [0.001, 0.1], "Adam": [0.001, 0.1], "L-BFGS": [1.0]}
    got = submission.call("ranking", LOSSES, two)
    expect_equal(as_list(got), ["SGD", "Adam", "L-BFGS"], cause, step)


# --- q13, q14: many comparisons -----------------------------------------------------------------

ALARMS = [
    [1.0, 0.5, 0.05, 0.01],
    [0.5, 1.0, 0.5, 0.05],
    [0.05, 0.5, 1.0, 0.5],
    [0.01, 0.05, 0.5, 1.0],
]
"""Made-up p-values of 0 to 3 solved runs of 3: counts that differ by two or more are an alarm"""


@question("q13", points=2)
def test_false_alarms_of_two_and_three(submission: Submission) -> None:
    """false_alarm_rate is right for two and for three settings of three runs each."""
    cause = (
        "a p-value that equals the level does not count, only some pairs are compared, or n is 4"
    )
    step = "For three settings compare 1 with 2, 1 with 3 and 2 with 3; one alarm is enough."
    for n_settings, exact in [(2, 0.207), (3, 0.416)]:
        args = (0.4, n_settings, ALARMS, 0.05, 4000)
        got = submission.call("false_alarm_rate", *args, random_state=0)
        expect_rate(got, exact, 4000, cause, step)


@question("q14", points=1)
def test_four_p_values_by_hand(submission: Submission) -> None:
    """holm([0.01, 0.04, 0.03, 0.005]) is [0.03, 0.06, 0.06, 0.02]."""
    got = submission.call("holm", [0.01, 0.04, 0.03, 0.005])
    cause = "sorted, all multiplied by 4 (Bonferroni), or one is smaller than one before it"
    step = "Sorted: 0.005 × 4, 0.01 × 3, 0.03 × 2, 0.04 × 1; the last is raised to 0.06."
    expect_close(as_list(got), [0.03, 0.06, 0.06, 0.02], cause, step)


@question("q14", points=1)
def test_no_p_value_above_one(submission: Submission) -> None:
    """holm([0.7, 0.6, 0.02]) is [1, 1, 0.06]: no p-value exceeds 1."""
    got = submission.call("holm", [0.7, 0.6, 0.02])
    expect_close(as_list(got), [1, 1, 0.06], "more than 1", "min(1.0, …) keeps it at 1.")
