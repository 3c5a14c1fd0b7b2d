"""Lab 5: its text keeps its promises, and others agree with its answers."""

import re
from functools import partial
from itertools import pairwise
from math import inf

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import CensoredData, ecdf, hypergeom, norm
from sklearn.ensemble import RandomForestRegressor

from autograde.checks import checks_of, points_of
from autograde.checks.lab5_hpo import median_rule
from autograde.release import source_notebook
from autograde.variants import file_variants
from course.checks import parts_of_lab5
from course.checks.parts_of_lab5 import OWN_PARTS, expect_row, scores
from course.data import load_curves
from course.hpo.benefit import ask_each, draw_stages, epochs_under, measure_benefit
from course.hpo.facts import accuracies
from course.hpo.stopping import FromFunction
from solutions.lab4_curves.answers import etr1 as lab4_etr1
from solutions.lab4_curves.answers import etr2 as lab4_etr2
from solutions.lab5_hpo import answers

LAB = "lab5_hpo"
RNG = np.random.default_rng(5)


@pytest.fixture(scope="module")
def cells():
    return source_notebook(LAB).cells


@pytest.fixture(scope="module")
def text(cells):
    return "\n".join(cell.source for cell in cells)


@pytest.fixture(scope="module")
def table():
    return load_curves("digits")


# --- the text -----------------------------------------------------------------------------------


def test_headings_state_the_points(text):
    stated = re.findall(r"### Question (\d+) · [^\n]*\((\d+) points\)", text)
    assert {f"q{number}": int(n) for number, n in stated} == points_of(LAB)
    assert "13 questions are checked by machine (72 points)" in " ".join(text.split())
    assert len(points_of(LAB)) == 13
    assert sum(points_of(LAB).values()) == 72


def test_written_answers_state_their_points_and_have_rubrics_that_add_up(cells):
    manual = []
    for before, cell in pairwise(cells):
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade") and marks["solution"]:
            [stated] = re.findall(r"\*\*.*\((\d+) points\)\.\*\*", before.source)
            rows = re.findall(r"^\| (?:(\d) × )?(\d) \| ", before.source, re.MULTILINE)
            total = sum(int(times or 1) * int(n) for times, n in rows)
            assert marks["points"] == int(stated) == total
            manual.append(marks["points"])
    assert sum(manual) == 18
    assert "read (18 points)" in source_of(cells) or "reads (18 points)" in source_of(cells)


def source_of(cells):
    return "\n".join(cell.source for cell in cells)


def test_every_training_cell_has_its_expected_seconds_in_the_part_before_it(cells):
    trained = [i for i, cell in enumerate(cells) if "training" in cell.metadata.get("tags", [])]
    assert len(trained) == 5
    for i in trained:
        assert any("*Expected time:" in cell.source for cell in cells[i - 2 : i])


def test_every_question_has_public_and_hidden_checks_with_hints():
    for question in points_of(LAB):
        own = [check for check in checks_of(LAB) if check.question == question]
        assert {check.hidden for check in own} == {True, False}
        assert all(check.hint for check in own if check.hidden)


@pytest.mark.parametrize("question", [f"q{i}" for i in range(1, 14)])
def test_enough_variants_of_each_question(question):
    own = [v for v in file_variants(LAB, points_of(LAB)) if v.question == question]
    sources = [v.sources[question] for v in own]
    assert len(set(sources)) == len(sources)
    assert sum(" right: " in f" {v.name}" for v in own) >= 3
    assert sum(" wrong: " in f" {v.name}" for v in own) >= 8


def test_the_labs_rules_are_lab_4s(cells, table):
    [given] = [cell.source for cell in cells if cell.source.startswith("def etr1")]
    names = {}
    exec(given, names)  # the notebook's own cell
    curves = accuracies(table)[RNG.choice(20_000, 60)].tolist()
    for best, curve in pairwise(curves):
        for t in range(1, 20):
            assert names["etr1"](curve[:t], 3) == lab4_etr1(curve[:t], 3)
            assert names["etr2"](curve[:t], best, 0.8) == lab4_etr2(curve[:t], best, 0.8)
    assert not names["etr2"](curves[0], None, 0.8)


# --- the answers, by outside references ---------------------------------------------------------


@pytest.mark.parametrize(("mean", "sigma"), [(0.5, 0.1), (0.9, 0.02), (0.1, 0.2), (0.45, 1e-3)])
def test_improvement_is_its_integral(mean, sigma):
    wanted, _ = quad(lambda f: (f - 0.5) * norm.pdf(f, mean, sigma), 0.5, 0.5 + 20 * sigma + 1,
                     points=[mean], limit=200)  # fmt: skip
    got = answers.expected_improvement(np.array([mean]), np.array([sigma**2]), 0.5)
    assert got == pytest.approx(wanted, rel=1e-6, abs=1e-12)


def test_mean_over_trees_is_scikit_learns():
    X, y = RNG.random((30, 3)), RNG.random(30)
    forest = RandomForestRegressor(20, random_state=0).fit(X, y)
    mean, variance = answers.mean_and_variance(np.array([t.predict(X) for t in forest.estimators_]))
    np.testing.assert_allclose(mean, forest.predict(X))
    assert (variance >= 0).all()


