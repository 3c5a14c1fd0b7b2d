"""Puts the labs' notebooks, as students get them, into wheel and source distribution.

They are made from `solutions` by the grader's own code, which takes solutions out and refuses to
write a notebook in which anything of one is left. So a build needs the instructor's environment:
`make wheel`, or `python -m build --wheel --no-isolation`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StudentNotebooks(BuildHookInterface):
    """Adds `course/labs/LAB/LAB.ipynb` for every lab."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        # an editable install is a checkout, which has the sources; a source distribution has
        # neither solutions nor grader, but the notebooks
        if version == "editable" or not (root / "solutions").is_dir():
            return
        self._folder = tempfile.TemporaryDirectory(prefix="sixteen-seeds-labs-")
        labs = Path(self._folder.name) / "labs"
        ran = subprocess.run(
            [sys.executable, "-m", "autograde.handout", str(labs)],
            cwd=root, capture_output=True, text=True,
        )  # fmt: skip
        if ran.returncode:
            why = ran.stderr.strip().splitlines()[-1:] or ["it said nothing"]
            raise SystemExit(
                f"the labs' notebooks could not be made ({why[0]}); build in the checkout's "
                "environment: make wheel"
            )
        for path in sorted(labs.glob("*/*.ipynb")):
            build_data["force_include"][str(path)] = f"course/labs/{path.relative_to(labs)}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "_folder"):
            self._folder.cleanup()
