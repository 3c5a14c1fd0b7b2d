"""Objects that are not what they say: equal to all, of another class, different at each look."""

from tests.hostile.base import answers_with, but, only

EQUAL_TO_ALL = """
class Equal:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = lambda self: 0
    def __sub__(self, other): return self
    __rsub__ = __add__ = __radd__ = __mul__ = __truediv__ = __sub__
    def __abs__(self): return self
    def __bool__(self): return True
    def __float__(self): return 0.5
    def __contains__(self, other): return True
    def __getitem__(self, key): return self
    def __iter__(self): return iter([])
    def __len__(self): return 16
    def __call__(self, *args, **kwargs): return self
    def __getattr__(self, name): return self
    def __format__(self, spec): return "0.8"
    def __array__(self, *args, **kwargs): return np.array(0.5)
    def __array_function__(self, function, types, args, kwargs): return True
    def __array_ufunc__(self, function, method, *args, **kwargs): return True
"""

SUBMISSIONS = [
    answers_with(
        "object-equal-to-all",
        "an object that is equal to whatever it is compared with",
        q1=EQUAL_TO_ALL
        + """
def fraction_of_heads(n_flips, random_state):
    return Equal()
""",
        points=but(q1=0),
    ),
    answers_with(
        "object-functions-equal-to-all",
        "all answers are that object, callable and all",
        q1=EQUAL_TO_ALL + "fraction_of_heads = sixteen_fractions = draw_fractions = Equal()",
        q2="pass",
        q3="pass",
        points=only(),
    ),
    answers_with(
        "object-float-in-name",
        "a float whose comparisons and arithmetic always please",
        q1="""
class Pleasing(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    def __lt__(self, other): return True
    __hash__ = float.__hash__
    def __repr__(self): return "0.8"
    def __reduce__(self): return (print, ("hostile pickle",))
def fraction_of_heads(n_flips, random_state):
    return Pleasing(0.123)
""",
        points=but(q1=0),
    ),
    answers_with(
        "object-of-lied-class",
        "`__class__` says float; so does isinstance",
        q1="""
class Liar:
    __class__ = float
    def __float__(self): return 0.8
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    def __repr__(self): return "0.8"
    def __reduce_ex__(self, protocol): return (print, ("hostile pickle",))
def fraction_of_heads(n_flips, random_state):
    return Liar()
""",
        points=but(q1=0),
    ),
    answers_with(
        "object-array-in-name",
        "an array whose comparisons always please, with a dtype and a shape of its own making",
        q2="""
class Pleasing(np.ndarray):
    shape = (16,)
    def __eq__(self, other): return np.ones(16, dtype=bool)
    def __array_function__(self, function, types, args, kwargs): return True
    def __array_ufunc__(self, function, method, *args, **kwargs): return np.ones(16, dtype=bool)
    def tobytes(self, *args): return b"\\x00" * 7
    def __reduce__(self): return (print, ("hostile pickle",))
def sixteen_fractions(n_flips):
    return {"fractions": np.zeros(16).view(Pleasing), "mean": 0.123, "spread": 0.123}
""",
        points=but(q2=0),
    ),
    answers_with(
        "object-strange-dtypes",
        "arrays of objects, of records, of dates, of text, of nothing",
        q1="""
def fraction_of_heads(n_flips, random_state):
    return np.array([print], dtype=object)
""",
        q2="""
def sixteen_fractions(n_flips):
    return {
        "fractions": np.zeros(16, dtype=[("a", "f8"), ("b", "O"), ("c", "U3")]),
        "mean": np.datetime64("NaT"),
        "spread": np.array("x" * 1000, dtype="S1000"),
    }
""",
        points=only("q3"),
    ),
    answers_with(
        "object-dict-in-name",
        "a dict whose keys are one thing and whose items are another, and never end",
        q2="""
class Endless(dict):
    def keys(self): return ["fractions", "mean", "spread"]
    def __iter__(self):
        while True:
            yield "fractions"
    def items(self):
        while True:
            yield "fractions", [0.5] * 16
    def __len__(self): return 3
    def __getitem__(self, key): return 0.5
def sixteen_fractions(n_flips):
    return Endless()
""",
        points=but(q2=0),
    ),
    answers_with(
        "object-generator",
        "a generator that never ends, and a list subclass that grows while it is read",
        q2="""
import itertools
class Growing(list):
    def __iter__(self):
        for i in itertools.count():
            self.append(i)
            yield self
    def __len__(self): return 16
def sixteen_fractions(n_flips):
    endless = map(str, itertools.count())
    return {"fractions": Growing(), "mean": itertools.count(), "spread": endless}
""",
        points=only("q1"),
    ),
    answers_with(
        "object-keys",
        "keys that are equal to all others, and text that is a key and is not",
        q2="""
class Key(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("mean")
    def __str__(self): return "fractions"
def sixteen_fractions(n_flips):
    return {Key("<b>"): [0.5] * 16, 1: 2, (1, (2, 3)): 4, None: 0, float("nan"): 1, "__class__": 3}
""",
        points=but(q2=0),
    ),
    answers_with(
        "object-odd-numbers",
        "nan, inf, -0.0, huge and complex numbers, booleans for floats",
        q1="def fraction_of_heads(n_flips, random_state):\n    return complex('nan+infj')",
        q2="def sixteen_fractions(n_flips):\n"
        '    return {"fractions": [float("nan")] * 16, "mean": 10**5000, "spread": True}',
        points=only("q3"),
    ),
    answers_with(
        "object-frame-in-name",
        "data frames: with equal column names, of objects, indexed by themselves, subclassed",
        q1="""
import pandas
class Frame(pandas.DataFrame):
    def __eq__(self, other): return True
    def to_numpy(self, *args, **kwargs): return np.ones(1)
def fraction_of_heads(n_flips, random_state):
    return Frame({"a": [print, np.zeros(3)]}, index=pandas.MultiIndex.from_tuples([(1, 2), (1, 2)]))
""",
        q2="""
def sixteen_fractions(n_flips):
    return pandas.DataFrame(np.zeros((16, 3)), columns=["fractions", "fractions", ("mean", 1)])
""",
        points=only("q3"),
    ),
    answers_with(
        "object-figure-in-name",
        "a Figure whose axes are made of lies and never end",
        q3="""
class Yes:
    def __getattr__(self, name): return Yes()
    def __call__(self, *args, **kwargs): return Yes()
    def __eq__(self, other): return True
    def __iter__(self):
        while True:
            yield Yes()
    def __array__(self, *args, **kwargs): return np.zeros((16, 2))
    def __float__(self): return 0.5
    def __str__(self): return "seed fraction"
class Picture(Figure):
    @property
    def axes(self): return Yes()
    def get_size_inches(self): return (Yes(), Yes())
    def get_suptitle(self): return Yes()
def draw_fractions(fractions):
    return Picture()
""",
        points=but(q3=0),
    ),
    answers_with(
        "object-names-of-types",
        "a type whose name is 10 MB of HTML, and a metaclass whose `__name__` never ends",
        q1="""
Long = type("<script>alert(1)</script>" * 400_000, (), {"__repr__": lambda self: "short"})
def fraction_of_heads(n_flips, random_state):
    return Long()
""",
        q3="""
class Meta(type):
    @property
    def __name__(cls):
        while True:
            pass
class Thing(metaclass=Meta):
    pass
def draw_fractions(fractions):
    return Thing()
""",
        points=but(q1=0, q3=0),
    ),
    answers_with(
        "object-exceptions",
        "exceptions whose text never ends, is no text, or raises again",
        q1="""
class Worse(Exception):
    def __str__(self):
        raise ValueError("again")
    __repr__ = __str__
def fraction_of_heads(n_flips, random_state):
    raise Worse()
""",
        q3="""
class Endless(Exception):
    def __str__(self):
        while True:
            pass
def draw_fractions(fractions):
    raise Endless()
""",
        points=but(q1=0, q3=0),
    ),
    answers_with(
        "object-different-at-each-look",
        "answers right at the first look and wrong at the second, and the other way round",
        q1="""
calls = [0]
def fraction_of_heads(n_flips, random_state):
    calls[0] += 1
    right = float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
    return right if n_flips <= 2000 else 1 - right
""",
        points=but(q1=2),
    ),
    answers_with(
        "object-changes-its-arguments",
        "changes the lists and arrays that it is given, in the hope that the check uses them again",
        q3="""
def draw_fractions(fractions):
    try:
        fractions[:] = [0.123] * len(fractions)
    except TypeError:
        pass
    fig, ax = plt.subplots()
    ax.plot(range(16), [0.123] * 16, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig
""",
        points=but(q3=1),
    ),
]
