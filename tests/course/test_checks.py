"""What a check may ask, what it says, and how a question's report is shown."""

import contextlib
import html.parser
import itertools
import json
import signal
import textwrap
import time

import numpy as np
import pytest
from matplotlib import pyplot as plt

from course.checks import Checker, for_lab, lab_names
from course.checks.expect import CheckFailed, expect_close, expect_equal, short
from course.checks.figures import figure_facts
from course.checks.render import MIME, PUBLIC_PASSED, mimebundle, to_html, to_text
from course.checks.runner import Outcome, Report, collect, keep_open, run_checks, with_checks
from course.checks.submission import Name, NotebookSubmission


def checks_file(tmp_path, body, name="checks_for_test.py"):
    path = tmp_path / name
    head = "from course.checks.runner import question\nfrom course.checks.expect import *\n"
    path.write_text(head + textwrap.dedent(body))
    return path


# --- the submission -----------------------------------------------------------------------------


def test_missing_variable_says_what_to_do():
    with pytest.raises(CheckFailed, match="no `clfs` in the notebook") as failed:
        NotebookSubmission({})["clfs"]
    assert "from the top" in failed.value.next_step


def test_a_call_gets_copies():
    def spoil(X):
        X[:] = 0
        return 1

    X = np.ones(3)
    names = {"spoil": spoil, "own": np.ones(2)}
    assert NotebookSubmission(names).call("spoil", X) == 1
    assert NotebookSubmission(names).call("spoil", Name("own")) == 1
    assert X.tolist() == [1, 1, 1]
    assert names["own"].tolist() == [1, 1]


class Unreadable(BaseException):
    def __str__(self):
        raise ValueError("no text for you")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("bad\nnews"),
        SystemExit(3),
        RecursionError("deep"),
        MemoryError(),
        GeneratorExit(),
        StopIteration(1),
        Unreadable(),
    ],
)
def test_whatever_a_call_raises_fails_the_check(error):
    def broken():
        raise error

    with pytest.raises(CheckFailed, match=type(error).__name__):
        NotebookSubmission({"broken": broken}).call("broken")


def test_a_check_failed_of_the_students_own_says_nothing_of_its_own():
    class Forged(CheckFailed):
        got = property(lambda self: 1 / 0)

        def __init__(self):
            pass

    def broken():
        raise Forged

    with pytest.raises(CheckFailed, match=r"Forged: ''") as failed:
        NotebookSubmission({"broken": broken}).call("broken")
    assert type(failed.value) is CheckFailed


def test_only_the_person_at_the_keyboard_interrupts():
    def broken():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        NotebookSubmission({"broken": broken}).call("broken")


def test_a_call_that_takes_too_long_is_interrupted():
    def endless():
        while True:
            with contextlib.suppress(Exception):
                time.sleep(0.01)

    names = {"endless": endless, "items": map(time.sleep, itertools.repeat(0.01))}
    submission = NotebookSubmission(names, seconds_per_call=0.2)
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(CheckFailed, match=r"`endless` took more than 0\.2 seconds"):
        submission.call("endless")
    with pytest.raises(CheckFailed, match=r"`items` took more than 0\.2 seconds"):
        submission["items"]
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_an_unanswered_question_is_called_so():
    def stub():
        raise NotImplementedError("Question q3: replace this line by your answer")

    with pytest.raises(CheckFailed, match=r"not answered yet \(Question q3"):
        NotebookSubmission({"stub": stub}).call("stub")


def test_stand_ins_replace_and_give_back():
    names: dict = {}
    exec("def twice(x):\n    return helper(x) * 2\n", names)
    submission = NotebookSubmission(names)
    stand_ins = {"helper": "math:sqrt"}
    assert submission.call("twice", 9.0, stand_ins=stand_ins) == 6
    assert "helper" not in names
    names["helper"] = len
    assert submission.call("twice", 9.0, stand_ins=stand_ins) == 6
    assert names["helper"] is len


def test_a_single_classifier_is_no_list():
    with pytest.raises(CheckFailed, match="is of type int") as failed:
        NotebookSubmission({"clfs": 3}).estimators("clfs")
    assert "list" in failed.value.next_step


def test_estimators_answer_in_plain_data():
    from sklearn.linear_model import LogisticRegression

    X, y = np.array([[0.0], [1], [2], [3]]), np.array([0, 0, 1, 1])
    clf = LogisticRegression(C=3.0).fit(X, y)
    [proxy] = NotebookSubmission({"clfs": [clf]}).estimators("clfs")
    assert proxy.params["C"] == 3
    np.testing.assert_array_equal(proxy.predict_proba(X), clf.predict_proba(X))
    with pytest.raises(CheckFailed, match="without `loss_`"):
        proxy.attribute("loss_")
    [number] = NotebookSubmission({"clfs": [1.5]}).estimators("clfs")
    with pytest.raises(CheckFailed, match="type float"):
        number.predict(X)


