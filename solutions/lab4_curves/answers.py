"""Right answers to Lab 4, one function or text a question: the one place where they are written.

Each function's signature and docstring are what the student sees; its body is the answer. `etr1`
and `etr2` are also what `course reproduce` searches with.
"""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.stats import rankdata, spearmanr


def centred_discrepancy(points: np.ndarray) -> float:
    """Return the centred discrepancy of `points`, an array of shape (n, d) with entries in [0, 1].

    With a = |x − ½| for each coordinate of each point, and products over the d coordinates:

        (13/12)^d − 2/n · Σ_i Π (1 + a_i/2 − a_i²/2)
                  + 1/n² · Σ_i Σ_j Π (1 + a_i/2 + a_j/2 − |x_i − x_j|/2)

    The double sum is over all pairs, i = j included. (Hickernell 1998)
    """
    x = np.asarray(points, dtype=float)
    n, d = x.shape
    a = np.abs(x - 0.5)
    single = np.prod(1 + a / 2 - a**2 / 2, axis=1).sum()
    apart = np.abs(x[:, np.newaxis] - x)
    double = np.prod(1 + a[:, np.newaxis] / 2 + a / 2 - apart / 2, axis=2).sum()
    return float((13 / 12) ** d - 2 / n * single + double / n**2)


def from_unit(u: list[float], row: dict) -> list:
    """Return the values of one hyperparameter at the coordinates `u`, each in [0, 1).

    `row` is its row of Table I, with the key "type" and

    - "float": "low", "high" and "log". From low to high in proportion to u; if log is true, the
      logarithm goes from that of low to that of high in proportion to u.
    - "integer": "low" and "high", both possible. Each whole number has an equal share of [0, 1),
      in order.
    - "categorical": "choices", a list. Each choice has an equal share, in order.
    """
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[int(v * len(choices))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [int(low + int(v * (high - low + 1))) for v in u]
    if row["log"]:
        return [float(low * (high / low) ** v) for v in u]
    return [float(low + v * (high - low)) for v in u]


def families(final: np.ndarray, n: int, random_state: int) -> dict:
    """Return the row numbers of `n` random, the `n` best and the `n` worst settings.

    `final` has the final accuracy of each setting. Keys "random" (n different rows: `rng.choice`
    with replace=False, rng = np.random.default_rng(random_state)), "top" (best first) and "bottom"
    (worst first); each value is a list of n whole numbers.
    """
    rng = np.random.default_rng(random_state)
    order = np.argsort(final)
    return {
        "random": rng.choice(len(final), n, replace=False).tolist(),
        "top": order[::-1][:n].tolist(),
        "bottom": order[:n].tolist(),
    }


def goals(final: np.ndarray, fractions: list[float]) -> list[float]:
    """Return the accuracy that the best settings reach, one for each of `fractions`.

    For the fraction 0.0005 of 20,000 settings it is the accuracy of the 10th best. Where
    fraction · n is not whole, go on to the next whole number: `math.ceil(fraction * n - 1e-9)`
    (the 1e-9 is for rounding).
    """
    best_first = np.sort(final)[::-1]
    ranks = [int(np.ceil(fraction * len(final) - 1e-9)) for fraction in fractions]
    return [float(best_first[rank - 1]) for rank in ranks]


def convergence_epoch(curve: list[float], tolerance: float) -> int:
    """Return the epoch, counted from 1, in which `curve` has converged.

    It is the first one such that its accuracy *and all later ones* differ from the last by at most
    `tolerance` (plus 1e-6 for rounding). A flat curve has converged in epoch 1.
    """
    epoch = len(curve)
    while epoch > 1 and abs(curve[epoch - 2] - curve[-1]) <= tolerance + 1e-6:
        epoch -= 1
    return epoch


def rank_correlations(curves: np.ndarray) -> list[float]:
    """Return Spearman's correlation of the accuracies after each epoch with the final ones.

    `curves` has shape (n_settings, n_epochs); the list has n_epochs numbers. Spearman's correlation
    is the ordinary one (`np.corrcoef`) of *ranks* (`rankdata`: equal values share their mean rank).
    """
    ranks = rankdata(curves, axis=0)
    return [float(np.corrcoef(column, ranks[:, -1])[0, 1]) for column in ranks.T]


def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    """Return, for each group, Spearman's correlation of accuracies after `epoch` with final ones.

    `curves` has shape (n_settings, n_epochs), epochs count from 1, and `groups[i]` is the name of
    row i's group. Ranks are those within the group (`spearmanr(a, b).statistic`). Groups with fewer
    than `min_size` settings are left out.
    """
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names == name]
        if len(own) >= min_size:
            found[name] = float(spearmanr(own[:, epoch - 1], own[:, -1]).statistic)
    return found


