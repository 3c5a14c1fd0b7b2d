"""A submission behind the values protocol: the same verdicts, whatever the other side replies."""

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from autograde.checks import checks_of, merge, points_of, with_grader
from autograde.submission import MAX_PATH, SandboxSubmission
from autograde.variants import file_variants
from course.checks import lab_module
from course.checks.agent import Agent
from course.checks.codec import Bounds, pack, unpack
from course.checks.expect import CheckFailed
from course.checks.figures import FigureFacts
from course.checks.runner import Report
from course.checks.submission import Name, NotebookSubmission
from course.data import load_xor
from solutions.lab1_xor import answers
from tests.course.messages import FIGURE, TABLE, same
from tests.course.test_codec_fuzz import mutated

LAB = "lab1_xor"
QUESTIONS = list(points_of(LAB))


def behind_the_wall(names, **limits):
    """A submission whose values cross the protocol, though its agent is in this process."""
    return SandboxSubmission(Agent(names, 30.0).answer, **limits)


def grade(submission, lab, question, *, hidden):
    """The report on one question."""
    reports = []
    with_grader(submission, lab, lambda grade: reports.append(grade(question, hidden=hidden)))
    return reports[0]


def replying(*frames):
    """A submission on whose other side somebody always sends these frames."""
    return SandboxSubmission(lambda request: list(frames))


# --- the same verdicts --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reference():
    """The names of a notebook with all reference answers; runs on every tenth point, for speed."""
    X_train, y_train, X_test, y_test = load_xor()
    data = {"X_train": X_train, "y_train": y_train, "X_test": X_test, "y_test": y_test}
    some = X_train[::10], y_train[::10]
    lbfgs_relu, lbfgs_logistic, sgd_relu = (
        run(*some, activation)
        for run, activation in [
            (answers.lbfgs_runs, "relu"),
            (answers.lbfgs_runs, "logistic"),
            (answers.sgd_runs, "relu"),
        ]
    )
    summary = answers.summarize_runs(lbfgs_relu, X_train, y_train)
    settings = [(solver, act) for solver in ("lbfgs", "sgd") for act in ("relu", "logistic")]
    return (
        vars(answers)
        | data
        | {
            "lbfgs_relu": lbfgs_relu,
            "lbfgs_logistic": lbfgs_logistic,
            "sgd_relu": sgd_relu,
            "summary_lbfgs_relu": summary,
            "stuck_lbfgs_logistic": answers.stuck_runs(lbfgs_logistic, X_train, y_train),
            "epochs_sgd_relu": [answers.epochs_to_reach(clf.loss_curve_, 0.1) for clf in sgd_relu],
            "table": answers.results_table(dict.fromkeys(settings, summary)),
        }
    )


def both_ways(names, question):
    """The reports of a question from within the process and through the protocol."""
    return [
        merge(*(grade(way, LAB, question, hidden=hidden) for hidden in (False, True)))
        for way in (NotebookSubmission(names), behind_the_wall(names))
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_reference_gets_the_same_outcomes_on_both_sides(reference, question):
    inside, outside = both_ways(reference, question)
    assert inside == outside
    assert outside.points == outside.max_points == points_of(LAB)[question]


@pytest.mark.parametrize("question", QUESTIONS)
def test_wrong_answers_get_the_same_outcomes_on_both_sides(reference, question):
    """Words included: what was got, what was expected."""
    wrong = [v for v in file_variants(LAB, points_of(LAB)) if v.question == question]
    wrong = [v for v in wrong if v.expected[question] < points_of(LAB)[question]]
    for variant in (wrong[0], wrong[-1]):
        names = dict(reference)
        exec(variant.sources[question], names)
        inside, outside = both_ways(names, question)
        assert inside == outside
        assert outside.points < outside.max_points


def test_nothing_answered_gets_nothing():
    for question in QUESTIONS:
        inside, outside = both_ways({}, question)
        assert inside == outside
        assert outside.points == 0


# --- one question, two runs ---------------------------------------------------------------------


def test_public_and_hidden_checks_are_graded_apart(reference):
    submission = behind_the_wall(reference | {"epochs_to_reach": lambda curve, loss: None})
    public, hidden = (grade(submission, LAB, "q9", hidden=h) for h in (False, True))
    whole = merge(public, hidden)
    names = [check.name for check in checks_of(LAB) if check.question == "q9"]
    assert [outcome.name for outcome in whole.outcomes] == names
    assert {o.hidden for o in public.outcomes} == {False}
    assert {o.hidden for o in hidden.outcomes} == {True}
    assert any(outcome.got for outcome in public.outcomes)
    for outcome in hidden.outcomes:
        assert outcome.got == outcome.expected == outcome.cause == ""
    with pytest.raises(ValueError, match="'q9' and 'q1' do not merge"):
        merge(public, Report("q1", "t", ()))


def test_unknown_questions_are_named():
    with pytest.raises(ValueError, match=r"no question 'q99'; it has only q1, q2"):
        grade(behind_the_wall({}), LAB, "q99", hidden=True)


def test_estimators_are_forgotten_before_each_question(reference):
    agent = Agent(reference, 30.0)
    ops = []

    def ask(frames):
        ops.append(unpack(frames)["op"])
        return agent.answer(frames)

    for hidden in (False, True):
        grade(SandboxSubmission(ask), LAB, "q2", hidden=hidden)
    assert ops == ["forget", "call", "forget", "call", "call"]


# --- the interface ------------------------------------------------------------------------------


def test_every_way_to_ask():
    names = {"x": [1.5], "table": TABLE, "same": lambda *args, **named: [args, named]}
    submission = behind_the_wall(names)
    assert "x" in submission
    assert "y" not in submission
    assert submission["x"] == [1.5]
    pd.testing.assert_frame_equal(submission["table"], TABLE)
    assert submission.call("same", (1, "a"), Name("x"), b=None) == [[[1, "a"], [1.5]], {"b": None}]
    with submission.folder({"a.txt": "text"}) as folder:
        assert submission.call("same", folder) == [[folder], {}]
        assert Path(folder, "a.txt").read_text() == "text"
    assert not Path(folder).exists()


def test_what_the_transport_raises_goes_through():
    class KernelGoneError(RuntimeError):
        pass

    def ask(frames):
        raise KernelGoneError("it has died")

    submission = SandboxSubmission(ask)
    for question in (lambda: submission["x"], lambda: submission.call("f"), submission.forget):
        with pytest.raises(KernelGoneError, match="it has died"):
            question()


def test_a_report_of_a_transport_that_died():
    """The checks that it took down have not passed, and nothing is raised."""

    def ask(frames):
        if unpack(frames)["op"] != "forget":
            raise RuntimeError("it has died")
        return pack({"ok": None})

    report = grade(SandboxSubmission(ask), LAB, "q2", hidden=False)
    assert report.points == 0
    assert report.outcomes[0].got == "RuntimeError: 'it has died'"


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"ok": 1, "failed": []},
        {"ok": 1, "more": 2},
        {"failed": ["only", "three", "words"]},
        {"failed": ["a", "b", "c", 4]},
        {"failed": "abcd"},
        {"yes": 1},
    ],
)
def test_replies_of_another_form_fail_the_check(reply):
    with pytest.raises(CheckFailed, match="cannot be read: a reply of another form"):
        replying(*pack(reply))["x"]


