"""What a class of Lab 1 found together: counted by the grader, each seed once."""

import xml.etree.ElementTree as ET

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from autograde.class_report.page import page
from autograde.class_report.pooled import pool
from autograde.class_report.results import ClassResults, Question, StudentResult
from autograde.findings import RUNS_OF_LAB1, findings
from autograde.notes import findings_of, set_findings
from course.checks.submission import NotebookSubmission
from course.data import load_xor
from course.mlp import fit_seeds
from course.mlp.presets import HW04
from course.personal import COMMON_SEEDS, SixteenSeeds, my_seeds

QUESTIONS = (Question("q1", "One", 4, True),)
SEEDS = st.lists(st.integers(0, 40), min_size=16, max_size=16, unique=True)


def of_one(seeds, zero):
    return {"lbfgs_relu": {"seeds": list(seeds), "zero": list(zero)}}


@given(st.lists(SEEDS, min_size=1, max_size=8))
def test_each_seed_counts_once_whoever_ran_it(lists):
    works = {3, 7, 12, 31}  # from these it always works
    pooled = pool({f"s{i}": of_one(s, works.intersection(s)) for i, s in enumerate(lists)})
    [setting] = pooled.settings
    ran = set().union(*lists)
    assert (setting.n_seeds, setting.n_zero) == (len(ran), len(ran & works))
    assert setting.n_students == pooled.n_students == len(lists)
    assert sum(count for _, count in setting.own) == len(lists)
    low, high = setting.interval
    assert low <= setting.fraction <= high


def test_a_class_with_the_same_seeds_is_one_experiment():
    pooled = pool({f"s{i}": of_one(range(16), [5, 6, 9, 12]) for i in range(30)} | {"x": {}})
    assert (pooled.same_seeds, pooled.n_students) == (True, 30)
    [setting] = pooled.settings
    assert (setting.n_zero, setting.n_seeds) == (4, 16)
    expected = binomtest(4, 16).proportion_ci(method="wilson")
    assert setting.interval == (expected.low, expected.high)


def test_nothing_found_is_nothing_shown():
    assert pool({}) is None
    assert pool({"a": {}}) is None


@pytest.fixture(scope="module")
def runs():
    X, y, *_ = load_xor()
    return fit_seeds(X, y, range(16), **HW04["lbfgs"] | {"activation": "relu"})


def test_the_grader_counts_for_itself(runs):
    names = {"lbfgs_relu": runs, "summary_lbfgs_relu": {"zero_seeds": [1, 2, 3]}}
    found = findings("lab1_xor", NotebookSubmission(names), COMMON_SEEDS)
    assert found == of_one(range(16), [5, 6, 9, 12])  # as in the homework
    assert findings("lab0_seeds", NotebookSubmission(names), COMMON_SEEDS) == {}


def test_other_seeds_and_other_things_are_not_counted(runs):
    own = SixteenSeeds(tuple(my_seeds("ada", "lab1_xor")), "ada")
    assert findings("lab1_xor", NotebookSubmission({"lbfgs_relu": runs}), own) == {}
    for odd in (runs[:-1], runs[::-1], [], 3, ["x"] * 16):
        names = dict.fromkeys(RUNS_OF_LAB1, odd)
        assert findings("lab1_xor", NotebookSubmission(names), COMMON_SEEDS) == {}


def test_what_was_found_stays_with_the_notebook():
    notebook = nbformat.v4.new_notebook()
    assert findings_of(notebook) == {}
    set_findings(notebook, of_one(range(16), [5]))
    assert findings_of(notebook) == of_one(range(16), [5])


def results(found):
    students = (StudentResult(name, {"q1": 4}, findings=one) for name, one in found.items())
    return ClassResults("lab1_xor", QUESTIONS, tuple(students), (), {})


def description(html):
    start = html.index("<svg", html.index('id="found"'))
    svg = ET.fromstring(html[start : html.index("</svg>", start) + 6])
    return svg.find("desc").text, len(svg.findall("circle[@class='own']"))


def test_the_page_says_in_words_what_the_picture_shows():
    same = page(results({s: of_one(range(16), [5, 6, 9, 12]) for s in "abc"}))
    words, n_own = description(same)
    assert "L-BFGS, ReLU: 4 of 16 seeds, a fraction of 0.25" in words
    assert "between 0.10 and 0.49" in words
    assert n_own == 0
    assert "3 students ran <strong>the same sixteen seeds</strong>" in same
    own = {s: my_seeds(s, "lab1_xor") for s in "abc"}
    html = page(results({s: of_one(seeds, seeds[:4]) for s, seeds in own.items()}))
    words, n_own = description(html)
    n_seeds = len(set().union(*own.values()))
    assert f"of {n_seeds} seeds" in words
    assert n_own == 1  # one fraction, three students
    assert "What the class found" not in page(results({"a": {}}))
