"""A save that fails or is killed loses nothing: the old table is whole, or the new one is."""

import subprocess
import sys
from pathlib import Path

import pytest

from course.hpo.table import CurveTable, TableError, load_table, save_table
from tests.course.hpo.tables import FILES, SMALL, assert_same, different, make_table

OLD, NEW, NEWEST = make_table(8, seed=1), make_table(16, seed=2), make_table(8, seed=3)


def test_saving_replaces_a_table_and_leaves_other_files_alone(folder):
    (folder / "notes.txt").write_text("keep")
    save_table(NEW, folder)
    assert_same(load_table(folder), NEW)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, "notes.txt"])


def test_a_folder_that_can_not_be_written_to_is_named(folder, tmp_path):
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(TableError, match=r"file.*: must be a folder that can be written to"):
            save_table(NEW, place)
    (folder / ".finished").touch()
    with pytest.raises(TableError, match=r"must be a folder that can be written to"):
        save_table(NEW, folder)
    assert_same(load_table(folder), SMALL)


def test_a_full_disk_leaves_the_old_table_whole(folder, tmp_path):
    save_table(NEW, tmp_path / "new")
    code = f"""
import resource
from course.hpo.table import TableError, load_table, save_table
new = load_table({str(tmp_path / "new")!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    save_table(new, {str(folder)!r})
except TableError as error:
    print(error)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "must be a folder that can be written to, got 'file too large'; make room" in ran.stdout
    assert_same(load_table(folder), SMALL)
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


# Saves a table over a copy of another, again and again: the k-th process is killed before its k-th
# call that would open, make, rename or remove something there. Ends when one was not killed.
KILLED = """
import os, shutil, signal, sys
from course.hpo.table import load_table, save_table

start, new, root = sys.argv[1:]
for k in range(100):
    folder = os.path.join(root, f"{k:02}")
    shutil.copytree(start, folder)
    process = os.fork()
    if not process:
        table, calls = load_table(new), 0

        def count(event, arguments):
            global calls
            touches = event == "open" or event.startswith("os.")
            if touches and arguments and str(arguments[0]).startswith(folder):
                calls += 1
                if calls > k:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        save_table(table, folder)
        os._exit(0)
    if os.waitpid(process, 0)[1] == 0:
        break
"""


def kill_at_every_call(start: Path, new: CurveTable, root: Path) -> list[Path]:
    """What a save of `new` over `start` leaves when it is killed; the last one was not."""
    root.mkdir()
    save_table(new, root / "new")
    command = [sys.executable, "-c", KILLED, str(start), str(root / "new"), str(root)]
    subprocess.run(command, check=True, capture_output=True)
    return sorted(path for path in root.iterdir() if path.name.isdigit())


def test_a_save_killed_at_any_point_leaves_the_old_table_or_the_new_one(tmp_path):
    save_table(OLD, tmp_path / "old")
    states = kill_at_every_call(tmp_path / "old", NEW, tmp_path / "killed")
    assert len(states) > 10
    found = [load_table(state).metadata["seed"] for state in states]
    assert found == sorted(found)  # old ones first, then new ones
    assert {found[0], found[-2], found[-1]} == {1, 2}
    for state, seed in zip(states, found, strict=True):
        assert_same(load_table(state), OLD if seed == 1 else NEW)
        save_table(NEWEST, state)  # whatever was left does not stand in the way
        assert_same(load_table(state), NEWEST)
        assert sorted(path.name for path in state.iterdir()) == sorted(FILES)


def test_a_save_killed_after_a_save_was_killed_loses_nothing_either(tmp_path):
    save_table(OLD, tmp_path / "old")
    states = kill_at_every_call(tmp_path / "old", NEW, tmp_path / "killed")
    half_moved = [state for state in states if len(list(state.glob(".finished/*"))) == 2]
    for state in kill_at_every_call(half_moved[0], NEWEST, tmp_path / "again"):
        table = load_table(state)
        assert_same(table, NEW if table.metadata["seed"] == 2 else NEWEST)


def test_a_table_can_be_changed_and_saved_again(folder):
    save_table(different(load_table(folder), metadata={"seed": 5}), folder)
    assert load_table(folder).metadata == {"seed": 5}
