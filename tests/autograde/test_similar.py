"""Similar code: a copy with other names is found, given code is not, and pages hold only text."""

import re
import shutil

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

from autograde import stock
from autograde.classroom import fill_in
from autograde.cli import app
from autograde.release import new_course, source_notebook
from autograde.similar.compare import rank
from autograde.similar.own_code import MAX_LETTERS, read_class
from autograde.similar.page import page

LAB = "lab0_seeds"
EVIL = "eve<img src=http:x onerror=alert(1)>"

LONG_WAY = """
def fraction_of_heads(n_flips, seed):
    heads = 0
    coin = np.random.RandomState(seed)
    for flip in coin.randint(2, size=n_flips).tolist():
        if flip == 1:
            heads = heads + 1
    total = max(n_flips, 1)
    return {"share": heads / total}["share"]
"""
RENAMED = (
    LONG_WAY.replace("heads", "k")
    .replace("coin", "generator")
    .replace("flip ", "toss ")
    .replace('"share"', "'x'")
    .replace("    k = 0\n", "    k = 0  # none so far\n\n")
)
COIN = "np.random.RandomState(seed).randint(2, size=n)"
OTHER_WAYS = [
    f"def fraction_of_heads(n, seed):\n    return {COIN}.mean()",
    f"def fraction_of_heads(n, seed):\n    coin = {COIN}\n    return sum(coin) / n",
    f"fraction_of_heads = lambda n, seed: np.bincount({COIN}, minlength=2)[1] / n",
]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A released lab, a class of five of whom two share an answer, and three odd submissions.

    What nbgrader would release is made by hand, which saves the start of nbgrader.
    """
    folder = tmp_path_factory.mktemp("similar")
    new_course(folder)
    source = source_notebook(LAB)
    released = nbformat.from_dict(source)
    for cell in released.cells:
        cell.source = re.sub(
            r"### BEGIN SOLUTION.*?### END SOLUTION",
            "raise NotImplementedError",
            cell.source,
            flags=re.S,
        )
        cell.source = re.sub(
            r"### BEGIN HIDDEN.*### END HIDDEN TESTS\n", "", cell.source, flags=re.S
        )
    path = folder / "release" / LAB / f"{LAB}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(released, path)

    def submit(student, answer):
        stubs = {q: cell_of(released, f"{q}-answer").source for q in ("q2", "q3")}
        filled = fill_in(released, source_notebook(LAB), stubs | {"q1": answer})
        stock.submit(folder, LAB, student, nbformat.writes(filled))

    for student, answer in {"ada": LONG_WAY, "zoe": RENAMED}.items():
        submit(student, answer)
    for number, answer in enumerate(OTHER_WAYS):
        submit(f"own{number}", answer)
    stock.submit(folder, LAB, "untouched", nbformat.writes(released))
    stock.submit(folder, LAB, "cut", nbformat.writes(released)[:900])
    submit("long", "x = 1\n" * MAX_LETTERS)
    return folder


def cell_of(notebook, name):
    return next(cell for cell in notebook.cells if cell["id"] == name)


def test_a_copy_with_other_names_comes_first(course):
    code = read_class(course, LAB)
    pairs = rank(code.own, code.given)
    assert pairs[0].students == ("ada", "zoe")
    assert min(pairs[0].fractions) > 0.9
    assert [pair.students for pair in pairs[1:] if max(pair.fractions) > 0.9] == []


def test_given_code_alone_is_no_similarity(course):
    code = read_class(course, LAB)
    assert set(code.own) == {"ada", "zoe", "own0", "own1", "own2"}
    assert "nothing was changed" in code.not_compared["untouched"].lower()
    same = dict.fromkeys(["a", "b"], code.given)
    assert rank(same, code.given) == []
    assert rank(same, "")[0].fractions == (1.0, 1.0)


def test_what_cannot_be_compared_says_why(course):
    reasons = read_class(course, LAB).not_compared
    assert set(reasons) == {"untouched", "cut", "long"}
    assert "its text ends in the middle" in reasons["cut"]
    assert f"{MAX_LETTERS:,} are compared" in reasons["long"]


def test_what_most_of_a_class_has_is_nobodys():
    common = {f"s{i}": f"{LONG_WAY}\nown_{i} = {i * 1111}" for i in range(8)}
    assert rank(common, "") == []
    assert len(rank(dict(list(common.items())[:5]), "")) == 10


code = st.lists(
    st.sampled_from([*LONG_WAY.splitlines(), "class A(B):", "    pass", "x = 'é' + y", "@", "'''"]),
    max_size=30,
).map("\n".join)


def test_short_answers_that_agree_do_not_hide_a_long_copy():
    short = {f"s{i}": f"print(sorted(numbers, key=abs)[{i}])" for i in range(5)}
    pairs = rank(short | {"ada": LONG_WAY, "zoe": RENAMED + "x = 1\n"}, "", most=1)
    assert [pair.students for pair in pairs] == [("ada", "zoe")]


@given(code, code)
def test_pieces_make_up_the_code_and_a_text_is_like_itself(one, other):
    for pair in rank({"a": one, "b": other}, ""):
        assert ["".join(text for _, text in side) for side in pair.passages] == [one, other]
        assert all(0 < fraction <= 1 for fraction in pair.fractions)
    for pair in rank({"a": one, "b": one}, ""):
        assert pair.fractions == (1.0, 1.0)
        assert pair.shared >= 60


# --- the page -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser():
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_shows_text_and_axe_finds_no_violation(course, browser, tmp_path, scheme):
    code = read_class(course, LAB)
    code.own[EVIL] = LONG_WAY + "\nx = '</pre><script>document.title=1</script>'\n"
    code.not_compared[EVIL] = EVIL
    file = tmp_path / "similar.html"
    file.write_text(page(code, rank(code.own, code.given)), encoding="utf-8")
    said, asked = [], []
    opened = browser.new_page(color_scheme=scheme)
    opened.on("console", lambda message: said.append(message.text))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    found = Axe().run(opened)
    assert found.violations_count == 0, found.generate_report()
    assert (said, asked) == ([], [file.as_uri()])
    assert opened.title() == f"{LAB}: similar code"
    assert opened.locator("img, script").count() == 0
    assert "is no proof" in opened.locator(".caution").inner_text()
    opened.get_by_role("link", name=f"ada and {EVIL}").click()
    sides = opened.locator("section", has_text=f"ada and {EVIL}").locator("pre")
    assert "</pre><script>" in sides.nth(sides.count() - 1).inner_text()
    opened.close()


def test_the_command_writes_the_page_and_mistakes_are_one_sentence(course, tmp_path):
    run = CliRunner()
    done = run.invoke(app, ["similar", LAB, "--course", str(course), "--most", "1"])
    assert done.exit_code == 0, done.output
    assert "1 similar pairs of 5 submissions, 3 not compared" in done.output
    assert "ada and zoe" in (course / "reports" / f"{LAB}-similar.html").read_text()
    new_course(tmp_path)
    for folder, sentence in [
        (tmp_path, "was not released"),
        (tmp_path / "no", "is no course folder"),
    ]:
        failed = run.invoke(app, ["similar", LAB, "--course", str(folder)])
        assert failed.exit_code == 2
        assert sentence in failed.stderr
    (tmp_path / "release" / LAB).mkdir(parents=True)
    shutil.copy(course / "release" / LAB / f"{LAB}.ipynb", tmp_path / "release" / LAB)
    failed = run.invoke(app, ["similar", LAB, "--course", str(tmp_path)])
    assert (failed.exit_code, "it takes two" in failed.stderr) == (2, True)
