"""Lab 5: the public checks.

Every function gets inputs of the check's own, so that a mistake in one question costs only that
question.
"""

from __future__ import annotations

from functools import cache
from math import inf
from typing import Any

import numpy as np

from course.checks.evidence import expect_seed_used
from course.checks.expect import as_list, expect, expect_close, expect_equal, expect_keys
from course.checks.parts_of_lab5 import OWN_PARTS, asking, expect_row, scores, smac
from course.checks.runner import question
from course.checks.submission import Submission
from course.hpo.benefit import Benefit, Stage, draw_stages, epochs_under, measure_benefit

QUESTIONS = {
    "q1": "Expected improvement",
    "q2": "What the trees say",
    "q3": "What to try next",
    "q4": "Random search",
    "q5": "SMAC",
    "q6": "Searches that were given up",
    "q7": "Faster, or luck",
    "q8": "What SMAC proposes",
    "q9": "Expected seconds",
    "q10": "The price of τ",
    "q11": "The price of p",
    "q12": "When thinking costs",
    "q13": "Your own rule",
}

# --- q1, q2, q3: what to try next ---------------------------------------------------------------


@question("q1", points=1)
def test_improvement_of_three(submission: Submission) -> None:
    """At the best, one σ above and one below it, with σ = 0.1: EI is 0.0399, 0.1083, 0.0083."""
    mean, variance = np.array([0.5, 0.6, 0.4]), np.full(3, 0.01)
    got = submission.call("expected_improvement", mean, variance, 0.5)
    cause = "the variance was taken for σ, Φ and φ are swapped, or best − mean"
    step = "σ = np.sqrt(variance); z = (mean − best) / σ; at z = 0 only σ φ(0) = 0.4 σ remains."
    expect_close(got, [0.0398942, 0.1083315, 0.0083315], cause, step, rtol=1e-4)


@question("q1", points=1)
def test_improvement_without_variance(submission: Submission) -> None:
    """Where the variance is 0, EI is the gain, or 0 if there is none; never NaN."""
    got = submission.call(
        "expected_improvement", np.array([0.7, 0.5, 0.3, 0.5]), np.array([0, 0, 0, 0.04]), 0.5
    )
    cause = "division by zero, or a negative improvement"
    step = "np.where(variance == 0, np.maximum(mean - best, 0), …)"
    expect_close(got, [0.2, 0, 0, 0.0797885], cause, step, rtol=1e-4)


def pair_of(got: Any) -> list[Any]:
    """Mean and variance as they were returned; raises if there are not two."""
    pair = list(got) if isinstance(got, list | tuple | np.ndarray) else []
    step = "End the function with `return mean, variance`."
    expect(len(pair) == 2, got, "two arrays, (mean, variance)", "one thing was returned", step)
    return pair


@question("q2", points=2)
def test_two_trees_of_three_settings(submission: Submission) -> None:
    """Two trees, three settings: means 0.3, 0.6, 0.9 and variances 0.01, 0.04, 0."""
    got = submission.call("mean_and_variance", np.array([[0.2, 0.4, 0.9], [0.4, 0.8, 0.9]]))
    mean, variance = pair_of(got)
    step = "np.mean(predictions, axis=0): over the rows, which are the trees."
    expect_close(mean, [0.3, 0.6, 0.9], "over settings in place of trees", step, name="mean")
    cause = "a standard deviation, or divided by n_trees − 1"
    step = "np.var(predictions, axis=0) divides by the number of trees."
    expect_close(variance, [0.01, 0.04, 0], cause, step, name="variance")


def small_search(seed: int, n: int = 60, n_tried: int = 8) -> tuple[Any, list[int], list[float]]:
    """Points of a plane, rows tried, and their accuracies: a hill with a little noise."""
    rng = np.random.default_rng(seed)
    points = rng.random((n, 2))
    tried = rng.choice(n, n_tried, replace=False).tolist()
    height = 0.9 - np.sum((points[tried] - 0.7) ** 2, axis=1) + rng.normal(0, 0.02, n_tried)
    return points, tried, np.round(height, 4).tolist()


