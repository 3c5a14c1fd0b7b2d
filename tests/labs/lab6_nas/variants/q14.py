# Variants of lab6_nas, question q14: next_trial(trained, allowed, n_epochs, epochs_left, rng).
# Public: a step at any moment (1), known devices (2). Hidden: hidden ones (4), against a plain
# recipe (3).

# %% right: one epoch each of the slower half, then the best
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    begun = [one for one in trained if len(trained[one]) < n_epochs]
    slow = sorted(allowed, key=allowed.get)[len(allowed) // 2 :]
    fresh = [one for one in slow if one not in trained]
    if begun and sum(map(len, trained.values())) >= epochs_left:
        return max(begun, key=lambda one: trained[one][0]), n_epochs
    return fresh[rng.integers(len(fresh))], 1

# %% right: a threshold of time, and a little less for single epochs
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    begun = {one: curve[0] for one, curve in trained.items() if len(curve) < n_epochs}
    spent = sum(len(curve) for curve in trained.values())
    if begun and spent > 0.8 * epochs_left:
        return max(begun, key=begun.get), n_epochs
    threshold = np.quantile(list(allowed.values()), 0.45)
    fresh = [one for one in allowed if one not in trained and allowed[one] > threshold]
    return fresh[rng.integers(len(fresh))], 1

# %% right: one epoch, then two, then the end
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    after = {n: [one for one in trained if len(trained[one]) == n] for n in (1, 2)}
    spent = sum(len(curve) for curve in trained.values())
    total = spent + epochs_left
    if spent < 0.45 * total or not after[1]:
        middle = np.median(list(allowed.values()))
        fresh = [one for one in allowed if one not in trained and allowed[one] >= middle]
        return str(rng.choice(fresh)), 1
    if spent < 0.6 * total:
        return max(after[1], key=lambda one: trained[one][-1]), 2
    return max(after[2] or after[1], key=lambda one: trained[one][-1]), n_epochs

# %% right: drawn by time
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    begun = [one for one in trained if len(trained[one]) < n_epochs]
    if begun and sum(map(len, trained.values())) >= 0.8 * epochs_left:
        return max(begun, key=lambda one: trained[one][0]), n_epochs
    fresh = [one for one in allowed if one not in trained]
    weights = np.array([allowed[one] for one in fresh]) ** 2
    return fresh[rng.choice(len(fresh), p=weights / weights.sum())], 1

# %% wrong (1 of 10): random search
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    return rng.choice([one for one in allowed if one not in trained]), n_epochs

# %% wrong (1 of 10): one epoch each, and nobody to the end
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    return rng.choice([one for one in allowed if one not in trained]), 1

# %% wrong (1 of 10): the worst are trained to the end
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    begun = [one for one in trained if len(trained[one]) < n_epochs]
    slow = sorted(allowed, key=allowed.get)[len(allowed) // 2 :]
    fresh = [one for one in slow if one not in trained]
    if begun and sum(map(len, trained.values())) >= epochs_left:
        return min(begun, key=lambda one: trained[one][0]), n_epochs
    return fresh[rng.integers(len(fresh))], 1

# %% wrong (1 of 10): nobody looks at the first epoch
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    begun = [one for one in trained if len(trained[one]) < n_epochs]
    if begun and sum(map(len, trained.values())) >= epochs_left:
        return begun[0], n_epochs
    return rng.choice([one for one in allowed if one not in trained]), 1

# %% wrong (1 of 10): three networks, then no more
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    if len(trained) >= 3:
        return None if epochs_left > 21 else (list(allowed)[-len(trained)], n_epochs)
    return rng.choice([one for one in allowed if one not in trained]), n_epochs

# %% wrong (1 of 10): the quickest ones first
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    fresh = sorted((one for one in allowed if one not in trained), key=allowed.get)
    return fresh[0], n_epochs

# %% wrong (1 of 10): the shortest ones first
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    return min((one for one in allowed if one not in trained), key=len), n_epochs

# %% wrong (3 of 10): the letters of the table are believed
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    fresh = [one for one in allowed if one not in trained]
    return max(fresh, key=lambda one: worth.get(one, test[row[one]] if one in row else 0)), n_epochs

# %% wrong (0 of 10): only a genotype
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    begun = [one for one in trained if len(trained[one]) < n_epochs]
    slow = sorted(allowed, key=allowed.get)[len(allowed) // 2 :]
    fresh = [one for one in slow if one not in trained]
    if begun and sum(map(len, trained.values())) >= epochs_left:
        return max(begun, key=lambda one: trained[one][0]), n_epochs
    return fresh[rng.integers(len(fresh))]

# %% wrong (0 of 10): a number that is not whole
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    begun = [one for one in trained if len(trained[one]) < n_epochs]
    slow = sorted(allowed, key=allowed.get)[len(allowed) // 2 :]
    fresh = [one for one in slow if one not in trained]
    if begun and sum(map(len, trained.values())) >= epochs_left:
        return max(begun, key=lambda one: trained[one][0]), n_epochs
    return fresh[rng.integers(len(fresh))], 1.5

# %% wrong (0 of 10): one that does not fit
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    return "aaaa", n_epochs

# %% wrong (0 of 10): the same one again
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    return max(trained, key=lambda one: trained[one][0]) if trained else next(iter(allowed)), 1

# %% wrong (1 of 10): aging evolution with full trainings
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    history = list(trained)
    fresh = [one for one in allowed if one not in trained]
    if len(history) >= 5:
        population = history[-5:]
        for _ in range(50):
            parent = population[tournament([trained[one][-1] for one in population], 2, rng)]
            child = mutate(parent, ALPHABET, 4, rng)
            if child in fresh:
                return child, n_epochs
    return rng.choice(fresh), n_epochs
