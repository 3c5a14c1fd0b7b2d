"""The paper's experiment end to end, on small tables: resumable, never stale, shown as it is."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from scipy.stats import bootstrap
from typer.testing import CliRunner

from course.cli import app
from course.hpo.facts import final_accuracies
from course.hpo.reproduce import grid
from course.hpo.reproduce.evidence import Evidence
from course.hpo.reproduce.grid import CODE, N_INITIAL, find_task, run_grid, searcher
from course.hpo.reproduce.paper import STATEMENTS
from course.hpo.reproduce.rules import ETR1, ETR2, NO_RULE, VARIANTS, RulesError, find_rules
from course.hpo.simulate import simulate
from course.hpo.table import save_table
from tests.course.hpo.searchable import save_searchable, searchable_table

N = 7  # searches with each rule: a whole piece and a part of one
RULES = "solutions.lab4_curves.answers"
LATE = """
def etr1(curve, tau):
    return len(curve) == tau and curve[-1] < 0.5
def etr2(curve, best_curve, p):
    return best_curve is not None and len(curve) == 3 and curve[-1] < p * best_curve[2]
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return save_searchable(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def out(tables, tmp_path_factory):
    """What the command writes for both tables."""
    folder = tmp_path_factory.mktemp("out")
    ran = run(tables, folder)
    assert ran.exit_code == 0, ran.output
    assert f"written to {folder / 'comparison.html'}" in ran.output
    return folder


def arguments(tables, folder, rules=RULES, *more):
    return ["reproduce", "figures", "--tables", str(tables), "--out", str(folder), "--searches",
            str(N), "--rules", str(rules), *more]  # fmt: skip


def run(*given):
    return CliRunner().invoke(app, arguments(*given))


def numbers(folder):
    """What was found, without processor seconds."""
    searches = pd.read_csv(folder / "searches.csv").drop(columns="searcher_seconds")
    return searches, pd.read_csv(folder / "times.csv")


def assert_same(one, other):
    for a, b in zip(numbers(one), numbers(other), strict=True):
        pd.testing.assert_frame_equal(a, b)


def pieces(folder):
    """Name and time of each file of searches."""
    return {path.name: path.stat().st_mtime_ns for path in (folder / "searches").glob("*.json")}


# --- the searches ---------------------------------------------------------------------------------


def test_killed_with_its_workers_it_goes_on_where_it_was(tables, out, tmp_path):
    course = Path(sys.executable).with_name("course")
    command = [str(course), *arguments(tables, tmp_path, RULES, "--workers", "2")]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    while len(pieces(tmp_path)) < 3:
        assert running.poll() is None
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    before = pieces(tmp_path)
    assert 3 <= len(before) < 4 * len(VARIANTS)
    ran = run(tables, tmp_path)
    assert ran.exit_code == 0, ran.output
    first_line = re.search(r"(\d+) of (\d+) searches", ran.output)
    assert int(first_line[1]) > 0
    assert int(first_line[2]) == 2 * len(VARIANTS) * N
    assert before.items() <= pieces(tmp_path).items()  # none was done again
    assert_same(tmp_path, out)


def rows_of(found):
    """The settings that each search tried, and when."""
    return {
        key: [(one.rows.tolist(), one.seconds.tolist()) for one in searches]
        for key, searches in found.items()
    }


def test_a_piece_that_was_cut_off_is_searched_again(tables, tmp_path):
    tasks, rules, seen = [find_task("digits", tables)], find_rules(RULES), []
    found = run_grid(tasks, rules, tmp_path, n_searches=3)
    path = next(tmp_path.glob("digits_etr2-0.9_*.json"))
    path.write_bytes(path.read_bytes()[:-20])
    again = run_grid(tasks, rules, tmp_path, n_searches=3, progress=lambda *done: seen.append(done))
    assert seen == [(30, 33), (33, 33)]
    assert rows_of(again) == rows_of(found)


def test_results_of_other_rules_are_not_mixed_in(tables, tmp_path):
    tasks, path, seen = [find_task("digits", tables)], tmp_path / "mine.py", []
    path.write_text(LATE)
    before = run_grid(tasks, find_rules(str(path)), tmp_path / "one", n_searches=3)
    path.write_text(LATE.replace("< 0.5", "< 0.12"))
    rules = find_rules(str(path))
    after = run_grid(
        tasks, rules, tmp_path / "one", n_searches=3, progress=lambda *done: seen.append(done)
    )
    assert seen[0] == (3, 33)  # what was searched without a rule is still true
    assert rows_of(after) == rows_of(run_grid(tasks, rules, tmp_path / "other", n_searches=3))
    assert rows_of(after) != rows_of(before)


def test_results_of_another_table_or_seed_are_not_mixed_in(tmp_path):
    tables, rules, found = save_searchable(tmp_path / "tables", ("digits",)), find_rules(RULES), []
    for table_seed, seed in ((0, 0), (5, 0), (0, 1)):
        save_table(searchable_table("digits", seed=table_seed), tables / "digits")
        tasks = [find_task("digits", tables)]
        found.append(rows_of(run_grid(tasks, rules, tmp_path / "out", n_searches=1, seed=seed)))
    assert found[0] != found[1]
    assert found[0] != found[2]
    assert len(list((tmp_path / "out").glob("*.json"))) == 3 * len(VARIANTS)


def test_what_was_found_with_other_code_is_not_used():
    """All files of `course.hpo` that a search runs through are named in `CODE`."""
    room = Path(grid.__file__).parent.parent
    harmless = {"table", "space", "facts", "table_files", "table_checks", "searchers", "reproduce"}
    for name in CODE:
        text = (room / name).read_text()
        for module in re.findall(r"^(?:from|import) course\.hpo\.([\w.]+)", text, re.MULTILINE):
            file = f"{module.replace('.', '/')}.py"
            assert module in harmless or file in CODE, f"{name} imports {module}"


def test_more_searches_keep_those_that_there_are(tables, tmp_path):
    tasks, rules, seen = [find_task("mnist", tables)], find_rules(RULES), []
    few = run_grid(tasks, rules, tmp_path, n_searches=5)
    many = run_grid(tasks, rules, tmp_path, n_searches=6, progress=lambda *done: seen.append(done))
    assert seen[0] == (55, 66)
    assert {key: rows[:5] for key, rows in rows_of(many).items()} == rows_of(few)


def test_search_i_begins_alike_under_every_rule_and_both_goals_are_read_from_it(
    tables, tmp_path, monkeypatch
):
    monkeypatch.setattr(grid, "GOALS", {"mnist": (0.2, 0.02)})
    task, rules = find_task("mnist", tables), find_rules(RULES)
    easy, hard = task.goals
    assert easy < hard
    found = run_grid([task], rules, tmp_path, n_searches=3)
    final = final_accuracies(task.table)
    points = task.table.space.to_unit(task.table.settings)
    for i in range(3):
        begins = {tuple(found["mnist", v][i].rows[:N_INITIAL].tolist()) for v in VARIANTS}
        longest = max(begins, key=len)
        assert all(longest[: len(begin)] == begin for begin in begins)
        for variant in (NO_RULE, ETR1[0], ETR2[-1]):
            for goal in (easy, hard):  # the same as a search for that goal alone
                alone = simulate(
                    task.table,
                    searcher(points, 0, i),
                    rules.rule(variant),
                    goal=goal,
                    max_seconds=task.limit,
                )
                search = found["mnist", variant][i]
                assert search.seconds_to(goal, final) == alone.seconds_to_goal


# --- what is written ------------------------------------------------------------------------------


def test_the_times_are_those_of_the_searches(out):
    searches, times = numbers(out)
    assert len(times) == 2 * 2 * len(VARIANTS)
    for (task, goal), group in times.groupby(["task", "goal"]):
        own = searches[searches.task == task]
        columns = own.pivot(index="search", columns="rule", values=f"seconds_to_{goal}")
        spent = columns.clip(upper=group.limit.iloc[0])
        for row in group.itertuples():
            assert row.searches == N
            assert row.reached == np.isfinite(columns[row.rule]).sum()
            assert row.mean == pytest.approx(spent[row.rule].mean())
            assert row.ratio == pytest.approx(spent[row.rule].mean() / spent["no rule"].mean())
            ordered = np.sort(columns[row.rule])  # one limit for all: Kaplan–Meier is an order
            for q, value in ((0.25, row.lower_quartile), (0.5, row.median)):
                assert value == pytest.approx(ordered[int(np.ceil(q * N)) - 1])


def test_intervals_are_scipys_bootstrap_of_pairs(out):
    searches, times = numbers(out)
    row = times[(times.task == "digits") & (times.goal == "easy")].iloc[7]
    own = searches[searches.task == "digits"]
    columns = own.pivot(index="search", columns="rule", values="seconds_to_easy")
    pairs = [columns[name].clip(upper=row.limit).to_numpy() for name in (row.rule, "no rule")]
    interval = bootstrap(
        pairs,
        lambda a, b, axis: a.mean(axis=axis) / b.mean(axis=axis),
        paired=True,
        n_resamples=20_000,
        method="percentile",
        rng=1,
    ).confidence_interval
    assert (row.low, row.high) == pytest.approx(tuple(interval), rel=0.05)


def test_the_page_is_whole_and_by_itself(out):
    text = (out / "comparison.html").read_text()
    page = ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>\n"))
    assert page.attrib["lang"]
    tags = [element.tag for element in page.iter()]
    assert not {"script", "link", "iframe", "object", "a", "form"} & set(tags)
    images = page.findall(".//img")
    assert len(images) == 4  # curves of two tables, Fig. 4, Fig. 5
    for element in page.iter():
        for name in ("src", "href", "srcset", "data", "action", "background", "poster"):
            assert element.attrib.get(name, "data:image/png;base64,").startswith("data:image/png")
    assert all(len(image.attrib["alt"]) > 60 for image in images)
    style = page.find(".//style").text
    assert not re.search(r"url\(|@import|https?:", style)
    assert "prefers-color-scheme: dark" in style


def test_the_page_shows_every_verdict(out):
    text = (out / "comparison.html").read_text()
    page = ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>\n"))
    shown = [e.text for e in page.iter("span") if "verdict" in e.attrib.get("class", "")]
    findings = pd.read_csv(out / "statements.csv")
    assert sorted(word[2:] for word in shown) == sorted(findings.verdict)
    body = " ".join("".join(page.itertext()).split())
    for statement in STATEMENTS:
        assert statement.quote in body
    per_task = {s.key: len(findings[findings.statement == s.key]) for s in STATEMENTS}
    assert per_task.pop("etr1_by_task") == 0  # needs CIFAR-10 too
    assert set(per_task.values()) == {2, 4}


def test_the_figures_are_pictures(out):
    for name in ("fig1_2_curves_digits", "fig1_2_curves_mnist", "fig4_etr1", "fig5_etr2"):
        assert (out / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_cifar10_is_compared_with_mnist(tmp_path):
    tables = save_searchable(tmp_path / "tables", ("mnist", "cifar10"))
    tasks = [find_task(name, tables) for name in ("mnist", "cifar10")]
    found = run_grid(tasks, find_rules(RULES), tmp_path / "out", n_searches=2)
    [statement] = [one for one in STATEMENTS if one.key == "etr1_by_task"]
    [finding] = statement.check([Evidence(task, found) for task in tasks])
    assert (finding.task, finding.goal) == ("cifar10", "hard")
    assert finding.measured.low <= finding.measured.value <= finding.measured.high


# --- mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("def etr1(curve, tau): return False", r"has no function etr2\(curve, best_curve, p\)"),
        ("import nothing_of_this_name", "can be imported, got ModuleNotFoundError"),
        ("def etr1(curve", "can be imported, got SyntaxError"),
        (LATE.replace("tau)", "epoch)"), r"etr1\(curve, tau\) .* got TypeError"),
        (LATE.replace("return len", "len"), "must return True or False, got None"),
        (LATE.replace("return best_curve", "raise NotImplementedError('Question q9') #"), "q9"),
    ],
)
def test_rules_that_do_not_work_are_explained(tmp_path, content, message):
    path = tmp_path / "mine.py"
    path.write_text(content)
    with pytest.raises(RulesError, match=message) as caught:
        find_rules(str(path))
    assert str(path) in str(caught.value)