def test_estimators_are_asked_one_by_one_or_all_together():
    from sklearn.linear_model import LogisticRegression

    X, y = np.array([[0.0], [1], [2], [3]]), np.array([0, 0, 1, 1])
    clfs = [LogisticRegression(C=C).fit(X, y) for C in (1.0, 2.0, 3.0)]
    together = NotebookSubmission({"clfs": clfs}).estimators("clfs")
    assert len(together) == 3
    assert [params["C"] for params in together.params] == [1, 2, 3]
    assert [one.params["C"] for one in together] == [1, 2, 3]
    assert together[-1].params["C"] == 3
    assert together.attribute("n_features_in_") == [1, 1, 1]
    for got, one, clf in zip(together.predict_proba(X), together, clfs, strict=True):
        np.testing.assert_array_equal(got, clf.predict_proba(X))
        np.testing.assert_array_equal(one.predict(X), clf.predict(X))
    mixed = NotebookSubmission({"clfs": [*clfs, 1.5]}).estimators("clfs")
    assert mixed[0].params["C"] == 1
    with pytest.raises(CheckFailed, match="type float"):
        mixed.predict(X)
    with pytest.raises(IndexError):
        mixed[4]
    assert NotebookSubmission({"clfs": []}).estimators("clfs").attribute("n_iter_") == []


def test_facts_of_a_figure():
    def draw():
        fig, (left, right) = plt.subplots(1, 2)
        left.plot([1, 2, 3], [4, 5, 6])
        left.set(title="A", xlabel="x", ylim=(0, 9))
        right.scatter([1, 2], [3, 4])
        right.plot([1, 2, 3], [1, 1, 1], "o")
        image = right.imshow([[0, 1], [2, 5]])
        fig.colorbar(image)
        fig.suptitle("both")
        return fig

    before = plt.get_fignums()
    facts = NotebookSubmission({"draw": draw}).call("draw", returns="figure")
    left, right = facts.panels
    assert (left.title, left.xlabel, left.ylim, left.n_points) == ("A", "x", (0, 9), 0)
    np.testing.assert_array_equal(left.lines[0], [[1, 4], [2, 5], [3, 6]])
    assert (right.n_points, right.n_fields, right.field_means) == (5, 1, (2.0,))
    assert facts.suptitle == "both"
    assert plt.get_fignums() == before


def test_bars_are_lines_too():
    fig, ax = plt.subplots()
    ax.errorbar([0, 1], [0.5, 0.25], yerr=[[0.125, 0.25], [0.25, 0.5]], fmt="o")
    ax.vlines([3], [0.25], [0.75])
    plt.close(fig)
    [panel] = figure_facts(fig).panels
    bars = [[[0, 0.375], [0, 0.75]], [[1, 0], [1, 0.75]], [[3, 0.25], [3, 0.75]]]
    np.testing.assert_array_equal(panel.lines, bars)
    assert panel.n_points == 2


def test_a_figure_not_returned():
    with pytest.raises(CheckFailed, match="NoneType") as failed:
        NotebookSubmission({"draw": lambda: None}).call("draw", returns="figure")
    assert "return fig" in failed.value.next_step


# --- expectations -------------------------------------------------------------------------------


def test_close_names_the_first_difference():
    with pytest.raises(CheckFailed, match=r"5 at index 1 \(1 of 3 differ\)"):
        expect_close([1, 5, 3], [1, 2, 3])
    with pytest.raises(CheckFailed, match=r"shape \(2,\)"):
        expect_close([1, 2], [1, 2, 3])
    with pytest.raises(CheckFailed, match="got 'abc'"):
        expect_close("abc", 1.0)


def test_equal_knows_numbers_from_other_things():
    expect_equal(2.0, 2)
    expect_equal([1, 2], [1, 2])
    for got, expected in [([1], 1), ("2", 2), (None, 0), ({}, [])]:
        with pytest.raises(CheckFailed):
            expect_equal(got, expected)


def test_short_stays_short():
    assert len(short("x" * 1000)) <= 200
    assert short(np.zeros((40, 2))).startswith("array of shape (40, 2)")


# --- the runner ---------------------------------------------------------------------------------