@question("q3", points=2)
def test_suggestion_for_a_hill(submission: Submission) -> None:
    """After eight trials on a hill, suggest_next finds the largest EI among the untried."""
    for seed in (0, 1, 2):
        points, tried, accuracies = small_search(seed)
        got = submission.call("suggest_next", points, tried, accuracies, seed, stand_ins=OWN_PARTS)
        cause = (
            "another forest or seed, the mean or the variance alone, EI over another best, or the "
            "place among the untried in place of the row"
        )
        step = "RandomForest(50, random_state=random_state).fit(points[tried], accuracies)"
        expect_row(got, scores(points, tried, accuracies, seed), cause, step)


# --- q4, q5: searches ---------------------------------------------------------------------------


@question("q4", points=2)
def test_random_trials_of_few(submission: Submission) -> None:
    """One good of nine: mean 5, median 5; two of five: mean 2, median 2."""
    step = "Multiply (n − k − m) / (n − m) for m = 0, 1, … until at most half is left."
    for n, k, mean, median in [(9, 1, 5, 5), (5, 2, 2, 2)]:
        got = submission.call("random_trials", n, k)
        expect_keys(got, ["mean", "median"])
        cause = "n / k, which is right if settings may be tried twice"
        expect_close(got["mean"], mean, cause, "(n + 1) / (k + 1).", name="mean")
        cause = "one trial too few or too many, or more than half in place of at least half"
        expect_close(got["median"], median, cause, step, name="median")


def hill(seed: int, n: int = 80) -> tuple[Any, Any]:
    """Points of a plane and what each reaches."""
    points = np.random.default_rng(seed).random((n, 2))
    return points, np.round(0.9 - np.sum((points - 0.7) ** 2, axis=1), 6)


@question("q5", points=1)
def test_smac_begins_at_random(submission: Submission) -> None:
    """Four random rows, then suggestions: seven rows in all, none of them twice."""
    points, final = hill(0)
    got = submission.call("smac", points, final, 2.0, 4, 7, 3, stand_ins=OWN_PARTS)
    wanted = smac(points, final, 2.0, 4, 7, 3)
    rows = as_list(got)
    step = "rng.choice(len(points), n_initial, replace=False).tolist() draws them all at once."
    expect(isinstance(rows, list) and len(rows) == 7, got, "a list of 7 rows", "not all", step)
    expect_equal(rows[:4], wanted[:4], "the random rows are others", step, name="random rows")
    cause = "random_state + len(tried) is another number, or the wrong accuracies are passed"
    step = "suggest_next(points, tried, [final[row] for row in tried], random_state + len(tried))"
    expect_equal(rows, wanted, cause, step)


@question("q5", points=2)
def test_smac_ends_at_the_goal(submission: Submission) -> None:
    """The search ends with the row that reaches the goal, also among the random ones."""
    points, final = hill(1)
    whole = smac(points, final, 2.0, 5, 12, 0)
    cause = "the goal is not looked at after each trial, must be exceeded, or its row is left out"
    step = "After each trial, the random ones too: if final[row] >= goal, end the loop."
    for place in (1, int(np.argmax(final[whole]))):
        goal = float(final[whole[place]])
        wanted = smac(points, final, goal, 5, 12, 0)
        got = submission.call("smac", points, final, goal, 5, 12, 0, stand_ins=OWN_PARTS)
        expect_equal(as_list(got), wanted, cause, step)


# --- q6, q7: times ------------------------------------------------------------------------------

SUMMARY_KEYS = ["reached", "median", "mean_up_to_limit"]


GIVEN_UP = [([3.0, inf, 1.0, 8.0, inf], 8.0), ([inf, 4.0, inf, 2.0], 4.0), ([inf, inf, 4.0], inf)]
"""Times of searches that were given up after 10 s, and their median."""


@question("q6", points=1)
def test_fractions_and_means(submission: Submission) -> None:
    """Searches given up count: in the fraction that reached the goal, and with the time spent."""
    for times, _ in GIVEN_UP:
        got = submission.call("summarize_times", times, 10.0)
        expect_keys(got, SUMMARY_KEYS)
        cause = "a number of searches, or not a fraction of all of them"
        step = "np.isfinite(times) says which reached the goal; take the mean."
        expect_close(got["reached"], float(np.isfinite(times).mean()), cause, step, name="reached")
        cause = "unfinished searches were left out or count nothing, or the mean is infinite"
        step = "np.minimum(times, limit) has the seconds spent."
        wanted = float(np.minimum(times, 10).mean())
        expect_close(got["mean_up_to_limit"], wanted, cause, step, name="mean_up_to_limit")


