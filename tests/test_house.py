"""The house rules: who may import whom, what is shipped, what loads when."""

import ast
import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("course", "solutions", "autograde")
MAY_IMPORT = {"course": set(), "solutions": {"course"}, "autograde": {"course", "solutions"}}


def modules_of(room: str) -> dict[str, Path]:
    """Module name → file, for every Python file of a room that is imported as a module."""
    texts = set((ROOT / "solutions").glob("*/notebook.py"))  # labs, not modules
    files = set((ROOT / room).rglob("*.py")) - texts
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in files}
    return {name.removesuffix(".__init__"): path for name, path in names.items()}


def imports_of(name: str, path: Path, known: set[str], *, top_level: bool) -> set[str]:
    """The known modules that a module imports, anywhere or only when it is itself imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body if top_level else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import"
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= parts if parts <= known else parts | {str(node.module)}
    return (found & known) - {name}


ALL = {name: path for room in ROOMS for name, path in modules_of(room).items()}


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_only_what_they_may(room):
    for name, path in modules_of(room).items():
        rooms = {m.partition(".")[0] for m in imports_of(name, path, set(ALL), top_level=False)}
        assert rooms - {room} <= MAY_IMPORT[room], name


def test_no_module_imports_in_a_circle():
    graph = {n: imports_of(n, p, set(ALL), top_level=True) for n, p in ALL.items()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*path, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        (
            "course",
            ["torch", "matplotlib", "seaborn", "sklearn", "scipy", "pandas", "numba", "numpy"],
        ),
        ("autograde.cli", ["torch", "matplotlib.pyplot", "seaborn", "sklearn", "scipy", "numba"]),
    ],
)
def test_what_starts_often_loads_nothing_heavy(module, heavy):
    code = (
        f"import sys, json, {module}; print(json.dumps([m for m in {heavy} if m in sys.modules]))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_course_and_data_sets_only(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"course"}
    data = {name for name in names if name.startswith("course/datasets/")}
    assert {
        f"course/datasets/xor/{n}.csv" for n in ("x_train", "y_train", "x_test", "y_test")
    } <= data


def test_wheel_holds_every_lab_without_its_solutions(wheel):
    archive = zipfile.ZipFile(wheel)
    labs = sorted(path.parent.name for path in (ROOT / "solutions").glob("lab*/notebook.py"))
    assert [n for n in archive.namelist() if n.startswith("course/labs/")] == [
        f"course/labs/{lab}/{lab}.ipynb" for lab in labs
    ]
    for lab in labs:
        notebook = json.loads(archive.read(f"course/labs/{lab}/{lab}.ipynb"))
        cells = ["".join(cell["source"]) for cell in notebook["cells"]]
        assert any("raise NotImplementedError" in cell for cell in cells)
        assert not any(cell.get("outputs") for cell in notebook["cells"])
        answers = (ROOT / "solutions" / lab / "answers.py").read_text(encoding="utf-8")
        for node in ast.parse(answers).body:
            for secret in secrets_of(node, answers):
                assert not any(secret in cell for cell in cells), f"{lab} hands out {secret!r}"


def secrets_of(node: ast.stmt, source: str) -> list[str]:
    """What of an answer no student may get: a function's statements as written, a text's lines."""
    if isinstance(node, ast.FunctionDef):
        body = [ast.get_source_segment(source, statement) for statement in node.body[1:]]
        return ["\n".join(body)] + [statement for statement in body if statement.count("\n") > 1]
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
        return [line for line in str(node.value.value).splitlines() if len(line) > 60]
    return []


def test_wheel_holds_no_hidden_check(wheel):
    archive = zipfile.ZipFile(wheel)
    texts = [archive.read(n).decode() for n in archive.namelist() if n.endswith((".py", ".ipynb"))]
    for path in (ROOT / "autograde" / "checks").glob("lab*.py"):
        tests = [n for n in ast.parse(path.read_text()).body if isinstance(n, ast.FunctionDef)]
        names = [node.name for node in tests if node.name.startswith("test_")]
        assert names
        for name in names:
            assert not any(f"def {name}(" in text for text in texts), name


def test_wheel_works_in_an_empty_environment(wheel, tmp_path):
    """Only the wheel is installed; what it needs is borrowed from this environment."""
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    site = next(environment.glob("lib/python*/site-packages"))
    borrowed = next(Path(p) for p in sys.path if p.endswith("site-packages"))
    (site / "borrowed.pth").write_text(f"{borrowed}\n")
    code = """
import course, importlib.util
from course.data import load_xor
from course.mlp import MLPClassifier
X, y, _, _ = load_xor()
clf = MLPClassifier(hidden_layer_sizes=[2], solver="lbfgs", random_state=5).fit(X, y)
print(course.__file__, X.shape, importlib.util.find_spec("autograde"))
"""
    away = tmp_path / "elsewhere"
    away.mkdir()
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [str(python), "-c", code], cwd=away, env=clean, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == [str(site / "course" / "__init__.py"), "(1000,", "2)", "None"]
    start = [str(environment / "bin" / "course"), "start", "lab1_xor"]
    subprocess.run(start, cwd=away, env=clean, check=True, capture_output=True)
    assert (away / "lab1_xor" / "lab1_xor.ipynb").is_file()
    grader = subprocess.run(
        [str(environment / "bin" / "autograde")],
        cwd=away,
        env=clean,
        capture_output=True,
        text=True,
    )
    assert grader.returncode == 2
    assert grader.stderr.count("\n") == 1
    assert "clone the repository" in grader.stderr
