"""Odd files are moved out of a submission without being followed, and the reason is kept."""

import os
import socket
import stat

import pytest

from autograde.odd_files import Limits, Place, notes_on, refuse_odd_files

NOTEBOOK = "lab.ipynb"


@pytest.fixture
def place(tmp_path):
    """A submission of a notebook, beside a secret that it must not reach."""
    (tmp_path / "secret.txt").write_text("secret")
    made = Place(tmp_path / "submitted", ("ada", "lab"), (NOTEBOOK,))
    made.folder.mkdir(parents=True)
    (made.folder / NOTEBOOK).write_text("{}")
    return made


def left(place):
    return sorted(str(path.relative_to(place.folder)) for path in place.folder.rglob("*"))


def test_ordinary_files_stay(place):
    (place.folder / "data" / "deep").mkdir(parents=True)
    (place.folder / "data" / "deep" / "ünï 😀.csv").write_text("1,2")
    (place.folder / "timestamp.txt").write_text("2026-02-01 12:00:00.0 UTC")
    before = left(place)
    assert refuse_odd_files(place) == []
    assert left(place) == before
    assert not place.refused.exists()
    assert notes_on(place) == {}


def make_link(path):
    path.symlink_to("../../../secret.txt")


def make_dangling(path):
    path.symlink_to("/nowhere")


def make_folder_link(path):
    path.symlink_to("../..", target_is_directory=True)


def make_hard_link(path):
    os.link(path.parent.parent.parent.parent / "secret.txt", path)


def make_socket(path):
    here = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"/proc/self/fd/{here}/{path.name}")  # the whole path may be too long
    os.close(here)


def make_large(path):
    with path.open("wb") as file:
        file.truncate(10**12)  # sparse: no disk is used


def make_device(path):
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root makes devices")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (make_link, "was a symbolic link"),
        (make_dangling, "was a symbolic link"),
        (make_folder_link, "was a symbolic link"),
        (make_hard_link, "was a hard link to another file"),
        (os.mkfifo, "was a named pipe"),
        (make_socket, "was a socket"),
        (make_device, "was a device"),
        (make_large, "was larger than 100 MB"),
    ],
)
@pytest.mark.parametrize("name", ["x.csv", NOTEBOOK, "timestamp.txt"])
def test_odd_files_are_set_aside(place, tmp_path, make, why, name):
    (place.folder / "data.csv").write_text("1")
    (place.folder / name).unlink(missing_ok=True)
    make(place.folder / name)
    assert refuse_odd_files(place) == [f"{name} {why} and was set aside."]
    assert left(place) == sorted({"data.csv", NOTEBOOK} - {name})
    moved = place.refused / "1"
    assert place.refused == tmp_path / "refused" / "ada" / "lab"
    assert os.path.lexists(moved)
    assert (tmp_path / "secret.txt").read_text() == "secret"
    assert notes_on(place) == {name: f"{name} {why} and was set aside."}
    assert refuse_odd_files(place) == []
    assert notes_on(place), "kept for the next time"


@pytest.mark.parametrize(
    "name",
    ["a\nb", "😀", "..hidden..", "...", "-rf *", "a" * 255, "ü" * 127, "\x1b[31mred", "$(id)"],
    ids=repr,
)
def test_any_name_can_be_set_aside(place, name):
    make_link(place.folder / name)
    [note] = refuse_odd_files(place)
    assert left(place) == [NOTEBOOK]
    assert note.isprintable()
    assert len(note) < 130
    assert notes_on(place) == {name: note}


def test_names_with_control_characters_go(place):
    (place.folder / "a\x1b[31m\n.csv").write_text("1")
    (place.folder / os.fsdecode(b"latin-\xe9.csv")).write_text("1")
    notes = refuse_odd_files(place)
    assert all("had a name with control characters" in note for note in notes)
    assert left(place) == [NOTEBOOK]
    assert len(notes_on(place)) == 2


def test_links_inside_folders(place):
    (place.folder / "data").mkdir()
    (place.folder / "data" / "ok.csv").write_text("1")
    make_folder_link(place.folder / "data" / "up")
    assert refuse_odd_files(place) == ["data/up was a symbolic link and was set aside."]
    assert left(place) == ["data", "data/ok.csv", NOTEBOOK]