@question("q6", points=1)
def test_medians_of_five_four_and_three(submission: Submission) -> None:
    """Two of five were given up, two of four, two of three: medians 8, 4, infinity."""
    for times, wanted in GIVEN_UP:
        got = submission.call("summarize_times", times, 10.0)
        expect_keys(got, SUMMARY_KEYS)
        cause = "unfinished searches were left out or counted at the limit, or two were averaged"
        step = "Sort all of them, infinite ones last; take place ceil(n / 2), counted from 1."
        expect_close(got["median"], wanted, cause, step, name="median")


COMPARISON_KEYS = ["ratio", "low", "high"]
SLOW = [4.0, 9.0, 2.0, 16.0, 7.0, 12.0, 3.0, 11.0]


@question("q7", points=1)
def test_ratio_of_means(submission: Submission) -> None:
    """Times 2, 6 and given up at 10 against 8, 4 and given up: ratio 18 / 22."""
    got = submission.call("compare_times", [2.0, 6.0, inf], [8.0, 4.0, inf], 10.0, 50, 0)
    expect_keys(got, COMPARISON_KEYS)
    cause = "a ratio the other way round, a mean of ratios, or unfinished searches were left out"
    step = "np.minimum(rule, limit).mean() / np.minimum(none, limit).mean()"
    expect_close(got["ratio"], 18 / 22, cause, step, name="ratio")


@question("q7", points=1)
def test_pairs_stay_together(submission: Submission) -> None:
    """A rule that halves every single time has the interval 0.5 to 0.5."""
    got = submission.call("compare_times", [t / 2 for t in SLOW], SLOW, 20.0, 200, 0)
    expect_keys(got, COMPARISON_KEYS)
    cause = "rule and none were drawn separately, as if search i had nothing to do with search i"
    step = "Draw the numbers of searches once, and index both arrays by them."
    for key in ("low", "high"):
        expect_close(got[key], 0.5, cause, step, name=key)


@question("q7", points=1)
def test_interval_uses_its_seed(submission: Submission) -> None:
    """Few resamples: the interval depends on random_state and on nothing else."""
    rule = [3.0, 10.0, 1.0, 9.0, 8.0, 4.0, 5.0, 2.0]

    def ask(seed: int) -> list[Any]:
        got = submission.call("compare_times", rule, SLOW, 15.0, 20, seed)
        expect_keys(got, COMPARISON_KEYS)
        return [got[key] for key in COMPARISON_KEYS]

    expect_seed_used(ask)


# --- q8 … q12: when a rule helps ----------------------------------------------------------------


@question("q8", points=2)
def test_shares_of_two_searches(submission: Submission) -> None:
    """Two searches of six and three rows, two of them random: 1 of 4 and 2 of 5 untrainable."""
    final = np.array([0.9, 0.1, 0.8, 0.14, 0.15, 0.7, 0.0])
    got = submission.call("untrainable_shares", [[0, 1, 2, 3, 4, 6], [2, 5, 0]], final, 2)
    expect_keys(got, ["random", "proposed"])
    cause = "0.15 itself counts, each search has its own mean, or n_initial is off by one"
    step = "Put the first n_initial rows of all searches in one list, the others in another."
    expect_close([got["random"], got["proposed"]], [1 / 4, 2 / 5], cause, step)


@question("q9", points=2)
def test_expected_seconds_of_four(submission: Submission) -> None:
    """Four settings, one of which hits: four times the mean seconds of a trial."""
    epochs, final, seconds = [5, 1, 5, 2], [0.9, 0.2, 0.5, 0.9], [1.0, 2.0, 0.5, 3.0]
    got = submission.call("expected_seconds", *map(np.array, (epochs, final, seconds)), 0.9, 5)
    cause = "a stopped setting counts as a hit, or one at the goal does not; or seconds an epoch"
    step = "np.mean(epochs * seconds_per_epoch) / np.mean((epochs == n_epochs) & (final >= goal))"
    expect_close(got, (5 + 2 + 2.5 + 6) / 4 / (1 / 4), cause, step)


