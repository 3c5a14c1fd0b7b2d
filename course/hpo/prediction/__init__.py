"""Learning-curve prediction: from the first epochs to the last one, with an uncertainty.

Each model has two methods: `fit(curves, points)` on whole curves, `predict(curves, points)` on
partial ones; see `CurvePredictor`. `StopUnpromising` makes a stopping rule of any of them.
`KleinPredictor` needs torch and so is imported from `course.hpo.prediction.klein`.
"""

from course.hpo.prediction.baker import NuSVRPredictor as NuSVRPredictor
from course.hpo.prediction.domhan import DomhanPredictor as DomhanPredictor
from course.hpo.prediction.last_value import LastValue as LastValue
from course.hpo.prediction.predictor import CurvePredictor as CurvePredictor
from course.hpo.prediction.rule import StopUnpromising as StopUnpromising
