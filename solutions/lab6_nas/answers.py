"""Right answers to Lab 6, one function or text a question: the one place where they are written.

Each function's signature and docstring are what the student sees; its body is the answer.
"""

import math
from collections.abc import Mapping

import numpy as np
from scipy.stats import rankdata


def peak_memory(sizes: list[int], reads: list[list[int]]) -> int:
    """Return the most bytes of SRAM that a network needs at one time.

    Tensor 0 is the image. Layer i (i = 1, 2, …) reads the tensors in reads[i − 1] and writes
    tensor i; sizes[t] is the number of bytes of tensor t. While layer i runs, memory holds every
    tensor that has been written by then, tensor i itself included, and that layer i or a later
    one reads. The last tensor, the logits, is read by whoever asked: it counts while the last
    layer runs.
    """
    n_layers = len(reads)
    peak = 0
    for i in range(1, n_layers + 1):
        needed = {t for read in reads[i - 1 :] for t in read if t < i} | {i}
        peak = max(peak, sum(sizes[t] for t in needed))
    return peak


def flash_and_macs(layers: list[dict]) -> dict:
    """Return what a network keeps in flash, in bytes, and its multiply-accumulates for one image.

    A layer has the keys "operation", "inputs" and "outputs" (channels), "kernel" (its side), and
    "height" and "width" of what it writes. Only three operations have weights:

        conv         outputs · inputs · kernel²
        depthwise    outputs · kernel²             (each channel looks at itself only)
        linear       outputs · inputs

    An int8 weight is one byte; each output channel *of these layers* has 9 bytes more, for its
    bias and its rescaling. Each weight is used once for each pixel that the layer writes. Keys of
    the answer: "flash" and "macs".
    """
    flash = macs = 0
    for layer in layers:
        weights = {
            "conv": layer["outputs"] * layer["inputs"] * layer["kernel"] ** 2,
            "depthwise": layer["outputs"] * layer["kernel"] ** 2,
            "linear": layer["outputs"] * layer["inputs"],
        }.get(layer["operation"], 0)
        if weights:
            flash += weights + 9 * layer["outputs"]
            macs += weights * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}


def pareto_front(accuracy: np.ndarray, memory: np.ndarray) -> list[int]:
    """Return the rows that no other row dominates, those with the least memory first.

    A row dominates another if its accuracy is at least as high and its memory at most as large,
    and at least one of the two is better. Rows that are alike in both do not dominate each other;
    of those the first comes first.
    """
    accuracy, memory = np.asarray(accuracy), np.asarray(memory)
    rows = []
    for i in np.argsort(memory, kind="stable").tolist():
        no_worse = (accuracy >= accuracy[i]) & (memory <= memory[i])
        better = (accuracy > accuracy[i]) | (memory < memory[i])
        if not np.any(no_worse & better):
            rows.append(i)
    return rows


def tournament(fitness: list[float], size: int, rng: np.random.Generator) -> int:
    """Return who becomes a parent: a place in `fitness`.

    Draw `size` different individuals evenly; the fittest of them is chosen, of equally fit ones
    the one that comes first in `fitness`.
    """
    entrants = np.sort(rng.choice(len(fitness), size, replace=False))
    return int(entrants[np.argmax(np.asarray(fitness)[entrants])])


def survivors(fitness: list[float], born: list[int], n_leave: int, how: str) -> list[int]:
    """Return who stays in the population when `n_leave` must go, in order of birth.

    Individual i has fitness[i] and was born[i]-th of all; the population is in any order, and the
    answer lists places in it. With how = "oldest" those leave who were born first, however fit;
    with how = "worst" the least fit, and of equally fit ones whoever was born later.
    """
    everyone = range(len(fitness))
    if how == "oldest":
        leave = sorted(everyone, key=lambda i: born[i])[:n_leave]
    else:
        leave = sorted(everyone, key=lambda i: (fitness[i], -born[i]))[:n_leave]
    return sorted(set(everyone) - set(leave), key=lambda i: born[i])


