# Variants of lab3_evidence, question q2: coverage(lows, highs, p, n_repeats, random_state).
# Public: three runs (1), the seed (1). Hidden: other runs and truths, and an interval's own end (3).

# %% right: a loop over repeats
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    held = 0
    for _ in range(n_repeats):
        k = rng.binomial(len(lows) - 1, p)
        if lows[k] <= p <= highs[k]:
            held += 1
    return held / n_repeats

# %% right: coins instead of a binomial
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = (rng.random((n_repeats, len(lows) - 1)) < p).sum(axis=1)
    holds = np.array([low <= p <= high for low, high in zip(lows, highs)])
    return holds[counts].mean()

# %% right: an old kind of generator
def coverage(lows, highs, p, n_repeats, random_state):
    counts = np.random.RandomState(random_state).binomial(len(highs) - 1, p, n_repeats)
    return sum(1 for k in counts if not (p < lows[k] or p > highs[k])) / n_repeats

# %% wrong (1 of 5): the fraction of misses
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    k = rng.binomial(len(lows) - 1, p, size=n_repeats)
    return float(np.mean((np.array(lows)[k] > p) | (np.array(highs)[k] < p)))

# %% wrong (1 of 5): how many, not how often
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    k = rng.binomial(len(lows) - 1, p, size=n_repeats)
    return int(np.sum((np.array(lows)[k] <= p) & (p <= np.array(highs)[k])))

# %% wrong (1 of 5): all counts are equally likely
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    k = rng.integers(len(lows), size=n_repeats)
    return float(np.mean((np.array(lows)[k] <= p) & (p <= np.array(highs)[k])))

# %% wrong (1 of 5): n is one too many, and what is beyond the table is cut
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    k = np.minimum(rng.binomial(len(lows), p, size=n_repeats), len(lows) - 1)
    return float(np.mean((np.array(lows)[k] <= p) & (p <= np.array(highs)[k])))

# %% wrong (1 of 5): sixteen runs, however many there are
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    k = np.minimum(rng.binomial(16, p, size=n_repeats), len(lows) - 1)
    return float(np.mean((np.array(lows)[k] <= p) & (p <= np.array(highs)[k])))

# %% wrong (2 of 5): an end of an interval is not in it
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    k = rng.binomial(len(lows) - 1, p, size=n_repeats)
    return float(np.mean((np.array(lows)[k] < p) & (p < np.array(highs)[k])))

# %% wrong (1 of 5): looks at the lower end only
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    k = rng.binomial(len(lows) - 1, p, size=n_repeats)
    return float(np.mean(np.array(lows)[k] <= p))

# %% wrong (4 of 5): the seed is not used
def coverage(lows, highs, p, n_repeats, random_state):
    k = np.random.default_rng().binomial(len(lows) - 1, p, size=n_repeats)
    return float(np.mean((np.array(lows)[k] <= p) & (p <= np.array(highs)[k])))

# %% wrong (4 of 5): always the same seed
def coverage(lows, highs, p, n_repeats, random_state):
    k = np.random.default_rng(0).binomial(len(lows) - 1, p, size=n_repeats)
    return float(np.mean((np.array(lows)[k] <= p) & (p <= np.array(highs)[k])))

# %% wrong (0 of 5): always 0.95, as promised
def coverage(lows, highs, p, n_repeats, random_state):
    return 0.95

# %% wrong (0 of 5): whether the observed fraction is in its own interval
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    n = len(lows) - 1
    k = rng.binomial(n, p, size=n_repeats)
    return float(np.mean((np.array(lows)[k] <= k / n) & (k / n <= np.array(highs)[k])))

# %% wrong (0 of 5): prints, and returns nothing
def coverage(lows, highs, p, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    k = rng.binomial(len(lows) - 1, p, size=n_repeats)
    print(np.mean((np.array(lows)[k] <= p) & (p <= np.array(highs)[k])))
