"""Runs a submission's cells in a Jupyter kernel that can reach nothing but its own work folder."""

from autograde.sandbox.kernel import Kernel, RunEnded, SandboxError
from autograde.sandbox.limits import LimitHit, Limits
from autograde.sandbox.outputs import Outputs
from autograde.sandbox.template import Template

__all__ = ["Kernel", "LimitHit", "Limits", "Outputs", "RunEnded", "SandboxError", "Template"]
