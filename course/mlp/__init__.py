"""Multi-layer perceptrons: one classifier, many seeds.

- `MLPClassifier`: scikit-learn's, with a loss curve and a convergence flag for every solver
- `fit_seeds`: one fitted classifier per seed
"""

from course.mlp.estimator import MLPClassifier
from course.mlp.seeds import fit_seeds

__all__ = ["MLPClassifier", "fit_seeds"]
