# Variants of lab1_xor, question q8: sgd_runs(X, y, activation), sixteen runs of SGD.
# Public checks look at seeds (1) and settings (2), the hidden one (3) at settings and training,
# for both activations. The check calls it with the student's run_seeds and with a right one.

# %% right: run_seeds with a range and a dict of settings
SGD_SETTINGS = {
    "hidden_layer_sizes": [2],
    "solver": "sgd",
    "alpha": 0.0001,
    "max_iter": 400,
    "tol": 1e-8,
    "batch_size": 10,
    "learning_rate": "adaptive",
    "learning_rate_init": 0.1,
    "momentum": 0.0,
}

def sgd_runs(X, y, activation):
    return run_seeds(X, y, range(16), activation=activation, **SGD_SETTINGS)

# %% right: a loop of its own, without run_seeds, whole numbers for floats
def sgd_runs(X, y, activation):
    runs = []
    for seed in range(16):
        run = MLPClassifier((2,), activation=activation, solver="sgd", batch_size=10)
        run.set_params(learning_rate="adaptive", learning_rate_init=1e-1, momentum=0)
        run.set_params(max_iter=400, tol=1e-8, random_state=seed)
        runs.append(run.fit(X, y))
    return runs

# %% right: seeds as a numpy array, alpha left at its default
def sgd_runs(X, y, activation):
    return run_seeds(
        X,
        y,
        np.arange(0, 16),
        activation=activation,
        solver="sgd",
        hidden_layer_sizes=2,
        max_iter=400,
        tol=0.00000001,
        batch_size=10,
        learning_rate="adaptive",
        learning_rate_init=0.1,
        momentum=0.0,
    )

# %% right: scikit-learn's own class, its warnings silenced
import warnings
from sklearn.neural_network import MLPClassifier as SklearnMLP

def sgd_runs(X, y, activation):
    settings = dict(solver="sgd", max_iter=400, tol=1e-8, batch_size=10, momentum=0.0)
    settings.update(learning_rate="adaptive", learning_rate_init=0.1, hidden_layer_sizes=[2])
    runs = []
    for seed in range(16):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            run = SklearnMLP(activation=activation, alpha=1e-4, random_state=seed, **settings)
            runs.append(run.fit(X, y))
    return runs

# %% wrong (3 of 6): trains on the notebook's data, not on the arguments
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return run_seeds(X_train, y_train, range(16), activation=activation, **settings)

# %% wrong (3 of 6): logistic, whatever is asked for
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return run_seeds(X, y, range(16), activation="logistic", **settings)

# %% wrong (3 of 6): points never shuffled
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return run_seeds(X, y, range(16), activation=activation, shuffle=False, **settings)

# %% wrong (2 of 6): seeds 1 to 16
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return run_seeds(X, y, range(1, 17), activation=activation, **settings)

# %% wrong (2 of 6): one run too many
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return run_seeds(X, y, range(17), activation=activation, **settings)

# %% wrong (2 of 6): one classifier fitted again and again
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    clf = MLPClassifier(activation=activation, **settings)
    return [clf.set_params(random_state=seed).fit(X, y) for seed in range(16)]

# %% wrong (1 of 6): ReLU, whatever is asked for
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return run_seeds(X, y, range(16), activation="relu", **settings)

# %% wrong (1 of 6): momentum left at its default
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): a constant learning rate
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate_init=0.1, momentum=0)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): the first learning rate left at its default
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", momentum=0)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): the batch size left at its default
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): L-BFGS's tolerance
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-6)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): L-BFGS's limit of 200
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=200, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): the right settings for SGD with another solver
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="adam", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return run_seeds(X, y, range(16), activation=activation, **settings)

# %% wrong (1 of 6): the runs of L-BFGS again
def sgd_runs(X, y, activation):
    return lbfgs_runs(X, y, activation)

# %% wrong (0 of 6): numbers of epochs instead of classifiers
def sgd_runs(X, y, activation):
    settings = dict(hidden_layer_sizes=[2], solver="sgd", alpha=1e-4, max_iter=400, tol=1e-8)
    settings.update(batch_size=10, learning_rate="adaptive", learning_rate_init=0.1, momentum=0)
    return [run.n_iter_ for run in run_seeds(X, y, range(16), activation=activation, **settings)]
