"""Every figure of the labs and of the look-up tables on one page, to be looked at: `make gallery`.

Labs are run with their reference answers, here and without a sandbox: they are our own code.
"""

from __future__ import annotations

import base64
import io
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image
from traitlets.config import Config

from autograde.pages import TEMPLATES
from autograde.release import source_notebook
from course.alt_text import alt_text
from course.data import datasets_folder, load_curves
from course.plots import (
    plot_accuracy_distribution,
    plot_convergence,
    plot_curve_families,
    plot_marginal_effects,
    plot_rank_correlation,
)

TABLE_PICTURES = (
    plot_curve_families,
    plot_accuracy_distribution,
    plot_rank_correlation,
    plot_convergence,
    plot_marginal_effects,
)
SECONDS_PER_CELL = 600
# The README shows one of each lab; COVER_COLORS keep them small enough for git.
COVERS = (
    "lab0_seeds-01",
    "lab1_xor-04",
    "lab2_optimizers-03",
    "lab3_evidence-02",
    "lab4_curves-05",
    "lab5_hpo-04",
    "lab6_nas-07",
)
COVER_COLORS = 64


@dataclass(frozen=True)
class Picture:
    """A figure as PNG, where it stands, and what it says to who cannot see it."""

    name: str
    heading: str
    alt: str
    png: bytes


def pictures_of_lab(lab: str) -> list[Picture]:
    """All figures of a lab with its reference answers, in their order.

    Raises `LabError` for an unknown lab.
    """
    notebook = source_notebook(lab)
    quiet = Config({"KernelManager": {"transport_encryption": "auto"}})  # no warning on the screen
    with tempfile.TemporaryDirectory() as folder:  # Lab 2 writes a film
        NotebookClient(
            notebook,
            timeout=SECONDS_PER_CELL,
            allow_errors=True,  # check cells raise here on purpose: only the grader runs them
            config=quiet,
            resources={"metadata": {"path": folder}},
        ).execute()
    heading, found = lab, list[Picture]()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            headings = re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE)
            heading = headings[-1] if headings else heading
            continue
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                found.append(_picture(f"{lab}-{len(found) + 1:02}", heading, output))
    return found


def _picture(name: str, heading: str, output: NotebookNode) -> Picture:
    alt = output.metadata.get("image/png", {}).get("alt", "")
    return Picture(name, heading, alt or heading, base64.b64decode(output.data["image/png"]))


def pictures_of_table(task: str) -> list[Picture]:
    """What `course.plots` draws of a shipped table of learning curves."""
    table, found = load_curves(task), []
    for plot in TABLE_PICTURES:
        figure, png = plot(table).get_figure(root=True), io.BytesIO()
        assert figure is not None
        figure.savefig(png, dpi=100)
        name = f"{task}-{plot.__name__.removeprefix('plot_')}"
        heading = f"{task}: {plot.__name__}"
        found.append(Picture(name, heading, alt_text(figure), png.getvalue()))
        plt.close(figure)
    return found


def table_names() -> list[str]:
    """The tasks whose learning curves come with the course."""
    return sorted(path.name for path in (datasets_folder() / "curves").iterdir() if path.is_dir())


def write_gallery(folder: Path, chapters: Iterable[tuple[str, list[Picture]]]) -> Path:
    """Write `index.html` and one PNG a picture into `folder`; return the page's path.

    `chapters` are titles and their pictures. Files of the same name are written anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = list(chapters)
    for _, pictures in kept:
        for picture in pictures:
            (folder / f"{picture.name}.png").write_bytes(picture.png)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "gallery"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = folder / "index.html"
    text = environment.get_template("gallery.html.j2").render(chapters=kept)
    page.write_text(text, encoding="utf-8")
    return page


def write_covers(gallery: Path, folder: Path) -> list[Path]:
    """Copy the README's picture of each lab from a gallery to `folder`: `LAB.png`, few colours.

    Raises `OSError` if the gallery lacks one: it must be one of all labs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in COVERS:
        path = folder / f"{name.partition('-')[0]}.png"
        with Image.open(gallery / f"{name}.png") as picture:
            picture.convert("RGB").quantize(COVER_COLORS).save(path, optimize=True)
        written.append(path)
    return written
