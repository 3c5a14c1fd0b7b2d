# Variants of lab1_xor, question q3: run_seeds(X, y, seeds, **settings), one classifier per seed.
# Public checks look at seeds (2) and settings (2), the hidden one (6) at what the runs learned.

# %% right: a list comprehension
def run_seeds(X, y, seeds, **settings):
    return [MLPClassifier(random_state=seed, **settings).fit(X, y) for seed in seeds]

# %% right: positions, other names, a tuple
def run_seeds(X, y, seeds, **settings):
    networks = [None] * len(seeds)
    for i in range(len(seeds)):
        networks[i] = MLPClassifier(**settings, random_state=seeds[i])
        networks[i].fit(X, y)
    return tuple(networks)

# %% right: map
def run_seeds(X, y, seeds, **kwargs):
    def train(seed):
        network = MLPClassifier(**{**kwargs, "random_state": int(seed)})
        return network.fit(X, y)

    return list(map(train, seeds))

# %% right: scikit-learn's own class
def run_seeds(X, y, seeds, **settings):
    from sklearn.neural_network import MLPClassifier as SklearnMLP

    clfs = []
    for seed in seeds:
        clfs.append(SklearnMLP(random_state=seed, **settings).fit(X, y))
    return clfs

# %% right: clones of one unfitted classifier
from sklearn.base import clone

def run_seeds(X, y, seeds, **settings):
    template = MLPClassifier(**settings)
    clfs = [clone(template).set_params(random_state=seed) for seed in seeds]
    for clf in clfs:
        clf.fit(X, y)
    return clfs

# %% right: one classifier fitted again and again, a copy kept each time
import copy

def run_seeds(X, y, seeds, **settings):
    clf = MLPClassifier(**settings)
    copies = []
    for seed in seeds:
        clf.set_params(random_state=seed)
        clf.fit(X, y)
        copies.append(copy.deepcopy(clf))
    return copies

# %% wrong (4 of 10): trains on the notebook's data, not on the arguments
def run_seeds(X, y, seeds, **settings):
    return [MLPClassifier(random_state=s, **settings).fit(X_train, y_train) for s in seeds]

# %% wrong (4 of 10): keeps back a fifth of the points
from sklearn.model_selection import train_test_split

def run_seeds(X, y, seeds, **settings):
    X_part, _, y_part, _ = train_test_split(X, y, test_size=0.2, random_state=0)
    return [MLPClassifier(random_state=s, **settings).fit(X_part, y_part) for s in seeds]

# %% wrong (4 of 10): the seed is set after the training
def run_seeds(X, y, seeds, **settings):
    clfs = []
    for seed in seeds:
        clf = MLPClassifier(**settings)
        clf.fit(X, y)
        clf.random_state = seed
        clfs.append(clf)
    return clfs

# %% wrong (2 of 10): one classifier, made before the loop, is in the list many times
def run_seeds(X, y, seeds, **settings):
    clf = MLPClassifier(**settings)
    clfs = []
    for seed in seeds:
        clf.set_params(random_state=seed)
        clf.fit(X, y)
        clfs.append(clf)
    return clfs

# %% wrong (2 of 10): seeds shifted by one
def run_seeds(X, y, seeds, **settings):
    return [MLPClassifier(random_state=seed + 1, **settings).fit(X, y) for seed in seeds]

# %% wrong (2 of 10): positions instead of seeds
def run_seeds(X, y, seeds, **settings):
    return [MLPClassifier(random_state=i, **settings).fit(X, y) for i in range(len(seeds))]

# %% wrong (2 of 10): seeds sorted first
def run_seeds(X, y, seeds, **settings):
    return [MLPClassifier(random_state=seed, **settings).fit(X, y) for seed in sorted(seeds)]

# %% wrong (2 of 10): the first seed left out
def run_seeds(X, y, seeds, **settings):
    clfs = []
    for i in range(1, len(seeds)):
        clfs.append(MLPClassifier(random_state=seeds[i], **settings).fit(X, y))
    return clfs

# %% wrong (2 of 10): no random_state
def run_seeds(X, y, seeds, **settings):
    return [MLPClassifier(**settings).fit(X, y) for seed in seeds]

# %% wrong (2 of 10): only two of the settings are passed on
def run_seeds(X, y, seeds, **settings):
    clfs = []
    for seed in seeds:
        clf = MLPClassifier(
            random_state=seed,
            solver=settings["solver"],
            hidden_layer_sizes=settings["hidden_layer_sizes"],
        )
        clfs.append(clf.fit(X, y))
    return clfs

# %% wrong (2 of 10): the settings of the example, whatever is asked for
def run_seeds(X, y, seeds, **settings):
    clfs = []
    for seed in seeds:
        clf = MLPClassifier(
            hidden_layer_sizes=[2], solver="lbfgs", max_iter=200, tol=1e-6, random_state=seed
        )
        clfs.append(clf.fit(X, y))
    return clfs

# %% wrong (2 of 10): never fitted
def run_seeds(X, y, seeds, **settings):
    return [MLPClassifier(random_state=seed, **settings) for seed in seeds]

# %% wrong (2 of 10): returns inside the loop
def run_seeds(X, y, seeds, **settings):
    clfs = []
    for seed in seeds:
        clfs.append(MLPClassifier(random_state=seed, **settings).fit(X, y))
        return clfs

# %% wrong (0 of 10): the last classifier instead of the list
def run_seeds(X, y, seeds, **settings):
    for seed in seeds:
        clf = MLPClassifier(random_state=seed, **settings)
        clf.fit(X, y)
    return clf

# %% wrong (0 of 10): final losses instead of classifiers
def run_seeds(X, y, seeds, **settings):
    return [MLPClassifier(random_state=seed, **settings).fit(X, y).loss_ for seed in seeds]

# %% wrong (0 of 10): prints, and returns nothing
def run_seeds(X, y, seeds, **settings):
    for seed in seeds:
        clf = MLPClassifier(random_state=seed, **settings)
        clf.fit(X, y)
        print(seed, clf.score(X, y))

# %% wrong (0 of 10): the settings in a dict without its stars
def run_seeds(X, y, seeds, **settings):
    return [MLPClassifier(settings, random_state=seed).fit(X, y) for seed in seeds]
