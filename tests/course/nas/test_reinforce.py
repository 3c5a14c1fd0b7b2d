"""The controller against the gradient that it claims to follow, and the search against chance."""

import numpy as np
import pytest

from course.nas.cost import cost
from course.nas.encoding import gene
from course.nas.evolution import best_so_far, random_search
from course.nas.reinforce import Controller, reinforcement_search
from course.nas.spaces import Bottlenecks, ChainStructured, MultiBranch
from tests.course.nas.genotypes import SPACES


def log_probability(controller, choices):
    return sum(
        np.log(controller.probabilities(key, len(controller.logits[key]))[option])
        for key, option in choices
    )


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_a_step_follows_the_gradient_of_the_log_probability(space):
    """Against differences: logits are moved one by one, by 1e-5."""
    rng = np.random.default_rng(0)
    controller = Controller(space)
    _, choices = controller.draw(rng)
    for logits in controller.logits.values():
        logits += rng.standard_normal(len(logits))
    before = {key: logits.copy() for key, logits in controller.logits.items()}
    slopes = {}
    for key, logits in controller.logits.items():
        slopes[key] = np.zeros(len(logits))
        for i in range(len(logits)):
            sides = []
            for step in (1e-5, -1e-5):
                logits[i] = before[key][i] + step
                sides.append(log_probability(controller, choices))
            logits[i] = before[key][i]
            slopes[key][i] = (sides[0] - sides[1]) / 2e-5
    controller.reinforce(choices, 0.5)
    for key, logits in controller.logits.items():
        np.testing.assert_allclose(logits - before[key], 0.5 * slopes[key], atol=1e-8)


def test_at_first_all_options_are_as_likely():
    space = ChainStructured(max_layers=1)
    rng = np.random.default_rng(0)
    controller = Controller(space)
    operations = [controller.draw(rng)[0][0].operation for _ in range(3000)]
    for operation in ("conv", "depthwise", "max_pool"):
        assert np.mean([o == operation for o in operations]) == pytest.approx(1 / 3, abs=0.04)


def depth(genotype):
    return float(sum(one.operation == "conv" for one in genotype))


def test_it_finds_what_chance_does_not():
    space = ChainStructured()
    ours = reinforcement_search(space, depth, np.random.default_rng(0), n_evaluations=400)
    chance = random_search(space, depth, np.random.default_rng(0), n_evaluations=400)
    assert len(ours) == 400
    assert best_so_far(ours)[-1] > best_so_far(chance)[-1]
    assert np.mean([one.fitness for one in ours[-50:]]) > np.mean([o.fitness for o in ours[:50]])


def test_it_learns_what_is_legal():
    """Few random genotypes of many branches are: the controller meets illegal ones ever less."""
    space, rng = MultiBranch(), np.random.default_rng(0)
    asked = []

    class Watched(MultiBranch):
        def reason_against(self, genotype):
            reason = super().reason_against(genotype)
            asked.append(reason is None)
            return reason

    reinforcement_search(Watched(), lambda genotype: 1.0, rng, n_evaluations=150)
    quarter = len(asked) // 4
    assert np.mean(asked[-quarter:]) > np.mean(asked[:quarter])
    assert space.n_genes == Watched().n_genes


def test_limits_hold():
    space = Bottlenecks(width=0.5)

    def macs(genotype):
        return cost(space.decode(genotype)).macs

    history = reinforcement_search(
        space, macs, np.random.default_rng(0), n_evaluations=60,
        is_allowed=lambda genotype: macs(genotype) < 33_000,
    )  # fmt: skip
    assert all(one.fitness < 33_000 for one in history)
    with pytest.raises(ValueError, match="in a row were illegal or beyond the limits"):
        reinforcement_search(
            ChainStructured(image=(1, 1, 1), max_layers=1), depth, np.random.default_rng(0),
            n_evaluations=1, is_allowed=lambda genotype: False,
        )  # fmt: skip


def test_one_reward_for_all_teaches_nothing():
    space = ChainStructured(image=(1, 64, 64), max_layers=1)
    history = reinforcement_search(space, lambda g: 1.0, np.random.default_rng(1), n_evaluations=30)
    assert {one.genotype[0].operation for one in history} == {"conv", "depthwise", "max_pool"}
    assert gene("max_pool") in {one.genotype[0] for one in history}
