"""Performance estimation strategies (survey I.C): what an architecture is worth, and for how long.

Each is called with an architecture and answers with an `Estimate`.
"""

from course.nas.estimation.estimator import Estimate as Estimate
from course.nas.estimation.estimator import Estimator as Estimator
from course.nas.estimation.estimator import FullTraining as FullTraining
from course.nas.estimation.extrapolation import Extrapolation as Extrapolation
from course.nas.estimation.fidelity import Downsampled as Downsampled
from course.nas.estimation.fidelity import FewerEpochs as FewerEpochs
from course.nas.estimation.fidelity import Narrower as Narrower
from course.nas.estimation.fidelity import Subset as Subset
from course.nas.estimation.inheritance import Inheritance as Inheritance