def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    """Say whether Early Termination Rule 1 stops a training with these accuracies so far.

    `curve` has the accuracies after epochs 1 … len(curve), at least one; the rule is asked after
    each epoch. It decides once, after epoch `tau`: stop if the accuracy is below r + epsilon.
    """
    return len(curve) == tau and bool(curve[-1] < r + epsilon)


def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    """Return the epoch at which ETR-2 decides: the *last* with an accuracy of at most q · y_T.

    `best_curve` is the whole curve of the best setting so far, and y_T its last accuracy. Epochs
    count from 1; None if there is no such epoch.
    """
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    return int(late[-1]) + 1 if len(late) else None


def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    """Say whether Early Termination Rule 2 stops a training with these accuracies so far.

    `best_curve` is the whole curve of the best setting trained to its end so far, or None. The rule
    decides once, after epoch τ, the last epoch in which the best curve was at most q times its last
    accuracy: stop if the accuracy is below p times what the best curve had *in the same epoch*.
    Without a best curve, or without such an epoch, nothing is stopped.
    """
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 1:
        return False
    return bool(curve[-1] < p * best_curve[len(curve) - 1])


def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    """Train the settings one after another under a stopping rule; return each one's epochs.

    Row i of `curves` is what setting i would do if it were trained to its end, T epochs. After each
    of its epochs but the last ask `rule(curve, best_curve)`: `curve`, a list, has the accuracies up
    to that epoch and no more; `best_curve` is the whole curve of the best setting trained to its
    *end* so far (by its last accuracy; of equals the first), or None. If the answer is true, the
    setting is stopped there. The list has the number of epochs trained, T for one that was not
    stopped.
    """
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t
                break
        spent.append(epochs)
        if epochs == len(full) and (best is None or full[-1] > best[-1]):
            best = full
    return spent


def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    """Return what a rule saved and what it cost.

    `epochs[i]` is how long setting i was trained (Question 11), row i of `curves` (n, T) its whole
    curve. A setting is *stopped* if it was trained for fewer than T epochs, and *good* if its whole
    curve ends at `goal` or above. Keys: "epochs_saved", the fraction of all n · T epochs that was
    not trained; "stopped_good" (the winners killed), "stopped_bad", "kept_good" and "kept_bad", the
    numbers of settings.
    """
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole[:, -1] >= goal
    return {
        "epochs_saved": float(1 - np.sum(epochs) / whole.size),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }


RESPONSE_1 = """\
The worst hundred are flat near 0.1, a guess, and 33 % of all settings end below 0.15. The random
hundred rise at once, late, or not at all, to any height: no single shape fits them. "Most curves
converge before half" depends on the tolerance: of the best hundred 18 have converged within 0.02
by epoch 10, 81 within 0.05; of all trainable ones 3 % and 24 %. Ranks are decided early if you
look at all settings (rank correlation 0.73 after epoch 1, 0.91 after 5), not among the best
quarter (0.43, 0.72). Settings with a learning rate below 0.001 tell little after epoch 1 (0.55
against 0.78 for middle rates) because they are still near a guess; by epoch 10 they tell as much
(0.97). High rates never tell much (0.66): their accuracies jump about, and many end at a guess in
no order."""

RESPONSE_2 = """\
ETR-1 saves a lot here because a third of the settings are untrainable: 42 % of all epochs with τ
= 2, without killing one of the 48 winners in the first thousand. τ = 1 saves 53 % and kills one,
τ = 9 saves 19 % and kills none. It kills settings that start late, such as those with a small
learning rate, and it has nothing to do in a search that hardly ever proposes untrainable
settings. ETR-2 also stops mediocre settings, but kills more winners (16 of 48 with p = 0.9) and
depends on the order: over ten orders it saved between 2 % and 89 % of the epochs, as its τ comes
from whichever setting happens to be the best so far. ETR-1's savings stayed between 54 % and 59
%."""

RESPONSE_3 = """\
The paper says that many settings are not trainable: here 33 % end below 0.15, which agrees. It
says that most curves of the best and worst hundred converge before half: of the best hundred only
18 % do within 0.02, which differs, and 81 % within 0.05, which agrees. It also says that a few
good ones are stopped if one stops too early: one winner of 48 at τ = 1. Live, ETR-1 at τ = 2 took
6.0 s where training to the end took 8.6 s and kept the best of the twelve; two of the four that
it stopped would have risen to about 0.5, far from the best. My data cannot tell whether a search
such as SMAC gains anything, since it does not propose settings in Sobol order. On digits, for a
goal at the top 5 %, ETR-1 with τ = 2 saves two fifths of the epochs and costs no winner in this
order of settings; with another task, goal or τ I would measure again."""
