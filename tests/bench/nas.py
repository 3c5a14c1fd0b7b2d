"""Architecture search: cheap estimates, TinyNAS, generated C against an interpreter."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch
from scipy.stats import spearmanr

from course.hpo.prediction import LastValue
from course.nas.codegen import generate
from course.nas.compiler import compile_network
from course.nas.cost import WORK, Latency, cost
from course.nas.estimation import (
    Downsampled,
    Estimate,
    Extrapolation,
    FewerEpochs,
    FullTraining,
    Inheritance,
    Narrower,
    Subset,
)
from course.nas.estimation.quality import quality
from course.nas.interpreter import Comparison, compare
from course.nas.mcunet import Limits, at_resolution, choose_space, evolve_within
from course.nas.network import Network
from course.nas.quantize import quantize
from course.nas.spaces import Blocks, Bottlenecks, Cells, ChainStructured, MultiBranch
from course.nas.supernet import OneShot, train_supernet
from course.nas.training import Recipe, accuracy, noisy_digits, train
from tests.bench.measuring import Figure

N_ARCHITECTURES, N_OTHERS = 100, 20
SHORT = Recipe(epochs=8)
TIGHT = Limits(sram_bytes=1000, flash_bytes=2900)


@contextmanager
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def codegen_vs_interpreter_speed(_: int) -> Figure:
    """Time for an image: five networks, a search space each, the median ratio."""
    found = comparisons()
    ratios = {name: one.ratio("seconds") for name, one in found.items()}
    agreement = min(one.agreement for one in found.values())
    return Figure(
        "codegen_vs_interpreter_speed", statistics.median(ratios.values()), "×",
        statistics.median(one.generated.seconds for one in found.values()),
        statistics.median(one.interpreter.seconds for one in found.values()),
        20, f"cc -O2, an image; same class on {agreement:.1%} of the test images", "1.7–2.2",
        {
            "ratios": ratios,
            "ratios with shared kernels": {
                name: one.interpreter.seconds / one.shared.seconds for name, one in found.items()
            },
            "code": {name: one.ratio("code") for name, one in found.items()},
            "code with shared kernels": {
                name: one.interpreter.code / one.shared.code for name, one in found.items()
            },
        },
    )  # fmt: skip


def codegen_vs_interpreter_memory(_: int) -> Figure:
    """Static memory of the same networks, the median ratio."""
    found = comparisons()
    ratios = {name: one.ratio("memory") for name, one in found.items()}
    memory = {name: (one.generated.memory, one.interpreter.memory) for name, one in found.items()}
    return Figure(
        "codegen_vs_interpreter_memory", statistics.median(ratios.values()), "×", 0, None, 1,
        "bytes of static memory, the interpreter's over the generated code's", "2.7",
        {"ratios": ratios, "bytes": memory},
    )  # fmt: skip


@cache
def comparisons() -> dict[str, Comparison]:
    """A well-designed network of each space, trained, in both ways."""
    data = noisy_digits()
    found = {}
    with one_thread():
        for space in (ChainStructured(), MultiBranch(), Cells(), Blocks(), Bottlenecks()):
            network = train(space.decode(space.rich()[-1]), data, Recipe(epochs=5)).network
            with tempfile.TemporaryDirectory() as folder:
                int8 = quantize(network, data.X_train)
                found[space.name] = compare(int8, data.X_test, Path(folder))
    return found


def nas_cost_model(_: int) -> Figure:
    """The cost model against generated C, on 40 random architectures of all spaces.

    Latency is fitted to 20 of them and judged on the others: the median relative error.
    """
    rng = np.random.default_rng(0)
    spaces = (ChainStructured(), MultiBranch(), Cells(), Blocks(), Bottlenecks())
    images = rng.standard_normal((200, 1, 8, 8), dtype=np.float32)
    architectures, seconds, arenas, constants = [], [], [], []
    for number in range(40):
        space = spaces[number % len(spaces)]
        int8 = quantize(Network(space.decode(space.random(rng))), images)
        with tempfile.TemporaryDirectory() as folder:
            program = compile_network(generate(int8), int8, Path(folder))
            seconds.append(program.run(images, rounds=20).seconds)
        costs = cost(int8.architecture)
        architectures.append(int8.architecture)
        arenas.append(program.sizes.memory / costs.sram_bytes)
        constants.append(program.sizes.constants / costs.flash_bytes)
    fitted = Latency.fit(architectures[:20], seconds[:20])
    rest = list(zip(architectures[20:], seconds[20:], strict=True))
    errors = [abs(fitted.of(one) / measured - 1) for one, measured in rest]
    order = spearmanr([fitted.of(one) for one, _ in rest], seconds[20:]).statistic
    return Figure(
        "nas_cost_model", statistics.median(errors), "of the time",
        statistics.median(seconds), None, 40,
        f"latency's median error on 20 networks; memory used / counted at most {max(arenas):.3f}, "
        f"constants {min(constants):.2f}–{max(constants):.2f}",
        more={"per unit": dict(zip(WORK, fitted.per_unit, strict=True)), "rank correlation": order,
              "errors": sorted(errors), "arenas": arenas, "constants": constants},
    )  # fmt: skip


def nas_estimates(_: int) -> Figure:
    """Every cheap estimate against full training on the same architectures of the bottlenecks."""
    space, data, rng = Bottlenecks(width=0.5), noisy_digits(), np.random.default_rng(0)
    genotypes = [space.random(rng) for _ in range(N_ARCHITECTURES)]
    with one_thread():
        truth, cheap = estimates_of(space, data, genotypes, rng)
    table = {name: quality(estimates, truth) for name, estimates in cheap.items()}
    whole = statistics.mean(one.seconds for one in truth)
    return Figure(
        "nas_estimates", table["one-shot"].rank_correlation, "ρ", table["one-shot"].seconds, whole,
        N_ARCHITECTURES, "one-shot's rank correlation with full training; all others in bench.json",
        more={"truth": sorted(one.accuracy for one in truth)}
        | {name: vars(one) for name, one in table.items()},
    )  # fmt: skip


def estimates_of(space, data, genotypes, rng) -> tuple[list[Estimate], dict[str, list[Estimate]]]:
    """Full training, and by name what else there is, of each genotype."""
    architectures = [space.decode(genotype) for genotype in genotypes]
    parent = train(space.decode(space.rich()[0]), data, SHORT).network
    others = [space.decode(space.random(rng)) for _ in range(N_OTHERS)]
    curves = np.array([train(one, data, SHORT).curve for one in others])
    extrapolation = Extrapolation.fit(data, LastValue(), others, curves, epochs=3, recipe=SHORT)
    elsewhere = Extrapolation(data, extrapolation.predictor, 3, SHORT, seed=1)
    cheap: dict[str, Callable[..., Estimate]] = {
        "fewer epochs (2 of 8)": FewerEpochs(data, 2, SHORT),
        "fewer epochs, other seed": FewerEpochs(data, 2, SHORT, seed=1),
        "subset (200 of 800)": Subset(data, 200, SHORT),
        "downsampled (4 × 4)": Downsampled(data, SHORT),
        "narrower (half)": Narrower(data, 0.5, SHORT),
        "extrapolation (3 of 8)": extrapolation,
        "extrapolation, other seed": elsewhere,
        "inheritance (2 epochs)": Inheritance(data, parent, 2, SHORT),
        "parameters": lambda one: Estimate(float(cost(one).parameters), 0.0),
        "MACs": lambda one: Estimate(float(cost(one).macs), 0.0),
    }
    found = {name: [f(one) for one in architectures] for name, f in cheap.items()}
    again = FullTraining(data, SHORT, seed=1)
    found["full training, other seed"] = [again(one) for one in architectures]
    one_shot = OneShot(train_supernet(space, data)[0], data)
    found["one-shot"] = [one_shot(genotype) for genotype in genotypes]
    return [FullTraining(data, SHORT)(one) for one in architectures], found


def nas_search_minutes(runs: int) -> Figure:
    """Both stages and the supernet; then the winner against random search's, from scratch.

    Random search evaluates as many different genotypes within the limits as evolution did, with the
    same supernet.
    """
    with one_thread():
        results = [searched(seed) for seed in range(runs)]
    wins = sum(one["evolution"] > one["random"] for one in results)
    minutes = statistics.median(one["minutes"] for one in results)
    return Figure(
        "nas_search_minutes", minutes, "min", 60 * minutes, None, runs,
        f"supernet and 30 generations, one core; evolution's winner ahead of random search's in "
        f"{wins} of {runs}, test data, from scratch", "≤ 5", {"runs": results},
    )  # fmt: skip


def searched(seed: int) -> dict[str, float]:
    """One search at limits that bite, in processor time; test accuracies after full training."""
    rng, began = np.random.default_rng(seed), time.process_time()
    best = choose_space(TIGHT, rng)[0]
    data = at_resolution(noisy_digits(), best.space.image[1])
    one_shot = OneShot(train_supernet(best.space, data, seed=seed)[0], data)

    def fitness(genotype) -> float:
        return one_shot(genotype).accuracy

    winner = evolve_within(best.space, fitness, TIGHT, rng).winner.genotype
    minutes = (time.process_time() - began) / 60
    budget, drawn = len(one_shot.estimates), set()
    for _ in range(200 * budget):
        genotype = best.space.random(rng)
        if len(drawn) < budget and TIGHT.allow(best.space, genotype):
            drawn.add(genotype)
    by_chance = max(sorted(drawn, key=repr), key=fitness)
    test = partial(tested, best.space, data, seed)
    return {
        "minutes": minutes, "evaluations": budget, "fraction that fits": best.fraction,
        "width": best.space.width, "resolution": best.space.image[1],
        "evolution": test(winner), "random": test(by_chance),
        "evolution, supernet": fitness(winner), "random, supernet": fitness(by_chance),
    }  # fmt: skip


def tested(space, data, seed, genotype) -> float:
    network = train(space.decode(genotype), data, seed=seed).network
    return accuracy(network, data.X_test, data.y_test)