def mutate(genotype: str, alphabet: str, max_length: int, rng: np.random.Generator) -> str:
    """Return a mutant: one gene changed, inserted or deleted.

    First draw the kind, each with the same chance: "change"; "insert", unless the genotype has
    `max_length` genes already; "delete", unless it has only one. Then draw the place evenly: of a
    gene to change or delete, or of a gap to insert into (there is one before the first gene and
    one behind the last). A new gene is drawn evenly: from the whole alphabet when it is inserted,
    from all *other* letters when a gene changes.
    """
    n = len(genotype)
    kinds = ["change"] + ["insert"] * (n < max_length) + ["delete"] * (n > 1)
    kind = kinds[rng.integers(len(kinds))]
    if kind == "insert":
        at = rng.integers(n + 1)
        return genotype[:at] + alphabet[rng.integers(len(alphabet))] + genotype[at:]
    at = rng.integers(n)
    if kind == "delete":
        return genotype[:at] + genotype[at + 1 :]
    others = alphabet.replace(genotype[at], "")
    return genotype[:at] + others[rng.integers(len(others))] + genotype[at + 1 :]


def crossover(mother: str, father: str, max_length: int, rng: np.random.Generator) -> str:
    """Return a child: the mother's first i genes and the father's last j.

    The two are cut at places of their own, since they may differ in length. At least one gene comes
    from each (i may be the mother's whole length, and j the father's), and the child has at most
    `max_length` genes. All pairs (i, j) that are possible then are equally likely.
    """
    pairs = [
        (i, j)
        for i in range(1, len(mother) + 1)
        for j in range(1, len(father) + 1)
        if i + j <= max_length
    ]
    i, j = pairs[rng.integers(len(pairs))]
    return mother[:i] + father[len(father) - j :]


def evolve(
    accuracy: Mapping[str, float],
    initial: list[str],
    alphabet: str,
    max_length: int,
    n_evaluations: int,
    size: int,
    rng: np.random.Generator,
) -> list[str]:
    """Search by aging evolution; return all genotypes that were evaluated, in order.

    `accuracy` has every genotype that fits the device, and what it reaches. The population starts
    as `initial`, all of which fit and count as evaluated. Then, again and again: choose a parent
    by `tournament(…, size, rng)` among the population in order of birth; make a child by
    `mutate(parent, alphabet, max_length, rng)`; if it does not fit, begin again with another
    tournament. A child that fits is evaluated and joins the population, and the oldest one leaves.
    Stop when `n_evaluations` genotypes, the initial ones included, have been evaluated; one that
    is met again counts again.
    """
    history = list(initial)
    while len(history) < n_evaluations:
        population = history[-len(initial) :]
        parent = population[tournament([accuracy[one] for one in population], size, rng)]
        child = mutate(parent, alphabet, max_length, rng)
        if child in accuracy:
            history.append(child)
    return history


def extrapolate(known: np.ndarray, begun: np.ndarray) -> np.ndarray:
    """Return the last accuracy that is to be expected of trainings that have only begun.

    `known` has shape (n, T): whole learning curves of other networks. `begun` has shape (m, k),
    k < T: the first k epochs of m networks. Fit by least squares to the known curves

        last accuracy ≈ b₀ + b₁ · accuracy after epoch 1 + … + bₖ · accuracy after epoch k

    and return its prediction for each row of `begun`, an array of shape (m,).
    """
    k = begun.shape[1]
    inputs = np.column_stack([np.ones(len(known)), known[:, :k]])
    weights, *_ = np.linalg.lstsq(inputs, known[:, -1], rcond=None)
    return np.column_stack([np.ones(len(begun)), begun]) @ weights


def rank_correlation(estimates: np.ndarray, truth: np.ndarray) -> float:
    """Return Spearman's rank correlation: Pearson's correlation of the ranks.

    Equal values share the mean of their ranks. If one side has no order at all (all values equal)
    the correlation is 0.
    """
    x, y = (rankdata(values) - (len(values) + 1) / 2 for values in (estimates, truth))
    norm = np.sqrt((x @ x) * (y @ y))
    return float(x @ y / norm) if norm > 0 else 0.0


