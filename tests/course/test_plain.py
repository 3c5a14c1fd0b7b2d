"""A student's objects as plain data: equal to what they were, and of no type of their own."""

from collections import Counter, OrderedDict, UserDict, namedtuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt

from course.checks.expect import CheckFailed
from course.checks.plain import MAX_DEPTH, plain


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=MAX_DEPTH - 1,
    )
)
def test_plain_data_comes_back_equal(value):
    assert plain(value, "value") == value


def test_numpy_and_pandas_become_plain():
    assert plain((np.int64(3), np.float64(0.5)), "v") == [3, 0.5]
    assert type(plain(np.bool_(True), "v")) is bool
    assert plain({("a", np.int64(1)): {1, 2}}, "v") == {("a", 1): [1, 2]}
    assert plain(pd.Series([1, 2]), "v").tolist() == [1, 2]
    assert plain(pd.Series(["a", "b"]), "v") == ["a", "b"]
    assert plain(np.array([[1, None]], dtype=object), "v") == [[1, None]]
    assert plain(np.array(2.5), "v") == 2.5
    frame = pd.DataFrame({"a": [1]})
    assert plain(frame, "v") is not frame


def overriding(base):
    """A subclass of `base` that equals everything and reads as 42."""
    names = ("__eq__", "__int__", "__float__", "__index__", "__str__", "__iter__", "items", "item")
    body = dict.fromkeys(names, lambda *_: 42) | {"__hash__": lambda _: 1}
    return type(f"Sly{base.__name__}", (base,), body)


@pytest.mark.parametrize(
    ("base", "value", "wanted"),
    [
        (int, 3, 3),
        (float, 0.5, 0.5),
        (str, "abc", "abc"),
        (list, [1, 2], [1, 2]),
        (tuple, (1, 2), [1, 2]),
        (set, {1}, [1]),
        (dict, {"a": 1}, {"a": 1}),
        (np.float64, 0.25, 0.25),
    ],
)
def test_overrides_are_gone(base, value, wanted):
    got = plain(overriding(base)(value), "v")
    assert type(got) is type(wanted)
    assert got == wanted
    assert got != 42


def test_an_array_of_a_subclass_is_a_base_array():
    class Sly(np.ndarray):
        def __eq__(self, other):
            return True

    got = plain(np.arange(3).view(Sly), "v")
    assert type(got) is np.ndarray
    assert got.tolist() == [0, 1, 2]


def test_an_object_that_lies_about_its_class_is_refused():
    class Sly:
        __class__ = list

    with pytest.raises(CheckFailed, match="type Sly"):
        plain(Sly(), "v")


def test_kinds_of_mappings_and_sequences():
    Pair = namedtuple("Pair", "a b")
    assert plain(Pair(1, 2), "v") == [1, 2]
    assert plain([OrderedDict(a=1), Counter("aa"), UserDict(b=2)], "v") == [
        {"a": 1},
        {"a": 2},
        {"b": 2},
    ]
    assert plain([range(3), map(abs, [-1]), zip("a", "b", strict=True)], "v") == [
        [0, 1, 2],
        [1],
        [["a", "b"]],
    ]


@pytest.mark.parametrize(
    "dtype", ["bool", "int8", "uint64", "float16", "float32", "complex128", ">f8", "U3"]
)
def test_arrays_keep_values_and_kind(dtype):
    array = np.array([0, 1, 1]).astype(dtype)
    got = plain(array, "v")
    assert got.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(got, array)


def test_long_doubles_become_doubles():
    assert plain(np.array([0.5], dtype=np.longdouble), "v").dtype == float
    assert type(plain(np.longdouble(0.5), "v")) is float


@pytest.mark.parametrize(
    "value",
    [
        np.array(["2026-01-01"], dtype="datetime64[D]"),
        np.zeros(2, dtype=[("a", int)]),
        np.array([b"bytes"]),
        pd.DataFrame({"when": pd.to_datetime(["2026-01-01"])}),
        pd.DataFrame({"what": [object()]}),
        np.complex128(1j),
        b"bytes",
    ],
)
def test_other_kinds_of_data_are_refused_by_name(value):
    with pytest.raises(CheckFailed, match="`v` holds a value of type"):
        plain(value, "v")


@pytest.mark.parametrize("value", [object(), lambda: 0, Exception("x"), plt.Figure()])
def test_other_values_are_refused_by_type(value):
    with pytest.raises(CheckFailed, match=type(value).__name__):
        plain(value, "thing")


def test_endless_nesting_is_refused():
    loop: list = []
    loop.append(loop)
    key = ()
    for _ in range(5000):
        key = (key,)
    for value in (loop, {key: 1}):
        with pytest.raises(CheckFailed, match=f"deeper than {MAX_DEPTH}"):
            plain(value, "loop")


def test_tables_keep_their_values():
    table = pd.DataFrame(
        {"text": ["x", None, "y"], "n": [1, 2, 3], "mixed": [1, "a", None], "yes": [True] * 3},
        index=pd.MultiIndex.from_tuples([("u", 1), ("v", 2), ("v", 3)], names=["p", None]),
    )
    table.columns = ["a", "a", 3, "b"]
    pd.testing.assert_frame_equal(plain(table, "v"), table)


def test_special_columns_become_their_values():
    table = pd.DataFrame(
        {
            "category": pd.Categorical(["b", "a"]),
            "nullable": pd.array([1, 2], dtype="Int64"),
            "lists": [(1, 2), [3]],
        }
    )
    got = plain(table, "v")
    assert got.to_dict("list") == {
        "category": ["b", "a"],
        "nullable": [1, 2],
        "lists": [[1, 2], [3]],
    }


def test_a_table_without_rows_or_columns():
    for table in (pd.DataFrame(), pd.DataFrame({"a": []}), pd.DataFrame(index=[1, 2])):
        assert plain(table, "v").shape == table.shape
