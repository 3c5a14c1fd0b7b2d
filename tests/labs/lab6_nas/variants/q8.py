# Variants of lab6_nas, question q8: evolve(accuracy, initial, alphabet, max_length, n_evaluations,
# size, rng). Public: the history (1), step by step (2). Hidden: other searches (4).

# %% right: a queue
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population.append(child)
        population.pop(0)
    return history

# %% right: two loops, a deque
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    from collections import deque

    population = deque(initial, maxlen=len(initial))
    history = initial[:]
    for _ in range(n_evaluations - len(initial)):
        child = None
        while child not in accuracy:
            fitness = [accuracy[one] for one in population]
            child = mutate(population[tournament(fitness, size, rng)], alphabet, max_length, rng)
        population.append(child)
        history.append(child)
    return history

# %% right: fitness kept beside genotypes
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    n = len(initial)
    history, fitness = list(initial), [accuracy[one] for one in initial]
    while len(history) < n_evaluations:
        parent = history[len(history) - n + tournament(fitness[-n:], size, rng)]
        child = mutate(parent, alphabet, max_length, rng)
        if child in accuracy:
            history.append(child)
            fitness.append(accuracy[child])
    return history

# %% wrong (1 of 7): the worst leaves
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population.append(child)
        population.remove(min(population, key=lambda one: accuracy[one]))
    return history

# %% wrong (1 of 7): nobody leaves
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population.append(child)
    return history

# %% wrong (0 of 7): the initial ones do not count
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) - len(initial) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population.append(child)
        population.pop(0)
    return history

# %% wrong (0 of 7): children that do not fit are kept, with accuracy 0
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy.get(one, 0) for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        history.append(child)
        population.append(child)
        population.pop(0)
    return history

# %% wrong (0 of 7): a child that does not fit counts
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            n_evaluations -= 1
            continue
        history.append(child)
        population.append(child)
        population.pop(0)
    return history

# %% wrong (1 of 7): the fittest is always the parent
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = int(np.argmax([accuracy[one] for one in population]))
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population.append(child)
        population.pop(0)
    return history

# %% wrong (1 of 7): anybody is a parent
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = rng.integers(len(population))
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population.append(child)
        population.pop(0)
    return history

# %% wrong (1 of 7): the same parent tries again
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        while child not in accuracy:
            child = mutate(population[winner], alphabet, max_length, rng)
        history.append(child)
        population.append(child)
        population.pop(0)
    return history

# %% wrong (1 of 7): a child's child, where it does not fit
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        while child not in accuracy:
            child = mutate(child, alphabet, max_length, rng)
        history.append(child)
        population.append(child)
        population.pop(0)
    return history

# %% wrong (1 of 7): the child replaces its parent
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population[winner] = child
    return history

# %% wrong (1 of 7): no genotype twice
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy or (child in history and rng.random() < 0.9):
            continue
        history.append(child)
        population.append(child)
        population.pop(0)
    return history

# %% wrong (1 of 7): the youngest leaves
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population.append(child)
        population.pop()
    return history

# %% wrong (0 of 7): the last population
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population.append(child)
        population.pop(0)
    return population

# %% wrong (0 of 7): the best one
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) < n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population.append(child)
        population.pop(0)
    return max(history, key=lambda one: accuracy[one])

# %% wrong (0 of 7): one too many at the end
def evolve(accuracy, initial, alphabet, max_length, n_evaluations, size, rng):
    population = list(initial)
    history = list(initial)
    while len(history) <= n_evaluations:
        winner = tournament([accuracy[one] for one in population], size, rng)
        child = mutate(population[winner], alphabet, max_length, rng)
        if child not in accuracy:
            continue
        history.append(child)
        population.append(child)
        population.pop(0)
    return history