def best_of_top(estimates: np.ndarray, truth: np.ndarray, k: int) -> dict:
    """Return what an estimate is worth if only k of n networks can be trained to the end.

    "found": train the k networks with the highest estimates (of equal ones the first) and keep the
    best: its truth. "by_chance": the truth that the best of k *random* ones has on average. With
    the truth sorted, t₁ ≤ t₂ ≤ … ≤ tₙ, the best of k is tᵢ in C(i − 1, k − 1) of the C(n, k) ways
    to draw k networks        (C is math.comb)
    """
    truth = np.asarray(truth, dtype=float)
    top = np.argsort(-np.asarray(estimates, dtype=float), kind="stable")[:k]
    n = len(truth)
    chances = [math.comb(i - 1, k - 1) / math.comb(n, k) for i in range(1, n + 1)]
    return {"found": float(truth[top].max()), "by_chance": float(np.sort(truth) @ chances)}


def choose_space(
    spaces: Mapping[str, Mapping[str, np.ndarray]],
    sram_bytes: int,
    flash_bytes: int,
    least_fraction: float,
) -> list[dict]:
    """Return TinyNAS's stage 1: the search spaces, the most promising first.

    `spaces` maps a space's name to what random networks of it cost, three arrays of the same
    length: "sram" and "flash" (bytes) and "macs". A network fits if both are at most the limits.
    Each row of the answer has the keys "name"; "fraction", of the networks that fit; "mean_macs",
    the mean MACs *of those that fit*, 0 if none does. Rows are sorted by mean MACs, the largest
    first, but spaces with a fraction below `least_fraction` come after all others.
    """
    rows = []
    for name, costs in spaces.items():
        fits = (costs["sram"] <= sram_bytes) & (costs["flash"] <= flash_bytes)
        mean_macs = float(np.mean(costs["macs"][fits])) if fits.any() else 0.0
        rows.append({"name": name, "fraction": float(fits.mean()), "mean_macs": mean_macs})
    return sorted(rows, key=lambda row: (row["fraction"] < least_fraction, -row["mean_macs"]))


def evolve_within(
    accuracy: Mapping[str, float],
    initial: list[str],
    alphabet: str,
    max_length: int,
    n_parents: int,
    n_generations: int,
    rng: np.random.Generator,
) -> list[list[str]]:
    """Search by TinyNAS's stage 2; return the generations, lists of genotypes.

    `accuracy` has every genotype that fits the device. The first of `n_generations` generations is
    `initial`; all have as many individuals, N. The parents of each next one are the `n_parents`
    fittest *different* genotypes that have lived so far in any generation, the fittest first (all
    of them, if there are fewer; of equally fit ones whoever lived first). Its first N // 2 children
    come from crossover, the others from mutation:

        i, j = rng.choice(len(parents), 2, replace=False)
        crossover(parents[i], parents[j], max_length, rng)

        mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)

    A child that does not fit is made again, with parents drawn anew.
    """
    generations = [list(initial)]
    lived = list(dict.fromkeys(initial))
    while len(generations) < n_generations:
        parents = sorted(lived, key=lambda one: -accuracy[one])[:n_parents]
        children: list[str] = []
        while len(children) < len(initial):
            if len(children) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                parent = parents[rng.integers(len(parents))]
                child = mutate(parent, alphabet, max_length, rng)
            if child in accuracy:
                children.append(child)
        generations.append(children)
        lived = list(dict.fromkeys([*lived, *children]))
    return generations


