# Variants of lab5_hpo, question q10: tau_tradeoff(curves, seconds_per_epoch, goal, taus).
# Public: three τ (2). Hidden: other curves and goals (3).

# %% right: by expected seconds
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    n, T = curves.shape

    def seconds(epochs):
        hits = np.sum((epochs == T) & (curves[:, -1] >= goal))
        return np.sum(epochs * seconds_per_epoch) / hits if hits else np.inf

    none = seconds(np.full(n, T))
    return [seconds(np.where(curves[:, tau - 1] < 0.15, tau, T)) / none for tau in taus]

# %% right: loops
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = len(curves[0])
    ratios = []
    for tau in taus:
        spent = whole = kept = good = 0
        for curve, s in zip(curves, seconds_per_epoch):
            stop = curve[tau - 1] < 0.15
            spent += s * (tau if stop else T)
            whole += s * T
            if curve[-1] >= goal:
                good += 1
                kept += not stop
        ratios.append(spent / whole * good / kept if kept else math.inf)
    return ratios

# %% right: all τ at once
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    taus = np.array(taus)
    stopped = curves[:, taus - 1] < 0.15
    cost = (np.where(stopped, taus, T) * seconds_per_epoch[:, None]).sum(axis=0)
    kept = (~stopped & (curves[:, [-1]] >= goal)).sum(axis=0)
    with np.errstate(divide="ignore"):
        return cost / (T * seconds_per_epoch.sum()) * np.sum(curves[:, -1] >= goal) / kept

# %% wrong (0 of 5): winners killed do not count
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    return [
        float(np.sum(np.where(curves[:, t - 1] < 0.15, t, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch))
        for t in taus
    ]

# %% wrong (0 of 5): the epoch after
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] >= goal, []
    for t in taus:
        stopped = curves[:, t] < 0.15
        cost = np.sum(np.where(stopped, t, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): a stopped setting has cost one epoch less
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] >= goal, []
    for t in taus:
        stopped = curves[:, t - 1] < 0.15
        cost = np.sum(np.where(stopped, t - 1, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): all epochs cost the same
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] >= goal, []
    for t in taus:
        stopped = curves[:, t - 1] < 0.15
        cost = np.mean(np.where(stopped, t, T)) / T
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): the other way round
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] >= goal, []
    for t in taus:
        stopped = curves[:, t - 1] < 0.15
        cost = np.sum(np.where(stopped, t, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(kept / cost))
    return ratios

# %% wrong (0 of 5): times the fraction kept
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] >= goal, []
    for t in taus:
        stopped = curves[:, t - 1] < 0.15
        cost = np.sum(np.where(stopped, t, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        ratios.append(float(cost * np.sum(good & ~stopped) / good.sum()))
    return ratios

# %% wrong (0 of 5): stopped whenever an epoch up to τ is low
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] >= goal, []
    for t in taus:
        stopped = (curves[:, :t] < 0.15).any(axis=1)
        cost = np.sum(np.where(stopped, t, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): below 0.1
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] >= goal, []
    for t in taus:
        stopped = curves[:, t - 1] < 0.1
        cost = np.sum(np.where(stopped, t, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): the goal must be exceeded
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] > goal, []
    for t in taus:
        stopped = curves[:, t - 1] < 0.15
        cost = np.sum(np.where(stopped, t, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum() if good.any() else 0
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): seconds in place of a ratio
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] >= goal, []
    for t in taus:
        stopped = curves[:, t - 1] < 0.15
        cost = np.mean(np.where(stopped, t, T) * seconds_per_epoch)
        kept = np.mean(good & ~stopped)
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (2 of 5): an error where every winner is stopped
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] >= goal, []
    for t in taus:
        stopped = curves[:, t - 1] < 0.15
        cost = np.sum(np.where(stopped, t, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        ratios.append(float(cost) * int(good.sum()) / int(np.sum(good & ~stopped)))
    return ratios

# %% wrong (0 of 5): the smallest ratio alone
def tau_tradeoff(curves, seconds_per_epoch, goal, taus):
    T = curves.shape[1]
    good, ratios = curves[:, -1] >= goal, []
    for t in taus:
        stopped = curves[:, t - 1] < 0.15
        cost = np.sum(np.where(stopped, t, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return min(ratios)
