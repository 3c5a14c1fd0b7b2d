# Variants of lab0_seeds, question q2: sixteen_fractions(n_flips), fractions, mean and spread.
# Public: ten flips (1), the notebook's `fractions` (1). Hidden: other numbers of flips (2).

# %% right: a loop
def sixteen_fractions(n_flips):
    fractions = []
    for seed in range(0, 16):
        fractions.append(fraction_of_heads(n_flips, seed))
    return {
        "fractions": fractions,
        "mean": sum(fractions) / 16,
        "spread": sorted(fractions)[-1] - sorted(fractions)[0],
    }

# %% right: arrays
def sixteen_fractions(n_flips):
    values = np.array([fraction_of_heads(n_flips, s) for s in np.arange(16)])
    return dict(fractions=values, mean=values.mean(), spread=np.ptp(values))

# %% right: flips its own coins
def sixteen_fractions(n_flips):
    fractions = [
        np.random.RandomState(seed).randint(2, size=n_flips).mean() for seed in range(16)
    ]
    low, *_, high = sorted(fractions)
    return {"spread": high - low, "mean": np.mean(fractions), "fractions": fractions}

# %% right: map
def sixteen_fractions(n_flips):
    fractions = list(map(lambda s: fraction_of_heads(n_flips=n_flips, random_state=s), range(16)))
    mean = np.average(fractions)
    spread = abs(min(fractions) - max(fractions))
    return {"fractions": fractions, "mean": mean, "spread": spread}

# %% wrong (0 of 4): seeds 1 to 16
def sixteen_fractions(n_flips):
    fractions = [fraction_of_heads(n_flips, seed) for seed in range(1, 17)]
    spread = max(fractions) - min(fractions)
    return {"fractions": fractions, "mean": np.mean(fractions), "spread": spread}

# %% wrong (0 of 4): fifteen seeds
def sixteen_fractions(n_flips):
    fractions = [fraction_of_heads(n_flips, seed) for seed in range(15)]
    spread = max(fractions) - min(fractions)
    return {"fractions": fractions, "mean": np.mean(fractions), "spread": spread}

# %% wrong (0 of 4): sorted
def sixteen_fractions(n_flips):
    fractions = sorted(fraction_of_heads(n_flips, seed) for seed in range(16))
    spread = fractions[-1] - fractions[0]
    return {"fractions": fractions, "mean": np.mean(fractions), "spread": spread}

# %% wrong (0 of 4): seed 0 sixteen times
def sixteen_fractions(n_flips):
    fractions = [fraction_of_heads(n_flips, 0) for seed in range(16)]
    spread = max(fractions) - min(fractions)
    return {"fractions": fractions, "mean": np.mean(fractions), "spread": spread}

# %% wrong (1 of 4): always ten flips
def sixteen_fractions(n_flips):
    fractions = [fraction_of_heads(10, seed) for seed in range(16)]
    spread = max(fractions) - min(fractions)
    return {"fractions": fractions, "mean": np.mean(fractions), "spread": spread}

# %% wrong (1 of 4): a standard deviation for the spread
def sixteen_fractions(n_flips):
    fractions = [fraction_of_heads(n_flips, seed) for seed in range(16)]
    return {"fractions": fractions, "mean": np.mean(fractions), "spread": np.std(fractions)}

# %% wrong (1 of 4): the median for the mean
def sixteen_fractions(n_flips):
    fractions = [fraction_of_heads(n_flips, seed) for seed in range(16)]
    spread = max(fractions) - min(fractions)
    return {"fractions": fractions, "mean": np.median(fractions), "spread": spread}

# %% wrong (1 of 4): the spread has the wrong sign
def sixteen_fractions(n_flips):
    fractions = [fraction_of_heads(n_flips, seed) for seed in range(16)]
    spread = min(fractions) - max(fractions)
    return {"fractions": fractions, "mean": np.mean(fractions), "spread": spread}

# %% wrong (1 of 4): another key
def sixteen_fractions(n_flips):
    fractions = [fraction_of_heads(n_flips, seed) for seed in range(16)]
    spread = max(fractions) - min(fractions)
    return {"fractions": fractions, "average": np.mean(fractions), "spread": spread}

# %% wrong (0 of 4): a list in place of a dict
def sixteen_fractions(n_flips):
    return [fraction_of_heads(n_flips, seed) for seed in range(16)]

# %% wrong (0 of 4): returns inside the loop
def sixteen_fractions(n_flips):
    fractions = []
    for seed in range(16):
        fractions.append(fraction_of_heads(n_flips, seed))
        spread = max(fractions) - min(fractions)
        return {"fractions": fractions, "mean": np.mean(fractions), "spread": spread}

# %% wrong (1 of 4): rounded
def sixteen_fractions(n_flips):
    fractions = [round(fraction_of_heads(n_flips, seed), 2) for seed in range(16)]
    spread = max(fractions) - min(fractions)
    return {"fractions": fractions, "mean": round(np.mean(fractions), 2), "spread": spread}
