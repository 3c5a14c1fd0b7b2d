# Variants of lab4_curves, question q8: etr1(curve, tau, r=0.1, epsilon=0.05).

# %% right: a ladder
def etr1(curve, tau, r=0.1, epsilon=0.05):
    if len(curve) != tau:
        return False
    return curve[tau - 1] < r + epsilon

# %% right: arrays
def etr1(curve, tau, r=0.1, epsilon=0.05):
    return np.size(curve) == tau and np.asarray(curve)[-1] < r + epsilon

# %% right: if and else
def etr1(curve, tau, r=0.1, epsilon=0.05):
    if len(curve) == tau and curve[-1] < r + epsilon:
        return True
    else:
        return False

# %% wrong (0 of 5): later too
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) >= tau and bool(curve[-1] < r + epsilon)

# %% wrong (0 of 5): earlier too
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) <= tau and bool(curve[-1] < r + epsilon)

# %% wrong (0 of 5): epochs from 0
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) - 1 == tau and bool(curve[-1] < r + epsilon)

# %% wrong (2 of 5): at most
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) == tau and bool(curve[-1] <= r + epsilon)

# %% wrong (0 of 5): without epsilon
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) == tau and bool(curve[-1] < r)

# %% wrong (0 of 5): epsilon is taken off
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) == tau and bool(curve[-1] < r - epsilon)

# %% wrong (2 of 5): fixed limit
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) == tau and bool(curve[-1] < 0.15)

# %% wrong (2 of 5): the best so far
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) == tau and bool(max(curve) < r + epsilon)

# %% wrong (0 of 5): the first epoch
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) == tau and bool(curve[0] < r + epsilon)

# %% wrong (0 of 5): the other way round
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) == tau and bool(curve[-1] > r + epsilon)

# %% wrong (0 of 5): the mean so far
def etr1(curve: Sequence[float], tau: int, r: float = 0.1, epsilon: float = 0.05) -> bool:
    return len(curve) == tau and bool(sum(curve) / len(curve) < r + epsilon)

# %% wrong (0 of 5): nothing is stopped
def etr1(curve, tau, r=0.1, epsilon=0.05):
    return False
