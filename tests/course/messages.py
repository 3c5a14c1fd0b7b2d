"""Values and messages for the tests of the values protocol."""

import math

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from course.checks.codec.bounds import DTYPES
from course.checks.figures import FigureFacts, PanelFacts

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(-(10**60), 10**60) | st.floats(width=64) | TEXTS
KEYS = st.recursive(SCALARS, lambda inner: st.tuples(inner, inner), max_leaves=3)
SHAPES = npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5)
ARRAYS = st.sampled_from(DTYPES).flatmap(lambda dtype: npst.arrays(dtype, SHAPES)) | SHAPES.flatmap(
    lambda shape: npst.arrays("U5", shape, elements=TEXTS.map(lambda text: text[:5].rstrip("\0")))
)


@st.composite
def tables(draw):
    """Data frames with repeated names, several levels, and columns of every kind."""
    n_rows, n_columns = draw(st.integers(0, 4)), draw(st.integers(0, 4))

    def labels(n_labels):
        kinds = [st.lists(KEYS, min_size=n_labels, max_size=n_labels).map(as_objects)]
        kinds += [st.lists(TEXTS | st.none(), min_size=n_labels, max_size=n_labels).map(as_texts)]
        kinds += [npst.arrays(np.int64, n_labels), npst.arrays(np.float64, n_labels)]
        return draw(st.one_of(kinds))

    def axis(n_labels):
        if draw(st.integers(0, 3)):
            return pd.Index(labels(n_labels), name=draw(TEXTS | st.none()), tupleize_cols=False)
        levels = [draw(npst.arrays(np.int64, n_labels)), as_texts(["a", "b", "a", "b"][:n_labels])]
        return pd.MultiIndex.from_arrays(levels, names=[draw(TEXTS), None])

    values = {}
    for i in range(n_columns):
        numbers = npst.arrays(draw(st.sampled_from(DTYPES)), n_rows)
        cells = st.lists(SCALARS | st.lists(SCALARS), min_size=n_rows, max_size=n_rows)
        texts = st.lists(TEXTS | st.none(), min_size=n_rows, max_size=n_rows)
        values[i] = draw(numbers | cells.map(as_objects) | texts.map(as_texts))
    table = pd.DataFrame(values, index=axis(n_rows))
    table.columns = axis(n_columns)
    return table


def as_objects(values):
    return pd.Series([*values, None], dtype=object).to_numpy()[:-1]


def as_texts(texts):
    return pd.array(texts, dtype="str")


DATA_VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=8,
)


def same(one, other):
    """Whether two values are equal bit for bit, in type too; every nan equals every other."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        if one.dtype.kind == "U":  # its width is no part of its value
            return one.shape == other.shape and bool((one == other).all())
        order = one.flags.f_contiguous == other.flags.f_contiguous
        return one.dtype == other.dtype and order and one.tobytes() == other.tobytes()
    if isinstance(one, float):
        both_nan = math.isnan(one) and math.isnan(other)
        return both_nan or (one == other and math.copysign(1, one) == math.copysign(1, other))
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, PanelFacts | FigureFacts):
        return same(list(vars(one).values()), list(vars(other).values()))
    if isinstance(one, pd.DataFrame):
        return same(_parts(one), _parts(other))
    return one == other


def _parts(table):
    """A table as lists and dtypes; pandas' own comparison takes no nan inside a value for equal."""
    axes = [[axis.tolist(), list(axis.names), str(axis.dtype)] for axis in table.axes]
    columns = [table.iloc[:, i].tolist() for i in range(table.shape[1])]
    return [axes, columns, list(map(str, table.dtypes))]


def panel(title="A", **changes):
    """The facts of one panel."""
    facts = {
        "title": title,
        "cell": (0, 1),
        "xlabel": "seed",
        "ylabel": "loss",
        "xlim": (0.0, 2.5),
        "ylim": (-math.inf, math.nan),
        "lines": (np.array([[0.0, 1.0], [1.0, 0.5]]), np.empty((0, 2))),
        "n_points": 3,
        "n_fields": 1,
        "field_means": (0.25,),
    }
    return PanelFacts(**facts | changes)


FIGURE = FigureFacts((panel(), panel("", cell=None, lines=())), "both", (6.4, 4.8))
TABLE = pd.DataFrame(
    {"n": [1, 2], "text": ["a", None], "mixed": [1, [2.5]], "x": [0.5, np.nan]},
    index=pd.MultiIndex.from_tuples([("u", 1), ("v", 2)], names=["p", None]),
)
MESSAGES = [
    {"ok": None},
    {"ok": [True, -3, 10**30, 0.1, math.nan, "é\N{SNOWMAN}\N{ROCKET}"]},
    {"ok": {("lbfgs", 1): [[0.7, 0.5], []], "b": {None: (1,)}}},
    {"ok": [np.arange(6).reshape(2, 3), np.asfortranarray(np.ones((3, 2))), np.array(["a", "bc"])]},
    {"ok": [np.zeros((2, 0), np.float32), np.array([True, False]), np.array([1j])]},
    {"ok": TABLE},
    {"ok": pd.DataFrame({"a": []})},
    {"ok": FIGURE},
    {"failed": ["no `x`", "`x`", "", "Run it."]},
]
