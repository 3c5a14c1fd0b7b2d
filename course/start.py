"""`course start`: a lab's notebook, as it was handed out, into a folder to work in.

The wheel has every lab's notebook in `course/labs`, without solutions. An instructor who hands out
another one gives a notebook, a folder or a zip: `course start LAB --from PATH`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

COURSE = Path(__file__).parent
LABS = COURSE / "labs"
MAX_BYTES = 100 * 10**6
"""All files of a lab together, unpacked."""


class StartError(ValueError):
    """A lab cannot be started; the message says why and what to type."""


@dataclass(frozen=True)
class Started:
    """Where the notebook lies; `is_new` is False where there was one already, left as it was."""

    notebook: Path
    is_new: bool


def lab_titles() -> dict[str, str]:
    """Lab → its title, in order; "" where no notebook is installed."""
    names = sorted(path.stem for path in (COURSE / "checks").glob("lab*.py"))
    return {name: _title(LABS / name / f"{name}.ipynb") for name in names}


def start(lab: str, folder: Path | None = None, source: Path | None = None) -> Started:
    """Put a lab's notebook and its files into `folder` (`./LAB` if None). No file is overwritten.

    `source` is a notebook, a zip, a folder with the notebook, or one with a folder of the lab's
    name, such as nbgrader's `release` or an exchange's `outbound`; None for the installed one.

    Raises `StartError` for an unknown lab, a source without its notebook or with one that cannot be
    read, and a folder that cannot be written.
    """
    if lab not in lab_titles():
        raise StartError(f"unknown lab {lab!r}; the labs are {', '.join(lab_titles())}")
    folder = Path(lab) if folder is None else folder
    notebook = folder / f"{lab}.ipynb"
    if notebook.exists():
        return Started(notebook, is_new=False)
    try:
        files = dict(_files(lab, source))
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:  # the last: it has a password
        raise StartError(f"--from {source} cannot be read: {error}; get another copy") from None
    _require_notebook(files[PurePosixPath(notebook.name)], source)
    try:
        # the notebook comes last: it is there only if everything is
        for name in sorted(files, key=lambda name: name.name == notebook.name):
            _write_new(folder / name, files[name])
    except OSError as error:
        raise StartError(
            f"cannot write {folder} ({error.strerror}); name another folder with --folder"
        ) from None
    return Started(notebook, is_new=True)


def missing_packages(notebook: Path) -> list[str]:
    """What the notebook's code imports and neither this Python nor the notebook's folder has."""
    from course.checks.notebook_file import NotANotebookError, parse_notebook

    try:
        cells = parse_notebook(notebook.read_bytes()).cells
    except (OSError, NotANotebookError):  # a student's own work: JupyterLab will say
        return []
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    imported = set(re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE))
    beside = {path.stem for path in notebook.parent.glob("*.py")}
    return sorted(name for name in imported - beside if find_spec(name) is None)


def jupyter_command(notebook: Path) -> list[str] | None:
    """What opens a notebook in JupyterLab; None where that is not installed."""
    if find_spec("jupyterlab") is None:
        return None
    return [sys.executable, "-m", "jupyterlab", str(notebook)]


def open_jupyter(notebook: Path) -> None:
    """Open JupyterLab and wait until it is closed."""
    command = jupyter_command(notebook)
    assert command is not None
    subprocess.run(command, check=False)


# --- where files come from ----------------------------------------------------------------------


def _files(lab: str, source: Path | None) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The lab's files: name in its folder, and content."""
    if source is None and not (LABS / lab).is_dir():
        raise StartError(
            f"no notebooks are installed here (is this a checkout?); name one: course start {lab} "
            "--from NOTEBOOK, ZIP or FOLDER. An instructor makes it: autograde release, then "
            "nbgrader generate_assignment"
        )
    place = LABS / lab if source is None else source
    if not place.exists():
        raise StartError(f"--from {place}: there is no such file or folder")
    if place.is_dir():
        return _from_folder(lab, place)
    if zipfile.is_zipfile(place):
        return _from_zip(lab, place)
    _require_small(place.stat().st_size, place)
    return iter([(PurePosixPath(f"{lab}.ipynb"), place.read_bytes())])


def _from_folder(lab: str, place: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    inside = next((p for p in (place, place / lab) if (p / f"{lab}.ipynb").is_file()), None)
    if inside is None:
        raise StartError(f"--from {place}: it holds neither {lab}.ipynb nor {lab}/{lab}.ipynb")
    paths = [
        path
        for path in sorted(inside.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and not any(part.startswith(".") for part in path.relative_to(inside).parts)
    ]
    _require_small(sum(path.stat().st_size for path in paths), place)
    return (
        (PurePosixPath(path.relative_to(inside).as_posix()), path.read_bytes()) for path in paths
    )


def _from_zip(lab: str, place: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    with zipfile.ZipFile(place) as archive:
        members = {PurePosixPath(m.filename): m for m in archive.infolist() if not m.is_dir()}
        found = [name for name in members if name.name == f"{lab}.ipynb" and ".." not in name.parts]
        if not found:
            raise StartError(f"--from {place}: it holds no {lab}.ipynb")
        inside = min(found, key=lambda name: len(name.parts)).parent
        own = {
            name.relative_to(inside): member
            for name, member in members.items()
            if name.is_relative_to(inside) and ".." not in name.parts and not name.is_absolute()
        }
        _require_small(sum(member.file_size for member in own.values()), place)
        return iter([(name, archive.read(member)) for name, member in own.items()])


def _require_small(n_bytes: int, place: Path) -> None:
    if n_bytes > MAX_BYTES:
        raise StartError(
            f"--from {place}: {n_bytes / 10**6:.0f} MB are too much for a lab (at most "
            f"{MAX_BYTES / 10**6:.0f}); name the lab's own folder"
        )


def _require_notebook(content: bytes, source: Path | None) -> None:
    from course.checks.notebook_file import NotANotebookError, parse_notebook

    try:
        parse_notebook(content)
    except NotANotebookError as error:
        raise StartError(
            f"--from {source} is no notebook: {error}; download it again, or ask for another copy"
        ) from None


# --- files and titles ---------------------------------------------------------------------------


def _write_new(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; one that is there stays as it is."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)


def _title(notebook: Path) -> str:
    """The first heading of a notebook, found without reading it whole as JSON."""
    if not notebook.is_file():
        return ""
    found = re.search(r'"# ([^"\\]+)', notebook.read_text(encoding="utf-8"))
    return found[1] if found else ""
