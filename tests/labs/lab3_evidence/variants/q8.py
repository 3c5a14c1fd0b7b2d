# Variants of lab3_evidence, question q8: run_experiment(cases, seeds, max_error).
# Public: two cases (2). Hidden: other cases, seeds and errors (3).

# %% right: positions, a dict of columns
def run_experiment(cases, seeds, max_error):
    columns = {"solved": [], "runs": [], "name": list(cases)}
    for data, setting in cases.values():
        runs = sweep(data[0], data[1], setting, seeds, X_test=data[2], y_test=data[3]).runs
        columns["solved"].append(np.count_nonzero(runs["test_error"] <= max_error))
        columns["runs"].append(len(runs))
    return pd.DataFrame(columns)

# %% right: one classifier after the other, without sweep
from course.mlp import MLPClassifier

def run_experiment(cases, seeds, max_error):
    rows = []
    for name in cases:
        (X, y, X_new, y_new), setting = cases[name]
        solved = 0
        for seed in range(seeds):
            clf = MLPClassifier(random_state=seed, **setting).fit(X, y)
            solved += np.mean(clf.predict(X_new) != y_new) <= max_error
        rows.append([name, seeds, solved])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% right: seeds one by one, concatenated
def run_experiment(cases, seeds, max_error):
    parts = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        result = sweep(X, y, setting, list(range(seeds)), X_test=X_new, y_test=y_new)
        good = result.runs.query("test_error <= @max_error")
        parts.append(pd.DataFrame({"name": [name], "runs": [seeds], "solved": [len(good)]}))
    return pd.concat(parts)

# %% wrong (0 of 5): the training error
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        runs = sweep(X, y, setting, seeds, X_test=X_new, y_test=y_new).runs
        rows.append([name, len(runs), int((runs["train_error"] <= max_error).sum())])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): below instead of at most
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        runs = sweep(X, y, setting, seeds, X_test=X_new, y_test=y_new).runs
        rows.append([name, len(runs), int((runs["test_error"] < max_error).sum())])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): errors of zero only
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        runs = sweep(X, y, setting, seeds, X_test=X_new, y_test=y_new).runs
        rows.append([name, len(runs), int((runs["test_error"] == 0).sum())])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): a fraction
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        runs = sweep(X, y, setting, seeds, X_test=X_new, y_test=y_new).runs
        rows.append([name, len(runs), (runs["test_error"] <= max_error).mean()])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): the runs that failed
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        runs = sweep(X, y, setting, seeds, X_test=X_new, y_test=y_new).runs
        rows.append([name, len(runs), int((runs["test_error"] > max_error).sum())])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): seeds from 1
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        runs = sweep(X, y, setting, range(1, seeds + 1), X_test=X_new, y_test=y_new).runs
        rows.append([name, len(runs), int((runs["test_error"] <= max_error).sum())])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): sixteen seeds, whatever is asked for
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        runs = sweep(X, y, setting, 16, X_test=X_new, y_test=y_new).runs
        rows.append([name, len(runs), int((runs["test_error"] <= max_error).sum())])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): a limit of 0.01, whatever is asked for
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        runs = sweep(X, y, setting, seeds, X_test=X_new, y_test=y_new).runs
        rows.append([name, len(runs), int((runs["test_error"] <= 0.01).sum())])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): the notebook's points, not the case's
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, (_, setting) in cases.items():
        setting = setting | {"max_iter": 2}
        runs = sweep(X_train[:50], y_train[:50], setting, seeds, X_test=X_test, y_test=y_test).runs
        rows.append([name, len(runs), int((runs["test_error"] <= max_error).sum())])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): no test points
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        runs = sweep(X, y, setting, seeds).runs
        rows.append([name, len(runs), int((runs["test_error"] <= max_error).sum())])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): sorted by name
def run_experiment(cases, seeds, max_error):
    rows = []
    for name in sorted(cases):
        (X, y, X_new, y_new), setting = cases[name]
        runs = sweep(X, y, setting, seeds, X_test=X_new, y_test=y_new).runs
        rows.append([name, len(runs), int((runs["test_error"] <= max_error).sum())])
    return pd.DataFrame(rows, columns=["name", "runs", "solved"])

# %% wrong (0 of 5): returns inside the loop
def run_experiment(cases, seeds, max_error):
    rows = []
    for name, ((X, y, X_new, y_new), setting) in cases.items():
        runs = sweep(X, y, setting, seeds, X_test=X_new, y_test=y_new).runs
        rows.append([name, len(runs), int((runs["test_error"] <= max_error).sum())])
        return pd.DataFrame(rows, columns=["name", "runs", "solved"])
