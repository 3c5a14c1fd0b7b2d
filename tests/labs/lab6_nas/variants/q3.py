# Variants of lab6_nas, question q3: pareto_front(accuracy, memory).
# Public: six networks (2). Hidden: other ones, some alike (2).

# %% right: two loops
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and (accuracy[j] > accuracy[i] or memory[j] < memory[i]):
                dominated = True
        if not dominated:
            rows.append(i)
    return sorted(rows, key=lambda i: memory[i])

# %% right: sweep from small to large
def pareto_front(accuracy, memory):
    order = sorted(range(len(accuracy)), key=lambda i: (memory[i], -accuracy[i], i))
    front = []
    for i in order:
        if not front or accuracy[i] > accuracy[front[-1]]:
            front.append(i)
        elif accuracy[i] == accuracy[front[-1]] and memory[i] == memory[front[-1]]:
            front.append(i)
    return front

# %% right: all pairs at once
def pareto_front(accuracy, memory):
    a, m = np.asarray(accuracy), np.asarray(memory)
    at_least = (a[:, None] >= a) & (m[:, None] <= m)
    better = (a[:, None] > a) | (m[:, None] < m)
    front = np.flatnonzero(~(at_least & better).any(axis=0))
    return front[np.argsort(m[front], kind="stable")]

# %% wrong (0 of 4): whoever is better in both dominates
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and (accuracy[j] > accuracy[i] and memory[j] < memory[i]):
                dominated = True
        if not dominated:
            rows.append(i)
    return sorted(rows, key=lambda i: memory[i])

# %% wrong (2 of 4): those that are alike dominate each other
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and i != j:
                dominated = True
        if not dominated:
            rows.append(i)
    return sorted(rows, key=lambda i: memory[i])

# %% wrong (0 of 4): the most memory first
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and (accuracy[j] > accuracy[i] or memory[j] < memory[i]):
                dominated = True
        if not dominated:
            rows.append(i)
    return sorted(rows, key=lambda i: -memory[i])

# %% wrong (0 of 4): in the order of rows
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and (accuracy[j] > accuracy[i] or memory[j] < memory[i]):
                dominated = True
        if not dominated:
            rows.append(i)
    return rows

# %% wrong (0 of 4): the least accurate
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] <= accuracy[i] and memory[j] <= memory[i]
            if no_worse and (accuracy[j] < accuracy[i] or memory[j] < memory[i]):
                dominated = True
        if not dominated:
            rows.append(i)
    return sorted(rows, key=lambda i: memory[i])

# %% wrong (0 of 4): memory is to be large
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] >= memory[i]
            if no_worse and (accuracy[j] > accuracy[i] or memory[j] > memory[i]):
                dominated = True
        if not dominated:
            rows.append(i)
    return sorted(rows, key=lambda i: memory[i])

# %% wrong (0 of 4): a mask
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and (accuracy[j] > accuracy[i] or memory[j] < memory[i]):
                dominated = True
        if not dominated:
            rows.append(i)
    return [i in rows for i in range(len(accuracy))]

# %% wrong (0 of 4): the dominated ones
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and (accuracy[j] > accuracy[i] or memory[j] < memory[i]):
                dominated = True
        if dominated:
            rows.append(i)
    return sorted(rows, key=lambda i: memory[i])

# %% wrong (0 of 4): the best one only
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and (accuracy[j] > accuracy[i] or memory[j] < memory[i]):
                dominated = True
        if not dominated:
            rows.append(i)
    return rows[:1]

# %% wrong (0 of 4): equally accurate ones stay
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and accuracy[j] > accuracy[i]:
                dominated = True
        if not dominated:
            rows.append(i)
    return sorted(rows, key=lambda i: memory[i])

# %% wrong (2 of 4): equally large ones stay
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and memory[j] < memory[i]:
                dominated = True
        if not dominated:
            rows.append(i)
    return sorted(rows, key=lambda i: memory[i])

# %% wrong (0 of 4): accuracies in place of rows
def pareto_front(accuracy, memory):
    rows = []
    for i in range(len(accuracy)):
        dominated = False
        for j in range(len(accuracy)):
            no_worse = accuracy[j] >= accuracy[i] and memory[j] <= memory[i]
            if no_worse and (accuracy[j] > accuracy[i] or memory[j] < memory[i]):
                dominated = True
        if not dominated:
            rows.append(i)
    return [float(accuracy[i]) for i in sorted(rows, key=lambda i: memory[i])]
