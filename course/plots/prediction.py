"""How well the last accuracy is predicted from the first epochs, and with what right to be sure."""

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from course.alt_text import describe
from course.hpo.prediction.quality import LEVELS
from course.plots.curves import REFERENCE_COLOR, REFERENCE_DASHES

MARKERS = "osD^vP"


def plot_prediction_quality(quality: pd.DataFrame, *, suptitle: str | None = None) -> Figure:
    """Draw what `prediction_quality` measured.

    Left, each predictor's mean absolute error by the number of epochs seen. Right, calibration: how
    many ends lie within the intervals of 50, 80 and 90 %, the mean over epochs; what lies below
    the dashed diagonal is too sure of itself. Returns the Figure, known to pyplot.
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.8), layout="constrained")
    names = [f"coverage_{round(100 * level)}" for level in LEVELS]
    levels = [100 * level for level in LEVELS]
    for i, (name, lines) in enumerate(quality.groupby("predictor", sort=False)):
        style = {"marker": MARKERS[i % len(MARKERS)], "markersize": 5, "label": str(name)}
        left.plot(lines["epoch"], lines["error"], **style)
        right.plot(levels, 100 * lines[names].mean(), **style)
    right.plot([0, 100], [0, 100], color=REFERENCE_COLOR, linestyle=REFERENCE_DASHES, linewidth=0.8)
    left.set(xlabel="epochs seen", ylabel="mean absolute error of the final accuracy")
    left.set_ylim(bottom=0)
    right.set(
        xlabel="interval (%)", ylabel="ends within it (%)", xlim=(40, 100), ylim=(0, 100),
        xticks=levels,
    )  # fmt: skip
    left.legend(frameon=False)
    means = quality.groupby("predictor", sort=False)[["error", *names]].mean()
    describe(
        left, "Mean absolute error of the predicted final accuracy by the number of epochs seen; "
        f"on average over epochs, {_each(means['error'], '{:.3f}')}.",
    )  # fmt: skip
    describe(
        right, f"Of the ends, intervals of {levels[-1]:g} % hold: "
        f"{_each(100 * means[names[-1]], '{:.0f} %')}. Dashed: as many as they say.",
    )  # fmt: skip
    if suptitle is not None:
        fig.suptitle(suptitle)
    return fig


def _each(values: pd.Series, form: str) -> str:
    return ", ".join(f"{name} {form.format(value)}" for name, value in values.items())
