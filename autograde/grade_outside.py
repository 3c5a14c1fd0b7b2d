"""nbgrader's second step with a submission: run it in a sandbox, and grade its check cells."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import cast

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Dict, Enum, Integer

from autograde.grading import grade_notebook
from autograde.notes import add_note
from autograde.personal import personal, seeds_of
from autograde.sandbox import Limits
from autograde.sandbox.bubblewrap import require_bubblewrap
from autograde.sandbox.kernel import Backend

NO_SANDBOX = (
    "Graded WITHOUT a sandbox: the code of this notebook could read and change whatever the "
    "instructor can, its own grade included."
)


SEED_OF_THIS_RUN = secrets.randbits(32)
"""Everyone whom this process grades gets the same hidden inputs, which nobody can have known."""


class GradeOutside(NbGraderPreprocessor):
    """Takes the place of nbgrader's Execute: cells run in a sandbox, checks outside of it.

    Each check cell gets one output, whose plain text is a number: `SaveAutoGrades` reads that.
    """

    limits = Dict(help="Limits of a run that differ from autograde.sandbox.Limits.").tag(
        config=True
    )
    sandbox = Enum(
        ["bubblewrap", "none"],
        "bubblewrap",
        help='"none": no isolation at all, for work of people you trust.',
    ).tag(config=True)

    seed = Integer(
        None,
        allow_none=True,
        min=0,
        help="Draw hidden inputs from this seed, to repeat a grade; a new one each run if None. "
        'It is recorded in the graded notebook: metadata["sixteen_seeds"]["seed"].',
    ).tag(config=True)

    def seed_of_run(self) -> int:
        """The seed that was asked for, or else this run's own."""
        return SEED_OF_THIS_RUN if self.seed is None else self.seed

    def require_sandbox(self) -> None:
        """Raise `SandboxError` unless submissions can be run here as the configuration says."""
        if self.sandbox == "none":
            self.log.warning(NO_SANDBOX)
        else:
            require_bubblewrap()

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        backend = cast("Backend", self.sandbox)
        if backend == "none":
            add_note(nb, NO_SANDBOX)
        lab = resources["nbgrader"]["notebook"]
        files = files_beside(Path(resources["metadata"]["path"]))
        limits = Limits.from_dict(self.limits)
        seed = self.seed_of_run()
        whose = seeds_of(personal(self), resources["nbgrader"]["student"], lab, seed)
        graded = grade_notebook(nb, lab, files, limits, seed, backend, **whose)
        return graded.notebook, resources


def files_beside(folder: Path) -> dict[str, bytes]:
    """Relative name → content of the files in a submission's folder that are no notebooks."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix != ".ipynb"
    }
