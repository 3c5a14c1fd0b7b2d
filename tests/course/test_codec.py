"""The codec: what is packed comes back bit for bit, and nothing else gets in."""

import contextlib
import json
import math
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt

from course.checks.codec import DATA, FIGURES, INWARD, Bounds, CodecError, pack, unpack
from course.checks.codec.bounds import MAX_COLUMNS, MAX_DIGITS
from course.checks.figures import figure_facts
from course.checks.submission import Name
from course.checks.xor_inputs import small_runs
from course.data import make_xor
from course.mlp import MLPClassifier, fit_seeds
from course.mlp.presets import HW04
from tests.course.messages import DATA_VALUES, FIGURE, TABLE, same, tables


def through(value, kinds=DATA):
    """`value` after its journey."""
    return unpack(pack({"value": value}), kinds=kinds)["value"]


def document(tree, *frames):
    """The frames of a message whose one value is the JSON `tree`."""
    text = tree if isinstance(tree, str) else json.dumps(tree)
    return [f'{{"dict":[["value",{text}]]}}'.encode(), *frames]


# --- there and back -----------------------------------------------------------------------------


@given(DATA_VALUES)
@settings(max_examples=400)
def test_data_comes_back_bit_for_bit(value):
    assert same(through(value), value)


@given(tables())
@settings(max_examples=200)
def test_tables_come_back(table):
    assert same(through(table), table)


def test_arrays_come_back_as_our_own():
    array = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    got = through(array)
    got[:] = 0  # neither read-only nor the frame's memory
    assert array.sum() == 15
    assert through(np.arange(6)[::-2]).tolist() == [5, 3, 1]
    assert through(np.array([1.5], dtype=">f4")).dtype == np.dtype("=f4")


def test_figures_come_back():
    fig, (left, right) = plt.subplots(1, 2)
    left.plot([1, 2], [3, 4])
    right.imshow([[0, 1], [2, 5]])
    facts = figure_facts(fig)
    plt.close(fig)
    got = through(facts, FIGURES)
    assert got.panels[1].field_means == (2.0,)
    assert got.panels[0].xlim == tuple(facts.panels[0].xlim)
    np.testing.assert_array_equal(got.panels[0].lines[0], facts.panels[0].lines[0])
    assert same(through(FIGURE, FIGURES), FIGURE)


def fitted_classifier(solver, labels):
    X, y = make_xor(2, n_per_blob=10)
    words = np.where(y == 1, "same", "different")
    classes = {"two": y, "words": words, "three": np.digitize(X[:, 0], [-1, 1])}
    given = {"solver": solver} | HW04.get(solver, {}) | {"max_iter": 30, "activation": "tanh"}
    return fit_seeds(X, classes[labels], [4], **given)[0]


@pytest.mark.parametrize("solver", ["lbfgs", "sgd", "adam"])
@pytest.mark.parametrize("labels", ["two", "words", "three"])
def test_fitted_classifiers_come_back_equal(solver, labels):
    clf = fitted_classifier(solver, labels)
    X, _ = make_xor(7, n_per_blob=25)
    y = clf.predict(X)[::-1]
    [got] = through([clf], INWARD)
    assert type(got) is MLPClassifier
    assert got.get_params() == clf.get_params()
    for method in ("predict", "predict_proba"):
        one, other = getattr(got, method)(X), getattr(clf, method)(X)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    assert got.score(X, y) == clf.score(X, y)
    public = {name for name in vars(clf) if not name.startswith("_")}
    assert {name for name in vars(got) if not name.startswith("_")} == public
    for name in public:
        assert same(getattr(got, name), getattr(clf, name)), name


def test_lists_of_classifiers_are_cheap():
    clfs, _, _ = small_runs(6, tuple(range(16)))
    frames = pack({"clfs": clfs})
    assert sum(map(len, frames)) < 100_000
    np.testing.assert_equal([c.n_iter_ for c in through(clfs, INWARD)], [c.n_iter_ for c in clfs])


