"""A look-up table as a blackbox of Syne Tune, so that its schedulers can be tried on our curves.

    from syne_tune.blackbox_repository import UserBlackboxBackend

    box = blackbox(load_curves("digits"), time_factor=1000)  # its clock shows milliseconds
    backend = UserBlackboxBackend(box, elapsed_time_attr=ELAPSED_TIME, tuner_sleep_time=1)

Give a scheduler `metric=METRIC`, `do_minimize=False` and, if it stops trials early,
`time_attr=EPOCH`. It can ask for settings of the table only: let it choose from
`box.all_configurations()`, or put `syne_tune.blackbox_repository.add_surrogate` between them.

Two things make Syne Tune's clock coarse. Its simulator takes every epoch to last 0.01 seconds or
more, and looks for results every `tuner_sleep_time` seconds, 5 unless told otherwise: a trial that
ends sooner is never stopped. Hence the factor, wherever epochs are that short.

Needs `pip install "sixteen-seeds[syne-tune]"`.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from course.hpo.space import Hyperparameter
from course.hpo.table import CurveTable

if TYPE_CHECKING:
    from syne_tune.blackbox_repository.blackbox_tabular import BlackboxTabular

METRIC = "validation_accuracy"  # to be maximized
ELAPSED_TIME = "seconds"
EPOCH = "epoch"


def blackbox(table: CurveTable, *, time_factor: float = 1.0) -> "BlackboxTabular":
    """The table's settings, searched hyperparameters only, and curves for Syne Tune (0.16).

    Objectives have the table's metric names; `seconds` is cumulative and multiplied by
    `time_factor`, the fidelity is `epoch`, from 1. Where a setting has diverged its accuracies are
    0, worse than a guess, because schedulers can't rank NaN. Of settings that are equal only the
    first is kept.

    Raises ValueError unless `time_factor` is above 0, ImportError when Syne Tune is not installed.
    """
    if not 0 < time_factor < np.inf:
        raise ValueError(
            f"time_factor must be above 0 and finite, got time_factor={time_factor}; "
            "1000 gives milliseconds"
        )
    try:
        from syne_tune.blackbox_repository.blackbox_tabular import BlackboxTabular
        from syne_tune.config_space import randint
    except ImportError as error:
        raise ImportError(
            f"Syne Tune must be installed, got {error}; "
            'run `pip install "sixteen-seeds[syne-tune]"`'
        ) from error
    free = table.space.free()
    settings = table.settings[[h.name for h in free]]
    first = ~settings.duplicated().to_numpy()
    curves = table.curves[first].astype(np.float64)
    curves[..., table.metrics.index(ELAPSED_TIME)] *= time_factor
    accuracies = [name.endswith("accuracy") for name in table.metrics]
    curves[..., accuracies] = np.nan_to_num(curves[..., accuracies], nan=0.0)
    return BlackboxTabular(
        hyperparameters=settings[first].reset_index(drop=True),
        configuration_space={h.name: _domain(h) for h in free},
        fidelity_space={EPOCH: randint(1, table.n_epochs)},
        objectives_evaluations=curves,
        fidelity_values=table.epochs,
        objectives_names=list(table.metrics),
    )


def _domain(h: Hyperparameter) -> Any:
    from syne_tune.config_space import choice, loguniform, randint, uniform

    if h.type == "categorical":
        return choice(list(h.choices))
    assert h.low is not None
    assert h.high is not None
    if h.type == "integer":
        return randint(int(h.low), int(h.high))
    return loguniform(h.low, h.high) if h.log else uniform(h.low, h.high)
