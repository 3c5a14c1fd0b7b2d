"""Multi-layer perceptrons: one classifier, many seeds.

- `MLPClassifier`: scikit-learn's, with a loss curve and a convergence flag for every solver
- `fit_seeds`: one fitted classifier per seed
- `snapshots`: one classifier as it is after so many steps of its training
- `sweep`: settings × seeds, as one table with the fitted models
"""

from course.mlp.estimator import MLPClassifier
from course.mlp.seeds import fit_seeds
from course.mlp.snapshots import snapshots
from course.mlp.sweep import SweepResult, sweep

__all__ = ["MLPClassifier", "SweepResult", "fit_seeds", "snapshots", "sweep"]
