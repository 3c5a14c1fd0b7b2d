"""On the table of small trained networks: cheap estimates, and evolution against chance."""

from __future__ import annotations

import statistics
from collections.abc import Callable

import numpy as np
from scipy.stats import binomtest

from course.data import load_architectures
from course.hpo.prediction import LastValue
from course.hpo.training import one_thread
from course.nas.build import Plan
from course.nas.chain_supernet import ChainSupernet
from course.nas.estimation import (
    Downsampled,
    Estimate,
    FewerEpochs,
    Inheritance,
    Narrower,
    Subset,
)
from course.nas.estimation.extrapolation import features
from course.nas.estimation.quality import quality
from course.nas.replay import SMALL_STEADY, replay_evolution, replay_random, winner
from course.nas.supernet import OneShot, train_paths
from course.nas.table import LIMITS, ArchitectureTable
from course.nas.training import train
from tests.bench.measuring import Figure, seconds_of

N_ARCHITECTURES, N_OTHERS = 100, 20
TRUTH_SEED, OTHER_SEED = 0, 1
BUDGETS = (20, 40, 60, 80)
TEN, MANY = range(10), range(200)
"""Seeds of searches; the way of evolution was chosen on the seeds 1000 to 1059."""


def nas_mechanisms(_: int) -> Figure:
    """Every estimate with another seed than the truth's, on 100 random networks of the table."""
    table, plan = load_architectures(), Plan()
    order = np.random.RandomState(0).permutation(len(table))
    rows, others = order[:N_ARCHITECTURES], order[N_ARCHITECTURES:][:N_OTHERS]
    with one_thread():
        trained = trained_anew(table, plan, rows)
    read = read_from(table, rows, others)
    truth = [Estimate(float(table.validation[i, TRUTH_SEED, -1]), 0.0) for i in rows]
    found = {name: quality(estimates, truth) for name, estimates in (read | trained).items()}
    one_shot = found["one-shot"]
    whole = float(table.seconds[rows, OTHER_SEED].mean())
    return Figure(
        "nas_mechanisms", one_shot.rank_correlation, "ρ", one_shot.seconds, whole, N_ARCHITECTURES,
        "one-shot's rank correlation with full training of another seed; all others in bench.json",
        more={name: vars(one) for name, one in found.items()},
    )  # fmt: skip


def read_from(table: ArchitectureTable, rows, others) -> dict[str, list[Estimate]]:
    """Estimates that need no training, since the table has the curves."""

    def after(epochs: int, seed: int) -> list[Estimate]:
        seconds = table.seconds[rows, seed] * epochs / table.n_epochs
        return estimates(table.validation[rows, seed, epochs - 1], seconds)

    points = np.array([features(table.space.decode(one)) for one in table.genotypes])
    predictor = LastValue().fit(table.validation[others, OTHER_SEED], points[others])
    means, _ = predictor.predict(table.validation[rows, OTHER_SEED, :2], points[rows])
    nothing = np.zeros(len(rows))
    return {
        "full training": after(table.n_epochs, OTHER_SEED),
        "first 2 of 5 epochs": after(2, OTHER_SEED),
        "first 2 of 5 epochs, the truth's own seed": after(2, TRUTH_SEED),
        "first 3 of 5 epochs": after(3, OTHER_SEED),
        "extrapolation (2 of 5)": estimates(means, [one.seconds for one in after(2, OTHER_SEED)]),
        "parameters": estimates(table.parameters[rows], nothing),
        "MACs": estimates(table.macs[rows], nothing),
        "SRAM": estimates(table.sram_bytes[rows], nothing),
    }


def trained_anew(table: ArchitectureTable, plan: Plan, rows) -> dict[str, list[Estimate]]:
    """Estimates that train something, from a seed that is not the truth's."""
    data, recipe, space = plan.data(), plan.recipe, plan.space
    more = {"recipe": recipe, "seed": OTHER_SEED}
    parent = train(space.decode(space.rich()[0]), data, recipe, OTHER_SEED).network
    ways: dict[str, Callable[..., Estimate]] = {
        "fewer epochs (2 of 5)": FewerEpochs(data, 2, **more),
        "subset (400 of 1,600)": Subset(data, 400, **more),
        "downsampled (4 × 4)": Downsampled(data, **more),
        "narrower (half)": Narrower(data, 0.5, **more),
        "inheritance (2 epochs)": Inheritance(data, parent, 2, **more),
    }
    genotypes = [table.genotypes[i] for i in rows]
    found = {name: [way(space.decode(one)) for one in genotypes] for name, way in ways.items()}
    supernet, _ = train_paths(lambda: ChainSupernet(space), space, data, seed=OTHER_SEED)
    one_shot = OneShot(supernet, data)
    return found | {"one-shot": [one_shot(one) for one in genotypes]}


def estimates(accuracies, seconds) -> list[Estimate]:
    return [Estimate(float(a), float(s)) for a, s in zip(accuracies, seconds, strict=True)]


def nas_evolution_vs_random(_: int) -> Figure:
    """Both at equal budgets within the limits, winners judged from scratch with other seeds."""
    table = load_architectures()
    seconds: list[float] = []
    duels = [duel(table, seed, seconds) for seed in MANY]
    few = {budget: versus([one[budget] for one in duels[: len(TEN)]]) for budget in BUDGETS}
    many = {budget: versus([one[budget] for one in duels]) for budget in BUDGETS}
    best = max(few, key=lambda budget: few[budget]["wins"])
    return Figure(
        "nas_evolution_vs_random", few[best]["wins"], "of 10", statistics.median(seconds), None,
        len(MANY), f"wins of evolution, seeds 0–9, {best} networks each; all budgets and "
        f"{len(MANY)} seeds in bench.json", "≥ 8",
        {"ten": few, "many": many, "fits": float(table.fits(LIMITS).mean())},
    )  # fmt: skip


def duel(table: ArchitectureTable, seed: int, seconds: list[float]) -> dict[int, float]:
    """For each budget by how much evolution's winner is better than chance's, test data."""
    most = max(BUDGETS)
    found: dict[str, np.ndarray] = {}

    def search() -> None:
        rng = np.random.default_rng(seed)
        found["evolution"] = replay_evolution(table, LIMITS, most, rng, SMALL_STEADY)

    seconds.append(seconds_of(search))
    # a stream of its own: the two share no draws
    chance = replay_random(table, LIMITS, most, np.random.default_rng([seed, 1]))
    worth = table.test[:, 1:].mean(axis=1)
    return {
        n: float(worth[winner(table, found["evolution"][:n])] - worth[winner(table, chance[:n])])
        for n in BUDGETS
    }


def versus(differences) -> dict[str, object]:
    """Wins, ties and losses; Wilson's interval of the wins; the mean and its bootstrap interval."""
    d = np.array(differences)
    wins, ties = int((d > 0).sum()), int((d == 0).sum())
    wilson = binomtest(wins, len(d)).proportion_ci(method="wilson")
    means = np.random.default_rng(0).choice(d, (5000, len(d))).mean(axis=1)
    return {
        "wins": wins, "ties": ties, "losses": len(d) - wins - ties,
        "wilson": (float(wilson.low), float(wilson.high)),
        "mean": float(d.mean()), "interval": np.quantile(means, [0.025, 0.975]).tolist(),
    }  # fmt: skip
