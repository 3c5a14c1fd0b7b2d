"""What must be set before numpy is imported, and how Hypothesis chooses its examples."""

import os
import platform

from hypothesis import settings

if platform.machine() == "x86_64":
    # HW04's L-BFGS runs turn on the last bit of a matrix product. With OpenBLAS's kernels for
    # processors with AVX-512 the logistic units solve XOR from 7 of 16 seeds, not from 6.
    os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")

settings.register_profile("default", deadline=None)  # machines are shared: no test has a clock
settings.register_profile("ci", derandomize=True, deadline=None)  # a red run can be repeated
settings.load_profile("default")
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_collection_modifyitems(items):
    """The longest tests first, so that no process is left alone with one at the end."""
    items.sort(key=lambda item: "a_sample_of_" not in item.name)
