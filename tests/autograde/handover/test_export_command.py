"""What `autograde export` says, and its exit codes."""

from handed import LAB, edited
from typer.testing import CliRunner

from autograde.cli import app


def test_the_command_says_what_it_wrote_and_who_is_left_out(course, tmp_path):
    run = CliRunner()
    out = tmp_path / "a" / "grades.csv"
    common = ["export", LAB, "--course", str(course), "--format", "canvas", "--out", str(out)]
    result = run.invoke(app, common)
    assert (result.exit_code, "eve (r1)" in result.stderr) == (1, True)
    assert f"wrote {out}: 2 grades" in result.stdout
    assert run.invoke(app, [*common, "--leave-out", "eve"]).exit_code == 0
    assert run.invoke(app, [*common, "--allow-incomplete"]).exit_code == 0
    assert [path.name for path in out.parent.iterdir()] == ["grades.csv"]


def test_foreseeable_mistakes_are_one_sentence(course, tmp_path):
    run = CliRunner()
    roster = edited(tmp_path, "canvas_gradebook.csv")
    (tmp_path / "latin.csv").write_bytes("Student,ID\nJosé,1\n".encode("latin-1"))
    common = ["export", LAB, "--course", str(course), "--format", "canvas"]
    for arguments, sentence in [
        (["export", "lab9", "--course", str(course), "--format", "csv"], "which has lab0_seeds"),
        (["export", LAB, "--course", str(tmp_path), "--format", "csv"], "is no course folder"),
        ([*common, "--roster", str(tmp_path / "none.csv")], "No such file"),
        ([*common, "--roster", str(tmp_path / "latin.csv")], "not UTF-8"),
        ([*common, "--roster", str(roster), "--out", str(roster)], "would be written over"),
        ([*common, "--leave-out", "nobody"], "nobody has that id"),
        ([*common, "--feedback", str(tmp_path / "f.zip")], "give --roster FILE.csv"),
        ([*common, "--roster", str(roster), "--match", "Nick"], "no column 'Nick'"),
    ]:
        result = run.invoke(app, arguments)
        assert result.exit_code == 2, arguments
        assert sentence in result.stderr
        assert "Traceback" not in result.output
    assert "ada" in roster.read_text()
