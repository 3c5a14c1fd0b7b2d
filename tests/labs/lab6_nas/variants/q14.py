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

# %% right: a threshold of time
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    begun = {one: curve[0] for one, curve in trained.items() if len(curve) < n_epochs}
    spent = sum(len(curve) for curve in trained.values())
    if begun and spent >= epochs_left:
        return max(begun, key=begun.get), n_epochs
    median = np.median(list(allowed.values()))
    fresh = [one for one in allowed if one not in trained and allowed[one] >= median]
    return str(rng.choice(fresh)), 1

# %% right: sorted pairs
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    pairs = sorted((time, one) for one, time in allowed.items())[len(allowed) // 2 :]
    fresh = [one for _, one in pairs if one not in trained]
    first = sorted((curve[0], one) for one, curve in trained.items() if len(curve) < n_epochs)
    spent = sum(map(len, trained.values()))
    return (first[-1][1], n_epochs) if first and spent >= epochs_left else (rng.choice(fresh), 1)

# %% right: the slower half in random order of the first question
def next_trial(trained, allowed, n_epochs, epochs_left, rng):
    middle = sorted(allowed.values())[len(allowed) // 2]
    candidates = [one for one, time in allowed.items() if time >= middle]
    waiting = [one for one in candidates if one not in trained]
    half_way = [one for one in trained if len(trained[one]) < n_epochs]
    if len(half_way) + sum(len(trained[one]) for one in trained if one not in half_way) < epochs_left:
        return waiting[0], 1
    return sorted(half_way, key=lambda one: trained[one])[-1], n_epochs

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
    return max(fresh, key=lambda one: table.test[row[one], 0] if one in row else 0), n_epochs

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
