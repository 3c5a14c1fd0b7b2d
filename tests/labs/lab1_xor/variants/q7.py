# Variants of lab1_xor, question q7: stuck_runs(clfs, X, y), a data frame of the runs with errors.
# Public checks: which runs get a row (2), the notebook's own runs (1). Hidden (3): error rates,
# losses, order, and what happens when no run is stuck.

# %% right: sorted tuples
def stuck_runs(clfs, X, y):
    rows = []
    for clf in clfs:
        error = 1 - clf.score(X, y)
        if error > 0:
            rows.append((clf.loss_, clf.random_state, error))
    rows.sort()
    return pd.DataFrame(rows, columns=["final_loss", "random_state", "error_rate"])

# %% right: columns first, then a filter; the index keeps its old numbers
def stuck_runs(clfs, X, y):
    runs = pd.DataFrame(
        {
            "random_state": [clf.random_state for clf in clfs],
            "error_rate": [np.mean(clf.predict(X) != y) for clf in clfs],
            "final_loss": [clf.loss_ for clf in clfs],
        }
    )
    return runs.query("error_rate > 0").sort_values("final_loss")

# %% right: numpy and argsort
def stuck_runs(clfs, X, y):
    stuck = [clf for clf in clfs if not np.array_equal(clf.predict(X), y)]
    losses = np.array([clf.loss_ for clf in stuck])
    stuck = [stuck[i] for i in np.argsort(losses)]
    return pd.DataFrame(
        {
            "random_state": [clf.random_state for clf in stuck],
            "error_rate": [np.count_nonzero(clf.predict(X) != y) / len(y) for clf in stuck],
            "final_loss": np.sort(losses),
        }
    )

# %% right: the last value of the loss curve, an empty list handled apart
from sklearn.metrics import accuracy_score

def stuck_runs(clfs, X, y):
    rows = []
    for clf in sorted(clfs, key=lambda clf: clf.loss_):
        accuracy = accuracy_score(y, clf.predict(X))
        if accuracy != 1:
            row = {"random_state": clf.random_state, "error_rate": 1 - accuracy}
            row["final_loss"] = clf.loss_curve_[-1]
            rows.append(row)
    if not rows:
        return pd.DataFrame(columns=["random_state", "error_rate", "final_loss"])
    return pd.DataFrame(rows)

# %% wrong (3 of 6): not sorted
def stuck_runs(clfs, X, y):
    rows = []
    for clf in clfs:
        error = 1 - clf.score(X, y)
        if error > 0:
            rows.append([clf.random_state, error, clf.loss_])
    return pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])

# %% wrong (3 of 6): highest loss first
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, 1 - clf.score(X, y), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] > 0].sort_values("final_loss", ascending=False)

# %% wrong (3 of 6): sorted by error rate
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, 1 - clf.score(X, y), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] > 0].sort_values(["error_rate", "random_state"])

# %% wrong (3 of 6): counts of errors instead of rates
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, np.sum(clf.predict(X) != y), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] > 0].sort_values("final_loss")

# %% wrong (3 of 6): accuracies instead of error rates
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, clf.score(X, y), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] < 1].sort_values("final_loss")

# %% wrong (3 of 6): the first loss instead of the last
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, 1 - clf.score(X, y), clf.loss_curve_[0]] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] > 0].sort_values("final_loss")

# %% wrong (3 of 6): stops with an error when no run is stuck
def stuck_runs(clfs, X, y):
    rows = []
    for clf in clfs:
        error = 1 - clf.score(X, y)
        if error > 0:
            rows.append(
                {"random_state": clf.random_state, "error_rate": error, "final_loss": clf.loss_}
            )
    return pd.DataFrame(rows).sort_values("final_loss")

# %% wrong (1 of 6): runs numbered by position
def stuck_runs(clfs, X, y):
    rows = [[i, 1 - clf.score(X, y), clf.loss_] for i, clf in enumerate(clfs)]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] > 0].sort_values("final_loss")

# %% wrong (1 of 6): the notebook's data instead of the arguments
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, 1 - clf.score(X_train, y_train), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] > 0].sort_values("final_loss")

# %% wrong (0 of 6): all runs
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, 1 - clf.score(X, y), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs.sort_values("final_loss")

# %% wrong (0 of 6): the runs that reached zero
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, 1 - clf.score(X, y), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] == 0].sort_values("final_loss")

# %% wrong (0 of 6): only error rates above 0.25
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, 1 - clf.score(X, y), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] > 0.25].sort_values("final_loss")

# %% wrong (0 of 6): one row for each error rate
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, 1 - clf.score(X, y), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    runs = runs[runs["error_rate"] > 0].sort_values("final_loss")
    return runs.drop_duplicates("error_rate")

# %% wrong (0 of 6): seeds in the index instead of a column
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, 1 - clf.score(X, y), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["random_state", "error_rate", "final_loss"])
    return runs[runs["error_rate"] > 0].sort_values("final_loss").set_index("random_state")

# %% wrong (0 of 6): other names for the columns
def stuck_runs(clfs, X, y):
    rows = [[clf.random_state, 1 - clf.score(X, y), clf.loss_] for clf in clfs]
    runs = pd.DataFrame(rows, columns=["seed", "error", "loss"])
    return runs[runs["error"] > 0].sort_values("loss")

# %% wrong (0 of 6): a list instead of a data frame
def stuck_runs(clfs, X, y):
    rows = []
    for clf in sorted(clfs, key=lambda clf: clf.loss_):
        if clf.score(X, y) < 1:
            rows.append((clf.random_state, 1 - clf.score(X, y), clf.loss_))
    return rows
