"""What several tests of tables start from."""

from pathlib import Path

import pytest
import torch

from course.hpo.table import save_table
from tests.course.hpo.tables import SMALL

torch.set_num_threads(1)  # tests run side by side, one a core: threads would wait for one another


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small table, all well."""
    save_table(SMALL, tmp_path / "table")
    return tmp_path / "table"