@pytest.mark.parametrize(("n", "k"), [(50, 3), (7, 7), (400, 2), (30, 29)])
def test_random_trials_are_hypergeometric(n, k):
    got = answers.random_trials(n, k)
    assert hypergeom.sf(0, n, k, got["median"]) >= 0.5 - 1e-12
    assert hypergeom.sf(0, n, k, got["median"] - 1) < 0.5
    trials = np.arange(1, n + 1)  # E = Σ P(more than m trials)
    assert got["mean"] == pytest.approx(1 + hypergeom.pmf(0, n, k, trials).sum())


def test_what_stands_in_for_a_students_parts_agrees_with_the_answers():
    points = RNG.random((80, 3))
    tried, reached = [3, 50, 7, 22, 61], [0.3, 0.9, 0.1, 0.8, 0.85]
    expect_row(answers.suggest_next(points, tried, reached, 4), scores(points, tried, reached, 4))
    final = 1 - ((points - 0.5) ** 2).sum(axis=1)
    for goal in (2.0, float(np.sort(final)[-9])):
        given = points, final, goal, 5, 15, 3
        assert answers.smac(*given) == parts_of_lab5.smac(*given)
    predictions = RNG.random((5, 4))
    for got, wanted in zip(
        parts_of_lab5.mean_and_variance(predictions),
        answers.mean_and_variance(predictions),
        strict=True,
    ):
        np.testing.assert_allclose(got, wanted)
    assert all(hasattr(parts_of_lab5, name) for name in OWN_PARTS)


def test_smac_finds_a_hill_sooner_than_chance():
    points = RNG.random((600, 2))
    final = 1 - ((points - 0.3) ** 2).sum(axis=1)
    goal = float(np.sort(final)[-6])  # 6 of 600: chance needs 86 trials
    trials = [len(answers.smac(points, final, goal, 5, 600, 100 * s)) for s in range(10)]
    assert np.median(trials) < 40 < answers.random_trials(600, 6)["median"]


def test_the_median_of_searches_given_up_is_kaplan_and_meiers():
    for n in (9, 10, 50):
        times = RNG.exponential(9, n)
        times = np.where(times > 12, inf, times)
        left = ecdf(CensoredData.right_censored(np.minimum(times, 12), np.isinf(times))).sf
        below = left.probabilities <= 0.5 + 1e-9
        wanted = left.quantiles[np.argmax(below)] if below.any() else inf
        assert answers.summarize_times(times.tolist(), 12)["median"] == wanted


def test_an_interval_of_ratios_holds_the_truth_as_often_as_it_says():
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        none = rng.gamma(4, 2, 40)
        got = answers.compare_times(none * rng.gamma(9, 0.8 / 9, 40), none, 1e9, 400, seed)
        held += got["low"] <= 0.8 <= got["high"]
    assert 0.87 < held / 200 < 0.99


def test_expected_seconds_are_those_of_random_search():
    n = 40
    final, seconds = RNG.random(n), RNG.uniform(0.5, 2, n)
    epochs = np.where(RNG.random(n) < 0.5, 2, 10)
    goal = float(np.sort(final[epochs == 10])[-6])
    draws = RNG.integers(n, size=(4000, 200))
    hits = ((epochs == 10) & (final >= goal))[draws]
    first = np.argmax(hits, axis=1)
    assert hits.any(axis=1).all()
    spent = np.cumsum((epochs * seconds)[draws], axis=1)[np.arange(4000), first]
    wanted = answers.expected_seconds(epochs, final, seconds, goal, 10)
    assert spent.mean() == pytest.approx(wanted, abs=6 * spent.std() / np.sqrt(4000))


# --- the judge of Question 13 -------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_the_model_rule_and_the_median_rule_pass_and_the_lazy_ones_do_not(table, seed):
    stages = draw_stages(table, seed)

    def under(rule):
        return epochs_under(partial(ask_each, rule), stages)

    medians = under(median_rule)
    for rule in (answers.my_rule, median_rule, lambda c, best, done: lab4_etr1(c, 1)):
        epochs = under(rule)
        assert measure_benefit(stages, epochs).high < 0.9
        assert measure_benefit(stages, epochs, medians).high < 1.4
    never, at_once = under(lambda *_: False), under(lambda *_: True)
    assert measure_benefit(stages, never).high == 1
    assert measure_benefit(stages, never, medians).low > 1.4
    assert measure_benefit(stages, at_once).low == inf


def test_the_checks_median_rule_is_the_librarys(table):
    from course.hpo.simulate import History, Trial
    from course.hpo.stopping import MedianRule

    curves = [tuple(map(float, row)) for row in accuracies(table)[RNG.choice(20_000, 20)]]
    history = History()
    for i, curve in enumerate(curves[:9]):
        history.add(Trial(i, curve, False))
    ours, library = FromFunction(median_rule), MedianRule()
    for curve in curves[9:]:
        for t in range(1, 20):
            given = curve[:t], history
            assert ours.should_stop(*given) == library.should_stop(*given)
