# Variants of lab4_curves, question q12: tally(epochs, curves, goal).

# %% right: loops
def tally(epochs, curves, goal):
    result = dict.fromkeys(["stopped_good", "stopped_bad", "kept_good", "kept_bad"], 0)
    n, T = curves.shape
    for t, curve in zip(epochs, curves):
        result[("stopped" if t < T else "kept") + ("_good" if curve[-1] >= goal else "_bad")] += 1
    return result | {"epochs_saved": (n * T - sum(epochs)) / (n * T)}

# %% right: by subtraction
def tally(epochs, curves, goal):
    T = curves.shape[1]
    stopped = np.array(epochs) != T
    good = curves[:, -1] >= goal
    sg = sum(stopped & good)
    return {
        "epochs_saved": 1 - np.mean(epochs) / T, "stopped_good": sg, "stopped_bad": sum(stopped) - sg,
        "kept_good": sum(good) - sg, "kept_bad": len(good) - sum(good) - sum(stopped) + sg,
    }

# %% right: crosstab
def tally(epochs, curves, goal):
    T = len(curves[0])
    pairs = [(t < T, c[-1] >= goal) for t, c in zip(epochs, curves)]
    return {
        "epochs_saved": float(np.mean([1 - t / T for t in epochs])),
        "stopped_good": pairs.count((True, True)), "stopped_bad": pairs.count((True, False)),
        "kept_good": pairs.count((False, True)), "kept_bad": pairs.count((False, False)),
    }

# %% wrong (0 of 6): good above the goal only
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole[:, -1] > goal
    return {
        "epochs_saved": float(1 - np.sum(epochs) / whole.size),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }

# %% wrong (2 of 6): good by the highest accuracy
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole.max(axis=1) >= goal
    return {
        "epochs_saved": float(1 - np.sum(epochs) / whole.size),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }

# %% wrong (0 of 6): good by the first epoch
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole[:, 0] >= goal
    return {
        "epochs_saved": float(1 - np.sum(epochs) / whole.size),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }

# %% wrong (0 of 6): kept and stopped swapped
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) >= whole.shape[1], whole[:, -1] >= goal
    return {
        "epochs_saved": float(1 - np.sum(epochs) / whole.size),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }

# %% wrong (0 of 6): good and bad swapped
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole[:, -1] < goal
    return {
        "epochs_saved": float(1 - np.sum(epochs) / whole.size),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }

# %% wrong (0 of 6): epochs spent
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole[:, -1] >= goal
    return {
        "epochs_saved": float(np.sum(epochs) / whole.size),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }

# %% wrong (0 of 6): a number of epochs
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole[:, -1] >= goal
    return {
        "epochs_saved": float(whole.size - np.sum(epochs)),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }

# %% wrong (0 of 6): in percent
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole[:, -1] >= goal
    return {
        "epochs_saved": float(100 - 100 * np.sum(epochs) / whole.size),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }

# %% wrong (0 of 6): divided by the settings
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole[:, -1] >= goal
    return {
        "epochs_saved": float(1 - np.sum(epochs) / len(whole)),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }

# %% wrong (0 of 6): stopped one epoch early only
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1] - 1, whole[:, -1] >= goal
    return {
        "epochs_saved": float(1 - np.sum(epochs) / whole.size),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }

# %% wrong (0 of 6): shares in place of counts
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole[:, -1] >= goal
    return {
        "epochs_saved": float(1 - np.sum(epochs) / whole.size),
        "stopped_good": float(np.mean(stopped & good)),
        "stopped_bad": float(np.mean(stopped & ~good)),
        "kept_good": float(np.mean(~stopped & good)),
        "kept_bad": float(np.mean(~stopped & ~good)),
    }

# %% wrong (0 of 6): good by where it was stopped
def tally(epochs: list[int], curves: np.ndarray, goal: float) -> dict:
    whole = np.asarray(curves)
    stopped, good = np.asarray(epochs) < whole.shape[1], whole[np.arange(len(whole)), np.asarray(epochs) - 1] >= goal
    return {
        "epochs_saved": float(1 - np.sum(epochs) / whole.size),
        "stopped_good": int(np.sum(stopped & good)),
        "stopped_bad": int(np.sum(stopped & ~good)),
        "kept_good": int(np.sum(~stopped & good)),
        "kept_bad": int(np.sum(~stopped & ~good)),
    }
