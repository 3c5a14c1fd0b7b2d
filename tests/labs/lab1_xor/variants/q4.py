# Variants of lab1_xor, question q4: lbfgs_runs(X, y, activation), sixteen runs of L-BFGS.
# Public checks look at seeds (1) and settings (2), the hidden one (3) at settings and training,
# for both activations. The check calls it with the student's run_seeds and with a right one.

# %% right: run_seeds with a range and a dict of settings
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% right: a loop of its own, without run_seeds
def lbfgs_runs(X, y, activation):
    runs = []
    for seed in range(16):
        run = MLPClassifier(
            hidden_layer_sizes=(2,),
            activation=activation,
            solver="lbfgs",
            alpha=0.0001,
            max_iter=200,
            tol=0.000001,
            random_state=seed,
        )
        run.fit(X, y)
        runs.append(run)
    return runs

# %% right: seeds as a numpy array, one hidden layer as a number, defaults left out
def lbfgs_runs(X, y, activation):
    seeds = np.arange(16)
    return run_seeds(
        X, y, seeds, hidden_layer_sizes=2, activation=activation, solver="lbfgs", tol=1e-6
    )

# %% right: scikit-learn's own class, its warnings shown
from sklearn.neural_network import MLPClassifier as SklearnMLP

def lbfgs_runs(X, y, activation):
    return [
        SklearnMLP([2], activation=activation, solver="lbfgs", tol=1e-6, random_state=i).fit(X, y)
        for i in range(16)
    ]

# %% right: scikit-learn's own class, its warnings silenced
import warnings
from sklearn.neural_network import MLPClassifier as SklearnMLP

def lbfgs_runs(X, y, activation):
    runs = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in range(0, 16):
            run = SklearnMLP(hidden_layer_sizes=[2], activation=activation, solver="lbfgs")
            run.set_params(alpha=0.0001, max_iter=200, tol=1e-6, random_state=seed)
            runs.append(run.fit(X, y))
    return runs

# %% wrong (3 of 6): trains on the notebook's data, not on the arguments
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    return run_seeds(X_train, y_train, range(16), activation=activation, **settings)

# %% wrong (3 of 6): logistic, whatever is asked for
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    return run_seeds(X, y, range(16), activation="logistic", **settings)

# %% wrong (2 of 6): seeds 1 to 16
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    return run_seeds(X, y, range(1, 17), activation=activation, **settings)

# %% wrong (2 of 6): seeds 0 to 14
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    return run_seeds(X, y, range(15), activation=activation, **settings)

# %% wrong (2 of 6): sixteen times seed 0
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    return run_seeds(X, y, [0] * 16, activation=activation, **settings)

# %% wrong (2 of 6): sorted by final loss, not by seed
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    runs = run_seeds(X, y, range(16), activation=activation, **settings)
    return sorted(runs, key=lambda run: run.loss_)

# %% wrong (1 of 6): ReLU, whatever is asked for
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    return run_seeds(X, y, range(16), activation="relu", **settings)

# %% wrong (1 of 6): no solver, so that it is Adam
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], alpha=1e-4, max_iter=200, tol=1e-6)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): the tolerance left at its default
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): SGD's tolerance
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-8)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): SGD's limit of 400
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=400, tol=1e-6)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): a zero too few in alpha
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=0.001, max_iter=200, tol=1e-6)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): two hidden layers instead of two hidden units
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2, 2], solver="lbfgs", max_iter=200, tol=1e-6)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (0 of 6): the number of seeds instead of the seeds
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    return run_seeds(X, y, 16, activation=activation, **settings)

# %% wrong (0 of 6): error rates instead of classifiers
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    runs = run_seeds(X, y, range(16), activation=activation, **settings)
    return [1 - run.score(X, y) for run in runs]

# %% wrong (0 of 6): returns nothing
def lbfgs_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="lbfgs", alpha=1e-4, max_iter=200, tol=1e-6)
    run_seeds(X, y, range(16), activation=activation, **settings)
