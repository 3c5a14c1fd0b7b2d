"""Right answers to Lab 3, one function or text a question: the one place where they are written.

Each function's signature and docstring are what the student sees; its body is the answer.
"""

import math

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from scipy.stats import norm

from course.mlp import sweep


def wilson_interval(successes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return (low, high), Wilson's interval for the fraction behind `successes` of `n`.

    With p = successes / n and z = norm.ppf((1 + confidence) / 2), about 1.96 for 95 %:

        centre     = (p + z² / (2 n)) / (1 + z² / n)
        half width = z / (1 + z² / n) · √(p (1 − p) / n + z² / (4 n²))
    """
    p = successes / n
    z = float(norm.ppf((1 + confidence) / 2))
    shrink = 1 + z**2 / n
    centre = (p + z**2 / (2 * n)) / shrink
    half_width = z / shrink * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return centre - half_width, centre + half_width


def coverage(
    lows: list[float], highs: list[float], p: float, n_repeats: int, random_state: int
) -> float:
    """Return how often an interval holds the true fraction `p`: a number between 0 and 1.

    `lows[k]` and `highs[k]` are the interval after k successes, k = 0, 1, … n; so n is
    len(lows) - 1. Repeat `n_repeats` times: draw how many of n runs succeed, each with probability
    p (`rng.binomial`, rng = np.random.default_rng(random_state)); see whether low ≤ p ≤ high.
    """
    rng = np.random.default_rng(random_state)
    successes = rng.binomial(len(lows) - 1, p, size=n_repeats)
    low, high = np.asarray(lows)[successes], np.asarray(highs)[successes]
    return float(np.mean((low <= p) & (p <= high)))


def seeds_needed(p: float, width: float, confidence: float = 0.95) -> int:
    """Return the smallest number of seeds n whose Wilson interval is at most `width` wide.

    `p` is the fraction that you expect to see, and p · n need not be whole. The width is twice the
    half width of Question 1; it shrinks as n grows. `width` is above 0 and below 1.
    """
    z = float(norm.ppf((1 + confidence) / 2))
    n = 1
    while 2 * z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) > width:
        n += 1
    return n


def fisher_p_value(table: list[list[int]]) -> float:
    """Return the two-sided p-value of Fisher's exact test for a table of two rows of counts.

    `table` is [[a, b], [c, d]]: one row a setting, first its successes, then its failures. With all
    row and column sums kept, the chance of a table with k in the place of a is

        C(a + b, k) · C(c + d, a + c − k) / C(a + b + c + d, a + c)        (C is math.comb)

    The p-value is the sum of the chances of all tables that are no likelier than the one observed.
    (Count as equal what differs by rounding only: compare with 1.000001 times the observed chance.)
    """
    (a, b), (c, d) = table
    total = math.comb(a + b + c + d, a + c)
    chances = [
        math.comb(a + b, k) * math.comb(c + d, a + c - k) / total
        for k in range(max(0, a - d), min(a + b, a + c) + 1)
    ]
    observed = math.comb(a + b, a) * math.comb(c + d, c) / total
    return sum(chance for chance in chances if chance <= 1.000001 * observed)


def permutation_p_value(
    a: list[float], b: list[float], n_permutations: int, random_state: int
) -> float:
    """Return the two-sided p-value of a permutation test for the difference of two means.

    Put the values of `a` and `b` in one heap. Repeat `n_permutations` times: shuffle the heap
    (`rng.permutation`, rng = np.random.default_rng(random_state)), deal len(a) values to one side
    and the rest to the other. Let `extreme` be how often their means differ, either way, by at
    least as much as those of a and b (less 1e-9, for rounding). Return
    (extreme + 1) / (n_permutations + 1): the deal that you observed counts as one.
    """
    rng = np.random.default_rng(random_state)
    heap = np.concatenate([a, b])
    observed = abs(np.mean(a) - np.mean(b))
    extreme = 0
    for _ in range(n_permutations):
        dealt = rng.permutation(heap)
        difference = dealt[: len(a)].mean() - dealt[len(a) :].mean()
        extreme += abs(difference) >= observed - 1e-9
    return (extreme + 1) / (n_permutations + 1)


def bootstrap_median_interval(
    values: list[float], confidence: float, n_resamples: int, random_state: int
) -> tuple[float, float]:
    """Return (low, high), the percentile bootstrap interval for the median of `values`.

    Repeat `n_resamples` times: draw len(values) of the values *with* replacement (`rng.choice`,
    rng = np.random.default_rng(random_state)), and take their median. The interval leaves out
    (1 - confidence) / 2 of these medians at each end (`np.quantile`).
    """
    rng = np.random.default_rng(random_state)
    resamples = rng.choice(values, size=(n_resamples, len(values)))
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.median(resamples, axis=1), [tail, 1 - tail])
    return float(low), float(high)


def kaplan_meier(epochs: list[int], converged: list[bool]) -> pd.DataFrame:
    """Return the Kaplan–Meier estimate of the fraction of runs that have not yet converged.

    Run i converged after epochs[i] epochs if converged[i], else it was stopped then (censored).
    One row for each number of epochs at which a run converged, lowest first; columns
    "epoch"; "at_risk": runs that went on for at least so many epochs; "events": how many converged
    just then; "fraction_left": the product of 1 - events / at_risk over this row and all above it.
    """
    epochs_, converged_ = np.asarray(epochs), np.asarray(converged, dtype=bool)
    table = pd.DataFrame({"epoch": np.unique(epochs_[converged_])})
    table["at_risk"] = [int(np.sum(epochs_ >= epoch)) for epoch in table["epoch"]]
    table["events"] = [int(np.sum(converged_ & (epochs_ == epoch))) for epoch in table["epoch"]]
    table["fraction_left"] = (1 - table["events"] / table["at_risk"]).cumprod()
    return table


def run_experiment(
    cases: dict[str, tuple[tuple, dict]], seeds: int, max_error: float
) -> pd.DataFrame:
    """Train every case from the seeds 0, 1, … `seeds` - 1; return one row a case, in order.

    `cases` maps a name to (data, setting): data is (X_train, y_train, X_test, y_test), setting the
    parameters of MLPClassifier. Columns "name"; "runs"; "solved": the number of runs with a *test*
    error of at most `max_error`. Call `sweep(X_train, y_train, setting, seeds, X_test=…, y_test=…)`
    for each case; the column "test_error" of its result's `.runs` has the errors.
    """
    rows = []
    for name, ((X_train, y_train, X_test, y_test), setting) in cases.items():
        result = sweep(
            X_train, y_train, setting, seeds, X_test=X_test, y_test=y_test, progress=False
        )
        solved = int((result.runs["test_error"] <= max_error).sum())
        rows.append({"name": name, "runs": len(result.runs), "solved": solved})
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])


def draw_intervals(table: pd.DataFrame, title: str) -> Figure:
    """Draw one vertical interval a row of `table`, in one panel; return the figure.

    `table` has the columns "name", "fraction", "low" and "high". Row i stands at x = i: a line from
    its low to its high, and a dot at its fraction. `title` above; "fraction solved" at the y axis,
    which goes from 0 to 1; the names below, at the ticks 0, 1, 2, …
    """
    fig, ax = plt.subplots(figsize=(6, 3), layout="constrained")
    x = np.arange(len(table))
    ax.vlines(x, table["low"], table["high"], color="#2166ac", linewidth=2)
    ax.plot(x, table["fraction"], "o", color="#08306b", clip_on=False, zorder=3)
    ax.set_xticks(x, table["name"])
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1), xlim=(-0.5, len(table) - 0.5))
    return fig


def verdict(a: dict, b: dict, p_value: float, level: float) -> dict:
    """Say which of two settings is better; return a dict {"better": …, "sentence": …}.

    `a` and `b` have the keys "name", "solved" and "runs". If `p_value` is at most `level`, "better"
    is the name of the one that solved the larger *fraction* of its runs, and the sentence reads

        width 4 is better than width 2 (15 of 16 against 6 of 16, p = 0.0021).

    Else "better" is None, and the sentence, with a first and then b, reads

        width 2 and width 3 are not distinguishable at level 0.05 (6 of 16, 9 of 16, p = 0.48).

    The format code `:.2g` writes p with two digits, and level as it is: f"{level:g}".
    """
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    p = f"p = {p_value:.2g}"
    if p_value > level:
        names = f"{a['name']} and {b['name']} are not distinguishable at level {level:g}"
        return {"better": None, "sentence": f"{names} ({', '.join(counts.values())}, {p})."}
    worse, better = sorted([a, b], key=lambda s: s["solved"] / s["runs"])
    best, other = better["name"], worse["name"]
    against = f"({counts[best]} against {counts[other]}, {p})"
    return {"better": best, "sentence": f"{best} is better than {other} {against}."}


def losses_within(log: pd.DataFrame, column: str, budget: float) -> pd.DataFrame:
    """Return what each optimizer had reached, with each learning rate, when its budget was spent.

    `log` has one row an epoch of each run, in any order, with the columns "optimizer",
    "learning_rate", "seed", "gradient_evaluations", "seconds" and "loss"; `column` is
    "gradient_evaluations" or "seconds". A run's loss is that of its *last* epoch whose `column` is
    at most `budget`; runs without such an epoch are left out. Columns "optimizer", "learning_rate"
    and "loss", the median over seeds; sorted by optimizer, then learning rate.
    """
    within = log[log[column] <= budget].sort_values(column)
    last = within.groupby(["optimizer", "learning_rate", "seed"])["loss"].last()
    return last.groupby(["optimizer", "learning_rate"]).median().reset_index()


def ranking(losses: pd.DataFrame, rates: dict[str, list[float]]) -> list[str]:
    """Return the optimizers, best first, each at the best of the learning rates that it may try.

    `losses` has the columns "optimizer", "learning_rate" and "loss" (Question 11's table).
    `rates["SGD"]` lists the rates that SGD may try, and so on. An optimizer that is not in `rates`,
    or whose rates are not in the table, is left out.
    """
    best = {}
    for optimizer, allowed in rates.items():
        own = losses[(losses["optimizer"] == optimizer) & losses["learning_rate"].isin(allowed)]
        if len(own):
            best[optimizer] = own["loss"].min()
    return sorted(best, key=lambda optimizer: best[optimizer])


def false_alarm_rate(
    p: float,
    n_settings: int,
    p_values: list[list[float]],
    level: float,
    n_repeats: int,
    random_state: int,
) -> float:
    """Return how often `n_settings` settings that are all the same look different somewhere.

    Each setting solves each of its n runs with the same probability `p`. `p_values[i][j]` is the
    p-value of i solved runs against j; i, j = 0, 1, … n, so n is len(p_values) - 1. Repeat
    `n_repeats` times: draw a count for each setting (`rng.binomial`, rng =
    np.random.default_rng(random_state)); it is a false alarm if *any* pair of settings has a
    p-value of at most `level`. The answer is the fraction of false alarms.
    """
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(len(p_values) - 1, p, size=(n_repeats, n_settings))
    of_pairs = np.asarray(p_values)[counts[:, :, np.newaxis], counts[:, np.newaxis, :]]
    of_pairs[:, range(n_settings), range(n_settings)] = 1  # nobody is compared with itself
    return float(np.mean((of_pairs <= level).any(axis=(1, 2))))


def holm(p_values: list[float]) -> list[float]:
    """Return Holm's adjusted p-values, in the order in which the p-values were given.

    With m p-values sorted upwards: multiply the smallest by m, the next by m − 1, … the largest by
    1. Then none may be smaller than one before it (raise it to that one), and none exceeds 1.
    """
    m = len(p_values)
    adjusted = [0.0] * m
    largest = 0.0
    for rank, i in enumerate(np.argsort(p_values, kind="stable")):
        largest = max(largest, (m - rank) * p_values[i])
        adjusted[i] = min(1.0, largest)
    return adjusted


RESPONSE_1 = """\
The 95 % intervals are 0.10 to 0.49 for 4 of 16, 0.18 to 0.61 for 6 of 16 and 0.28 to 0.72 for 8 of
16. Each holds the other two fractions' neighbourhood: all four settings may succeed equally often,
at 0.4 say, or one twice as often as another. So nothing may be said about which is better, only
that none of them nearly always succeeds or fails. For fractions near 0.4 an interval 0.1 wide takes
366 seeds (Question 3), so it takes about that many of each setting before intervals around 0.35 and
0.45 stop overlapping; in the picture 256 seeds still leave 0.33 to 0.45."""

RESPONSE_2 = """\
ReLU is soonest: median 55 epochs (95 % interval 54 to 55) against 60 for tanh (53 to 62). The
intervals touch, but the means, 52.6 and 58.2, differ with p = 0.004. Both are far ahead of the
logistic function, whose curve crosses one half at epoch 120. The mean of all its runs is 116.2 and
that of the 16 that converged 118.7. Both are too low: the first takes runs stopped at epoch 110 for
converged there, the second leaves out the slow runs, which are the ones that were cut."""

RESPONSE_3 = """\
More data changed nothing that sixteen seeds can show: 5, 6, 5 and 5 of 16, not distinguishable (p =
1). More features seemed to *help*, 6 to 12 of 16, but not distinguishably (p = 0.073), and with 64
new seeds the difference was smaller. Layouts differ: eight units solve XOR and the circles from all
16 seeds and the spirals from 1 (p < 0.0001). Width decides: 6 of 16 with two or three units, 14
with four, 16 with eight (p = 0.0003). Two units get stuck when both start on the same side of the
data or one of them is dead, and no amount of data moves a boundary that has no second corner; among
eight units some pair is nearly always well placed. I had guessed that noise features would hurt;
this is what sixteen seeds could not decide."""

RESPONSE_4 = """\
With the rate 0.001 Adam leads at 5,000 evaluations and L-BFGS at 20,000. With the best of eight
rates L-BFGS is last at 20,000 and first at 80,000; they cross near 30,000. In seconds the picture
is much the same on my machine (last at 2 ms, first at 5 ms), since an epoch and an evaluation of
all points both take about 0.1 ms here; with a slow loop over minibatches it would not be. Tuning
changes most: at 20,000 evaluations SGD goes from 0.693 to 0.038 (rate 0.3) and from hopeless to
level with Adam (0.520 to 0.034, rate 0.03), so SGD gains most and L-BFGS, which has no rate,
nothing. An epoch costs 1,000 evaluations in 100 steps, an iteration of L-BFGS 1,000 or more for one
step. I would sign: with eight rates each, after 20,000 evaluations on these circles, momentum, Adam
and SGD are within 0.005 of each other; after 80,000 L-BFGS is ahead."""

REPORT = """\
**Claim.** On XOR (1,000 points, SGD at a rate of 0.1, 100 epochs, ReLU) a network with eight hidden
units is solved from more seeds than one with two.

**Evidence.** The figure shows the fraction of 16 seeds (0 to 15, the same for each width) with a
test error of at most 0.01 for 2, 3, 4, 8 and 16 units: 6, 6, 14, 16 and 16. The seeds, the limit of
0.01 and the comparison of 2 with 8 units were fixed before the runs.

**Interval.** 2 units: 6 of 16, 0.375, 95 % interval 0.18 to 0.61. 8 units: 16 of 16, 1.0, interval
0.81 to 1. Fisher's exact test gives p = 0.00025; it was one of seven comparisons, and Holm's
adjusted p is 0.0015, still below 0.05.

**Threat to validity.** (1) The learning rate was the same for all widths and tuned for none: with
its own best rate the narrow network might catch up. (2) "Solved" is judged after 100 epochs; runs
of two units that are slow, not stuck, count as failures. (3) One training set: another XOR of
another spread may part the widths elsewhere. I would change my mind if two units, at the best of
eight rates and after 1,000 epochs, solved XOR from more than 80 % of 64 new seeds."""
