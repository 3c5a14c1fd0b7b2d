"""Runs a notebook from the shell and gathers what its checks said."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from course.checks.notebook_file import NotANotebookError, parse_notebook
from course.checks.render import MIME
from course.progress import progress_bar


class NotebookError(ValueError):
    """A notebook cannot be checked; the message says why and what to do."""


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """The notebook in `path`; `NotebookError` if there is none or it cannot be read."""
    if not path.is_file():
        raise NotebookError(f"{path} is no file; name the notebook that you want checked")
    try:
        return parse_notebook(path.read_bytes())
    except NotANotebookError as error:
        raise NotebookError(
            f"{path} is no notebook: {error}; open it in Jupyter, or take an older copy"
        ) from None


def check_notebook(path: Path, seconds_per_cell: int = 300) -> list[tuple[dict[str, Any], str]]:
    """Run every cell of the notebook in a fresh kernel; the file itself is not changed.

    Returns what each `check("q…")` said, in order, as (report as data, report as text). Cells that
    raise do not stop the ones below them.

    Raises
    ------
    NotebookError
        If there is no such notebook, no kernel for it, no check in it, or a cell never ends.
    """
    notebook = read_notebook(path)
    client = NotebookClient(
        notebook,
        timeout=seconds_per_cell,
        allow_errors=True,
        resources={"metadata": {"path": str(path.resolve().parent)}},
    )
    try:
        with progress_bar(len(notebook.cells), "cells") as advance:
            client.on_cell_complete = lambda cell, cell_index: advance()
            # the kernel's own log would be mixed with the report
            client.execute(stderr=subprocess.DEVNULL)
    except NoSuchKernel as error:
        raise NotebookError(
            f"no Jupyter kernel is called {error.name!r}, which {path} asks for; "
            "install Python's with `python -m ipykernel install --sys-prefix`"
        ) from None
    except CellTimeoutError:
        raise NotebookError(
            f"a cell of {path} ran for more than {seconds_per_cell} seconds and was stopped; "
            "look for a loop that never ends"
        ) from None
    except (DeadKernelError, RuntimeError):
        raise NotebookError(
            f"the kernel died, or did not start, while {path} ran; "
            "does a cell use up the memory, or end the process?"
        ) from None
    reports = [_report(output) for cell in notebook.cells for output in cell.get("outputs", [])]
    found = [report for report in reports if report is not None]
    if not found:
        raise NotebookError(f'{path} has no check("q…") that ran; is it a lab\'s notebook?')
    return found


def _report(output: Any) -> tuple[dict[str, Any], str] | None:
    data = output.get("data", {})
    return (data[MIME], data["text/plain"]) if MIME in data else None
