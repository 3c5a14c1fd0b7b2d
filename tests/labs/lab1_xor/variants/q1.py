# Variants of lab1_xor, question q1: load_data(folder), four CSV files as numpy arrays.
# The public check looks at the notebook's own variables, the hidden one sends another folder.

# %% right: a loop over the four names
def load_data(folder):
    arrays = []
    for name in ["x_train", "y_train", "x_test", "y_test"]:
        arrays.append(np.loadtxt(f"{folder}/{name}.csv", delimiter=",", skiprows=1))
    return arrays

# %% right: pandas
def load_data(folder):
    folder = Path(folder)
    X_train = pd.read_csv(folder / "x_train.csv").to_numpy()
    y_train = pd.read_csv(folder / "y_train.csv")["y"].to_numpy()
    X_test = pd.read_csv(folder / "x_test.csv").to_numpy()
    y_test = pd.read_csv(folder / "y_test.csv")["y"].to_numpy()
    return X_train, y_train, X_test, y_test

# %% right: the csv module and plain lists first
import csv

def load_data(folder):
    def rows(name):
        with open(Path(folder) / name) as file:
            reader = csv.reader(file)
            next(reader)
            return [[float(field) for field in row] for row in reader]

    return (
        np.array(rows("x_train.csv")),
        np.array([row[0] for row in rows("y_train.csv")]),
        np.array(rows("x_test.csv")),
        np.array([row[0] for row in rows("y_test.csv")]),
    )

# %% right: genfromtxt, labels as whole numbers
import os

def load_data(folder):
    def read(name, dtype):
        path = os.path.join(folder, name)
        return np.genfromtxt(path, delimiter=",", skip_header=1, dtype=dtype)

    return (
        read("x_train.csv", float),
        read("y_train.csv", int),
        read("x_test.csv", float),
        read("y_test.csv", int),
    )

# %% right: the course's own reader
def load_data(folder):
    from course.data import load_xor

    data = load_xor(folder)
    return data.X_train, data.y_train, data.X_test, data.y_test

# %% wrong (1 of 3): reads DATA, whatever folder it is given
def load_data(folder):
    def read(name):
        return np.loadtxt(Path(DATA) / name, skiprows=1, delimiter=",")

    return read("x_train.csv"), read("y_train.csv"), read("x_test.csv"), read("y_test.csv")

# %% wrong (1 of 3): the sizes of this data set are written into the function
def load_data(folder):
    def read(name):
        return np.loadtxt(Path(folder) / name, skiprows=1, delimiter=",")

    return (
        read("x_train.csv").reshape(1000, 2),
        read("y_train.csv").reshape(1000),
        read("x_test.csv").reshape(1000, 2),
        read("y_test.csv").reshape(1000),
    )

# %% wrong (1 of 3): rounded to four decimals
def load_data(folder):
    def read(name):
        return np.round(np.loadtxt(Path(folder) / name, skiprows=1, delimiter=","), 4)

    return read("x_train.csv"), read("y_train.csv"), read("x_test.csv"), read("y_test.csv")

# %% wrong (0 of 3): the header becomes a row of NaN
def load_data(folder):
    def read(name):
        return np.genfromtxt(Path(folder) / name, delimiter=",")

    return read("x_train.csv"), read("y_train.csv"), read("x_test.csv"), read("y_test.csv")

# %% wrong (0 of 3): the header becomes a row of text
def load_data(folder):
    def read(name):
        return pd.read_csv(Path(folder) / name, header=None).to_numpy()

    return read("x_train.csv"), read("y_train.csv"), read("x_test.csv"), read("y_test.csv")

# %% wrong (0 of 3): the first point is skipped along with the header
def load_data(folder):
    def read(name):
        return pd.read_csv(Path(folder) / name, skiprows=1).to_numpy()

    X_train, y_train = read("x_train.csv"), read("y_train.csv").ravel()
    X_test, y_test = read("x_test.csv"), read("y_test.csv").ravel()
    return X_train, y_train, X_test, y_test

# %% wrong (0 of 3): x and y are returned in another order
def load_data(folder):
    def read(name):
        return np.loadtxt(Path(folder) / name, skiprows=1, delimiter=",")

    return read("x_train.csv"), read("x_test.csv"), read("y_train.csv"), read("y_test.csv")

# %% wrong (0 of 3): the training files are read twice
def load_data(folder):
    X = np.loadtxt(Path(folder) / "x_train.csv", skiprows=1, delimiter=",")
    y = np.loadtxt(Path(folder) / "y_train.csv", skiprows=1, delimiter=",")
    return X, y, X, y

# %% wrong (0 of 3): y keeps the shape (n, 1)
def load_data(folder):
    def read(name):
        return pd.read_csv(Path(folder) / name).to_numpy()

    return read("x_train.csv"), read("y_train.csv"), read("x_test.csv"), read("y_test.csv")

# %% wrong (0 of 3): rows and columns swapped
def load_data(folder):
    def read(name):
        return np.loadtxt(Path(folder) / name, skiprows=1, delimiter=",", unpack=True)

    return read("x_train.csv"), read("y_train.csv"), read("x_test.csv"), read("y_test.csv")

# %% wrong (0 of 3): no delimiter, so that reading stops with an error
def load_data(folder):
    def read(name):
        return np.loadtxt(Path(folder) / name, skiprows=1)

    return read("x_train.csv"), read("y_train.csv"), read("x_test.csv"), read("y_test.csv")

# %% wrong (0 of 3): prints, and returns nothing
def load_data(folder):
    for name in ["x_train", "y_train", "x_test", "y_test"]:
        print(np.loadtxt(Path(folder) / f"{name}.csv", skiprows=1, delimiter=","))
