"""Right answers to Lab 0, one function or text a question: the one place where they are written.

Each function's signature and docstring are what the student sees; its body is the answer.
"""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure


def fraction_of_heads(n_flips: int, random_state: int) -> float:
    """Flip a fair coin `n_flips` times from the seed `random_state`; return the fraction of heads.

    The flips are np.random.RandomState(random_state).randint(2, size=n_flips): an array of zeros
    and ones, in which 1 is heads. The fraction is a number between 0 and 1.
    """
    flips = np.random.RandomState(random_state).randint(2, size=n_flips)
    return float(np.mean(flips))


def sixteen_fractions(n_flips: int) -> dict:
    """Flip `n_flips` times from each of the seeds 0, 1, … 15; return a dict:

    "fractions": the list of the sixteen fractions of heads, in the order of the seeds;
    "mean": their mean;
    "spread": the largest of them minus the smallest.
    """
    fractions = [fraction_of_heads(n_flips, seed) for seed in range(16)]
    return {
        "fractions": fractions,
        "mean": float(np.mean(fractions)),
        "spread": max(fractions) - min(fractions),
    }


def draw_fractions(fractions: list[float]) -> Figure:
    """Draw sixteen fractions against their seeds, 0 to 15, in one panel; return the figure.

    Dots joined by a thin line, so that the eye can follow; a horizontal line at 0.5 (ax.axhline);
    labels on both axes; y from 0 to 1.
    """
    fig, ax = plt.subplots(figsize=(6, 3), layout="constrained")
    ax.plot(range(16), fractions, "o-", linewidth=0.7)
    ax.axhline(0.5, color="black", linestyle=":")
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig


RESPONSE_1 = """\
Seed 13 gives a fraction of 0.2 in 20 flips, and seed 15 gives 0.65: from one seed either student
could have called the coin unfair, and for opposite reasons. The mean of all sixteen is 0.51 and
most lie between 0.4 and 0.6, which is what a fair coin does in 20 flips. I would believe sixteen
seeds (or 2,000 flips, where they differ by only 0.04), never one."""
