"""Lab 0: the public checks."""

from __future__ import annotations

import numpy as np

from course.checks.expect import (
    CheckFailed,
    as_list,
    expect,
    expect_close,
    expect_equal,
    expect_keys,
)
from course.checks.figures import FigureFacts, PanelFacts
from course.checks.runner import question
from course.checks.submission import Submission
from course.personal import SixteenSeeds

QUESTIONS = {
    "q1": "The fraction of heads",
    "q2": "Sixteen coins",
    "q3": "Look at all of them",
}

KEYS = ["fractions", "mean", "spread"]
COIN = {"fraction_of_heads": "course.checks.lab0_seeds:fraction_of_heads"}
"""Stands in for the student's own coin, so that a mistake in Question 1 does not cost Question 2"""


def fraction_of_heads(n_flips: int, random_state: int) -> float:
    """The fraction of ones among `n_flips` zeros and ones from the seed `random_state`."""
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())


# --- q1: one coin -------------------------------------------------------------------------------


@question("q1", points=1)
def test_ten_flips_from_seed_0(submission: Submission) -> None:
    """fraction_of_heads(10, 0) is 0.8: eight heads in ten flips."""
    got = submission.call("fraction_of_heads", 10, 0)
    cause = "heads were counted and not divided, or tails were counted, or it is a percentage"
    expect_close(got, 0.8, cause, "np.mean(flips) is the fraction of ones.")


@question("q1", points=1)
def test_another_seed(submission: Submission) -> None:
    """fraction_of_heads(10, 13) is 0.1: another seed, other flips, and always the same ones."""
    cause = "`random_state` or `n_flips` was not used, or the flips differ from call to call"
    step = "Flip with np.random.RandomState(random_state).randint(2, size=n_flips), each time anew."
    for _ in range(2):
        expect_close(submission.call("fraction_of_heads", 10, 13), 0.1, cause, step)


# --- q2: sixteen coins --------------------------------------------------------------------------


def name_of(seeds: SixteenSeeds) -> str:
    """What a notebook calls them."""
    return "SEEDS" if seeds.are_personal else "range(16)"


def expect_summary(submission: Submission, seeds: SixteenSeeds, n_flips: int) -> None:
    """Raise unless sixteen_fractions(n_flips) is right, with our coin in the place of its own."""
    wanted = [fraction_of_heads(n_flips, seed) for seed in seeds.values]
    got = submission.call("sixteen_fractions", n_flips, stand_ins=COIN)
    expect_keys(got, KEYS)
    expect_close(
        as_list(got["fractions"]),
        wanted,
        "the seeds of somebody else (is STUDENT your own name?), or another number of flips"
        if seeds.are_personal
        else "other seeds than 0 to 15, another order, or another number of flips",
        f"[fraction_of_heads(n_flips, seed) for seed in {name_of(seeds)}] keeps the order.",
        name="fractions",
    )
    cause, step = "the mean of something else, or their sum", "np.mean(fractions) gives it."
    expect_close(got["mean"], np.mean(wanted), cause, step, name="mean")
    cause, step = "a standard deviation, or the sign is wrong", "max(fractions) - min(fractions)."
    expect_close(got["spread"], max(wanted) - min(wanted), cause, step, name="spread")


@question("q2", points=1)
def test_sixteen_times_ten_flips(submission: Submission, seeds: SixteenSeeds) -> None:
    """sixteen_fractions(10) has the sixteen fractions, their mean and their spread."""
    expect_summary(submission, seeds, 10)


@question("q2", points=1)
def test_fractions_of_the_notebook(submission: Submission, seeds: SixteenSeeds) -> None:
    """`fractions` holds the sixteen fractions of 20 flips."""
    wanted = [fraction_of_heads(20, seed) for seed in seeds.values]
    if "fractions" not in submission or not _own_coin_is_right(submission):
        expect_summary(submission, seeds, 20)  # an earlier question broke it: judge the function
        return
    cause = "the cell above was run before the function was right"
    step = "Run the cell above again, then this one."
    expect_close(submission["fractions"], wanted, cause, step)


def _own_coin_is_right(submission: Submission) -> bool:
    try:
        for seed in range(3):
            got = submission.call("fraction_of_heads", 20, seed)
            expect_close(got, fraction_of_heads(20, seed))
    except CheckFailed:
        return False
    return True


# --- q3: the picture ----------------------------------------------------------------------------

FRACTIONS = [0.5, 0.4, 0.7, 0.55, 0.45, 0.3, 0.6, 0.5, 0.8, 0.35, 0.65, 0.5, 0.1, 0.9, 0.2, 0.75]


def only_panel(figure: FigureFacts) -> PanelFacts:
    """The one panel of a figure; raises if there are more or none."""
    cause, step = "nothing was drawn, or panels are empty", "fig, ax = plt.subplots() makes one."
    expect_equal(len(figure.panels), 1, cause, step, name="number of panels")
    return figure.panels[0]


def expect_drawn(panel: PanelFacts, fractions: list[float]) -> None:
    """Raise unless a line goes through the fractions at x = 0, 1, … 15, and one lies at 0.5."""
    wanted = np.column_stack([np.arange(16), fractions])
    level = [len(line) > 1 and bool(np.all(line[:, 1] == 0.5)) for line in panel.lines]
    drawn = [line for line, is_level in zip(panel.lines, level, strict=True) if not is_level]
    expect(
        len(drawn) == 1 and drawn[0].shape == wanted.shape and np.allclose(drawn[0], wanted),
        f"a line that starts {drawn[0][:3].tolist()}" if drawn else "no line through them",
        f"one line through the sixteen points, starting {wanted[:3].tolist()}",
        "x does not go from 0 to 15, the fractions were sorted or changed, or only dots were drawn",
        'ax.plot(range(16), fractions, "o-") draws dots and the line that joins them.',
    )
    expect(
        any(level),
        "no horizontal line at 0.5",
        "one",
        "it was left out, lies at another height, or is vertical",
        "ax.axhline(0.5) draws it.",
    )


@question("q3", points=1)
def test_dots_and_level(submission: Submission) -> None:
    """The figure shows sixteen fractions against the seeds 0 to 15, and a level line at 0.5."""
    figure = submission.call("draw_fractions", FRACTIONS, returns="figure")
    expect_drawn(only_panel(figure), FRACTIONS)


@question("q3", points=1)
def test_labels(submission: Submission) -> None:
    """Both axes are labelled: the seed below, the fraction of heads at the side."""
    panel = only_panel(submission.call("draw_fractions", FRACTIONS, returns="figure"))
    step = 'ax.set(xlabel="seed", ylabel="fraction of heads") sets both.'
    for axis, label, word in [("x", panel.xlabel, "seed"), ("y", panel.ylabel, "fraction")]:
        expect(
            word in label.lower(),
            f"{label!r} on the {axis} axis",
            f"a label with the word {word!r}",
            "no label, or the two were swapped",
            step,
        )