CURVES = np.array(
    [
        [0.10, 0.12, 0.60, 0.95],
        [0.30, 0.70, 0.80, 0.90],
        [0.10, 0.10, 0.10, 0.10],
        [0.50, 0.60, 0.70, 0.75],
        [0.16, 0.40, 0.14, 0.20],
    ]
)
SECONDS = np.array([1.0, 2.0, 1.0, 3.0, 1.0])


@question("q10", points=2)
def test_tradeoff_of_three_taus(submission: Submission) -> None:
    """τ = 1 and 2 stop one of two winners, τ = 3 stops none."""
    got = submission.call("tau_tradeoff", CURVES, SECONDS, 0.9, [1, 2, 3])
    cause = "winners killed do not count, the epoch is off by one, or all epochs cost the same"
    step = "For each τ: seconds spent / seconds without a rule, over the fraction of winners kept."
    none = 4 * 8
    expect_close(as_list(got), [2 * 26 / none, 2 * 28 / none, 30 / none], cause, step)


@question("q11", points=2)
def test_tradeoff_of_two_ps(submission: Submission) -> None:
    """With the best at 0.6 in epoch τ = 2, p = 0.5 and p = 0.9 stop three of five."""
    best = [0.8, 0.6, 0.9, 0.88]
    got = submission.call("p_tradeoff", CURVES, SECONDS, 0.9, best, [0.5, 0.9])
    cause = "compared with the best's end or in another epoch, or the first such epoch as τ"
    step = "τ: the last epoch with best ≤ 0.75 · best[-1]; stop if curves[:, τ−1] < p · best[τ−1]."
    none = 4 * 8
    expect_close(as_list(got), [2 * 28 / none, 2 * 26 / none], cause, step)
    got = submission.call("p_tradeoff", CURVES, SECONDS, 0.9, [0.8, 0.9, 0.9, 0.9], [0.5, 0.9])
    expect_close(as_list(got), [1, 1], "without a τ nothing is stopped", "Return [1.0, 1.0].")


@question("q12", points=2)
def test_thinking_of_two_searches(submission: Submission) -> None:
    """Half the training, as many trials: 0.5 without thinking, 0.75 with as much of it."""
    none = {"seconds": [20.0, 40.0], "trials": [10, 20]}
    rule = {"seconds": [10.0, 20.0], "trials": [10, 20]}
    got = submission.call("ratios_with_thinking", rule, none, [0.0, 2.0])
    cause = "thinking was added once a search and not once a trial, or a mean of ratios"
    step = "total = seconds + t * trials, for rule and none; then the ratio of their means."
    expect_close(as_list(got), [0.5, 0.75], cause, step)


# --- q13: a rule --------------------------------------------------------------------------------


@question("q13", points=1)
def test_my_rule_answers(submission: Submission) -> None:
    """my_rule says True or False, also before anything has finished."""
    curve = [0.1, 0.3, 0.5, 0.6, 0.6]
    for best, finished in [(None, []), (curve, [curve]), (curve, [curve, [0.1] * 5])]:
        for t in range(1, 5):
            got = submission.call("my_rule", curve[:t], best, finished)
            step = "Return a comparison; look at best_curve only if it is not None."
            is_answer = isinstance(got, bool | np.bool_)
            expect(is_answer, got, "True or False", "nothing was returned", step)


ENOUGH = 0.9
"""What a rule has to stay below, with its whole interval: the time of no rule, less a tenth."""


@cache
def known_stages() -> list[Stage]:
    """The public check's stages: always the same."""
    from course.data import load_curves

    return draw_stages(load_curves("digits"), 5)


def words(benefit: Benefit) -> str:
    """What a check says it got."""
    return (
        f"{benefit.ratio:.2f} of the time (95 % interval {benefit.low:.2f} to {benefit.high:.2f}), "
        f"{benefit.winners_kept:.0%} of the winners kept"
    )


@question("q13", points=2)
def test_my_rule_saves_time(submission: Submission) -> None:
    """In a random search, my_rule takes at most nine tenths of the time of training to the end."""
    stages = known_stages()
    benefit = measure_benefit(stages, epochs_under(asking(submission), stages))
    expect(
        benefit.high < ENOUGH,
        words(benefit),
        f"an interval below {ENOUGH}",
        "it stops nobody, or too many of the winners",
        "Begin with ETR-1 at τ = 2, and measure again.",
    )
