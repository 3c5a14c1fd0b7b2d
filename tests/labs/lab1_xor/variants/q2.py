# Variants of lab1_xor, question q2: describe_data(X, y), four numbers in a dict.
# Nine points publicly, other sizes and other fractions hidden.

# %% right: a loop in plain Python
def describe_data(X, y):
    n_positive = 0
    n_right = 0
    for point, label in zip(X, y):
        same_sign = (point[0] > 0) == (point[1] > 0)
        n_positive += label == 1
        n_right += int(same_sign) == label
    return {
        "n_samples": len(X),
        "n_features": len(X[0]),
        "fraction_positive": n_positive / len(y),
        "xor_accuracy": n_right / len(y),
    }

# %% right: np.sign and np.where
def describe_data(X, y):
    n, d = X.shape
    rule = np.where(np.sign(X[:, 0]) == np.sign(X[:, 1]), 1, 0)
    return dict(
        n_samples=n, n_features=d, fraction_positive=np.mean(y), xor_accuracy=(rule == y).mean()
    )

# %% right: pandas
def describe_data(X, y):
    frame = pd.DataFrame(X)
    labels = pd.Series(y)
    rule = (frame[0] * frame[1] > 0).astype(int)
    result = {"xor_accuracy": (rule == labels).mean(), "n_samples": len(frame)}
    result["n_features"] = len(frame.columns)
    result["fraction_positive"] = labels.value_counts(normalize=True).get(1, 0)
    return result

# %% right: the two columns unpacked
def describe_data(X, y):
    x1, x2 = X.T
    wrong = np.logical_xor(x1 * x2 > 0, y == 1)
    return {
        "n_samples": x1.size,
        "n_features": X.shape[1],
        "fraction_positive": np.count_nonzero(y == 1) / y.size,
        "xor_accuracy": 1 - wrong.mean(),
    }

# %% right: the product of a row, and scikit-learn's accuracy
from sklearn.metrics import accuracy_score

def describe_data(X, y):
    return {
        "n_samples": np.shape(X)[0],
        "n_features": np.shape(X)[1],
        "fraction_positive": sum(y == 1) / len(y),
        "xor_accuracy": accuracy_score(y, X.prod(axis=1) > 0),
    }

# %% wrong (2 of 4): two features, whatever the data
def describe_data(X, y):
    same_sign = X[:, 0] * X[:, 1] > 0
    return {
        "n_samples": len(X),
        "n_features": 2,
        "fraction_positive": np.mean(y == 1),
        "xor_accuracy": np.mean(same_sign == y),
    }

# %% wrong (0 of 4): the rule turned round
def describe_data(X, y):
    rule = X[:, 0] * X[:, 1] < 0
    return {
        "n_samples": X.shape[0],
        "n_features": X.shape[1],
        "fraction_positive": np.mean(y == 1),
        "xor_accuracy": np.mean(rule == y),
    }

# %% wrong (0 of 4): how often the rule says 1, not how often it is right
def describe_data(X, y):
    rule = X[:, 0] * X[:, 1] > 0
    return {
        "n_samples": X.shape[0],
        "n_features": X.shape[1],
        "fraction_positive": np.mean(y == 1),
        "xor_accuracy": np.mean(rule),
    }

# %% wrong (0 of 4): a rule with one coordinate
def describe_data(X, y):
    return {
        "n_samples": X.shape[0],
        "n_features": X.shape[1],
        "fraction_positive": np.mean(y == 1),
        "xor_accuracy": np.mean((X[:, 0] > 0) == y),
    }

# %% wrong (0 of 4): both coordinates positive, instead of the same sign
def describe_data(X, y):
    rule = (X[:, 0] > 0) & (X[:, 1] > 0)
    return {
        "n_samples": X.shape[0],
        "n_features": X.shape[1],
        "fraction_positive": np.mean(y == 1),
        "xor_accuracy": np.mean(rule == y),
    }

# %% wrong (0 of 4): rows and columns swapped
def describe_data(X, y):
    n_features, n_samples = X.shape
    same_sign = X[:, 0] * X[:, 1] > 0
    return {
        "n_samples": n_samples,
        "n_features": n_features,
        "fraction_positive": np.mean(y == 1),
        "xor_accuracy": np.mean(same_sign == y),
    }

# %% wrong (0 of 4): all numbers counted as samples
def describe_data(X, y):
    same_sign = X[:, 0] * X[:, 1] > 0
    return {
        "n_samples": X.size,
        "n_features": X.shape[1],
        "fraction_positive": np.mean(y == 1),
        "xor_accuracy": np.mean(same_sign == y),
    }

# %% wrong (0 of 4): percentages
def describe_data(X, y):
    same_sign = X[:, 0] * X[:, 1] > 0
    return {
        "n_samples": X.shape[0],
        "n_features": X.shape[1],
        "fraction_positive": 100 * np.mean(y == 1),
        "xor_accuracy": 100 * np.mean(same_sign == y),
    }

# %% wrong (0 of 4): counts instead of fractions
def describe_data(X, y):
    same_sign = X[:, 0] * X[:, 1] > 0
    return {
        "n_samples": X.shape[0],
        "n_features": X.shape[1],
        "fraction_positive": np.sum(y == 1),
        "xor_accuracy": np.sum(same_sign == y),
    }

# %% wrong (0 of 4): the fraction of the other class
def describe_data(X, y):
    same_sign = X[:, 0] * X[:, 1] > 0
    return {
        "n_samples": X.shape[0],
        "n_features": X.shape[1],
        "fraction_positive": np.mean(y == 0),
        "xor_accuracy": np.mean(same_sign == y),
    }

# %% wrong (0 of 4): the numbers of this data set, written down
def describe_data(X, y):
    return {"n_samples": 1000, "n_features": 2, "fraction_positive": 0.5, "xor_accuracy": 1.0}

# %% wrong (0 of 4): the notebook's data instead of the arguments
def describe_data(X, y):
    same_sign = X_train[:, 0] * X_train[:, 1] > 0
    return {
        "n_samples": X_train.shape[0],
        "n_features": X_train.shape[1],
        "fraction_positive": np.mean(y_train == 1),
        "xor_accuracy": np.mean(same_sign == y_train),
    }

# %% wrong (0 of 4): keys spelled differently
def describe_data(X, y):
    same_sign = X[:, 0] * X[:, 1] > 0
    return {
        "samples": X.shape[0],
        "features": X.shape[1],
        "positive": np.mean(y == 1),
        "accuracy": np.mean(same_sign == y),
    }

# %% wrong (0 of 4): a tuple instead of a dict
def describe_data(X, y):
    same_sign = X[:, 0] * X[:, 1] > 0
    return X.shape[0], X.shape[1], np.mean(y == 1), np.mean(same_sign == y)