def test_an_unfitted_classifier_comes_back_unfitted():
    got = through(MLPClassifier(hidden_layer_sizes=(3, 2)), INWARD)
    assert got.hidden_layer_sizes == (3, 2)
    assert not hasattr(got, "coefs_")


@pytest.mark.parametrize("value", [np.float64(0.1), np.float32(0.1), np.int8(-3), np.bool_(True)])
def test_arguments_keep_numpys_scalars(value):
    assert same(through(value, INWARD), value)
    assert through(Name("X_train"), INWARD) == Name("X_train")


# --- what is not sent ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (object(), "type object cannot be sent"),
        ({1, 2}, "type set cannot be sent"),
        (1j, "type complex cannot be sent"),
        (type("Text", (str,), {})("a"), "type Text cannot be sent"),
        (np.array([None]), "dtype object cannot be sent"),
        (np.array(["2026"], dtype="datetime64[Y]"), "cannot be sent"),
        (pd.DataFrame({"when": pd.to_datetime(["2026-01-01"])}), "cannot be sent"),
        (10**MAX_DIGITS, "more than 4,000 digits"),
        (MLPClassifier(random_state=np.random.RandomState(0)), "RandomState cannot be sent"),
    ],
)
def test_other_values_are_not_sent(value, message):
    with pytest.raises(CodecError, match=message):
        pack({"value": value})


def test_classifiers_of_several_labels_are_not_sent():
    X, y = make_xor(2, n_per_blob=5)
    clf = MLPClassifier(max_iter=2).fit(X, np.column_stack([y, y]))
    with pytest.raises(CodecError, match="several labels a sample cannot be sent"):
        pack({"clf": clf})


def test_the_longest_integers_come_back():
    for value in (10**MAX_DIGITS - 1, 1 - 10**MAX_DIGITS):
        assert through(value) == value


def nested(levels):
    value = []
    for _ in range(levels - 1):
        value = [value]
    return value


def test_bounds_hold_on_both_sides():
    for bounds, value, message in [
        (Bounds(value_bytes=1000), np.zeros(125), r"1,0\d\d bytes, more than the limit of 1,000"),
        (Bounds(n_values=50), [0] * 60, r"6\d values, more than the limit of 50"),
        (Bounds(value_depth=9), nested(10), "deeper than the limit of 9 levels"),
    ]:
        with pytest.raises(CodecError, match=message):
            pack({"value": value}, bounds)
        with pytest.raises(CodecError, match=message):
            unpack(pack({"value": value}), bounds)
    fits = pack({"value": nested(9)}, Bounds(value_depth=9))
    assert unpack(fits, Bounds(value_depth=9)) == {"value": nested(9)}
    with pytest.raises(CodecError, match="deeper"):
        pack({"value": nested(10**4)})


# --- what does not get in -----------------------------------------------------------------------

ONE_PANEL = ["t", None, "x", "y", [0.5, 1.5], [0.5, 1.5], [], 0, 0, []]


def panel_with(position, value):
    panel = list(ONE_PANEL)
    panel[position] = value
    return {"figure": [[panel], "", [1.5, 1.5]]}