@pytest.mark.parametrize("level", ["ada", "lab"])
@pytest.mark.parametrize("target", ["folder", "file"])
def test_a_submission_that_is_a_link(place, tmp_path, level, target):
    other = tmp_path / "other"
    (other / "lab").mkdir(parents=True)
    (other / NOTEBOOK).write_text("the solution")
    (other / "lab" / NOTEBOOK).write_text("the solution")
    linked = place.folder if level == "lab" else place.folder.parent
    linked.rename(tmp_path / "gone")
    linked.symlink_to(other if target == "folder" else other / NOTEBOOK)
    note = "The submission was a symbolic link, not a folder, and was set aside."
    assert refuse_odd_files(place) == [note]
    assert place.folder.is_dir()
    assert left(place) == []
    assert notes_on(place) == {"": note}
    assert (other / "lab" / NOTEBOOK).read_text() == "the solution"


def fill_files(place):
    for number in range(200):
        (place.folder / f"{number}.csv").write_text("1")


def fill_folders(place):
    deep = place.folder.joinpath(*["d"] * 150)
    deep.mkdir(parents=True)


def fill_bytes(place):
    for number in range(3):
        with (place.folder / f"{number}.bin").open("wb") as file:
            file.truncate(50_000_000)


@pytest.mark.parametrize(
    ("fill", "why"),
    [
        (fill_files, "it has more than 100 files and folders"),
        (fill_folders, "it has more than 100 files and folders"),
        (fill_bytes, "its files have more than 100 MB"),
    ],
)
def test_too_much(place, fill, why):
    fill(place)
    (place.folder / "timestamp.txt").write_text("2026-02-01 12:00:00 UTC")
    assert refuse_odd_files(place) == [f"Everything beside the notebook was set aside: {why}."]
    assert left(place) == [NOTEBOOK, "timestamp.txt"]


def test_too_much_and_a_linked_notebook(place):
    fill_files(place)
    (place.folder / NOTEBOOK).unlink()
    make_link(place.folder / NOTEBOOK)
    assert len(refuse_odd_files(place)) == 2
    assert left(place) == []
    assert NOTEBOOK in notes_on(place)


def test_limits_can_be_changed(place):
    (place.folder / "a.csv").write_text("1" * 11)
    assert refuse_odd_files(place, Limits(file_bytes=10)) != []


def test_files_that_clash_with_the_labs_own(place):
    given = Place(place.base, place.parts, place.notebooks, frozenset({"data/x.csv", "y.csv"}))
    (place.folder / "data").write_text("a file where the lab has a folder")
    (place.folder / "y.csv").mkdir()
    assert refuse_odd_files(given) == [
        "data stood where the lab has a folder and was set aside.",
        "y.csv was a folder, not a file, and was set aside.",
    ]


@pytest.mark.parametrize("text", ["yesterday", "9" * 90, "\xff", "2026-02-30 UTC"])
def test_a_timestamp_that_nbgrader_cannot_read(place, text):
    (place.folder / "timestamp.txt").write_text(text, encoding="latin-1")
    assert refuse_odd_files(place) == ["timestamp.txt held no time and was set aside."]


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_files_that_cannot_be_read(place):
    (place.folder / "closed").mkdir(mode=0)
    (place.folder / "a.csv").touch(mode=0)
    assert refuse_odd_files(place) == [
        "a.csv could not be read and was set aside.",
        "closed could not be read and was set aside.",
    ]
    assert left(place) == [NOTEBOOK]


def test_notes_end_when_something_new_is_handed_in(place):
    (place.folder / NOTEBOOK).unlink()
    make_link(place.folder / NOTEBOOK)
    make_link(place.folder / "x.csv")
    refuse_odd_files(place)
    assert set(notes_on(place)) == {NOTEBOOK, "x.csv"}
    (place.folder / NOTEBOOK).write_text("{}")
    assert notes_on(place) == {}
    os.mkfifo(place.folder / "y.csv")
    refuse_odd_files(place)
    assert set(notes_on(place)) == {"y.csv"}
    assert sorted(os.listdir(place.refused)) == ["1", "2", "3", "notes.json"]


def test_of_a_lab_with_two_notebooks(place):
    both = Place(place.base, place.parts, (NOTEBOOK, "second.ipynb"))
    make_link(place.folder / "second.ipynb")
    make_link(place.folder / "x.csv")
    refuse_odd_files(both)
    assert set(notes_on(both)) == {"second.ipynb", "x.csv"}
    assert notes_on(place) == notes_on(both), "each notebook is read by itself"
