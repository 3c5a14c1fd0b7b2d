"""Stopping rules, one a file, each with one method: see `course.hpo.simulate.StoppingRule`.

No rule at all is `None`. ETR-1 and ETR-2 are not here: students write them in Lab 4.
"""

from course.hpo.stopping.after_epoch import StopAllAfter as StopAllAfter
from course.hpo.stopping.function import FromFunction as FromFunction
from course.hpo.stopping.halving import SuccessiveHalving as SuccessiveHalving
from course.hpo.stopping.median import MedianRule as MedianRule
from course.hpo.stopping.performance_curve import PerformanceCurveRule as PerformanceCurveRule
