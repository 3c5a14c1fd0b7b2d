# Variants of lab1_xor, question q6: summarize_runs(clfs, X, y), four facts in a dict.
# Public checks: six classifiers of the check's own (2), the notebook's own runs (2). Hidden (3):
# other classifiers, and data with a small error rate.

# %% right: a loop and score
def summarize_runs(clfs, X, y):
    zero = []
    total = 0
    for clf in clfs:
        total += clf.n_iter_
        if clf.score(X, y) == 1:
            zero.append(clf.random_state)
    zero.sort()
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": total / len(clfs),
        "median_iterations": np.median([clf.n_iter_ for clf in clfs]),
    }

# %% right: numpy arrays, the seeds left as one
def summarize_runs(clfs, X, y):
    seeds = np.array([clf.random_state for clf in clfs])
    errors = np.array([np.mean(clf.predict(X) != y) for clf in clfs])
    iterations = np.array([clf.n_iter_ for clf in clfs])
    return dict(
        zero_seeds=np.sort(seeds[errors == 0]),
        fraction_at_zero=np.mean(errors == 0),
        mean_iterations=iterations.mean(),
        median_iterations=np.percentile(iterations, 50),
    )

# %% right: pandas
def summarize_runs(clfs, X, y):
    runs = pd.DataFrame(
        {
            "seed": [clf.random_state for clf in clfs],
            "wrong": [(clf.predict(X) != y).sum() for clf in clfs],
            "iterations": [clf.n_iter_ for clf in clfs],
        }
    )
    good = runs[runs["wrong"] == 0]
    return {
        "zero_seeds": good["seed"].sort_values().tolist(),
        "fraction_at_zero": len(good) / len(runs),
        "mean_iterations": runs["iterations"].mean(),
        "median_iterations": runs["iterations"].median(),
    }

# %% right: the statistics module, probabilities rounded to classes
from statistics import mean, median

def summarize_runs(clfs, X, y):
    def perfect(clf):
        return all((p > 0.5) == bool(label) for p, label in zip(clf.predict_proba(X)[:, 1], y))

    zero = {clf.random_state for clf in clfs if perfect(clf)}
    counts = [clf.n_iter_ for clf in clfs]
    return {
        "median_iterations": median(counts),
        "mean_iterations": mean(counts),
        "fraction_at_zero": len(zero) / len(counts),
        "zero_seeds": tuple(sorted(zero)),
    }

# %% right: scikit-learn's zero_one_loss
from sklearn.metrics import zero_one_loss

def summarize_runs(clfs, X, y):
    errors = {clf.random_state: zero_one_loss(y, clf.predict(X)) for clf in clfs}
    zero_seeds = [seed for seed in sorted(errors) if errors[seed] == 0.0]
    lengths = [len(clf.loss_curve_) for clf in clfs]
    return {
        "zero_seeds": zero_seeds,
        "fraction_at_zero": sum(e == 0 for e in errors.values()) / len(errors),
        "mean_iterations": sum(lengths) / len(lengths),
        "median_iterations": np.median(lengths),
    }

# %% wrong (2 of 7): seeds in the order of the runs, not sorted
def summarize_runs(clfs, X, y):
    zero = [clf.random_state for clf in clfs if clf.score(X, y) == 1]
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (2 of 7): positions instead of seeds
def summarize_runs(clfs, X, y):
    zero = [i for i, clf in enumerate(clfs) if clf.score(X, y) == 1]
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (2 of 7): sixteen runs, however many there are
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if clf.score(X, y) == 1)
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / 16,
        "mean_iterations": sum(n_iter) / 16,
        "median_iterations": np.median(n_iter),
    }

# %% wrong (2 of 7): the upper middle instead of the median
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if clf.score(X, y) == 1)
    n_iter = sorted(clf.n_iter_ for clf in clfs)
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": n_iter[len(n_iter) // 2],
    }

# %% wrong (2 of 7): the notebook's data instead of the arguments
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if clf.score(X_train, y_train) == 1)
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (0 of 7): errors on the test data
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if clf.score(X_test, y_test) == 1)
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (0 of 7): the mean error rate instead of the fraction of runs
def summarize_runs(clfs, X, y):
    errors = [1 - clf.score(X, y) for clf in clfs]
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": sorted(c.random_state for c, e in zip(clfs, errors) if e == 0),
        "fraction_at_zero": np.mean(errors),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (0 of 7): a count instead of a fraction
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if clf.score(X, y) == 1)
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (0 of 7): a percentage instead of a fraction
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if clf.score(X, y) == 1)
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": 100 * len(zero) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (0 of 7): the runs that did not reach zero
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if np.any(clf.predict(X) != y))
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (0 of 7): one point right is enough
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if np.any(clf.predict(X) == y))
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (0 of 7): iterations of the runs at zero only
def summarize_runs(clfs, X, y):
    good = [clf for clf in clfs if clf.score(X, y) == 1]
    n_iter = [clf.n_iter_ for clf in good]
    return {
        "zero_seeds": sorted(clf.random_state for clf in good),
        "fraction_at_zero": len(good) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (0 of 7): mean and median swapped
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if clf.score(X, y) == 1)
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": np.median(n_iter),
        "median_iterations": np.mean(n_iter),
    }

# %% wrong (0 of 7): the limit instead of the iterations taken
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if clf.score(X, y) == 1)
    n_iter = [clf.max_iter for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (0 of 7): the published numbers, whatever the runs
def summarize_runs(clfs, X, y):
    return {
        "zero_seeds": [5, 6, 9, 12],
        "fraction_at_zero": 4 / 16,
        "mean_iterations": 28.75,
        "median_iterations": 29.0,
    }

# %% wrong (0 of 7): the classifiers instead of their seeds
def summarize_runs(clfs, X, y):
    zero = [clf for clf in clfs if clf.score(X, y) == 1]
    n_iter = [clf.n_iter_ for clf in clfs]
    return {
        "zero_seeds": zero,
        "fraction_at_zero": len(zero) / len(clfs),
        "mean_iterations": np.mean(n_iter),
        "median_iterations": np.median(n_iter),
    }

# %% wrong (0 of 7): prints, and returns nothing
def summarize_runs(clfs, X, y):
    zero = sorted(clf.random_state for clf in clfs if clf.score(X, y) == 1)
    n_iter = [clf.n_iter_ for clf in clfs]
    print(f"{len(zero)} of {len(clfs)} at zero: {zero}, mean iterations {np.mean(n_iter)}")
