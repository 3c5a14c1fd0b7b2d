# Variants of lab6_nas, question q13: evolve_within(accuracy, initial, alphabet, max_length, n_parents,
# n_generations, rng). Public: three generations (2). Hidden: other ones (4).

# %% right: a list of those who have lived
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% right: two helpers
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    def by_crossover(parents):
        i, j = rng.choice(len(parents), 2, replace=False)
        return crossover(parents[i], parents[j], max_length, rng)

    def by_mutation(parents):
        return mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)

    generations, n = [list(initial)], len(initial)
    first = {}
    while len(generations) < n_generations:
        for one in generations[-1]:
            first.setdefault(one, len(first))
        parents = sorted(first, key=lambda one: (-accuracy[one], first[one]))[:n_parents]
        children = []
        for made in [by_crossover] * (n // 2) + [by_mutation] * (n - n // 2):
            child = made(parents)
            while child not in accuracy:
                child = made(parents)
            children.append(child)
        generations.append(children)
    return generations

# %% right: numpy's stable sort
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [list(initial)]
    for _ in range(1, n_generations):
        lived = list(dict.fromkeys(sum(generations, [])))
        order = np.argsort([-accuracy[one] for one in lived], kind="stable")
        parents = [lived[i] for i in order[:n_parents]]
        half, born = len(initial) // 2, []
        while len(born) < half:
            mother, father = (parents[i] for i in rng.choice(len(parents), 2, replace=False))
            born += [c for c in [crossover(mother, father, max_length, rng)] if c in accuracy]
        while len(born) < len(initial):
            parent = parents[rng.integers(len(parents))]
            born += [c for c in [mutate(parent, alphabet, max_length, rng)] if c in accuracy]
        generations.append(born)
    return generations

# %% wrong (0 of 6): twins are parents
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): parents of the last generation only
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        lived = []
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): the least fit are parents
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one])[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): everybody is a parent
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): by mutation only
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < 0:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): by crossover only
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial):
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): mutation first
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) >= len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (2 of 6): the larger half by crossover
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < (len(initial) + 1) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): a child may be its own mother's and father's
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): children that do not fit are born
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy.get(one, 0), reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): a child that does not fit is left out
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations, lived = [initial], []
    for _ in range(n_generations - 1):
        lived = list(dict.fromkeys([*lived, *generations[-1]]))
        parents = sorted(lived, key=lambda one: -accuracy[one])[:n_parents]
        born = []
        for n in range(len(initial)):
            if n < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                born.append(crossover(parents[i], parents[j], max_length, rng))
            else:
                born.append(mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng))
        generations.append([one for one in born if one in accuracy])
    return generations

# %% wrong (0 of 6): the initial generation does not count
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): the last generation
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations[-1]

# %% wrong (0 of 6): crossover, then mutation
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived, key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = mutate(crossover(parents[i], parents[j], max_length, rng), alphabet, max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations

# %% wrong (0 of 6): of equally fit ones whoever lived last
def evolve_within(accuracy, initial, alphabet, max_length, n_parents, n_generations, rng):
    generations = [initial]
    lived = []
    for _ in range(n_generations - 1):
        for one in generations[-1]:
            if one not in lived:
                lived.append(one)
        parents = sorted(lived[::-1], key=lambda one: accuracy[one], reverse=True)[:n_parents]
        born = []
        while len(born) < len(initial):
            if len(born) < len(initial) // 2:
                i, j = rng.choice(len(parents), 2, replace=False)
                child = crossover(parents[i], parents[j], max_length, rng)
            else:
                child = mutate(parents[rng.integers(len(parents))], alphabet, max_length, rng)
            if child in accuracy:
                born.append(child)
        generations.append(born)
    return generations
