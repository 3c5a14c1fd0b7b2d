"""Lab 0: the hidden checks. A student learns of each only its sentence and its hint.

Their inputs are unusual numbers: `tests/hostile` looks for them wherever a student could look.
"""

from __future__ import annotations

from course.checks.expect import expect_close
from course.checks.lab0_seeds import expect_drawn, expect_summary, fraction_of_heads, only_panel
from course.checks.runner import question
from course.checks.submission import Submission
from course.personal import SixteenSeeds

N_FLIPS, SEED = 7919, 104729
N_FLIPS_OF_SIXTEEN = 6857
FRACTIONS = [
    *(0.271829, 0.618033, 0.141592, 0.732051, 0.414214, 0.577216, 0.302585, 0.693147),
    *(0.915966, 0.202057, 0.834627, 0.463648, 0.955317, 0.067668, 0.523599, 0.785398),
]


@question("q1", points=2, hint="Try other seeds, and more flips than ten; and a single one.")
def test_many_flips_from_a_large_seed(submission: Submission) -> None:
    """fraction_of_heads is right for other numbers of flips and other seeds."""
    for n_flips, seed in [(N_FLIPS, SEED), (1, 3), (33, 5)]:
        wanted = fraction_of_heads(n_flips, seed)
        expect_close(submission.call("fraction_of_heads", n_flips, seed), wanted, rtol=1e-9)


@question("q2", points=2, hint="Try it for other numbers of flips than 10 and 20.")
def test_sixteen_times_many_flips(submission: Submission, seeds: SixteenSeeds) -> None:
    """sixteen_fractions is right for other numbers of flips."""
    for n_flips in (N_FLIPS_OF_SIXTEEN, 3):
        expect_summary(submission, seeds, n_flips)


@question("q3", points=2, hint="Call it with fractions of your own; are the y limits 0 and 1?")
def test_picture_of_other_fractions(submission: Submission) -> None:
    """The picture is right for other fractions, and its y axis goes from 0 to 1."""
    for fractions in (FRACTIONS, FRACTIONS[::-1]):
        panel = only_panel(submission.call("draw_fractions", fractions, returns="figure"))
        expect_drawn(panel, fractions)
        expect_close(panel.ylim, (0, 1))
