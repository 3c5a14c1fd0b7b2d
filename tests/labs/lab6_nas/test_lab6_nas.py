"""Lab 6: its text keeps its promises, and others agree with its answers."""

import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import spearmanr

from autograde.checks import checks_of, points_of
from autograde.release import source_notebook
from autograde.variants import file_variants
from course.checks import parts_of_lab6
from course.checks.parts_of_lab6 import (
    OWN_PARTS,
    children,
    expect_chances,
    landscape,
    mutants,
    tensors_of,
    winners,
)
from course.nas.chance import repeat
from course.nas.cost import cost
from course.nas.memory import peak_bytes
from course.nas.population import Individual, discard_oldest, discard_worst
from course.nas.population import tournament as library_tournament
from course.nas.spaces import Cells, MultiBranch
from solutions.lab6_nas import answers

LAB = "lab6_nas"
RNG = np.random.default_rng(6)


@pytest.fixture(scope="module")
def cells():
    return source_notebook(LAB).cells


@pytest.fixture(scope="module")
def text(cells):
    return "\n".join(cell.source for cell in cells)


# --- the text -----------------------------------------------------------------------------------


def test_headings_state_the_points(text):
    stated = re.findall(r"### Question (\d+) · [^\n]*\((\d+) points\)", text)
    assert {f"q{number}": int(n) for number, n in stated} == points_of(LAB)
    assert "14 questions are checked by machine (79 points)" in " ".join(text.split())
    assert len(points_of(LAB)) == 14
    assert sum(points_of(LAB).values()) == 79


def test_written_answers_state_their_points_and_have_rubrics_that_add_up(cells, text):
    manual = []
    for before, cell in pairwise(cells):
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade") and marks["solution"]:
            [stated] = re.findall(r"\*\*.*\((\d+) points\)\.\*\*", before.source)
            rows = re.findall(r"^\| (?:(\d) × )?(\d) \| ", before.source, re.MULTILINE)
            total = sum(int(times or 1) * int(n) for times, n in rows)
            assert marks["points"] == int(stated) == total
            manual.append(marks["points"])
    assert sum(manual) == 21
    assert "reads (21 points)" in text


def test_every_training_cell_has_its_expected_seconds_in_the_part_before_it(cells):
    trained = [i for i, cell in enumerate(cells) if "training" in cell.metadata.get("tags", [])]
    assert len(trained) == 8
    for i in trained:
        assert any("*Expected time:" in cell.source for cell in cells[i - 2 : i])


def test_every_question_has_public_and_hidden_checks_with_hints():
    for question in points_of(LAB):
        own = [check for check in checks_of(LAB) if check.question == question]
        assert {check.hidden for check in own} == {True, False}
        assert all(check.hint for check in own if check.hidden)


@pytest.mark.parametrize("question", [f"q{i}" for i in range(1, 15)])
def test_enough_variants_of_each_question(question):
    own = [v for v in file_variants(LAB, points_of(LAB)) if v.question == question]
    sources = [v.sources[question] for v in own]
    assert len(set(sources)) == len(sources)
    assert sum(" right: " in f" {v.name}" for v in own) >= 3
    assert sum(" wrong: " in f" {v.name}" for v in own) >= 8


def test_the_model_answer_quotes_the_leaderboard(cells):
    names = dict(vars(answers))
    for begins in ("import math", "table = load_", "def gain_of", "def whole_ones"):
        [source] = [cell.source for cell in cells if cell.source.startswith(begins)]
        exec(source, names)
    said = " ".join(answers.RESPONSE_3.split()).replace("−", "-")
    for search in ("aging evolution", "one epoch, then the best"):
        got = names["results"][search]
        assert f"{got.mean:.3f} ({got.low:.3f} to {got.high:.3f})" in said


# --- the answers, by outside references ---------------------------------------------------------


@pytest.mark.parametrize("space", [MultiBranch(), Cells()])
def test_costs_are_the_librarys(space):
    for _ in range(10):
        network = space.decode(space.random(RNG))
        assert answers.peak_memory(*tensors_of(network)) == peak_bytes(network, in_place=False)
        got = answers.flash_and_macs(parts_of_lab6.layers_of(network))
        costs = cost(network)
        assert got == {"flash": costs.flash_bytes, "macs": costs.macs}


