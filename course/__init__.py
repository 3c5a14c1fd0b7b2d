"""Sixteen Seeds: how optimizers and activations behave, seen from more than one random seed.

What a student calls lives in the rooms below; nothing heavy is imported until a room is used.

- `course.data`: the data sets of the labs
- `course.mlp`: `MLPClassifier` and `sweep`
- `course.plots`: decision boundaries and loss curves
- `course.checks`: `check("q3")` in a notebook
"""

from importlib.metadata import version

__version__ = version("sixteen-seeds")
