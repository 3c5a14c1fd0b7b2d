"""Right answers to Lab 5, one function or text a question: the one place where they are written.

Each function's signature and docstring are what the student sees; its body is the answer.
"""

import math
from collections.abc import Sequence
from statistics import median

import numpy as np
from scipy.stats import norm

from course.hpo.forest import RandomForest


def expected_improvement(mean: np.ndarray, variance: np.ndarray, best: float) -> np.ndarray:
    """Return E[max(0, f − best)] where f is normal with this mean and variance, an array.

    `mean` and `variance` are arrays of the same shape, one entry a setting. With σ the square root
    of the variance and z = (mean − best) / σ,

        EI = (mean − best) Φ(z) + σ φ(z)        (Φ is norm.cdf, φ is norm.pdf)

    Where the variance is 0 there is no z, and EI = max(0, mean − best).
    """
    gain = np.asarray(mean, dtype=float) - best
    sigma = np.sqrt(variance)
    certain = sigma == 0
    z = gain / np.where(certain, 1, sigma)
    return np.where(certain, np.maximum(gain, 0), gain * norm.cdf(z) + sigma * norm.pdf(z))


def mean_and_variance(predictions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what the forest believes of each setting: (mean, variance), two arrays.

    `predictions` has shape (n_trees, n_settings): row i is what tree i predicts. Mean and variance
    are *across trees*; the variance is the mean squared distance from the mean.
    """
    return np.mean(predictions, axis=0), np.var(predictions, axis=0)


def suggest_next(
    points: np.ndarray, tried: list[int], accuracies: list[float], random_state: int
) -> int:
    """Return the row of `points` that SMAC would try next.

    `points` has shape (n, d), one row a setting; `tried` lists the rows tried so far, and
    accuracies[i] is what tried[i] reached. Fit `RandomForest(50, random_state=random_state)` to
    the points tried and their accuracies; its `predict(points)` gives (mean, variance). Return the
    row with the largest `expected_improvement` over the best accuracy so far, among those not
    tried yet; of equals the first.
    """
    forest = RandomForest(50, random_state=random_state).fit(points[tried], accuracies)
    mean, variance = forest.predict(points)
    scores = expected_improvement(mean, variance, max(accuracies))
    scores[tried] = -np.inf
    return int(np.argmax(scores))


def random_trials(n_settings: int, n_good: int) -> dict:
    """Return how many trials random search needs until it has tried a good setting.

    `n_good` of `n_settings` are good, and none is tried twice. Keys "mean", the expected number of
    trials up to and with the first good one, (n_settings + 1) / (n_good + 1); and "median", the
    smallest m such that m trials hit a good one with a chance of at least one half. All m miss
    with the chance C(n_settings − n_good, m) / C(n_settings, m)        (C is math.comb)
    """
    m, misses = 0, 1.0
    while misses > 0.5:
        misses *= (n_settings - n_good - m) / (n_settings - m)
        m += 1
    return {"mean": (n_settings + 1) / (n_good + 1), "median": m}


def smac(
    points: np.ndarray,
    final: np.ndarray,
    goal: float,
    n_initial: int,
    max_trials: int,
    random_state: int,
) -> list[int]:
    """Search a table; return the rows that were tried, in order.

    `points` has shape (n, d), and final[i] is the accuracy that row i reaches. First come
    `n_initial` random rows, `rng.choice(n, n_initial, replace=False)` with
    rng = np.random.default_rng(random_state). Then each next row is
    `suggest_next(points, tried, accuracies, random_state + len(tried))`. The search ends with the
    first row whose accuracy is at least `goal`, or after `max_trials` trials, whichever is first.
    """
    rng = np.random.default_rng(random_state)
    initial = rng.choice(len(points), n_initial, replace=False).tolist()
    tried: list[int] = []
    while len(tried) < max_trials:
        if len(tried) < n_initial:
            row = initial[len(tried)]
        else:
            accuracies = [float(final[one]) for one in tried]
            row = suggest_next(points, tried, accuracies, random_state + len(tried))
        tried.append(row)
        if final[row] >= goal:
            break
    return tried


def summarize_times(times: list[float], limit: float) -> dict:
    """Return what can be said of searches some of which did not reach the goal.

    `times` has one entry a search: seconds to the goal, or infinity for a search that was given up
    after `limit` seconds. Keys "reached", the fraction of all searches that reached the goal;
    "median", the smallest time by which at least half of *all* searches had reached it, infinity if
    fewer than half ever did; "mean_up_to_limit", the mean of all searches' seconds spent until goal
    or limit.
    """
    ordered = sorted(times)
    return {
        "reached": sum(math.isfinite(t) for t in times) / len(times),
        "median": ordered[math.ceil(len(times) / 2) - 1],
        "mean_up_to_limit": sum(min(t, limit) for t in times) / len(times),
    }


def compare_times(
    rule: list[float], none: list[float], limit: float, n_resamples: int, random_state: int
) -> dict:
    """Return the ratio of two mean times up to the limit, with a 95 % bootstrap interval.

    rule[i] and none[i] are the seconds to the goal (infinity: not within `limit`) of search i with
    and without a rule; both began with the same random settings, so they stay together. "ratio" is
    the mean of `rule` up to the limit over that of `none`: below 1 the rule is faster. "low" and
    "high": draw `n_resamples` times n of the n searches with replacement
    (`rng.integers(n, size=n)`, rng = np.random.default_rng(random_state)), the *same* searches for
    rule and none; take the quantiles 0.025 and 0.975 of their ratios.
    """
    a, b = np.minimum(rule, limit), np.minimum(none, limit)
    rng = np.random.default_rng(random_state)
    drawn = rng.integers(len(a), size=(n_resamples, len(a)))
    ratios = a[drawn].mean(axis=1) / b[drawn].mean(axis=1)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return {"ratio": float(a.mean() / b.mean()), "low": float(low), "high": float(high)}


def untrainable_shares(searches: list[list[int]], final: np.ndarray, n_initial: int) -> dict:
    """Return which fraction of the settings tried was untrainable (final accuracy below 0.15).

    Each search lists the rows that it tried, in order; the first `n_initial` were random. Keys
    "random", the fraction among the random ones of all searches together, and "proposed", the
    fraction among all others together. A search may be shorter than n_initial.
    """
    untrainable = np.asarray(final) < 0.15
    random = [row for rows in searches for row in rows[:n_initial]]
    proposed = [row for rows in searches for row in rows[n_initial:]]
    return {
        "random": float(untrainable[random].mean()),
        "proposed": float(untrainable[proposed].mean()),
    }


def expected_seconds(
    epochs: np.ndarray, final: np.ndarray, seconds_per_epoch: np.ndarray, goal: float, n_epochs: int
) -> float:
    """Return the expected seconds until random search reaches the goal under a stopping rule.

    Setting i takes seconds_per_epoch[i] an epoch, would end at final[i], and is trained for
    epochs[i] epochs: n_epochs, or fewer if the rule stops it. It *hits* if it is trained to its
    end and final[i] is at least `goal`. Settings are drawn with replacement, so that

        expected seconds = mean seconds of a trial / fraction of settings that hit

    (Wald's equation; 1/p trials on average). Infinity if none hits.
    """
    hits = (np.asarray(epochs) == n_epochs) & (np.asarray(final) >= goal)
    if not hits.any():
        return math.inf
    return float(np.mean(np.asarray(epochs) * seconds_per_epoch) / hits.mean())


def tau_tradeoff(
    curves: np.ndarray, seconds_per_epoch: np.ndarray, goal: float, taus: list[int]
) -> list[float]:
    """Return, for each τ, how much time ETR-1 leaves random search: expected seconds over none's.

    `curves` has shape (n, T), T epochs; ETR-1 stops setting i after epoch τ if its accuracy then is
    below 0.15, else it is trained to its end. Expected seconds are mean seconds of a trial over
    the fraction that hits: trained to the end, with a last accuracy of at least `goal`. "none"
    trains everything to the end. Every τ is below T; infinity if nothing hits.
    """
    curves, seconds = np.asarray(curves), np.asarray(seconds_per_epoch)
    n_epochs = curves.shape[1]
    good = curves[:, -1] >= goal
    ratios = []
    for tau in taus:
        stopped = curves[:, tau - 1] < 0.15
        cost = np.mean(np.where(stopped, tau, n_epochs) * seconds) / np.mean(n_epochs * seconds)
        kept = np.sum(good & ~stopped) / np.sum(good)
        ratios.append(float(cost / kept) if kept > 0 else math.inf)
    return ratios


def p_tradeoff(
    curves: np.ndarray,
    seconds_per_epoch: np.ndarray,
    goal: float,
    best_curve: list[float],
    ps: list[float],
) -> list[float]:
    """Return, for each p, how much time ETR-2 leaves random search: expected seconds over none's.

    As `tau_tradeoff`, with ETR-2 while `best_curve` (T accuracies) is the best so far: τ is the
    last epoch in which it was at most 0.75 times its own last accuracy, and a setting is stopped
    after epoch τ if its accuracy then is below p times what `best_curve` had *in that epoch*.
    Without such an epoch nothing is stopped, and every ratio is 1.
    """
    curves, seconds, best = map(np.asarray, (curves, seconds_per_epoch, best_curve))
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau, n_epochs = int(late[-1]) + 1, curves.shape[1]
    good = curves[:, -1] >= goal
    ratios = []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.mean(np.where(stopped, tau, n_epochs) * seconds) / np.mean(n_epochs * seconds)
        kept = np.sum(good & ~stopped) / np.sum(good)
        ratios.append(float(cost / kept) if kept > 0 else math.inf)
    return ratios


def ratios_with_thinking(rule: dict, none: dict, think: list[float]) -> list[float]:
    """Return the ratio of mean total times, rule over none, for each price of thinking.

    `rule` and `none` have the keys "seconds" (training, one entry a search) and "trials" (how many
    settings that search tried). For t in `think`, a search's total time is its training plus t
    seconds of the searcher's thinking for each trial.
    """
    return [
        float(
            np.mean(np.add(rule["seconds"], t * np.asarray(rule["trials"])))
            / np.mean(np.add(none["seconds"], t * np.asarray(none["trials"])))
        )
        for t in think
    ]


def my_rule(
    curve: Sequence[float],
    best_curve: Sequence[float] | None,
    finished_curves: Sequence[Sequence[float]],
) -> bool:
    """Say whether to stop a training with these accuracies so far: a rule of your own.

    It is asked after each epoch but the last. `curve` has the accuracies after epochs
    1 … len(curve); `best_curve` is the whole curve of the best setting trained to its end so far,
    or None; `finished_curves` are the whole curves of all settings trained to their end, possibly
    none. Return True to stop, False to go on.
    """
    t = len(curve)
    if not finished_curves:
        return False
    return max(curve) < median(max(one[:t]) for one in finished_curves)


RESPONSE_1 = """\
SMAC needed 28.4 trials on average in 20 searches (3 to 120), chance 181.9 by the closed form, so
about a sixth. In seconds: of 50 searches each, given up after 60 s, SMAC's median is 9.0 s against
31.3 s, its mean up to the limit 11.5 s against 35.3 s. All of SMAC's got there, but only 74 % of
random search's; the mean of those is 26.7 s, much too low, because the slow ones are exactly those
that were given up. SMAC explores because the variance adds to EI: a setting whose mean is below
the best is still worth a trial if the trees disagree about it."""

RESPONSE_2 = """\
For the top 0.5 % ETR-1 with τ = 1 takes 0.67 of the time (95 % interval 0.52 to 0.87; fifty other
searches 0.71, 0.59 to 0.85). For the top 0.1 % it is 0.90 (0.73 to 1.09): that does not exclude no
gain, nor a small loss. A third of the table is untrainable, and so are 34.5 % of the random
settings, but only 6.1 % of what SMAC proposes: ETR-1 earns its keep among the first ten random
trials, which are a large part of a short search and a small one of a long search. In random search
it saves throughout: 0.48 at τ = 1 and 0.81 at τ = 9, and later is always worse, as no winner of the
top 0.5 % starts so late. In SMAC the same direction for the top 0.5 % (0.67 and 0.84), but the
intervals overlap, and for the top 0.1 % both are 0.90. ETR-2 (0.44 to 0.57) also stops mediocre
settings, which SMAC does propose. Its result hangs on who is the best so far: at p = 0.9 the ratio
in random search lies between 0.17 and 0.61 for twelve such curves, and with p = 1.3 some take three
times as long as no rule. When thinking takes 10 s a trial, ETR-1's 0.67 becomes 0.93: what a rule
saves is training, so cheap training leaves nothing to save."""

RESPONSE_3 = """\
(1) "SMAC with EI rarely chooses hyper-parameter configurations that meet the termination criteria
of ETR-1 (i.e., non-trainable)." Over 50 searches for the top 0.5 % on digits 6.1 % of what SMAC
proposed was untrainable, of its random beginnings 34.5 % (of 500 or fewer: an interval of about 4
points each way). Confirmed here. What the paper concludes, an insignificant gain, holds for the top
0.1 % only: ratio 0.90 (0.73 to 1.09).

(2) ETR-2 helps for the hard goal and not for the easy one. Here, with p = 0.9, its ratio is 0.44
(0.35 to 0.55) for the top 0.5 % and 0.42 (0.35 to 0.50) for the top 0.1 %; with p = 0.5 it is 0.57
(0.46 to 0.72) and 0.68 (0.55 to 0.82). Refuted here, for these two goals on digits.

(3) "Both ETR-1 and ETR-2 can improve or hurt performance." They improve: 9 of 10 settings of the
rules have an interval below 1 for the top 0.5 %, the tenth is ETR-1 with τ = 9, 0.84 (0.68 to
1.02). None hurts here: no ratio lies above 1. So the first half is confirmed, and for the second I
cannot tell: for the top 0.1 % ETR-1's intervals reach 1.09, and 50 searches do not exclude a loss
of that size. Only p = 1.3 in random search, beyond the paper's range, did harm."""
