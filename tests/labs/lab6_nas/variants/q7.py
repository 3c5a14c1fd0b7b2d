# Variants of lab6_nas, question q7: crossover(mother, father, max_length, rng).
# Public: children of two (1), cut anywhere (1). Hidden: other children (4).

# %% right: draw again
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(1, len(father) + 1)
        if i + j <= max_length:
            return mother[:i] + father[-j:]

# %% right: a table of all children
def crossover(mother, father, max_length, rng):
    heads = [mother[:i] for i in range(1, len(mother) + 1)]
    tails = [father[i:] for i in range(len(father))]
    possible = [head + tail for head in heads for tail in tails if len(head + tail) <= max_length]
    return possible[rng.integers(len(possible))]

# %% right: weights for the mother's cut
def crossover(mother, father, max_length, rng):
    n_tails = np.array([min(len(father), max_length - i) for i in range(1, len(mother) + 1)]).clip(0)
    i = rng.choice(len(mother), p=n_tails / n_tails.sum())
    j = rng.integers(1, n_tails[i] + 1)
    return mother[: i + 1] + father[len(father) - j :]

# %% wrong (0 of 6): both are cut at one place
def crossover(mother, father, max_length, rng):
    i = rng.integers(1, max(min(len(mother), len(father)), 2))
    return (mother[:i] + father[i:])[:max_length]

# %% wrong (1 of 6): too long
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(1, len(father) + 1)
        return mother[:i] + father[-j:]

# %% wrong (1 of 6): cut off where it is too long
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(1, len(father) + 1)
        return (mother[:i] + father[-j:])[:max_length]

# %% wrong (1 of 6): the mother is never taken whole
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(1, max(len(mother), 2))
        j = rng.integers(1, len(father) + 1)
        if i + j <= max_length:
            return mother[:i] + father[-j:]

# %% wrong (1 of 6): the father is never taken whole
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(1, max(len(father), 2))
        if i + j <= max_length:
            return mother[:i] + father[-j:]

# %% wrong (0 of 6): perhaps nothing of the father
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(0, len(father) + 1)
        if i + j <= max_length:
            return mother[:i] + father[len(father) - j:]

# %% wrong (0 of 6): perhaps nothing of the mother
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(0, len(mother) + 1)
        j = rng.integers(1, len(father) + 1)
        if i + j <= max_length:
            return mother[:i] + father[-j:]

# %% wrong (0 of 6): the father's first genes
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(1, len(father) + 1)
        if i + j <= max_length:
            return mother[:i] + father[:j]

# %% wrong (0 of 6): the father begins
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(1, len(father) + 1)
        if i + j <= max_length:
            return father[:j] + mother[-i:]

# %% wrong (1 of 6): shorter than allowed
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(1, len(father) + 1)
        if i + j <= max(max_length - 1, 2):
            return mother[:i] + father[-j:]

# %% wrong (1 of 6): the father's part is made to fit
def crossover(mother, father, max_length, rng):
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(1, len(father) + 1)
        i = min(i, max_length - 1)
        j = min(j, max_length - i)
        return mother[:i] + father[-j:]

# %% wrong (5 of 6): a generator of its own
def crossover(mother, father, max_length, rng):
    rng = np.random.default_rng()
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(1, len(father) + 1)
        if i + j <= max_length:
            return mother[:i] + father[-j:]

# %% wrong (0 of 6): gene by gene
def crossover(mother, father, max_length, rng):
    pairs = [pair[rng.integers(2)] for pair in zip(mother, father)]
    return "".join(pairs)

# %% wrong (0 of 6): always the same cut
def crossover(mother, father, max_length, rng):
    rng = np.random.default_rng(0)
    while True:
        i = rng.integers(1, len(mother) + 1)
        j = rng.integers(1, len(father) + 1)
        if i + j <= max_length:
            return mother[:i] + father[-j:]