EIGHT = bytes(8)
REFUSED = [
    # JSON that is not ours
    (document("NaN"), "NaN outside of a float"),
    (document("-Infinity"), "-Infinity outside"),
    (document("1e999"), "too long or too large"),
    (document("0." + "1" * 50), "too long or too large"),
    (document("9" * (MAX_DIGITS + 1)), "more than 4,000 digits"),
    (document(r'"\ud800"'), "half of a surrogate pair"),
    (document('"\x01"'), "no JSON"),
    (document("[1,]"), "no JSON"),
    (document("1 2"), "no JSON"),
    (document("{}"), "an object with 0 keys"),
    (document('{"float":"nan","tuple":[]}'), "an object with 2 keys"),
    (document('{"float":"nan","float":"nan"}'), "an object with 2 keys"),
    ([b""], "no JSON"),
    (["é".encode()], "not ASCII"),
    ([b"\xff\xfe"], "not ASCII"),
    ([b"[" * 200_000], "nested too deep"),
    ([pickle.dumps({"value": 1})], "not ASCII|no JSON"),
    # messages that are none
    ([], "no frames"),
    (None, "no frames"),
    (["{}"], "a frame that is no bytes"),
    ([b"3"], "no dict with text"),
    ([b'{"dict":[[1,2]]}'], "no dict with text"),
    ([b'{"dict":[]}', b""], "more frames than arrays"),
    # kinds that are unknown, or not for the grader
    (document({"set": []}), "a value of the kind 'set'"),
    (document({"name": "X"}), "a value of the kind 'name'"),
    (document({"scalar": ["int8", 1]}), "a value of the kind 'scalar'"),
    (document({"classifier": [{"dict": []}, {"dict": []}]}), "a value of the kind 'classifier'"),
    (document({"texts": ["a"]}), "a value of the kind 'texts'"),
    (document({"k" * 5000: 1}), "a value of the kind 'k{40}' where"),
    # contents that do not fit their kind
    (document({"float": "1.5"}), "not nan, inf or -inf"),
    (document({"float": ["nan"]}), "not nan, inf or -inf"),
    (document({"tuple": "ab"}), "a list must be"),
    (document({"dict": [[1]]}), "a list of 1 where 2"),
    (document({"dict": [["a", 1], ["a", 2]]}), "a key twice"),
    (document({"dict": [[1, 1], [True, 2]]}), "a key twice"),
    (document({"dict": [[[1], 1]]}), "a key that is no"),
    (document({"dict": [[{"tuple": [[]]}, 1]]}), "a key that is no"),
    (document({"dict": [[{"dict": []}, 1]]}), "a key that is no"),
    (document({"array": ["int8", [8]]}, EIGHT), "a list of 2 where 3"),
    (document({"array": ["object", [1], "C"]}, EIGHT), "unknown dtype"),
    (document({"array": ["O", [1], "C"]}, EIGHT), "unknown dtype"),
    (document({"array": [["int8"], [8], "C"]}, EIGHT), "unknown dtype"),
    (document({"array": ["int8", [8], "K"]}, EIGHT), "unknown order"),
    (document({"array": ["int8", [8], []]}, EIGHT), "unknown order"),
    (document({"array": ["int8", [9], "C"]}, EIGHT), "another size"),
    (document({"array": ["int8", [-8], "C"]}, EIGHT), "a count must be"),
    (document({"array": ["int8", [8.0], "C"]}, EIGHT), "a count must be"),
    (document({"array": ["int8", [True] * 8, "C"]}, EIGHT), "a count must be"),
    (document({"array": ["int8", [10**30, 0], "C"]}, b""), "a count must be"),
    (document({"array": ["int8", [2**30, 2**30, 0], "C"]}, b""), "larger than memory"),
    (document({"array": ["int8", [1] * 33, "C"]}, b"0"), "33 dimensions"),
    (document({"array": ["bool", [8], "C"]}, b"\x02" * 8), "neither 0 nor 1"),
    (document({"array": ["int8", [0], "C"]}), "more arrays than frames"),
    (document({"array": ["int8", [8], "C"]}, EIGHT, EIGHT), "more frames than arrays"),
    (document({"strings": [[2], ["a"]]}), "a list of 1 where 2"),
    (document({"strings": [[1], [3]]}), "text must be"),
    (document({"strings": [[5000], ["a" * 5000] + [""] * 4999]}), "strings of 100,000,000 bytes"),
    # tables
    (document({"table": [[], [], []]}), "axis without levels"),
    (document({"table": [[[None, []]], [[None, [1]], [None, [1, 2]]], []]}), "unequal"),
    (document({"table": [[[None, ["a"]]], [[None, []]], []]}), "do not fit"),
    (document({"table": [[[None, ["a"]]], [[None, [0]]], [[1, 2]]]}), "do not fit"),
    (document({"table": [[[None, [[1]]]], [[None, []]], [[]]]}), "a key that is no"),
    (document({"table": [[[[1], ["a"]]], [[None, []]], [[]]]}), "a key that is no"),
    (document({"table": [[[None, ["a"]]], [[None, [1]]], [{"texts": [1]}]]}), "text must be"),
    (document({"table": [[[None, ["a"]]], [[None, [1]]], [{"tuple": [1]}]]}), "a column that is"),
    (
        document(
            {"table": [[[None, ["a"]]], [[None, [1]]], [{"array": ["int8", [1, 1], "C"]}]]}, b"0"
        ),
        "another number of dimensions",
    ),
    (document({"table": [[], [], [[]] * MAX_COLUMNS]}), "limit of 10,000 columns"),
    # figures
    (document({"figure": [[], "", [1.5, 1]]}), "no float"),
    (document({"figure": [[], 3, [1.5, 1.5]]}), "text must be"),
    (document({"figure": [[[]], "", [1.5, 1.5]]}), "a list of 0 where 10"),
    (document(panel_with(0, ["t"])), "text must be"),
    (document(panel_with(1, [0, -1])), "a count must be"),
    (document(panel_with(4, [0.5])), "a list of 1 where 2"),
    (document(panel_with(6, [[[0.5, 0.5]]])), "a line that is no"),
    (document(panel_with(6, [{"array": ["int8", [4, 2], "C"]}]), EIGHT), "a line that is no"),
    (document(panel_with(7, True)), "a count must be"),
    (document(panel_with(9, ["0.5"])), "no float"),
]