def test_the_command_explains_foreseeable_mistakes(tables, tmp_path):
    for rules, message in (
        ("no_package.no_module", "no module no_package.no_module"),
        (tmp_path / "gone.py", "no file"),
    ):
        ran = run(tables, tmp_path / "out", rules)
        assert ran.exit_code == 2
        assert message in ran.output
        assert "etr1(curve, tau) and etr2(curve, best_curve, p)" in " ".join(ran.output.split())
    ran = run(tmp_path / "nowhere", tmp_path / "out")
    assert ran.exit_code == 2
    assert "nothing there" in ran.output
    file = tmp_path / "file"
    file.write_text("")
    assert run(tables, file).exit_code == 2


def test_a_rule_that_fails_in_the_middle_of_a_search_is_named(tables, tmp_path):
    path = tmp_path / "mine.py"
    fails = "def etr1(curve, tau):\n    if len(curve) == 3: raise IndexError('no')"
    path.write_text(LATE.replace("def etr1(curve, tau):", fails))
    ran = run(tables, tmp_path / "out", path, "--task", "digits")
    assert ran.exit_code == 2
    assert "got IndexError" in ran.output
    assert re.search(r"ETR-1, τ = 1, curve=\(\S+, \S+, \S+\), best", " ".join(ran.output.split()))
