"""A smaller table is the same table, for those rows."""

import numpy as np
import pytest

from course.hpo.subset import subset
from tests.course.hpo.tables import make_table

TABLE = make_table()


def test_rows_are_those_of_the_table_in_the_order_asked_for():
    rows = [7, 2, 30]
    small = subset(TABLE, rows)
    np.testing.assert_array_equal(small.curves, TABLE.curves[rows])
    np.testing.assert_array_equal(small.macs, TABLE.macs[rows])
    np.testing.assert_array_equal(small.n_parameters, TABLE.n_parameters[rows])
    np.testing.assert_array_equal(small.modelled_seconds, TABLE.modelled_seconds[rows])
    assert small.statuses == ("ok", "diverged", "ok")
    assert (small.n_settings, small.n_epochs) == (3, TABLE.n_epochs)
    assert small.repeats.shape == (0, *TABLE.repeats.shape[1:])
    assert small.settings.to_dict("records") == TABLE.settings.iloc[rows].to_dict("records")
    for row, place in zip(rows, range(3), strict=True):
        assert small.index_of(TABLE.settings.iloc[row].to_dict()) == place


def test_all_rows_are_the_table_and_ranges_will_do():
    whole = subset(TABLE, range(TABLE.n_settings))
    np.testing.assert_array_equal(whole.curves, TABLE.curves)
    assert subset(TABLE, np.arange(5)).n_settings == 5


@pytest.mark.parametrize("rows", [[], [0, 0], [-1], [32], [0.5], [[1, 2]], [True, False]])
def test_other_rows_are_refused(rows):
    with pytest.raises(ValueError, match="different whole numbers from 0 to 31"):
        subset(TABLE, rows)
