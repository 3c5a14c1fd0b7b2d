# Variants of lab3_evidence, question q6: bootstrap_median_interval(values, confidence, n_resamples,
# random_state). Public: eleven values (1), the seed (1). Hidden: other values and confidences (3).

# %% right: a loop
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    medians = [np.median(rng.choice(values, size=len(values))) for _ in range(n_resamples)]
    return np.percentile(medians, 50 - 50 * confidence), np.percentile(medians, 50 + 50 * confidence)

# %% right: places instead of values, a list
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    n = len(values)
    places = np.random.RandomState(random_state).randint(n, size=(n_resamples, n))
    medians = np.median(np.array(values)[places], axis=1)
    return list(np.quantile(medians, [(1 - confidence) / 2, (1 + confidence) / 2]))

# %% right: scipy
from scipy.stats import bootstrap

def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    result = bootstrap(
        (values,), np.median, confidence_level=confidence, n_resamples=n_resamples,
        method="percentile", rng=np.random.default_rng(random_state), vectorized=True,
    )
    return result.confidence_interval.low, result.confidence_interval.high

# %% right: the standard library, medians sorted by hand
import random
from statistics import median

def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = random.Random(random_state)
    medians = sorted(median(rng.choices(values, k=len(values))) for _ in range(n_resamples))
    cut = int((1 - confidence) / 2 * n_resamples)
    return medians[cut], medians[-1 - cut]

# %% wrong (0 of 5): without replacement
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    medians = [np.median(rng.permutation(values)) for _ in range(n_resamples)]
    tail = (1 - confidence) / 2
    return tuple(np.quantile(medians, [tail, 1 - tail]))

# %% wrong (1 of 5): the mean
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    means = rng.choice(values, size=(n_resamples, len(values))).mean(axis=1)
    tail = (1 - confidence) / 2
    return tuple(np.quantile(means, [tail, 1 - tail]))

# %% wrong (1 of 5): always 95 %
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    medians = np.median(rng.choice(values, size=(n_resamples, len(values))), axis=1)
    return tuple(np.quantile(medians, [0.025, 0.975]))

# %% wrong (1 of 5): the whole tail at each end
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    medians = np.median(rng.choice(values, size=(n_resamples, len(values))), axis=1)
    return tuple(np.quantile(medians, [1 - confidence, confidence]))

# %% wrong (1 of 5): quantiles of the heap of all resampled values
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    resamples = rng.choice(values, size=(n_resamples, len(values)))
    tail = (1 - confidence) / 2
    return tuple(np.quantile(resamples, [tail, 1 - tail]))

# %% wrong (1 of 5): the basic interval, turned round at the median
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    medians = np.median(rng.choice(values, size=(n_resamples, len(values))), axis=1)
    tail = (1 - confidence) / 2
    low, high = np.quantile(medians, [tail, 1 - tail])
    return 2 * np.median(values) - high, 2 * np.median(values) - low

# %% wrong (1 of 5): the normal approximation
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    medians = np.median(rng.choice(values, size=(n_resamples, len(values))), axis=1)
    half = norm.ppf((1 + confidence) / 2) * medians.std()
    return np.median(values) - half, np.median(values) + half

# %% wrong (1 of 5): sixteen values, however many there are
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    medians = np.median(rng.choice(values, size=(n_resamples, 16)), axis=1)
    tail = (1 - confidence) / 2
    return tuple(np.quantile(medians, [tail, 1 - tail]))

# %% wrong (4 of 5): the seed is not used
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    medians = np.median(np.random.default_rng().choice(values, (n_resamples, len(values))), axis=1)
    tail = (1 - confidence) / 2
    return tuple(np.quantile(medians, [tail, 1 - tail]))

# %% wrong (1 of 5): high before low
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    medians = np.median(rng.choice(values, size=(n_resamples, len(values))), axis=1)
    tail = (1 - confidence) / 2
    return tuple(np.quantile(medians, [1 - tail, tail]))

# %% wrong (0 of 5): quantiles of the values themselves
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    tail = (1 - confidence) / 2
    return tuple(np.quantile(values, [tail, 1 - tail]))

# %% wrong (1 of 5): the width
def bootstrap_median_interval(values, confidence, n_resamples, random_state):
    rng = np.random.default_rng(random_state)
    medians = np.median(rng.choice(values, size=(n_resamples, len(values))), axis=1)
    tail = (1 - confidence) / 2
    low, high = np.quantile(medians, [tail, 1 - tail])
    return high - low
