"""Lab 4: the public checks.

Every function gets inputs of the check's own, so that a mistake in one question costs only that
question.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from course.checks.expect import as_list, expect, expect_close, expect_equal, expect_keys
from course.checks.runner import question
from course.checks.submission import Name, Submission

QUESTIONS = {
    "q1": "Discrepancy",
    "q2": "From points to settings",
    "q3": "Three families",
    "q4": "Goals",
    "q5": "Convergence",
    "q6": "Rank correlation by epoch",
    "q7": "Rank correlation by group",
    "q8": "ETR-1",
    "q9": "When ETR-2 decides",
    "q10": "ETR-2",
    "q11": "Replay",
    "q12": "Winners killed",
}

# --- q1, q2: points -----------------------------------------------------------------------------


@question("q1", points=2)
def test_discrepancy_of_one_point(submission: Submission) -> None:
    """One point in the middle of a square: 0.1736; in the middle of a line: 0.0833."""
    cause = "a term, or a factor 2/n or 1/n² is missing, or the pairs i = j were left out"
    step = "With one point at ½ both sums are 1: what remains is (13/12)^d − 2 + 1."
    for d in (2, 1):
        got = submission.call("centred_discrepancy", np.full((1, d), 0.5))
        expect_close(got, (13 / 12) ** d - 1, cause, step)


@question("q2", points=1)
def test_integers_have_equal_shares(submission: Submission) -> None:
    """From 2 to 4, the numbers 2, 3, 4 have a third of [0, 1) each."""
    row = {"type": "integer", "low": 2, "high": 4, "log": False}
    got = submission.call("from_unit", [0.0, 0.3, 0.34, 0.66, 0.67, 0.999], row)
    cause = "rounded, or high is left out or passed"
    step = "There are high - low + 1 numbers: low + int(v * (high - low + 1))."
    expect_equal(as_list(got), [2, 2, 3, 3, 4, 4], cause, step)


@question("q2", points=1)
def test_logarithms(submission: Submission) -> None:
    """From 0.0001 to 1 on the log scale, 0.25 is 0.001; on the plain scale it is 0.250075."""
    row = {"type": "float", "low": 1e-4, "high": 1.0, "log": True}
    step = "low * (high / low) ** v if log, else low + v * (high - low)."
    got = submission.call("from_unit", [0.0, 0.25, 0.5], row)
    expect_close(as_list(got), [1e-4, 1e-3, 1e-2], "`log` is not used", step)
    got = submission.call("from_unit", [0.25], row | {"log": False})
    expect_close(as_list(got), [0.250075], "a logarithm where none is asked for", step)


# --- q3 … q7: curves ----------------------------------------------------------------------------

FINAL = np.array([0.5, 0.9, 0.1, 0.7, 0.3, 0.8, 0.2])


@question("q3", points=2)
def test_top_and_bottom(submission: Submission) -> None:
    """Of seven settings, the three best and the three worst are found, in order."""
    got = submission.call("families", FINAL, 3, random_state=0)
    expect_keys(got, ["random", "top", "bottom"])
    step = "order = np.argsort(final) has the worst first; order[::-1] the best."
    cause = "accuracies in place of rows, rows counted from 1, or another order"
    expect_equal(as_list(got["top"]), [1, 5, 3], cause, step, name="top")
    expect_equal(as_list(got["bottom"]), [2, 6, 4], cause, step, name="bottom")


@question("q4", points=2)
def test_goals_of_seven(submission: Submission) -> None:
    """Of seven settings, the best fifth (two of them) reach 0.8, and all reach 0.1."""
    got = submission.call("goals", FINAL, [0.2, 1.0])
    cause = "it is a quantile between two settings, the rank is off by one, or rounded down"
    step = "Sort the best first; the k-th best is at place k - 1; k = ceil(0.2 · 7) = 2."
    expect_close(as_list(got), [0.8, 0.1], cause, step)


@question("q5", points=2)
def test_convergence_of_a_curve_that_leaves(submission: Submission) -> None:
    """[0.1, 0.8, 0.5, 0.79, 0.8] has converged within 0.02 in epoch 4, not 2."""
    got = submission.call("convergence_epoch", [0.1, 0.8, 0.5, 0.79, 0.8], 0.02)
    cause = "the first epoch that is close counts, though it leaves again; or counted from 0"
    expect_equal(got, 4, cause, "Go back from the last epoch as long as it stays close.")


CURVES = np.array([[0.1, 0.3, 0.2], [0.2, 0.1, 0.4], [0.2, 0.5, 0.9], [0.4, 0.4, 0.5]])


@question("q6", points=2)
def test_correlations_of_four_curves(submission: Submission) -> None:
    """Four curves of three epochs, two of them equal after the first: 0.632, 0.8 and 1."""
    got = submission.call("rank_correlations", CURVES)
    cause = "values were correlated and not ranks, equal values have different ranks, or the axis"
    step = "rankdata(curves, axis=0) ranks each epoch; then np.corrcoef of two columns."
    # ranks 1, 2.5, 2.5, 4 against 1, 2, 4, 3; and 2, 1, 4, 3 against the same
    expect_close(as_list(got), [2 / 10**0.5, 0.8, 1.0], cause, step)


@question("q7", points=2)
def test_correlations_of_two_groups(submission: Submission) -> None:
    """Epoch 2 ranks one group as the end does and the other the other way round."""
    curves = [[0.1, 0.1, 0.2], [0.3, 0.9, 0.1], [0.2, 0.3, 0.3], [0.2, 0.8, 0.2], [0.1, 0.5, 0.9]]
    curves += [[0.5, 0.7, 0.8], [0.5, 0.5, 0.5]]
    groups = ["up", "down", "up", "down", "up", "down", "one"]
    got = submission.call("correlations_by_group", np.array(curves), groups, 2, 2)
    expect(isinstance(got, dict), got, "a dict", "a list or nothing was returned", "{name: number}")
    expect_keys(got, ["up", "down"])
    cause = "the epoch after, values in place of ranks, or ranks among all settings"
    step = "Take the rows of one group; column epoch - 1 against the last one."
    expect_close([got["up"], got["down"]], [1.0, -1.0], cause, step)


# --- q8, q9, q10: rules -------------------------------------------------------------------------


def ask(submission: Submission, function: str, *args: Any, **kwargs: Any) -> bool:
    """A rule's answer; raises `CheckFailed` if it is neither true nor false."""
    got = submission.call(function, *args, **kwargs)
    step = "Return a comparison, such as curve[-1] < limit."
    expect(isinstance(got, bool | np.bool_), got, "True or False", "nothing was returned", step)
    return bool(got)


