"""Lab 3: its text keeps its promises, and others agree with its answers."""

import re
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import CensoredData, binomtest, bootstrap, ecdf, fisher_exact, permutation_test

from autograde.checks import checks_of, exact, points_of
from autograde.release import source_notebook
from autograde.variants import file_variants
from course.checks.evidence import telling_case
from course.mlp import sweep
from solutions.lab3_evidence import answers

LAB = "lab3_evidence"


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
    assert "14 questions are checked by machine (70 points)" in " ".join(text.split())
    assert len(points_of(LAB)) == 14
    assert sum(points_of(LAB).values()) == 70


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
    assert sum(manual) == 30


def test_every_training_cell_has_its_expected_seconds_above_it(cells):
    trained = [i for i, cell in enumerate(cells) if "training" in cell.metadata.get("tags", [])]
    assert len(trained) == 10
    for i in trained:
        assert re.search(r"\*Expected time: \d+ seconds?\*?", cells[i - 1].source), cells[i].source


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


# --- the answers, by outside references ---------------------------------------------------------

RNG = np.random.default_rng(5)


def test_wilson_is_scipys():
    for n in (1, 16, 301):
        for successes in {0, 1, n // 3, n}:
            for confidence in (0.5, 0.95, 0.999):
                test = binomtest(successes, n).proportion_ci(confidence, method="wilson")
                got = answers.wilson_interval(successes, n, confidence)
                np.testing.assert_allclose(got, (test.low, test.high), atol=1e-12)


def test_seeds_needed_is_the_first_that_is_enough():
    for p, width in [(0.4, 0.1), (0.0, 0.2), (0.9, 0.05)]:
        n = answers.seeds_needed(p, width)
        z2 = 1.959964**2
        widths = [
            2 * np.sqrt(z2) * np.sqrt(p * (1 - p) * m + z2 / 4) / (m + z2) for m in (n - 1, n)
        ]
        assert widths[0] > width >= widths[1]


def test_wilson_keeps_its_word_better_than_wald():
    """Brown, Cai and DasGupta (2001), Statistical Science 16: Wald's interval is erratic."""
    truths = np.linspace(0.05, 0.95, 19)
    wilson = np.transpose([answers.wilson_interval(k, 16) for k in range(17)]).tolist()
    covered = [exact.coverage(*wilson, p) for p in truths]
    assert min(covered) > 0.9
    assert abs(np.mean(covered) - 0.95) < 0.01
    simulated = [answers.coverage(*wilson, p, 10_000, 0) for p in truths]
    np.testing.assert_allclose(simulated, covered, atol=0.03)


def test_fisher_is_scipys():
    assert answers.fisher_p_value([[3, 1], [1, 3]]) == pytest.approx(34 / 70)  # Fisher's own
    for _ in range(200):
        table = RNG.integers(0, 25, size=(2, 2)).tolist()
        got = answers.fisher_p_value(table)
        assert got == pytest.approx(fisher_exact(table).pvalue)


def test_permutation_is_scipys():
    def difference(a, b, axis):
        return np.mean(a, axis=axis) - np.mean(b, axis=axis)

    for sizes in [(4, 4), (3, 6)]:
        a, b = (RNG.normal(size=n) for n in sizes)
        # scipy doubles the smaller side; as many values on both sides make that the same
        p = exact.permutation_p_value(a, b)
        if sizes == (4, 4):
            every = permutation_test((a, b), difference, n_resamples=np.inf, vectorized=True)
            assert p == pytest.approx(every.pvalue)
        assert answers.permutation_p_value(a, b, 4000, 0) == pytest.approx(p, abs=0.05)


def test_bootstrap_is_scipys_and_the_exact_one():
    values = RNG.normal(size=11).tolist()
    wanted = exact.median_interval(values, 0.78)
    assert answers.bootstrap_median_interval(values, 0.78, 4000, 0) == pytest.approx(wanted)
    other = bootstrap(
        (values,), np.median, confidence_level=0.78, n_resamples=4000, method="percentile", rng=1
    )
    assert tuple(other.confidence_interval) == pytest.approx(wanted)


def test_kaplan_meier_is_the_published_one():
    """Remission on 6-MP, Freireich and others (1963); the estimate as in Cox and Oakes (1984)."""
    epochs = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapsed = [i in (0, 1, 2, 4, 6, 9, 10, 14, 15) for i in range(21)]
    table = answers.kaplan_meier(epochs, relapsed)
    assert table["epoch"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert table["fraction_left"].round(3).tolist() == [
        *(0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448)
    ]


def test_kaplan_meier_is_scipys():
    for _ in range(20):
        epochs, converged = RNG.integers(1, 9, size=15), RNG.random(15) < 0.6
        table = answers.kaplan_meier(epochs.tolist(), converged.tolist())
        curve = ecdf(CensoredData.right_censored(epochs.astype(float), ~converged)).sf
        left = curve.evaluate(table["epoch"].to_numpy(float))
        np.testing.assert_allclose(table["fraction_left"], left, atol=1e-12)


def test_holm_by_hand():
    """Sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1; the last is raised to the one before."""
    assert answers.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert answers.holm([]) == []


def test_false_alarms_are_those_counted_out():
    p_values = [[fisher_exact([[i, 6 - i], [j, 6 - j]]).pvalue for j in range(7)] for i in range(7)]
    for n_settings in (2, 3):
        wanted = exact.false_alarm_rate(
            0.5, n_settings, lambda c: any(p_values[i][j] <= 0.1 for i in c for j in c), 6
        )
        got = answers.false_alarm_rate(0.5, n_settings, p_values, 0.1, 20_000, 0)
        assert got == pytest.approx(wanted, abs=0.015)


def test_a_telling_case_tells():
    (data, setting), wanted = telling_case(3, 5, 0.125)
    X, y, X_test, y_test = data
    runs = sweep(X, y, setting, 5, X_test=X_test, y_test=y_test, progress=False).runs
    assert (runs["test_error"] <= 0.125).sum() == wanted
    for others in (runs["train_error"] <= 0.125, runs["test_error"] < 0.125):
        assert others.sum() != wanted
