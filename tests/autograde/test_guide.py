"""The instructor's guide does what it says: its own commands, a fresh folder, real nbgrader."""

import csv
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import typer
from nbgrader.apps.nbgraderapp import NbGraderApp

from autograde.cli import app

GUIDE = Path(__file__).parents[2] / "autograde" / "README.md"
SECTION = "From nothing to returned feedback"


def blocks(text):
    """The bash blocks of the guide's section."""
    section = text.partition(f"## {SECTION}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```bash\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)


def run(commands, folder):
    """Run blocks as one shell session that ends at the first command that fails."""
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "JUPYTER_DATA_DIR": str(folder / "jupyter"),
    }
    script = "\n".join(["set -eu", *commands])
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True
    )


def test_commands_and_options_of_the_guide_exist():
    ours = typer.main.get_command(app).commands
    names = []
    for line in "".join(blocks(GUIDE.read_text(encoding="utf-8"))).splitlines():
        program, *arguments = shlex.split(line)
        if program == "autograde":
            ours[arguments[0]].make_context(line, arguments[1:])  # raises for an unknown option
        else:
            assert program == "cd" or arguments[0] in NbGraderApp().subcommands, line
        names.append(arguments[0])
    assert {"new-course", "release", "generate_assignment", "grade", "export"} <= set(names)


def test_a_block_that_fails_fails_the_guide(tmp_path):
    assert run(["true", "false", "touch reached"], tmp_path).returncode == 1
    assert not (tmp_path / "reached").exists()


@pytest.mark.slow  # ten commands, each of which starts Python and nbgrader
def test_the_guide_goes_from_nothing_to_returned_feedback(tmp_path):
    ran = run(blocks(GUIDE.read_text(encoding="utf-8")), tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    course = tmp_path / "my-course"
    reports = {path.name for path in (course / "reports").iterdir()}
    assert reports == {f"lab0_seeds{kind}.html" for kind in ("", "-preview", "-similar")}
    with (course / "exports" / "lab0_seeds-csv.csv").open(newline="") as file:
        scores = {row["student_id"]: row["score"] for row in csv.DictReader(file)}
    assert len(scores) == 4
    assert (scores["ada-full"], scores["margaret-cut-off"]) == ("12", "0")
    with zipfile.ZipFile(course / "feedback.zip") as archive:
        names = set(archive.namelist())
        assert names == {f"{student}/lab0_seeds.html" for student in scores}
        assert b"Score: 12.0 / 14.0" in archive.read("ada-full/lab0_seeds.html")