@pytest.mark.parametrize(("frames", "message"), REFUSED)
def test_what_breaks_a_rule_is_refused_in_a_sentence(frames, message):
    with pytest.raises(CodecError, match=message) as refused:
        unpack(frames, kinds=FIGURES)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "content",
    [
        ["classifier", [1, 2]],
        ["classifier", [{"dict": [["colour", 1]]}, {"dict": []}]],
        ["classifier", [{"dict": []}, {"dict": [["classes_", "x"]]}]],
        ["scalar", ["int8", 1000]],
        ["scalar", ["int8", "3"]],
        ["scalar", ["float64", {"tuple": []}]],
        ["name", 3],
    ],
)
def test_bad_arguments_are_refused_too(content):
    kind, parts = content
    with pytest.raises(CodecError):
        unpack(document({kind: parts}), kinds=INWARD)


JSON_TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["nan", "int8", "float64", "bool", "C", "F"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(sorted(INWARD | FIGURES | {"texts"})), inner, max_size=1)
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=20,
)


@given(JSON_TREES, st.lists(st.binary(max_size=16), max_size=3), st.sampled_from([FIGURES, INWARD]))
@settings(max_examples=1000)
def test_any_json_is_a_message_or_refused(tree, buffers, kinds):
    with contextlib.suppress(CodecError):
        unpack(document(tree, *buffers), kinds=kinds)


@given(st.lists(st.binary(max_size=64), max_size=4))
@settings(max_examples=500)
def test_any_bytes_are_refused(frames):
    with pytest.raises(CodecError):
        unpack(frames, kinds=FIGURES)


def test_bounds_speak_before_parsing():
    """The size and the number of values are known before any of it is parsed."""
    for frames, message in [
        ([b"\xff" * 2000], "2,000 bytes, more than"),
        ([b",[{" * 300], "901 values, more than"),
        ([b"{}"] + [b""] * 600, "602 values, more than"),
    ]:
        with pytest.raises(CodecError, match=message):
            unpack(frames, Bounds(value_bytes=1000, n_values=500))


def test_the_format_is_what_the_docs_say():
    message = {"a": math.inf, "b": (1, None), "c": np.array([[True, False]]), "d": TABLE}
    text, *buffers = pack(message)
    assert buffers[0] == b"\x01\x00"
    read = dict(json.loads(text)["dict"])
    assert read["a"] == {"float": "inf"}
    assert read["b"] == {"tuple": [1, None]}
    assert read["c"] == {"array": ["bool", [1, 2], "C"]}
    columns, rows, values = read["d"]["table"]
    assert columns == [[None, {"texts": ["n", "text", "mixed", "x"]}]]
    assert [name for name, _ in rows] == ["p", None]
    assert values[1:3] == [{"texts": ["a", None]}, [1, [2.5]]]