def words(curve: list[float]) -> str:
    """A curve, to name it in a failed check."""
    return f"stop at {curve}"


@question("q8", points=2)
def test_etr1_decides_once(submission: Submission) -> None:
    """With τ = 3, etr1 stops [0.1, 0.1, 0.14] but neither earlier nor later, nor at 0.2."""
    cause = "the rule is asked in another epoch than τ, or looks at another accuracy"
    step = "len(curve) == tau and curve[-1] < r + epsilon"
    for curve, wanted in [
        ([0.1, 0.1, 0.14], True),
        ([0.1, 0.1, 0.2], False),
        ([0.1, 0.1], False),
        ([0.1, 0.1, 0.1, 0.1], False),
    ]:
        got = ask(submission, "etr1", curve, 3)
        expect_equal(got, wanted, cause, step, name=words(curve))


@question("q9", points=2)
def test_tau_of_two_curves(submission: Submission) -> None:
    """The last epoch at 0.75 · y_T or below is 3 for one curve; another has none."""
    cause = "the first epoch above, one epoch off, the maximum instead of the end"
    step = "Print which accuracies are at most q times the last; take the last such epoch."
    got = submission.call("etr2_tau", [0.2, 0.7, 0.5, 0.8, 0.8])
    expect_equal(got, 3, cause, step)
    got = submission.call("etr2_tau", [0.7, 0.75, 0.8, 0.8])
    expect_equal(got, None, "an epoch where there is none", "Return None.")


BEST = [0.2, 0.4, 0.6, 0.9, 1.0]


@question("q10", points=2)
def test_etr2_decides_once(submission: Submission) -> None:
    """With the best at 0.6 in epoch τ = 3, p = 0.5 stops 0.29 and not 0.31."""
    cause = "compared with the best's end or another epoch, another τ, or without a best one"
    step = "τ is Question 9's; at len(curve) == τ compare with p * best_curve[τ - 1]."
    for curve, wanted in [
        ([0.1, 0.1, 0.29], True),
        ([0.1, 0.1, 0.31], False),
        ([0.0, 0.0], False),
        ([0.1, 0.1, 0.29, 0.1], False),
    ]:
        got = ask(submission, "etr2", curve, BEST, 0.5)
        expect_equal(got, wanted, cause, step, name=words(curve))


# --- q11, q12: replay ---------------------------------------------------------------------------

ROWS = [
    [0.5, 0.4, 0.9, 0.9],
    [0.1, 0.2, 0.3, 0.4],
    [0.2, 0.4, 0.3, 0.9],
    [0.1, 0.1, 0.1, 0.1],
]


@question("q11", points=2)
def test_replay_of_a_rule_without_a_best(submission: Submission) -> None:
    """Under stop_when_falling four settings are trained for 2, 4, 3 and 4 epochs."""
    got = submission.call("replay", ROWS, Name("stop_when_falling"))
    cause = "the rule was given the whole curve, or epochs are counted from 0"
    step = "for t in 1, 2, … T - 1: rule(curve[:t], best); the setting is stopped after t epochs."
    expect_equal(as_list(got), [2, 4, 3, 4], cause, step)


@question("q11", points=2)
def test_replay_of_a_rule_with_a_best(submission: Submission) -> None:
    """Under stop_when_behind they are trained for 4, 1, 1 and 1 epochs."""
    got = submission.call("replay", ROWS, Name("stop_when_behind"))
    cause = "the best so far was not given to the rule, or not kept"
    step = "After a setting was trained to its end, compare its last accuracy with the best one's."
    expect_equal(as_list(got), [4, 1, 1, 1], cause, step)


TALLY_KEYS = ["epochs_saved", "stopped_good", "stopped_bad", "kept_good", "kept_bad"]


@question("q12", points=2)
def test_tally_of_four(submission: Submission) -> None:
    """Four settings trained for 2, 4, 3 and 4 of 4 epochs: 3 of 16 saved, two winners killed."""
    got = submission.call("tally", [2, 4, 3, 4], np.array(ROWS), 0.9)
    expect_keys(got, TALLY_KEYS)
    cause = "not divided by all epochs, ends at the goal do not count, or kept and stopped swapped"
    step = "stopped = epochs < T; good = curves[:, -1] >= goal; count stopped & good, …"
    expect_close([got[key] for key in TALLY_KEYS], [3 / 16, 2, 0, 0, 2], cause, step)
