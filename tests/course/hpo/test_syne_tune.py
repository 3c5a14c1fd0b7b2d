"""Syne Tune sees our numbers: every setting, epoch and metric, and its simulator runs on them."""

import numpy as np
import pytest

from course.hpo.syne_tune import ELAPSED_TIME, EPOCH, METRIC, blackbox
from tests.course.hpo.tables import SPACE, different, make_table

syne_tune = pytest.importorskip(
    "syne_tune", reason='needs Syne Tune: pip install "sixteen-seeds[syne-tune]"'
)
# Syne Tune 0.16 calls pandas in a way that pandas 3.1 would like to end.
pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.set_index")
TABLE = make_table(32)
FREE = [h.name for h in SPACE.free()]


def test_every_setting_has_its_curves():
    box = blackbox(TABLE)
    curves = np.nan_to_num(TABLE.curves[:, 0])
    for row, setting in enumerate(TABLE.settings[FREE].to_dict("records")):
        np.testing.assert_array_equal(box.objective_function(setting, seed=0), curves[row])
        for epoch in TABLE.epochs:
            got = box.objective_function(setting, fidelity={EPOCH: epoch}, seed=0)
            assert got == dict(zip(TABLE.metrics, curves[row, epoch - 1].tolist(), strict=True))
    assert box.all_configurations() == TABLE.settings[FREE].to_dict("records")
    assert {METRIC, ELAPSED_TIME} <= set(box.objectives_names)


def test_what_has_diverged_is_worse_than_a_guess_and_its_time_goes_on():
    box = blackbox(TABLE)
    assert TABLE.statuses[2] == "diverged"
    curve = box.objective_function(TABLE.settings[FREE].to_dict("records")[2], seed=0)
    assert curve[0, 1] == TABLE.validation_accuracy[2, 0]
    assert curve[1:, :3].tolist() == [[0, 0, 0]] * 4
    np.testing.assert_array_equal(curve[:, 3], TABLE.seconds[2])


def test_the_space_is_ours():
    from syne_tune.config_space import Categorical, Float, Integer, is_log_space

    space = blackbox(TABLE).configuration_space
    assert list(space) == FREE
    rng = np.random.RandomState(0)
    for h in SPACE.free():
        domain = space[h.name]
        if h.type == "categorical":
            assert isinstance(domain, Categorical)
            assert domain.categories == list(h.choices)
        else:
            assert isinstance(domain, Integer if h.type == "integer" else Float)
            assert (domain.lower, domain.upper) == (h.low, h.high)
            assert is_log_space(domain) == h.log
        for value in domain.sample(size=20, random_state=rng):
            h.check(value)


def test_of_equal_settings_the_first_is_kept():
    settings = TABLE.settings.iloc[[*range(20), 7, *range(21, 32)]]
    box = blackbox(different(TABLE, settings=settings))
    assert len(box.all_configurations()) == 31
    got = box.objective_function(settings[FREE].to_dict("records")[7], seed=0)
    np.testing.assert_array_equal(got, TABLE.curves[7, 0])


def test_a_scheduler_of_syne_tune_runs_on_our_curves(tmp_path, monkeypatch):
    """Successive halving sees the table's numbers, in the table's time, and stops the worse."""
    monkeypatch.setenv("SYNETUNE_FOLDER", str(tmp_path))
    from syne_tune import StoppingCriterion, Tuner
    from syne_tune.backend.simulator_backend.simulator_callback import SimulatorCallback
    from syne_tune.blackbox_repository import UserBlackboxBackend
    from syne_tune.optimizer.schedulers.asha import AsynchronousSuccessiveHalving

    box, results = blackbox(TABLE, time_factor=1000), SimulatorCallback()
    scheduler = AsynchronousSuccessiveHalving(
        box.configuration_space, metric=METRIC, do_minimize=False, time_attr=EPOCH,
        max_t=TABLE.n_epochs, random_seed=0,
        searcher_kwargs={"points_to_evaluate": box.all_configurations()},
    )  # fmt: skip
    backend = UserBlackboxBackend(box, elapsed_time_attr=ELAPSED_TIME, seed=0, tuner_sleep_time=1)
    Tuner(
        backend, scheduler, StoppingCriterion(max_num_trials_started=24), n_workers=1,
        sleep_time=0, callbacks=[results], save_tuner=False,
    ).run()  # fmt: skip
    seen = results.dataframe()
    assert seen["trial_id"].nunique() >= 20
    assert seen.groupby("trial_id")[EPOCH].max().lt(TABLE.n_epochs).any()
    for _, report in seen.iterrows():
        row = TABLE.index_of({name: report[f"config_{name}"] for name in FREE})
        for name in TABLE.metrics:
            wanted = np.nan_to_num(getattr(TABLE, name)[row, int(report[EPOCH]) - 1])
            factor = 1000 if name == ELAPSED_TIME else 1
            assert report[name] == pytest.approx(factor * wanted, abs=1e-7), name


@pytest.mark.parametrize("factor", [0, -1, float("nan"), float("inf")])
def test_a_factor_of_time_is_positive_and_finite(factor):
    with pytest.raises(ValueError, match=f"must be above 0 and finite, got time_factor={factor}"):
        blackbox(TABLE, time_factor=factor)
