# Variants of lab4_curves, question q11: replay(curves, rule).

# %% right: while
def replay(curves, rule):
    finished, spent = [], []
    for row in curves:
        best = max(finished, key=lambda curve: curve[-1]) if finished else None
        t = 1
        while t < len(row) and not rule(list(row[:t]), best):
            t += 1
        if t == len(row):
            finished.append(list(row))
        spent.append(t)
    return spent

# %% right: for and else
def replay(curves, rule):
    best, spent = None, []
    for row in curves:
        for t in range(1, len(row)):
            if rule(row[:t], best):
                spent.append(t)
                break
        else:
            spent.append(len(row))
            if best is None or row[-1] > best[-1]:
                best = row
    return spent

# %% right: one epoch at a time
def replay(curves, rule):
    best, spent = None, []
    for row in curves:
        seen = []
        for accuracy in row:
            seen.append(accuracy)
            if len(seen) < len(row) and rule(list(seen), best):
                break
        spent.append(len(seen))
        if len(seen) == len(row):
            best = seen if best is None else max(best, seen, key=lambda c: c[-1])
    return spent

# %% wrong (0 of 8): the rule sees the whole curve
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full, best):
                epochs = t
                break
        spent.append(epochs)
        if epochs == len(full) and (best is None or full[-1] > best[-1]):
            best = full
    return spent

# %% wrong (0 of 8): counted from 0
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t - 1
                break
        spent.append(epochs)
        if epochs == len(full) and (best is None or full[-1] > best[-1]):
            best = full
    return spent

# %% wrong (0 of 8): the epoch after
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t + 1
                break
        spent.append(epochs)
        if epochs == len(full) and (best is None or full[-1] > best[-1]):
            best = full
    return spent

# %% wrong (4 of 8): stopped ones become the best
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t
                break
        spent.append(epochs)
        if (best is None or full[-1] > best[-1]):
            best = full
    return spent

# %% wrong (2 of 8): no best
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], None):
                epochs = t
                break
        spent.append(epochs)
        if epochs == len(full) and (best is None or full[-1] > best[-1]):
            best = full
    return spent

# %% wrong (4 of 8): the last finished is the best
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t
                break
        spent.append(epochs)
        if epochs == len(full) :
            best = full
    return spent

# %% wrong (4 of 8): of equals the last
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t
                break
        spent.append(epochs)
        if epochs == len(full) and (best is None or full[-1] >= best[-1]):
            best = full
    return spent

# %% wrong (4 of 8): best by its maximum
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t
                break
        spent.append(epochs)
        if epochs == len(full) and (best is None or max(full) > max(best)):
            best = full
    return spent

# %% wrong (4 of 8): the first is the best for ever
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t
                break
        spent.append(epochs)
        if epochs == len(full) and best is None:
            best = full
    return spent

# %% wrong (2 of 8): goes on after a stop
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t
        spent.append(epochs)
        if epochs == len(full) and (best is None or full[-1] > best[-1]):
            best = full
    return spent

# %% wrong (2 of 8): the first epoch is not asked
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(2, len(full)):
            if rule(full[:t], best):
                epochs = t
                break
        spent.append(epochs)
        if epochs == len(full) and (best is None or full[-1] > best[-1]):
            best = full
    return spent

# %% wrong (4 of 8): worst in place of best
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t
                break
        spent.append(epochs)
        if epochs == len(full) and (best is None or full[-1] < best[-1]):
            best = full
    return spent

# %% wrong (0 of 8): epochs saved
def replay(curves: list[list[float]], rule: Callable) -> list[int]:
    best, spent = None, []
    for row in curves:
        full = list(row)
        epochs = len(full)
        for t in range(1, len(full)):
            if rule(full[:t], best):
                epochs = t
                break
        spent.append(len(full) - epochs)
        if epochs == len(full) and (best is None or full[-1] > best[-1]):
            best = full
    return spent