TWO_CHECKS = """
    @question("q1", points=2)
    def test_value(submission):
        "x is 3."
        expect_equal(submission["x"], 3, "off by one", "Count again.")

    @question("q1", points=1, hint="Think of lists.")
    def test_type(submission):
        "x is a number."
        assert isinstance(submission["x"], int)

    @question("q2", points=5)
    def test_other(submission):
        "Never run for q1."
        raise RuntimeError
"""


def test_run_gives_points_and_reasons(tmp_path):
    path = checks_file(tmp_path, TWO_CHECKS)
    report = run_checks(NotebookSubmission({"x": 4}), "q1", "A number", path)
    failed, passed = report.outcomes
    assert (report.points, report.max_points, report.all_passed) == (1, 3, False)
    assert (failed.got, failed.expected) == ("4", "3")
    assert (failed.cause, failed.next_step) == ("off by one", "Count again.")
    assert passed.passed


def asked(submission, public, hidden, *questions):
    """The reports on public and hidden checks of questions, asked one after another."""
    reports = []

    def work(ask):
        for name in questions:
            reports.extend(ask(name, "A number", hidden=is_hidden) for is_hidden in (False, True))

    with_checks(submission, public, hidden, work)
    return reports


def test_public_and_hidden_checks_run_apart(tmp_path):
    public = checks_file(tmp_path, TWO_CHECKS, "public_checks.py")
    hidden = checks_file(tmp_path, TWO_CHECKS.replace("def test_", "def test_other_"), "hidden.py")
    shown, secret = asked(NotebookSubmission({"x": 4}), public, hidden, "q1")
    assert [outcome.passed for outcome in shown.outcomes] == [False, True]
    assert [outcome.passed for outcome in secret.outcomes] == [False, True]
    assert {outcome.hidden for outcome in shown.outcomes} == {False}
    assert {outcome.hidden for outcome in secret.outcomes} == {True}
    assert shown.outcomes[0].got == "4"
    assert not any(outcome.got or outcome.expected for outcome in secret.outcomes)


def test_a_question_may_be_asked_again_and_finds_nothing_of_the_time_before(tmp_path):
    body = """
    import pytest

    @pytest.fixture(scope="module")
    def value(submission):
        return submission["x"]

    @question("q1", points=1)
    def test_value(value):
        "x is 3."
        expect_equal(value, 3)
    """
    names = {"x": 3}
    passed = []

    def work(ask):
        passed.append(ask("q1", "A number", hidden=False).all_passed)
        names["x"] = 4
        passed.append(ask("q1", "A number", hidden=False).all_passed)

    with_checks(NotebookSubmission(names), checks_file(tmp_path, body), None, work)
    assert passed == [True, False]


def test_files_that_are_kept_open_are_read_once(tmp_path):
    path = checks_file(tmp_path, TWO_CHECKS)
    keep_open(path, None)
    path.write_text("")
    for value, passed in ((4, [False, True]), (3, [True, True]), ("3", [False, False])):
        report, _ = asked(NotebookSubmission({"x": value}), path, None, "q1")
        assert [outcome.passed for outcome in report.outcomes] == passed


def test_what_a_check_draws_hangs_on_the_seed_and_its_own_name(tmp_path):
    body = """
    @question("q1", points=1)
    def test_first(submission, rng):
        "x is drawn."
        expect_equal(0.5, rng.random())

    @question("q1", points=1)
    def test_second(submission, rng):
        "x is drawn."
        expect_equal(0.5, rng.random())
    """
    drawn = {}

    def work(ask):
        outcomes = ask("q1", "A number", hidden=False).outcomes
        again = ask("q1", "A number", hidden=False).outcomes
        assert outcomes == again
        drawn[seed] = [outcome.expected for outcome in outcomes]

    for seed in (0, 1):
        path = checks_file(tmp_path, body, f"checks_{seed}.py")
        with_checks(NotebookSubmission({}), path, None, work, seed)
    assert len({*drawn[0], *drawn[1]}) == 4


def test_what_the_work_raises_goes_through(tmp_path):
    def work(ask):
        raise ZeroDivisionError("not pytest's")

    with pytest.raises(ZeroDivisionError, match="not pytest's"):
        with_checks(NotebookSubmission({}), checks_file(tmp_path, TWO_CHECKS), None, work)


def test_a_hidden_check_tells_only_its_hint(tmp_path):
    public = checks_file(tmp_path, "", "public_checks.py")
    hidden = checks_file(tmp_path, TWO_CHECKS, "hidden_checks.py")
    _, report = asked(NotebookSubmission({"x": "4"}), public, hidden, "q1")
    text = json.dumps(mimebundle(report))
    assert report.points == 0
    assert "Think of lists." in text
    assert "off by one" not in text
    assert "'4'" not in text


