# Variants of lab2_optimizers, question q14: when_units_died(clfs, X), each unit's last death. Public:
# one unit that dies at position 2, one that is dead for a while (2). Hidden: dead from the start,
# dead at the very end, twice dead, alive only at the end (2).

# %% right: backwards from the end
def when_units_died(clfs, X):
    died = []
    for unit in range(len(clfs[0].intercepts_[0])):
        position = None
        for i in range(len(clfs) - 1, -1, -1):
            z = X @ clfs[i].coefs_[0][:, unit] + clfs[i].intercepts_[0][unit]
            if z.max() > 0:
                break
            position = i
        died.append(position)
    return died

# %% right: forwards, a life makes forget
def when_units_died(clfs, X):
    died = None
    for i, clf in enumerate(clfs):
        z = np.dot(X, clf.coefs_[0]) + clf.intercepts_[0]
        if died is None:
            died = [None] * z.shape[1]
        for unit in range(z.shape[1]):
            if any(z[:, unit] > 0):
                died[unit] = None
            elif died[unit] is None:
                died[unit] = i
    return died

# %% right: the states of Question 13
def when_units_died(clfs, X):
    died = []
    for history in zip(*(unit_states(clf, X) for clf in clfs)):
        n_dead = 0
        while n_dead < len(clfs) and history[-1 - n_dead] == "dead":
            n_dead += 1
        died.append(len(clfs) - n_dead if n_dead else None)
    return died

# %% right: all networks in one array, running minimum from the end
def when_units_died(clfs, X):
    W = np.array([clf.coefs_[0] for clf in clfs])
    b = np.array([clf.intercepts_[0] for clf in clfs])
    dead = np.all(np.maximum(X @ W + b[:, None, :], 0) == 0, axis=1)
    for_good = np.logical_and.accumulate(dead[::-1])[::-1]
    return np.where(for_good.any(axis=0), for_good.argmax(axis=0), None)

# %% right: pandas, the last valid entry
def when_units_died(clfs, X):
    alive = pd.DataFrame([((X @ c.coefs_[0] + c.intercepts_[0]) > 0).any(axis=0) for c in clfs])
    last = [alive.index[alive[unit]].max() if alive[unit].any() else -1 for unit in alive]
    return tuple(int(i) + 1 if i + 1 < len(alive) else None for i in last)

# %% right: recursion, and text
def when_units_died(clfs, X):
    def last_death(life):
        if not life.endswith("x"):
            return None
        shorter = last_death(life[:-1])
        return len(life) - 1 if shorter is None else shorter

    outputs = [np.maximum(X @ c.coefs_[0] + c.intercepts_[0], 0).sum(axis=0) for c in clfs]
    return [last_death("".join("o" if out > 0 else "x" for out in unit)) for unit in zip(*outputs)]

# %% wrong (2 of 4): the first death, if it is dead at the end
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    return [None if unit[-1] else int(np.argmin(unit)) for unit in alive.T]

# %% wrong (2 of 4): an error for a unit that never lived
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    return [None if unit[-1] else int(np.flatnonzero(unit)[-1]) + 1 for unit in alive.T]

# %% wrong (2 of 4): None for a unit that never lived
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T:
        times = [i for i in range(len(unit)) if unit[i]]
        died.append(None if not times or unit[-1] else times[-1] + 1)
    return died

# %% wrong (2 of 4): None for position 0
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T:
        position = len(clfs)
        while position > 0 and not unit[position - 1]:
            position -= 1
        died.append((position if position < len(clfs) else None) or None)
    return died

# %% wrong (2 of 4): deaths are steps from alive to dead, so nothing is born dead
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T.astype(int):
        falls = np.flatnonzero(np.diff(unit) == -1)
        died.append(int(falls[-1]) + 1 if len(falls) and not unit[-1] else None)
    return died

# %% wrong (2 of 4): the last network is left out
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs[:-1]])
    died = []
    for unit in alive.T:
        times = np.flatnonzero(unit)
        first = int(times[-1]) + 1 if times.size else 0
        died.append(first if first < len(alive) else None)
    return died