def test_front_is_pymoos():
    sorting = pytest.importorskip("pymoo.util.nds.non_dominated_sorting")
    accuracy, memory = np.round(RNG.random(60), 1), RNG.integers(1, 20, 60)
    [front, *_] = sorting.NonDominatedSorting().do(np.column_stack([-accuracy, memory]))
    assert sorted(answers.pareto_front(accuracy, memory)) == sorted(front.tolist())


def test_population_update_is_the_librarys():
    fitness, born = np.round(RNG.random(15), 1).tolist(), RNG.permutation(15).tolist()
    people = [Individual((), f, b) for f, b in zip(fitness, born, strict=True)]
    for how, discard in [("oldest", discard_oldest), ("worst", discard_worst)]:
        wanted = [one.born for one in discard(people, 6)]
        assert [born[i] for i in answers.survivors(fitness, born, 6, how)] == wanted


def test_tournaments_are_the_librarys():
    fitness = [0.1, 0.5, 0.9, 0.7, 0.2, 0.4]
    people = [Individual((), f, i) for i, f in enumerate(fitness)]
    library = library_tournament(people, 4000, np.random.default_rng(0), size=3)
    expect_chances([one.born for one in library], winners(fitness, 3), "a winner")
    expect_chances(repeat(answers.tournament, 4000, 0, fitness, 3), winners(fitness, 3), "a winner")


@pytest.mark.parametrize("given", [("abca", "abcd", 6), ("a", "ab", 1), ("ab", "abc", 2)])
def test_what_chance_should_give_adds_up_to_one(given):
    assert sum(mutants(*given).values()) == pytest.approx(1)
    expect_chances(repeat(answers.mutate, 4000, 0, *given), mutants(*given), "a mutant")


@pytest.mark.parametrize("given", [("abc", "xy", 5), ("abc", "xy", 3), ("a", "x", 2)])
def test_children_are_as_likely_as_they_should_be(given):
    assert sum(children(*given).values()) == pytest.approx(1)
    expect_chances(repeat(answers.crossover, 4000, 0, *given), children(*given), "a child")


def test_chances_that_differ_are_refused():
    with pytest.raises(AssertionError, match="possible"):
        expect_chances(["z"], {"a": 1.0}, "a letter")
    with pytest.raises(AssertionError, match="give or take"):
        expect_chances("ab" * 500 + "b" * 400, {"a": 0.5, "b": 0.5}, "a letter")


def test_what_stands_in_for_a_students_parts_agrees_with_the_answers(monkeypatch):
    assert all(hasattr(parts_of_lab6, name) for name in OWN_PARTS)
    for name in OWN_PARTS:
        monkeypatch.setattr(answers, name, getattr(parts_of_lab6, name))
    accuracy = landscape(RNG, "wxyz", 4, 0.5)
    initial = RNG.choice(list(accuracy), 6, replace=False).tolist()
    for name, given in [("evolve", (40, 3)), ("evolve_within", (3, 4))]:
        one, other = (
            getattr(module, name)(accuracy, initial, "wxyz", 4, *given, np.random.default_rng(1))
            for module in (answers, parts_of_lab6)
        )
        assert one == other


def test_evolution_climbs_a_hill_sooner_than_chance():
    accuracy = landscape(np.random.default_rng(0), "abcdef", 5, 1.0)
    people = list(accuracy)
    evolved, drawn = [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        initial = rng.choice(people, 10, replace=False).tolist()
        history = answers.evolve(accuracy, initial, "abcdef", 5, 100, 3, rng)
        evolved.append(max(accuracy[one] for one in history))
        drawn.append(max(accuracy[one] for one in rng.choice(people, 100, replace=False)))
    assert np.mean(evolved) > np.mean(drawn)


def test_rank_correlation_is_scipys():
    for digits in (1, 5):
        a, b = np.round(RNG.random((2, 40)), digits)
        assert answers.rank_correlation(a, b) == pytest.approx(spearmanr(a, b).statistic)


def test_best_by_chance_is_the_mean_of_many_draws():
    truth = RNG.random(20)
    best = [RNG.choice(truth, 4, replace=False).max() for _ in range(6000)]
    got = answers.best_of_top(RNG.random(20), truth, 4)["by_chance"]
    assert got == pytest.approx(np.mean(best), abs=6 * np.std(best) / np.sqrt(6000))


def test_a_search_that_starts_with_twins_keeps_one_of_them_among_the_parents():
    accuracy = landscape(np.random.default_rng(0), "abc", 3, 1.0)
    generations = answers.evolve_within(accuracy, ["a"] * 4 + ["b"], "abc", 3, 4, 3, RNG)
    assert Counter(map(len, generations)) == {5: 3}