def test_what_an_outcome_says_has_an_end(tmp_path):
    body = """
    @question("q1", points=1)
    def test_keys(submission):
        "Has the key a."
        expect_keys(submission["x"], ["a"])
    """
    names = {"x": dict.fromkeys(map(str, range(10**5)))}
    path = checks_file(tmp_path, body)
    [outcome] = run_checks(NotebookSubmission(names), "q1", "t", path).outcomes
    assert len(outcome.got) == 1000
    assert outcome.got.startswith("keys ['0', '1'")
    assert outcome.got.endswith("…")


def test_collect_reads_without_running(tmp_path):
    checks = collect(checks_file(tmp_path, TWO_CHECKS))
    assert [(c.question, c.points) for c in checks] == [("q1", 2), ("q1", 1), ("q2", 5)]
    assert checks[0].sentence == "x is 3."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("import nowhere_to_be_found\n", "could not be read"),
        ("def test_x(submission):\n    'No question.'\n", "could not run"),
        ("@question('q1', points=1)\ndef test_x(submission):\n    pass\n", "could not run"),
        ("", "could not run"),
    ],
)
def test_checks_that_cannot_run_raise_and_never_pass(tmp_path, body, message):
    path = checks_file(tmp_path, body)
    with pytest.raises(RuntimeError, match=message):
        run_checks(NotebookSubmission({}), "q1", "t", path)


def test_a_skipped_check_has_not_passed(tmp_path):
    body = """
    import pytest

    @question("q1", points=1)
    def test_skips(submission):
        "Skips itself."
        pytest.skip("no")
    """
    report = run_checks(NotebookSubmission({}), "q1", "t", checks_file(tmp_path, body))
    assert (report.points, report.max_points) == (0, 1)


def test_points_must_be_positive():
    from course.checks.runner import question

    with pytest.raises(ValueError, match="got points=0"):
        question("q1", points=0)


# --- the table ----------------------------------------------------------------------------------

FAILED = Outcome("t", "a < b", 1, False, False, got="<b>", expected="&", cause="c", next_step="n")
PASSED = Outcome("t", "fine", 1, False, True)


class Tables(html.parser.HTMLParser):
    """Keeps the tags of a page, and fails on those that are not closed."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_is_an_accessible_table():
    page = to_html(Report("q1", "Title", (FAILED, PASSED)))
    tags = Tables(page).tags
    assert [a for t, a in tags if t == "th" and a.get("scope") == "col"]
    assert any(t == "caption" for t, _ in tags)
    assert "not yet" in page  # the state in words, not in colour alone
    assert "passed" in page
    assert "&lt;b&gt;" in page
    assert not any(t in ("script", "img", "style", "link") for t, _ in tags)


def test_text_has_the_same_facts():
    text = to_text(Report("q1", "Title", (FAILED, PASSED)))
    for part in ("1 of 2 checks", "a < b", "got: <b>", "expected: &", "cause: c", "step: n"):
        assert part in text
    assert PUBLIC_PASSED not in text


def test_all_public_checks_passed_says_that_hidden_ones_follow():
    report = Report("q1", "Title", (PASSED,))
    assert to_text(report).endswith(PUBLIC_PASSED)
    assert PUBLIC_PASSED in to_html(report)
    assert mimebundle(report)[MIME]["points"] == 1


# --- check("q3") --------------------------------------------------------------------------------


def test_unknown_lab_and_question_name_the_known_ones():
    assert "lab1_xor" in lab_names()
    with pytest.raises(ValueError, match=r"unknown lab 'lab7'; the labs are .*lab1_xor"):
        for_lab("lab7")
    with pytest.raises(ValueError, match=r"no question 'q33'; its questions are q1, q2"):
        Checker("lab1_xor", {})("q33")


def test_check_outside_a_notebook_says_so():
    with pytest.raises(RuntimeError, match="course check NOTEBOOK"):
        for_lab("lab1_xor")("q1")


def test_every_question_fails_in_an_empty_notebook():
    checker = Checker("lab1_xor", {})
    for question in checker.titles:
        report = checker(question).report
        assert report.points == 0
        assert report.max_points > 0


def test_nbgrader_validate_sees_what_does_not_pass(monkeypatch):
    """It takes any cell that raises nothing for full marks."""
    checker = Checker("lab1_xor", {})
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(AssertionError, match=r"q9 · .*: 0 of 2 checks(.|\n)*no `epochs_to_reach`"):
        checker("q9")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert checker("q9").report.points == 0