# %% wrong (2 of 4): dead once is chance, it takes two
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T:
        times = np.flatnonzero(unit)
        first = int(times[-1]) + 1 if times.size else 0
        died.append(first if first < len(clfs) - 1 else None)
    return died

# %% wrong (2 of 4): dead if the mean over the points is
def when_units_died(clfs, X):
    alive = np.array([np.mean(X @ c.coefs_[0] + c.intercepts_[0], axis=0) > 0 for c in clfs])
    died = []
    for unit in alive.T:
        times = np.flatnonzero(unit)
        first = int(times[-1]) + 1 if times.size else 0
        died.append(first if first < len(clfs) else None)
    return died

# %% wrong (2 of 4): two units, as in the notebook
def when_units_died(clfs, X):
    died = []
    for unit in (0, 1):
        alive = [np.any(X @ c.coefs_[0][:, unit] + c.intercepts_[0][unit] > 0) for c in clfs]
        position = len(clfs)
        while position > 0 and not alive[position - 1]:
            position -= 1
        died.append(position if position < len(clfs) else None)
    return died

# %% wrong (0 of 4): the first death, also if it came back
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    return [None if unit.all() else int(np.argmin(unit)) for unit in alive.T]

# %% wrong (0 of 4): the last position at which it lived
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T:
        times = np.flatnonzero(unit)
        last = int(times[-1]) if times.size else 0
        died.append(last if last < len(clfs) - 1 else None)
    return died

# %% wrong (0 of 4): the last position at which it is dead
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    return [None if unit[-1] else int(np.flatnonzero(~unit)[-1]) for unit in alive.T]

# %% wrong (0 of 4): the last death, also if it came back
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T:
        position = None
        for i in range(len(clfs)):
            if not unit[i] and (i == 0 or unit[i - 1]):
                position = i
        died.append(position)
    return died

# %% wrong (0 of 4): positions counted from 1
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T:
        times = np.flatnonzero(unit)
        first = int(times[-1]) + 1 if times.size else 0
        died.append(first + 1 if first < len(clfs) else None)
    return died

# %% wrong (0 of 4): the number of networks instead of None
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T:
        times = np.flatnonzero(unit)
        died.append(int(times[-1]) + 1 if times.size else 0)
    return died

# %% wrong (0 of 4): nan instead of None
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = np.full(alive.shape[1], np.nan)
    for unit in range(alive.shape[1]):
        times = np.flatnonzero(alive[:, unit])
        first = times[-1] + 1 if times.size else 0
        if first < len(clfs):
            died[unit] = first
    return died

# %% wrong (0 of 4): dead if it is silent for one point
def when_units_died(clfs, X):
    alive = np.array([np.all(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T:
        times = np.flatnonzero(unit)
        first = int(times[-1]) + 1 if times.size else 0
        died.append(first if first < len(clfs) else None)
    return died

# %% wrong (0 of 4): the first point only
def when_units_died(clfs, X):
    alive = np.array([X[0] @ c.coefs_[0] + c.intercepts_[0] > 0 for c in clfs])
    died = []
    for unit in alive.T:
        times = np.flatnonzero(unit)
        first = int(times[-1]) + 1 if times.size else 0
        died.append(first if first < len(clfs) else None)
    return died

# %% wrong (0 of 4): biases left out
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T:
        times = np.flatnonzero(unit)
        first = int(times[-1]) + 1 if times.size else 0
        died.append(first if first < len(clfs) else None)
    return died

# %% wrong (0 of 4): units and networks swapped
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for network in alive:
        times = np.flatnonzero(network)
        first = int(times[-1]) + 1 if times.size else 0
        died.append(first if first < len(network) else None)
    return died

# %% wrong (0 of 4): the epoch instead of the position
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    died = []
    for unit in alive.T:
        times = np.flatnonzero(unit)
        first = int(times[-1]) + 1 if times.size else 0
        died.append(clfs[first].n_iter_ if first < len(clfs) else None)
    return died

# %% wrong (0 of 4): prints, and returns nothing
def when_units_died(clfs, X):
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    for unit in alive.T:
        times = np.flatnonzero(unit)
        first = int(times[-1]) + 1 if times.size else 0
        print(first if first < len(clfs) else None)