@pytest.mark.parametrize("value", [None, 1, "x", {"a": 1}, np.arange(3), TABLE, [0.5], ["x"]])
def test_answers_of_another_type_fail_the_check(value):
    submission = replying(*pack({"ok": value}))
    questions = [
        lambda: "x" in submission,
        lambda: submission.estimators("x"),
        lambda: submission.figure("x"),
        lambda: submission.call("x", returns="estimators"),
        lambda: submission.call("x", returns="figure"),
    ]
    for question in questions:
        with pytest.raises(CheckFailed):
            question()


def test_a_figure_is_no_plain_data():
    submission = replying(*pack({"ok": FIGURE}))
    assert same(submission.figure("x"), FIGURE)
    assert isinstance(submission.call("f", returns="figure"), FigureFacts)
    for question in (lambda: submission["x"], lambda: submission.call("f")):
        with pytest.raises(CheckFailed, match="cannot be read: a value of the kind 'figure'"):
            question()


def test_the_other_sides_words_are_cut_and_cleaned():
    words = ["\x1b[31mred\x1b[0m\n" + "g" * 5000, "e\u202e", "", ""]
    with pytest.raises(CheckFailed) as failed:
        replying(*pack({"failed": words}))["x"]
    assert failed.value.got.startswith(" [31mred [0m g")
    assert len(failed.value.got) == 1000
    assert failed.value.expected == "e "


def test_a_folders_name_has_an_end():
    submission = replying(*pack({"ok": "x" * (MAX_PATH + 1)}))
    with pytest.raises(CheckFailed, match="4,097 characters"), submission.folder({}):
        pass


def test_bounds_fail_the_check_with_the_limit():
    submission = behind_the_wall({"x": np.zeros(1000)}, bounds=Bounds(value_bytes=4000))
    with pytest.raises(CheckFailed, match=r"8,0\d\d bytes, more than the limit of 4,000 bytes"):
        submission["x"]


def test_a_forger_gets_failed_checks_and_nothing_else():
    """Mutated replies to every request, as a kernel that was taken over might send them."""
    rng = random.Random(4)
    submission = SandboxSubmission(lambda request: mutated(rng))
    X = np.zeros((2, 2))
    questions = [
        lambda: submission["x"],
        lambda: "x" in submission,
        lambda: submission.call("f", X),
        lambda: submission.call("f", X, returns="figure"),
        lambda: submission.estimators("x").predict(X),
        lambda: submission.estimators("x")[0].predict(X),
        lambda: submission.call("f", returns="estimators").params,
        lambda: submission.folder({"a": "b"}).__enter__(),
        submission.forget,
    ]
    for i in range(8000):
        try:
            questions[i % len(questions)]()
        except CheckFailed as failed:
            assert len(failed.got) <= 1000  # noqa: PT017 (that it may also not fail is the point)


def test_every_question_survives_a_forger():
    rng = random.Random(5)
    for question in QUESTIONS:
        for hidden in (False, True):
            report = grade(SandboxSubmission(lambda _: mutated(rng)), LAB, question, hidden=hidden)
            assert report.points == 0
    assert set(lab_module(LAB).QUESTIONS) == set(QUESTIONS)
