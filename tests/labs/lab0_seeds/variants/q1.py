# Variants of lab0_seeds, question q1: fraction_of_heads(n_flips, random_state), one coin.
# Public: ten flips from seed 0 (1), and from seed 13, twice (1). Hidden: other numbers (2).

# %% right: a method of the array
def fraction_of_heads(n_flips, random_state):
    return np.random.RandomState(random_state).randint(2, size=n_flips).mean()

# %% right: counted in a loop
def fraction_of_heads(n_flips, random_state):
    heads = 0
    for flip in np.random.RandomState(random_state).randint(2, size=n_flips):
        if flip == 1:
            heads += 1
    return heads / n_flips

# %% right: numpy's global generator, seeded
def fraction_of_heads(n_flips, random_state):
    np.random.seed(random_state)
    flips = np.random.randint(0, 2, n_flips)
    return np.count_nonzero(flips) / len(flips)

# %% right: pure Python over a list
def fraction_of_heads(n_flips, random_state):
    flips = np.random.RandomState(random_state).randint(2, size=n_flips).tolist()
    return sum(flips) / len(flips)

# %% wrong (0 of 4): how many heads
def fraction_of_heads(n_flips, random_state):
    return np.random.RandomState(random_state).randint(2, size=n_flips).sum()

# %% wrong (0 of 4): tails
def fraction_of_heads(n_flips, random_state):
    return np.mean(np.random.RandomState(random_state).randint(2, size=n_flips) == 0)

# %% wrong (0 of 4): a percentage
def fraction_of_heads(n_flips, random_state):
    return 100 * np.random.RandomState(random_state).randint(2, size=n_flips).mean()

# %% wrong (0 of 4): no seed (one flip of 1,000,000 is unlikely to come out right by chance)
def fraction_of_heads(n_flips, random_state):
    return np.random.RandomState().randint(2, size=1_000_000).mean()

# %% wrong (1 of 4): always seed 0
def fraction_of_heads(n_flips, random_state):
    return np.random.RandomState(0).randint(2, size=n_flips).mean()

# %% wrong (2 of 4): always ten flips
def fraction_of_heads(n_flips, random_state):
    return np.random.RandomState(random_state).randint(2, size=10).mean()

# %% wrong (0 of 4): one flip too few
def fraction_of_heads(n_flips, random_state):
    return np.random.RandomState(random_state).randint(2, size=n_flips - 1).mean()

# %% wrong (0 of 4): numpy's newer generator
def fraction_of_heads(n_flips, random_state):
    return float(np.random.default_rng(random_state).integers(2, size=n_flips).mean())

# %% wrong (0 of 4): the flips themselves
def fraction_of_heads(n_flips, random_state):
    return np.random.RandomState(random_state).randint(2, size=n_flips)

# %% wrong (0 of 4): printed, not returned
def fraction_of_heads(n_flips, random_state):
    print(np.random.RandomState(random_state).randint(2, size=n_flips).mean())

# %% wrong (2 of 4): rounded to one digit
def fraction_of_heads(n_flips, random_state):
    return round(np.random.RandomState(random_state).randint(2, size=n_flips).mean(), 1)

# %% wrong (2 of 4): the two public answers by heart
def fraction_of_heads(n_flips, random_state):
    return {0: 0.8, 13: 0.1}.get(random_state, 0.5)

# %% wrong (0 of 4): the arguments swapped
def fraction_of_heads(random_state, n_flips):
    return np.random.RandomState(random_state).randint(2, size=n_flips).mean()

# %% wrong (0 of 4): divides by the number of heads
def fraction_of_heads(n_flips, random_state):
    flips = np.random.RandomState(random_state).randint(2, size=n_flips)
    return n_flips / max(flips.sum(), 1)
