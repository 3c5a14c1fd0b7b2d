# Variants of lab5_hpo, question q4: random_trials(n_settings, n_good).
# Public: nine and five settings (2). Hidden: other tables (3).

# %% right: with math.comb
def random_trials(n_settings, n_good):
    n, k = n_settings, n_good
    m = 1
    while 2 * math.comb(n - k, m) > math.comb(n, m):
        m += 1
    return {"mean": (n + 1) / (k + 1), "median": m}

# %% right: exact fractions
from fractions import Fraction

def random_trials(n_settings, n_good):
    misses, m = Fraction(1), 0
    while misses > Fraction(1, 2):
        misses *= Fraction(n_settings - n_good - m, n_settings - m)
        m += 1
    return {"median": m, "mean": float(Fraction(n_settings + 1, n_good + 1))}

# %% right: numpy
def random_trials(n_settings, n_good):
    m = np.arange(n_settings - n_good + 1)
    misses = np.cumprod(1 - n_good / (n_settings - m))
    return {
        "mean": (n_settings + 1) / (n_good + 1),
        "median": int(np.argmax(misses <= 0.5 + 1e-12)) + 1,
    }

# %% wrong (0 of 5): drawn with replacement
def random_trials(n_settings, n_good):
    p = n_good / n_settings
    median = math.ceil(math.log(0.5) / math.log(1 - p)) if p < 1 else 1
    return {"mean": 1 / p, "median": median}

# %% wrong (0 of 5): the mean with replacement
def random_trials(n_settings, n_good):
    m, misses = 0, 1.0
    while misses > 0.5:
        misses *= (n_settings - n_good - m) / (n_settings - m)
        m += 1
    return {"mean": n_settings / n_good, "median": m}

# %% wrong (2 of 5): the median is taken for the mean
def random_trials(n_settings, n_good):
    mean = (n_settings + 1) / (n_good + 1)
    return {"mean": mean, "median": math.ceil(mean)}

# %% wrong (0 of 5): trials before the first good one
def random_trials(n_settings, n_good):
    m, misses = 0, 1.0
    while misses > 0.5:
        misses *= (n_settings - n_good - m) / (n_settings - m)
        m += 1
    return {"mean": (n_settings - n_good) / (n_good + 1), "median": m - 1}

# %% wrong (2 of 5): more than one half
def random_trials(n_settings, n_good):
    m, misses = 0, 1.0
    while misses >= 0.5:
        misses *= (n_settings - n_good - m) / (n_settings - m)
        m += 1
    return {"mean": (n_settings + 1) / (n_good + 1), "median": m}

# %% wrong (0 of 5): one too many
def random_trials(n_settings, n_good):
    m, misses = 0, 1.0
    while misses > 0.5:
        misses *= (n_settings - n_good - m) / (n_settings - m)
        m += 1
    return {"mean": (n_settings + 1) / (n_good + 1), "median": m + 1}

# %% wrong (0 of 5): other keys
def random_trials(n_settings, n_good):
    m, misses = 0, 1.0
    while misses > 0.5:
        misses *= (n_settings - n_good - m) / (n_settings - m)
        m += 1
    return {"expected": (n_settings + 1) / (n_good + 1), "median": m}

# %% wrong (0 of 5): a tuple
def random_trials(n_settings, n_good):
    m, misses = 0, 1.0
    while misses > 0.5:
        misses *= (n_settings - n_good - m) / (n_settings - m)
        m += 1
    return (n_settings + 1) / (n_good + 1), m

# %% wrong (0 of 5): a simulation
def random_trials(n_settings, n_good):
    rng = np.random.default_rng(0)
    firsts = [1 + np.flatnonzero(rng.permutation(n_settings) < n_good)[0] for _ in range(200)]
    return {"mean": float(np.mean(firsts)), "median": int(np.median(firsts))}

# %% wrong (0 of 5): the chance of a hit at the median's trial alone
def random_trials(n_settings, n_good):
    m = 1
    while n_good / (n_settings - m + 1) < 0.5:
        m += 1
    return {"mean": (n_settings + 1) / (n_good + 1), "median": m}

# %% wrong (0 of 5): the number of settings is not raised by one
def random_trials(n_settings, n_good):
    m, misses = 0, 1.0
    while misses > 0.5:
        misses *= (n_settings - n_good - m) / (n_settings - m)
        m += 1
    return {"mean": n_settings / (n_good + 1), "median": m}
