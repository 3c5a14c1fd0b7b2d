"""The values protocol: messages as bytes that are safe to read, whoever wrote them.

A message, a dict with text for keys, is a list of frames. Frame 0 is a JSON document in ASCII, the
others are raw array buffers, used one by one in the order in which the document names arrays.

JSON's null, true, false, numbers, strings and lists stand for themselves. All else is an object
with a single key, its kind:

    {"float": "nan"}                      also "inf" and "-inf"
    {"tuple": [value, …]}
    {"dict": [[key, value], …]}           keys: null, booleans, numbers, strings, tuples of these
    {"array": [dtype, shape, order]}      little-endian, order "C" or "F"; takes one frame
    {"strings": [shape, [string, …]]}     an array of strings
    {"table": [columns, rows, [column, …]]}
                                          a data frame: an axis has [name, labels] for each level;
                                          labels and columns are arrays, lists (dtype object), or
    {"texts": [string or null, …]}        pandas' str columns
    {"figure": […]}                       the facts of a figure
    {"scalar": [dtype, number]}           a numpy number; inward only, as are
    {"name": "X_train"}                   a variable of the submission, and
    {"classifier": [params, state]}       a `course.mlp.MLPClassifier`

Nothing is unpickled or evaluated. `unpack` raises `CodecError`, and nothing else, for whatever is
not of this form or beyond the bounds.
"""

from course.checks.codec.bounds import DEFAULT_BOUNDS, Bounds, CodecError
from course.checks.codec.decode import DATA, FIGURES, INWARD, unpack
from course.checks.codec.encode import pack

__all__ = [
    "DATA",
    "DEFAULT_BOUNDS",
    "FIGURES",
    "INWARD",
    "Bounds",
    "CodecError",
    "pack",
    "unpack",
]
