# Variants of lab5_hpo, question q5: smac(points, final, goal, n_initial, max_trials, random_state).
# Public: begins at random (1), ends at the goal (2). Hidden: other searches (4).

# %% right: two loops
def smac(points, final, goal, n_initial, max_trials, random_state):
    rng = np.random.default_rng(random_state)
    tried = []
    for row in rng.choice(len(points), n_initial, replace=False)[:max_trials]:
        tried.append(int(row))
        if final[row] >= goal:
            return tried
    while len(tried) < max_trials:
        row = suggest_next(points, tried, final[tried].tolist(), random_state + len(tried))
        tried.append(row)
        if final[row] >= goal:
            return tried
    return tried

# %% right: a for loop
def smac(points, final, goal, n_initial, max_trials, random_state):
    tried = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    for n in range(1, max_trials + 1):
        if n > len(tried):
            tried.append(suggest_next(points, tried, [final[row] for row in tried], random_state + n - 1))
        if final[tried[n - 1]] >= goal:
            return tried[:n]
    return tried[:max_trials]

# %% right: search first, cut afterwards
def smac(points, final, goal, n_initial, max_trials, random_state):
    tried = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    while len(tried) < max_trials and max(final[tried]) < goal:
        tried.append(suggest_next(points, tried, list(final[tried]), random_state + len(tried)))
    hits = [i for i, row in enumerate(tried) if final[row] >= goal]
    return np.array(tried[: hits[0] + 1] if hits else tried[:max_trials])

# %% wrong (1 of 7): random ones are not compared with the goal
def smac(points, final, goal, n_initial, max_trials, random_state):
    tried = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    while len(tried) < max_trials:
        tried.append(suggest_next(points, tried, list(final[tried]), random_state + len(tried)))
        if final[tried[-1]] >= goal:
            break
    return tried[:max_trials]

# %% wrong (1 of 7): the goal must be exceeded
def smac(points, final, goal, n_initial, max_trials, random_state):
    initial = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    tried = []
    while len(tried) < max_trials:
        n = len(tried)
        row = initial[n] if n < n_initial else suggest_next(points, tried, list(final[tried]), random_state + n)
        tried.append(row)
        if final[row] > goal:
            break
    return tried

# %% wrong (1 of 7): the row that reaches the goal is left out
def smac(points, final, goal, n_initial, max_trials, random_state):
    initial = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    tried = []
    while len(tried) < max_trials:
        n = len(tried)
        row = initial[n] if n < n_initial else suggest_next(points, tried, list(final[tried]), random_state + n)
        if final[row] >= goal:
            break
        tried.append(row)
    return tried

# %% wrong (1 of 7): never ends before the last trial
def smac(points, final, goal, n_initial, max_trials, random_state):
    tried = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    while len(tried) < max_trials:
        tried.append(suggest_next(points, tried, list(final[tried]), random_state + len(tried)))
    return tried[:max_trials]

# %% wrong (2 of 7): max_trials without the random ones
def smac(points, final, goal, n_initial, max_trials, random_state):
    initial = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    tried = []
    while len(tried) < max_trials + n_initial:
        n = len(tried)
        row = initial[n] if n < n_initial else suggest_next(points, tried, list(final[tried]), random_state + n)
        tried.append(row)
        if final[row] >= goal:
            break
    return tried

# %% wrong (0 of 7): the same seed for every suggestion
def smac(points, final, goal, n_initial, max_trials, random_state):
    initial = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    tried = []
    while len(tried) < max_trials:
        n = len(tried)
        row = initial[n] if n < n_initial else suggest_next(points, tried, list(final[tried]), random_state)
        tried.append(row)
        if final[row] >= goal:
            break
    return tried

# %% wrong (0 of 7): random rows with replacement
def smac(points, final, goal, n_initial, max_trials, random_state):
    initial = np.random.default_rng(random_state).integers(len(points), size=n_initial).tolist()
    tried = []
    while len(tried) < max_trials:
        n = len(tried)
        row = initial[n] if n < n_initial else suggest_next(points, tried, list(final[tried]), random_state + n)
        tried.append(row)
        if final[row] >= goal:
            break
    return tried

# %% wrong (0 of 7): random search
def smac(points, final, goal, n_initial, max_trials, random_state):
    tried = []
    for row in np.random.default_rng(random_state).permutation(len(points))[:max_trials].tolist():
        tried.append(row)
        if final[row] >= goal:
            break
    return tried

# %% wrong (0 of 7): accuracies of the first rows of the table
def smac(points, final, goal, n_initial, max_trials, random_state):
    initial = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    tried = []
    while len(tried) < max_trials:
        n = len(tried)
        row = initial[n] if n < n_initial else suggest_next(points, tried, list(final[:n]), random_state + n)
        tried.append(row)
        if final[row] >= goal:
            break
    return tried

# %% wrong (0 of 7): accuracies in place of rows
def smac(points, final, goal, n_initial, max_trials, random_state):
    initial = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    tried = []
    while len(tried) < max_trials:
        n = len(tried)
        row = initial[n] if n < n_initial else suggest_next(points, tried, list(final[tried]), random_state + n)
        tried.append(row)
        if final[row] >= goal:
            break
    return final[tried].tolist()

# %% wrong (0 of 7): the number of trials
def smac(points, final, goal, n_initial, max_trials, random_state):
    initial = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    tried = []
    while len(tried) < max_trials:
        n = len(tried)
        row = initial[n] if n < n_initial else suggest_next(points, tried, list(final[tried]), random_state + n)
        tried.append(row)
        if final[row] >= goal:
            break
    return len(tried)

# %% wrong (0 of 7): the best first
def smac(points, final, goal, n_initial, max_trials, random_state):
    initial = np.random.default_rng(random_state).choice(len(points), n_initial, replace=False).tolist()
    tried = []
    while len(tried) < max_trials:
        n = len(tried)
        row = initial[n] if n < n_initial else suggest_next(points, tried, list(final[tried]), random_state + n)
        tried.append(row)
        if final[row] >= goal:
            break
    return sorted(tried, key=lambda row: -final[row])
