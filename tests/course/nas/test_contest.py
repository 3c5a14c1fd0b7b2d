"""Contests: what searches may buy, how they end, what their winners are worth."""

from functools import partial

import numpy as np
import pytest

from course.data import load_architectures
from course.nas.chance import repeat
from course.nas.contest import (
    BUDGET,
    FEWEST,
    NOTHING,
    Contest,
    Moment,
    ask_each,
    draw_contests,
    gain,
    packed,
    run_contests,
    unpacked,
)
from course.nas.encoding import IllegalGenotype, every_genotype
from course.nas.letters import ALPHABET, read, spell
from course.nas.spaces import TinyChain

CURVES = np.array([[0.1, 0.2, 0.5], [0.3, 0.4, 0.4], [0.2, 0.6, 0.9], [0.1, 0.1, 0.9]])
CONTEST = Contest(
    dict(zip(["a", "b", "c", "ad"], [10.0, 20.0, 30.0, 40.0], strict=True)),
    CURVES, np.array([0.51, 0.41, 0.8, 0.7]), 7,
)  # fmt: skip


def play(steps, contest=CONTEST):
    """What a search is worth that answers with these steps; and what it has seen."""
    left, seen = list(steps), []

    def ask(moments):
        seen.extend(unpacked(moments))
        return [left.pop(0) if left else None]

    return run_contests(ask, [contest])[0], seen


@pytest.mark.parametrize(
    ("steps", "worth"),
    [
        ([("a", 3)], 0.51),
        ([("a", 3), ("c", 3)], 0.8),
        ([("ad", 3), ("c", 3)], 0.7),  # equally validated: the first
        ([("c", 2)], NOTHING),
        ([("c", 1), ("b", 3), ("c", 3)], 0.8),  # what it had is not paid again
        ([("b", 3), ("a", 3), ("c", 3)], 0.51),  # the budget ends in the third training
        ([], NOTHING),
    ],
)
def test_worth_of_a_search(steps, worth):
    assert play(steps)[0] == worth


@pytest.mark.parametrize(
    "step", ["b", ("b",), ("b", 3, 1), ("zz", 3), ("b", 0), ("b", 4), ("b", 2.0), ("b", True),
             ("a", 3), ([], 3), None, 7]
)  # fmt: skip
def test_what_is_no_step_ends_a_search(step):
    worth, seen = play([("a", 3), step, ("c", 3)])
    assert worth == 0.51
    assert len(seen) == 2


def test_a_search_sees_what_it_has_bought_and_nothing_else():
    _, seen = play([("c", 1), ("a", 3), ("c", 2)])
    assert [one.trained for one in seen[:3]] == [
        {},
        {"c": [0.2]},
        {"c": [0.2], "a": [0.1, 0.2, 0.5]},
    ]
    assert [one.epochs_left for one in seen] == [7, 6, 3, 2]
    assert all((one.allowed, one.n_epochs) == (CONTEST.allowed, 3) for one in seen)


def test_moments_are_the_same_when_they_are_unpacked():
    moments = [
        Moment({}, {"a": 10.0}, 3, 9, 1),
        Moment({"c": [0.1], "bx": [0.2, 0.3, 0.4]}, {"bx": 20.0, "c": 30.0}, 3, 5, 2**32 - 1),
        Moment({"a": [0.5, 0.6]}, {"a": 40.0, "b": 50.0}, 3, 7, 3),
    ]
    assert list(unpacked(packed(moments))) == moments
    assert list(unpacked(packed(moments[:1]))) == moments[:1]


def test_chance_of_one_contest_says_nothing_of_anothers_or_of_the_devices():
    seen = []

    def ask(moments):
        seen.append(moments["random_states"].tolist())
        return [("a", 1 + len(seen))] * len(moments["tried"])

    run_contests(ask, [CONTEST] * 5)
    assert len({state for states in seen for state in states}) == 5 * len(seen)


def test_chance_is_the_mean_of_many_random_searches():
    rng = np.random.default_rng(0)
    contest = Contest(
        {str(i): 1.0 for i in range(9)}, rng.permutation(36).reshape(9, 4) / 36, rng.random(9), 13
    )

    def random_search(trained, allowed, n_epochs, epochs_left, rng):
        return str(rng.choice([one for one in allowed if one not in trained])), n_epochs

    ask = partial(ask_each, random_search)
    found = [run_contests(ask, [contest], seed)[0] for seed in range(1500)]
    error = np.std(found) / np.sqrt(1500)
    assert contest.by_chance == pytest.approx(np.mean(found), abs=5 * error)


def test_gain_is_worth_beyond_chance():
    measured = gain([CONTEST] * 4, [0.7, 0.8, 0.7, 0.8])
    assert measured.mean == pytest.approx(0.75 - CONTEST.by_chance)
    assert measured.found == pytest.approx(0.75)
    assert measured.high - measured.mean == pytest.approx(1.96 * np.std([7, 8, 7, 8], ddof=1) / 20)


def test_devices_differ_and_letters_are_others_if_disguised():
    table = load_architectures()
    plain, hidden = (draw_contests(table, 3, 5, disguised=disguised) for disguised in (False, True))
    for one, other in zip(plain, hidden, strict=True):
        assert one.budget == BUDGET
        assert len(one.allowed) == len(one.curves) == len(one.worth) >= FEWEST
        assert np.isfinite(one.worth).all()
        np.testing.assert_array_equal(one.curves, other.curves)
        assert one.allowed.keys() != other.allowed.keys()
        assert {letter for word in other.allowed for letter in word} <= set(ALPHABET)
    assert len({len(one.allowed) for one in plain}) > 1


def test_repeat_draws_from_one_generator():
    def draw(high, rng):
        return int(rng.integers(high))

    assert repeat(draw, 5, 1, 100) == np.random.default_rng(1).integers(100, size=5).tolist()


def test_every_genotype_has_a_word_of_its_own():
    genotypes = list(every_genotype(TinyChain()))
    words = [spell(one) for one in genotypes]
    assert len(set(words)) == len(genotypes)
    assert {letter for word in words for letter in word} == set(ALPHABET)
    assert [read(word) for word in words] == genotypes


def test_a_letter_that_is_none():
    with pytest.raises(IllegalGenotype, match="'z' in 'bzx'"):
        read("bzx")
