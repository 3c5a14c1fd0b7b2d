# Variants of lab6_nas, question q4: tournament(fitness, size, rng).
# Public: all enter (1), two of five (1), the rng (1). Hidden: other tournaments (3).

# %% right: one after another
def tournament(fitness, size, rng):
    entrants = rng.choice(len(fitness), size, replace=False)
    best = entrants[0]
    for i in entrants:
        if fitness[i] > fitness[best] or (fitness[i] == fitness[best] and i < best):
            best = i
    return int(best)

# %% right: a permutation
def tournament(fitness, size, rng):
    entrants = sorted(rng.permutation(len(fitness))[:size].tolist())
    return max(entrants, key=lambda i: fitness[i])

# %% right: ranks first
def tournament(fitness, size, rng):
    order = sorted(range(len(fitness)), key=lambda i: (-fitness[i], i))
    return order[min(rng.choice(len(order), size, replace=False))]

# %% wrong (1 of 6): with replacement
def tournament(fitness, size, rng):
    entrants = rng.choice(len(fitness), size, replace=True)
    best = entrants[0]
    for i in entrants:
        if fitness[i] > fitness[best] or (fitness[i] == fitness[best] and i < best):
            best = i
    return int(best)

# %% wrong (2 of 6): the last of equals
def tournament(fitness, size, rng):
    entrants = rng.choice(len(fitness), size, replace=False)
    best = entrants[0]
    for i in entrants:
        if fitness[i] > fitness[best] or (fitness[i] == fitness[best] and i > best):
            best = i
    return int(best)

# %% wrong (2 of 6): the one drawn first, of equals
def tournament(fitness, size, rng):
    entrants = rng.choice(len(fitness), size, replace=False)
    best = entrants[0]
    for i in entrants:
        if fitness[i] > fitness[best]:
            best = i
    return int(best)

# %% wrong (1 of 6): the weakest
def tournament(fitness, size, rng):
    entrants = rng.choice(len(fitness), size, replace=False)
    best = entrants[0]
    for i in entrants:
        if fitness[i] < fitness[best] or (fitness[i] == fitness[best] and i < best):
            best = i
    return int(best)

# %% wrong (1 of 6): a place among the entrants
def tournament(fitness, size, rng):
    entrants = sorted(rng.choice(len(fitness), size, replace=False))
    return int(np.argmax([fitness[i] for i in entrants]))

# %% wrong (0 of 6): a fitness
def tournament(fitness, size, rng):
    entrants = rng.choice(len(fitness), size, replace=False)
    best = entrants[0]
    for i in entrants:
        if fitness[i] > fitness[best] or (fitness[i] == fitness[best] and i < best):
            best = i
    return fitness[best]

# %% wrong (1 of 6): the fittest of all
def tournament(fitness, size, rng):
    return int(np.argmax(fitness))

# %% wrong (1 of 6): anybody
def tournament(fitness, size, rng):
    return int(rng.integers(len(fitness)))

# %% wrong (2 of 6): one more enters
def tournament(fitness, size, rng):
    entrants = rng.choice(len(fitness), min(size + 1, len(fitness)), replace=False)
    best = entrants[0]
    for i in entrants:
        if fitness[i] > fitness[best] or (fitness[i] == fitness[best] and i < best):
            best = i
    return int(best)

# %% wrong (5 of 6): a generator of its own
def tournament(fitness, size, rng):
    entrants = np.random.default_rng().choice(len(fitness), size, replace=False)
    best = entrants[0]
    for i in entrants:
        if fitness[i] > fitness[best] or (fitness[i] == fitness[best] and i < best):
            best = i
    return int(best)

# %% wrong (1 of 6): the same generator every time
def tournament(fitness, size, rng):
    entrants = np.random.default_rng(0).choice(len(fitness), size, replace=False)
    best = entrants[0]
    for i in entrants:
        if fitness[i] > fitness[best] or (fitness[i] == fitness[best] and i < best):
            best = i
    return int(best)

# %% wrong (1 of 6): by roulette
def tournament(fitness, size, rng):
    shares = np.array(fitness) / np.sum(fitness)
    return int(rng.choice(len(fitness), p=shares))

# %% wrong (2 of 6): the last one never enters
def tournament(fitness, size, rng):
    entrants = rng.choice(max(len(fitness) - 1, size), size, replace=False)
    best = entrants[0]
    for i in entrants:
        if fitness[i] > fitness[best] or (fitness[i] == fitness[best] and i < best):
            best = i
    return int(best)

# %% wrong (1 of 6): the first ones enter
def tournament(fitness, size, rng):
    entrants = range(size)
    best = entrants[0]
    for i in entrants:
        if fitness[i] > fitness[best] or (fitness[i] == fitness[best] and i < best):
            best = i
    return int(best)
