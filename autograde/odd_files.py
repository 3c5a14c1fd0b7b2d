"""Sets files of a submission aside that nbgrader must not copy: links, pipes, too large, too many.

nbgrader copies whatever lies beside a notebook, and follows links: to the solution, to another
student's work, to a device that never ends. What is set aside is moved, as it is, to
`refused/STUDENT/LAB/`, where `notes.json` says what it was.
"""

from __future__ import annotations

import json
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nbgrader.utils import parse_utc

from autograde.notes import shown

RECORD = "notes.json"
TIMESTAMP = "timestamp.txt"
TIMESTAMP_BYTES = 100
SUBMISSION, THE_REST = "", "/"  # in place of a path, which is neither


@dataclass(frozen=True)
class Limits:
    """What a submission may hold beside its notebooks."""

    n_files: int = 100
    file_bytes: int = 100_000_000
    total_bytes: int = 100_000_000


@dataclass(frozen=True)
class Place:
    """Where one submission lies: in the folder `parts` below `base` (`submitted/`).

    `notebooks` are the file names that the lab asks for, `given` the paths (below the folder) of
    the files that nbgrader adds from the lab's source.
    """

    base: Path
    parts: tuple[str, ...]
    notebooks: tuple[str, ...]
    given: frozenset[str] = frozenset()

    @property
    def folder(self) -> Path:
        return self.base.joinpath(*self.parts)

    @property
    def refused(self) -> Path:
        """Beside what `base` is or links to, so that files can be moved without copying."""
        return Path(os.path.realpath(self.base)).parent.joinpath("refused", *self.parts)


class _TooMuchError(Exception):
    """A submission is beyond a limit as a whole; the message is a clause."""


def refuse_odd_files(place: Place, limits: Limits = Limits()) -> list[str]:
    """Set every odd file of a submission aside; returns a sentence for each.

    Raises `OSError` if something cannot be moved: then nothing of the submission may be copied.
    """
    found: list[tuple[str, str]] = []
    try:
        if _folders_are_plain(place, found):
            _clear(place, limits, found)
    finally:
        if found:
            _write_record(place, found)
    return [sentence for _, sentence in found]


