# Variants of lab4_curves, question q9: etr2_tau(best_curve, q=0.75).

# %% right: a loop
def etr2_tau(best_curve, q=0.75):
    tau = None
    for epoch, accuracy in enumerate(best_curve, 1):
        if accuracy <= q * best_curve[-1]:
            tau = epoch
    return tau

# %% right: max
def etr2_tau(best_curve, q=0.75):
    return max((t for t, y in enumerate(best_curve, 1) if y <= q * best_curve[-1]), default=None)

# %% right: from the end
def etr2_tau(best_curve, q=0.75):
    for t in range(len(best_curve), 0, -1):
        if best_curve[t - 1] <= q * best_curve[-1]:
            return t
    return None

# %% wrong (0 of 5): the first such epoch
def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    return int(late[0]) + 1 if len(late) else None

# %% wrong (0 of 5): counted from 0
def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    return int(late[-1]) if len(late) else None

# %% wrong (0 of 5): the epoch after
def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    return int(late[-1]) + 2 if len(late) else None

# %% wrong (2 of 5): of the maximum
def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    late = np.flatnonzero(np.asarray(best_curve) <= q * max(best_curve))
    return int(late[-1]) + 1 if len(late) else None

# %% wrong (2 of 5): q is fixed
def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    late = np.flatnonzero(np.asarray(best_curve) <= 0.75 * best_curve[-1])
    return int(late[-1]) + 1 if len(late) else None

# %% wrong (0 of 5): an accuracy of q
def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    late = np.flatnonzero(np.asarray(best_curve) <= q)
    return int(late[-1]) + 1 if len(late) else None

# %% wrong (2 of 5): below only
def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    late = np.flatnonzero(np.asarray(best_curve) < q * best_curve[-1])
    return int(late[-1]) + 1 if len(late) else None

# %% wrong (0 of 5): 0 where there is none
def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    return int(late[-1]) + 1 if len(late) else 0

# %% wrong (0 of 5): 1 where there is none
def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    return int(late[-1]) + 1 if len(late) else 1

# %% wrong (0 of 5): above
def etr2_tau(best_curve: Sequence[float], q: float = 0.75) -> int | None:
    late = np.flatnonzero(np.asarray(best_curve) >= q * best_curve[-1])
    return int(late[-1]) + 1 if len(late) else None

# %% wrong (0 of 5): the first above, less one
def etr2_tau(best_curve, q=0.75):
    t = next(t for t, y in enumerate(best_curve) if y > q * best_curve[-1])
    return t or None
