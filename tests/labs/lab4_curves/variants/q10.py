# Variants of lab4_curves, question q10: etr2(curve, best_curve, p, q=0.75).

# %% right: τ first
def etr2(curve, best_curve, p, q=0.75):
    if best_curve is None:
        return False
    epochs = [t for t, y in enumerate(best_curve, 1) if y <= q * best_curve[-1]]
    return bool(epochs) and len(curve) == epochs[-1] and curve[-1] < p * best_curve[epochs[-1] - 1]

# %% right: is τ now?
def etr2(curve, best_curve, p, q=0.75):
    if best_curve is None or len(curve) > len(best_curve):
        return False
    t, limit = len(curve), q * best_curve[-1]
    is_tau = best_curve[t - 1] <= limit and all(y > limit for y in best_curve[t:])
    return is_tau and curve[t - 1] < p * best_curve[t - 1]

# %% right: a loop
def etr2(curve, best_curve, p, q=0.75):
    tau = 0
    for t in range(0 if best_curve is None else len(best_curve)):
        if best_curve[t] <= q * best_curve[-1]:
            tau = t + 1
    if tau == 0 or tau != len(curve):
        return False
    return curve[tau - 1] < p * best_curve[tau - 1]

# %% wrong (0 of 6): compared with the best's end
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 1:
        return False
    return bool(curve[-1] < p * best_curve[-1])

# %% wrong (0 of 6): without p
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 1:
        return False
    return bool(curve[-1] < best_curve[len(curve) - 1])

# %% wrong (0 of 6): p and q swapped
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, q: float, p: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 1:
        return False
    return bool(curve[-1] < p * best_curve[len(curve) - 1])

# %% wrong (0 of 6): at the first such epoch
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[0] + 1:
        return False
    return bool(curve[-1] < p * best_curve[len(curve) - 1])

# %% wrong (0 of 6): one epoch late
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 2:
        return False
    return bool(curve[-1] < p * best_curve[len(curve) - 1])

# %% wrong (0 of 6): later too
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) < late[-1] + 1:
        return False
    return bool(curve[-1] < p * best_curve[len(curve) - 1])

# %% wrong (2 of 6): at most
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 1:
        return False
    return bool(curve[-1] <= p * best_curve[len(curve) - 1])

# %% wrong (2 of 6): no best curve is stopped
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return True
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 1:
        return False
    return bool(curve[-1] < p * best_curve[len(curve) - 1])

# %% wrong (2 of 6): an error without a best curve
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 1:
        return False
    return bool(curve[-1] < p * best_curve[len(curve) - 1])

# %% wrong (2 of 6): q is fixed
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= 0.75 * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 1:
        return False
    return bool(curve[-1] < p * best_curve[len(curve) - 1])

# %% wrong (0 of 6): the other way round
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 1:
        return False
    return bool(curve[-1] > p * best_curve[len(curve) - 1])

# %% wrong (2 of 6): stops where there is no τ
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0:
        return True
    if len(curve) != late[-1] + 1:
        return False
    return bool(curve[-1] < p * best_curve[len(curve) - 1])

# %% wrong (2 of 6): the maximum so far
def etr2(
    curve: Sequence[float], best_curve: Sequence[float] | None, p: float, q: float = 0.75
) -> bool:
    if best_curve is None:
        return False
    late = np.flatnonzero(np.asarray(best_curve) <= q * best_curve[-1])
    if len(late) == 0 or len(curve) != late[-1] + 1:
        return False
    return bool(max(curve) < p * best_curve[len(curve) - 1])
