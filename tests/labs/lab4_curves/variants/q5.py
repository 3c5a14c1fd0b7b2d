# Variants of lab4_curves, question q5: convergence_epoch(curve, tolerance).

# %% right: numpy
def convergence_epoch(curve, tolerance):
    far = np.flatnonzero(np.abs(np.array(curve) - curve[-1]) > tolerance + 1e-6)
    return int(far[-1]) + 2 if len(far) else 1

# %% right: all the rest
def convergence_epoch(curve, tolerance):
    for t in range(len(curve)):
        if all(abs(y - curve[-1]) <= tolerance + 1e-6 for y in curve[t:]):
            return t + 1

# %% right: backwards
def convergence_epoch(curve, tolerance):
    n = 0
    for y in reversed(curve):
        if abs(y - curve[-1]) > tolerance + 1e-6:
            break
        n += 1
    return len(curve) - n + 1

# %% wrong (0 of 5): the first that is close
def convergence_epoch(curve, tolerance):
    return next(t for t, y in enumerate(curve, 1) if abs(y - curve[-1]) <= tolerance + 1e-6)

# %% wrong (0 of 5): counted from 0
def convergence_epoch(curve: list[float], tolerance: float) -> int:
    epoch = len(curve)
    while epoch > 1 and abs(curve[epoch - 2] - curve[-1]) <= tolerance + 1e-6:
        epoch -= 1
    return epoch - 1

# %% wrong (2 of 5): close to the maximum
def convergence_epoch(curve: list[float], tolerance: float) -> int:
    epoch = len(curve)
    while epoch > 1 and abs(curve[epoch - 2] - max(curve)) <= tolerance + 1e-6:
        epoch -= 1
    return epoch

# %% wrong (2 of 5): no absolute value
def convergence_epoch(curve: list[float], tolerance: float) -> int:
    epoch = len(curve)
    while epoch > 1 and curve[-1] - curve[epoch - 2] <= tolerance + 1e-6:
        epoch -= 1
    return epoch

# %% wrong (2 of 5): relative to the end
def convergence_epoch(curve: list[float], tolerance: float) -> int:
    epoch = len(curve)
    while epoch > 1 and abs(curve[epoch - 2] - curve[-1]) <= tolerance * curve[-1] + 1e-6:
        epoch -= 1
    return epoch

# %% wrong (2 of 5): steps from one epoch to the next
def convergence_epoch(curve: list[float], tolerance: float) -> int:
    epoch = len(curve)
    while epoch > 1 and abs(curve[epoch - 2] - curve[epoch - 1]) <= tolerance + 1e-6:
        epoch -= 1
    return epoch

# %% wrong (0 of 5): the last epoch that is far
def convergence_epoch(curve: list[float], tolerance: float) -> int:
    epoch = len(curve)
    while epoch > 1 and abs(curve[epoch - 2] - curve[-1]) <= tolerance + 1e-6:
        epoch -= 1
    return max(1, epoch - 1)

# %% wrong (2 of 5): flat curves converge at the end
def convergence_epoch(curve: list[float], tolerance: float) -> int:
    epoch = len(curve)
    while epoch > 2 and abs(curve[epoch - 2] - curve[-1]) <= tolerance + 1e-6:
        epoch -= 1
    return epoch

# %% wrong (2 of 5): half the tolerance
def convergence_epoch(curve: list[float], tolerance: float) -> int:
    epoch = len(curve)
    while epoch > 1 and abs(curve[epoch - 2] - curve[-1]) <= tolerance / 2 + 1e-6:
        epoch -= 1
    return epoch

# %% wrong (2 of 5): tolerance is fixed
def convergence_epoch(curve: list[float], tolerance: float) -> int:
    epoch = len(curve)
    while epoch > 1 and abs(curve[epoch - 2] - curve[-1]) <= 0.02 + 1e-6:
        epoch -= 1
    return epoch