def next_trial(
    trained: Mapping[str, list[float]],
    allowed: Mapping[str, float],
    n_epochs: int,
    epochs_left: int,
    rng: np.random.Generator,
) -> tuple[str, int] | None:
    """Say which network to train next, and how far: a search of your own.

    `trained` maps each genotype tried so far, in order, to its validation accuracies, one an
    epoch. `allowed` maps every genotype that fits the device to the time that it takes there for
    an image, as measured (give or take 15 %). Training to the end takes `n_epochs` epochs, and
    `epochs_left` may still be bought. Return (genotype, n): train that one until it has had n
    epochs in all, n ≤ n_epochs. What it had before is not paid again, and where the budget ends a
    training stops. Return None to stop early.
    """
    begun = [one for one, curve in trained.items() if len(curve) < n_epochs]
    if begun and sum(len(curve) for curve in trained.values()) >= epochs_left:
        return max(begun, key=lambda one: trained[one][0]), n_epochs
    by_time = sorted(allowed, key=lambda one: allowed[one])
    slower = [one for one in by_time[len(by_time) // 2 :] if one not in trained]
    return (str(rng.choice(slower)), 1) if slower else None


RESPONSE_1 = """\
Among 199 networks that fit (13 % of all), the winners of 200 searches of 60 different networks
are worth 0.732 with aging evolution (95 % interval 0.721 to 0.742) and 0.699 by chance (0.688 to
0.710). The intervals do not touch: evolution gains about 0.03. It does so late: up to some
thirty networks the two curves lie on each other, and only then does the best so far rise faster.
For 60 different networks evolution makes about 150 evaluations, since a mutant of so short a
word is often an old acquaintance; trained again it would cost two and a half times as much,
looked up it costs nothing. Aging keeps a network that was lucky once from having children
forever: its descendants must be found good themselves, and the search goes on looking elsewhere.
In the picture of the front I had not expected that memory buys so little: 80 bytes give 0.65
(xaxc), 320 give 0.85 (axcd), and what comes after that, to 2,048 bytes, no more than another
0.1."""

RESPONSE_2 = """\
One-shot accuracies are too low by 0.157 on average (0.154 after one epoch of training, 0.017
after all five): harsh indeed, for networks that reach 0.08 to 0.79. Their order is better than
that: the rank correlation with the test accuracy of other seeds is 0.81, as good as one epoch
of training for each (0.81), less than two epochs (0.91) and full training itself (0.95), and
hardly more than MACs (0.77), which cost nothing. A bias equal for all would be harmless, since
a search only compares. It is not equal: words of one letter lose 0.026, of two 0.111, of three
0.141, of four 0.167; and words that begin with a convolution (a) 0.198, with a pool (x) 0.147.
Shared weights must serve whatever stands before and behind them, each path is one of 1,553 and
is trained for a step now and then, and the more layers have such weights, the more errors add
up; those that could do much with weights of their own lose most. Its top ten hold the best of
all, 0.787, where the best of ten random ones is 0.595 on average, so it is useful here (so are
MACs, whose top ten hold it too); but as the fitness of stage 2 it leads to winners worth 0.676
(± 0.014) against 0.734 (± 0.022) with full training. One can live with it by training its top
ten for real, 50 epochs; or reduce it by a few epochs of training for each finalist from the
inherited weights, or by a supernet for the better part of the space only, which costs its
training once more."""

RESPONSE_3 = """\
(1) Lower fidelity techniques "introduce bias as performances will normally be underestimated".
One epoch in place of five is too low by 0.154 on average over the 199 networks that fit (95 %
interval 0.139 to 0.170), two epochs by 0.091. Confirmed here; and extrapolation by a line removes
nearly all of it (0.019) without changing the order (0.91 and 0.91). The order after one epoch
still correlates with 0.81.

(2) "The underestimation of architectures by this approach is harsh" (one-shot models). Too low
by 0.157 over 199 networks, and most for the deepest. Confirmed here for 1,500 steps of our
supernet; but its order is as good as that of an epoch each, so the harshness itself matters less
than the words suggest. As a fitness it costs: 50 searches end with networks worth 0.676 (±
0.014) against 0.734 (± 0.022).

(3) Evolution beats chance (the survey: EC methods "are insensitive to local minima"). At 60
different networks of 199 it does, 0.732 (0.721 to 0.742) against 0.699 (0.688 to 0.710) over 200
searches each: confirmed for this space and this budget. At eight trainings on other devices it is
refuted: in 80 contests aging evolution gains −0.027 (−0.048 to −0.006) over random search, so it
loses, while single epochs, and then the best to the end, gain 0.037 (0.019 to 0.056). Three
mutants of five random networks are too few to climb, and each is much like its parent."""