def notes_on(place: Place) -> dict[str, str]:
    """Path below the folder → what became of it, until a new submission is handed in.

    A submission is a new one when its notebooks differ, in size or time, from those on record.
    """
    try:
        record = json.loads((place.refused / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    same = all(record["notebooks"].get(name) == state for name, state in _state(place).items())
    return dict(record["notes"]) if same else {}


def _folders_are_plain(place: Place, found: list[tuple[str, str]]) -> bool:
    """Whether every folder from `base` down to the submission is one; what is not, is moved."""
    path = place.base
    for part in place.parts:
        path = path / part
        if not os.path.lexists(path):
            return False
        why = _kind(path.lstat().st_mode)
        if why != "was a folder":
            _move(path, place.refused)
            place.folder.mkdir(parents=True)  # so that nbgrader takes the student up next time
            found.append((SUBMISSION, f"The submission {why}, not a folder, and was set aside."))
            return False
    return True


def _clear(place: Place, limits: Limits, found: list[tuple[str, str]]) -> None:
    try:
        odd = list(_odd_entries(place, limits))
    except (_TooMuchError, OSError) as error:
        why = error if isinstance(error, _TooMuchError) else "some of it cannot be read"
        _move_all_but_notebooks(place)
        found.append((THE_REST, f"Everything beside the notebook was set aside: {why}."))
        odd = list(_odd_entries(place, limits))
    for path, why in odd:
        _move(place.folder / path, place.refused)
        found.append((path, f"{shown(path)} {why} and was set aside."))


def _move_all_but_notebooks(place: Place) -> None:
    """In a few steps, however many files there are."""
    moved = _move(place.folder, place.refused)
    place.folder.mkdir()
    for name in (*place.notebooks, TIMESTAMP):
        if os.path.lexists(moved / name):
            (moved / name).rename(place.folder / name)


def _odd_entries(place: Place, limits: Limits) -> Iterator[tuple[str, str]]:
    """(path below the folder, why it is odd), breadth first; what is odd is not looked into."""
    waiting = [""]
    n_entries = n_bytes = 0
    while waiting:
        folder = waiting.pop(0)
        with os.scandir(place.folder / folder) as entries:
            most = limits.n_files + len(place.notebooks) + 1
            listed = sorted(islice(entries, most), key=lambda entry: entry.name)
        for entry in listed:
            path = os.path.join(folder, entry.name)
            status = entry.stat(follow_symlinks=False)
            is_extra = path not in place.notebooks
            n_entries += is_extra
            if n_entries > limits.n_files:
                raise _TooMuchError(f"it has more than {limits.n_files:,} files and folders")
            why = _why_odd(place, path, status, limits)
            if why:
                yield path, why
            elif stat.S_ISDIR(status.st_mode):
                waiting.append(path)
            else:
                n_bytes += status.st_size * is_extra
            if n_bytes > limits.total_bytes:
                raise _TooMuchError(f"its files have more than {_megabytes(limits.total_bytes)}")


def _why_odd(place: Place, path: str, status: os.stat_result, limits: Limits) -> str:
    """Why an entry is to be set aside, as what it "was"; empty if it is not."""
    is_folder = stat.S_ISDIR(status.st_mode)
    clash = any(given.startswith(f"{path}/") for given in place.given)
    if not is_folder and not stat.S_ISREG(status.st_mode):
        return _kind(status.st_mode)
    if not is_folder and status.st_nlink > 1:
        return "was a hard link to another file"
    if not is_folder and status.st_size > limits.file_bytes:
        return f"was larger than {_megabytes(limits.file_bytes)}"
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in os.path.basename(path)):
        return "had a name with control characters"
    if is_folder and path in (*place.notebooks, *place.given, TIMESTAMP):
        return "was a folder, not a file,"
    if not is_folder and clash:
        return "stood where the lab has a folder"
    if not os.access(place.folder / path, os.R_OK | (os.X_OK if is_folder else 0)):
        return "could not be read"
    if path == TIMESTAMP and not _holds_a_time(place.folder / path):
        return "held no time"
    return ""


def _kind(mode: int) -> str:
    kinds = {
        stat.S_IFLNK: "was a symbolic link",
        stat.S_IFIFO: "was a named pipe",
        stat.S_IFSOCK: "was a socket",
        stat.S_IFDIR: "was a folder",
        stat.S_IFREG: "was a file",
    }
    return kinds.get(stat.S_IFMT(mode), "was a device")


def _holds_a_time(path: Path) -> bool:
    """Whether nbgrader can read a time from `timestamp.txt`; if not, it gives no grade at all."""
    try:
        with path.open("rb") as file:
            text = file.read(TIMESTAMP_BYTES).decode("utf-8").strip()
        return not text or parse_utc(text) is not None
    except Exception:  # dateutil stumbles over some texts in ways of its own
        return False


def _move(path: Path, refused: Path) -> Path:
    """Move an entry, whatever it is, without following it, to a number in `refused`."""
    refused.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(name) for name in os.listdir(refused) if name.isdecimal()), default=0)
    for folder in (path.parent, path):
        # a folder that is not writable can be neither moved nor moved out of
        if not folder.is_symlink() and folder.is_dir() and not os.access(folder, os.W_OK):
            folder.chmod(folder.stat().st_mode | stat.S_IRWXU)
    return path.rename(refused / str(number))


def _write_record(place: Place, found: list[tuple[str, str]]) -> None:
    notes = notes_on(place) | dict(found)
    record = {"notebooks": _state(place), "notes": notes}
    place.refused.mkdir(parents=True, exist_ok=True)
    (place.refused / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")


def _state(place: Place) -> dict[str, list[int] | None]:
    """Size and time of each notebook, by which a new submission is told from an old one."""
    state: dict[str, list[int] | None] = {}
    for name in place.notebooks:
        path = place.folder / name
        status = path.lstat() if os.path.lexists(path) else None
        state[name] = None if status is None else [status.st_size, status.st_mtime_ns]
    return state


def _megabytes(n_bytes: int) -> str:
    return f"{n_bytes / 1_000_000:,.0f} MB"
