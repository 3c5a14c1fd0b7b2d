# Variants of lab5_hpo, question q7: compare_times(rule, none, limit, n_resamples, random_state).
# Public: the ratio (1), pairs (1), the seed (1). Hidden: other searches (3).

# %% right: one resample after another
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.minimum(rule, limit), np.minimum(none, limit)
    rng = np.random.default_rng(random_state)
    ratios = []
    for _ in range(n_resamples):
        drawn = rng.integers(len(a), size=len(a))
        ratios.append(a[drawn].sum() / b[drawn].sum())
    low, high = np.quantile(ratios, [0.025, 0.975])
    return {"ratio": a.sum() / b.sum(), "low": low, "high": high}

# %% right: choice and percentile
def compare_times(rule, none, limit, n_resamples, random_state):
    pairs = np.minimum(np.transpose([rule, none]), limit)
    rng = np.random.default_rng(random_state)
    drawn = rng.choice(pairs, size=(n_resamples, len(pairs)))
    means = drawn.mean(axis=1)
    low, high = np.percentile(means[:, 0] / means[:, 1], [2.5, 97.5])
    return {"ratio": float(np.divide(*pairs.mean(axis=0))), "low": float(low), "high": float(high)}

# %% right: weights by a multinomial
def compare_times(rule, none, limit, n_resamples, random_state):
    n = len(rule)
    a, b = np.clip(rule, 0, limit), np.clip(none, 0, limit)
    weights = np.random.default_rng(random_state).multinomial(n, [1 / n] * n, size=n_resamples)
    ratios = np.sort((weights @ a) / (weights @ b))
    return {
        "low": float(np.quantile(ratios, 0.025)),
        "high": float(np.quantile(ratios, 0.975)),
        "ratio": float(np.mean(a) / np.mean(b)),
    }

# %% wrong (2 of 6): rule and none are drawn separately
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.minimum(rule, limit), np.minimum(none, limit)
    rng = np.random.default_rng(random_state)
    one, two = rng.integers(len(a), size=(2, n_resamples, len(a)))
    low, high = np.quantile(a[one].mean(axis=1) / b[two].mean(axis=1), [0.025, 0.975])
    return {"ratio": float(a.mean() / b.mean()), "low": float(low), "high": float(high)}

# %% wrong (1 of 6): the other way round
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.minimum(none, limit), np.minimum(rule, limit)
    drawn = np.random.default_rng(random_state).integers(len(a), size=(n_resamples, len(a)))
    low, high = np.quantile(a[drawn].mean(axis=1) / b[drawn].mean(axis=1), [0.025, 0.975])
    return {"ratio": float(a.mean() / b.mean()), "low": float(low), "high": float(high)}

# %% wrong (2 of 6): a mean of ratios
def compare_times(rule, none, limit, n_resamples, random_state):
    ratios = np.minimum(rule, limit) / np.minimum(none, limit)
    drawn = np.random.default_rng(random_state).integers(len(ratios), size=(n_resamples, len(ratios)))
    low, high = np.quantile(ratios[drawn].mean(axis=1), [0.025, 0.975])
    return {"ratio": float(ratios.mean()), "low": float(low), "high": float(high)}

# %% wrong (2 of 6): a ratio of medians
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.minimum(rule, limit), np.minimum(none, limit)
    drawn = np.random.default_rng(random_state).integers(len(a), size=(n_resamples, len(a)))
    ratios = np.median(a[drawn], axis=1) / np.median(b[drawn], axis=1)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return {"ratio": float(np.median(a) / np.median(b)), "low": float(low), "high": float(high)}

# %% wrong (3 of 6): 90 % of the resamples
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.minimum(rule, limit), np.minimum(none, limit)
    drawn = np.random.default_rng(random_state).integers(len(a), size=(n_resamples, len(a)))
    low, high = np.quantile(a[drawn].mean(axis=1) / b[drawn].mean(axis=1), [0.05, 0.95])
    return {"ratio": float(a.mean() / b.mean()), "low": float(low), "high": float(high)}

# %% wrong (3 of 6): five percent at each end is left inside
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.minimum(rule, limit), np.minimum(none, limit)
    drawn = np.random.default_rng(random_state).integers(len(a), size=(n_resamples, len(a)))
    ratios = a[drawn].mean(axis=1) / b[drawn].mean(axis=1)
    return {"ratio": float(a.mean() / b.mean()), "low": float(ratios.min()), "high": float(ratios.max())}

# %% wrong (2 of 6): without replacement
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.minimum(rule, limit), np.minimum(none, limit)
    rng = np.random.default_rng(random_state)
    drawn = rng.permuted(np.tile(np.arange(len(a)), (n_resamples, 1)), axis=1)
    low, high = np.quantile(a[drawn].mean(axis=1) / b[drawn].mean(axis=1), [0.025, 0.975])
    return {"ratio": float(a.mean() / b.mean()), "low": float(low), "high": float(high)}

# %% wrong (5 of 6): the seed is not used
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.minimum(rule, limit), np.minimum(none, limit)
    drawn = np.random.default_rng().integers(len(a), size=(n_resamples, len(a)))
    low, high = np.quantile(a[drawn].mean(axis=1) / b[drawn].mean(axis=1), [0.025, 0.975])
    return {"ratio": float(a.mean() / b.mean()), "low": float(low), "high": float(high)}

# %% wrong (5 of 6): always the same seed
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.minimum(rule, limit), np.minimum(none, limit)
    drawn = np.random.default_rng(0).integers(len(a), size=(n_resamples, len(a)))
    low, high = np.quantile(a[drawn].mean(axis=1) / b[drawn].mean(axis=1), [0.025, 0.975])
    return {"ratio": float(a.mean() / b.mean()), "low": float(low), "high": float(high)}

# %% wrong (2 of 6): infinite times
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.array(rule), np.array(none)
    drawn = np.random.default_rng(random_state).integers(len(a), size=(n_resamples, len(a)))
    with np.errstate(all="ignore"):
        low, high = np.quantile(a[drawn].mean(axis=1) / b[drawn].mean(axis=1), [0.025, 0.975])
        return {"ratio": float(a.mean() / b.mean()), "low": float(low), "high": float(high)}

# %% wrong (3 of 6): a few searches in each resample
def compare_times(rule, none, limit, n_resamples, random_state):
    a, b = np.minimum(rule, limit), np.minimum(none, limit)
    drawn = np.random.default_rng(random_state).integers(len(a), size=(n_resamples, 4))
    low, high = np.quantile(a[drawn].mean(axis=1) / b[drawn].mean(axis=1), [0.025, 0.975])
    return {"ratio": float(a.mean() / b.mean()), "low": float(low), "high": float(high)}

# %% wrong (2 of 6): unfinished searches are left out
def compare_times(rule, none, limit, n_resamples, random_state):
    both = np.isfinite(rule) & np.isfinite(none)
    a, b = np.array(rule)[both], np.array(none)[both]
    drawn = np.random.default_rng(random_state).integers(len(a), size=(n_resamples, len(a)))
    low, high = np.quantile(a[drawn].mean(axis=1) / b[drawn].mean(axis=1), [0.025, 0.975])
    return {"ratio": float(a.mean() / b.mean()), "low": float(low), "high": float(high)}
