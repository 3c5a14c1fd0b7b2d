# Variants of lab5_hpo, question q11: p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps).
# Public: two p, and a best curve without a τ (2). Hidden: other best curves (3).

# %% right: by expected seconds
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    n, T = curves.shape
    late = [t for t in range(1, T + 1) if best_curve[t - 1] <= 0.75 * best_curve[-1]]
    if not late:
        return [1.0 for _ in ps]
    tau = max(late)

    def seconds(epochs):
        hits = np.sum((epochs == T) & (curves[:, -1] >= goal))
        return np.sum(epochs * seconds_per_epoch) / hits if hits else np.inf

    none = seconds(np.full(n, T))
    return [seconds(np.where(curves[:, tau - 1] < p * best_curve[tau - 1], tau, T)) / none for p in ps]

# %% right: loops
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    T, tau = len(best_curve), 0
    for t, y in enumerate(best_curve, start=1):
        if y <= 0.75 * best_curve[-1]:
            tau = t
    ratios = []
    for p in ps:
        spent = whole = kept = good = 0
        for curve, s in zip(curves, seconds_per_epoch):
            stop = tau > 0 and curve[tau - 1] < p * best_curve[tau - 1]
            spent += s * (tau if stop else T)
            whole += s * T
            if curve[-1] >= goal:
                good += 1
                kept += not stop
        ratios.append(spent / whole * good / kept if kept else math.inf)
    return ratios

# %% right: all p at once
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    if np.all(best > 0.75 * best[-1]):
        return np.ones(len(ps))
    place = np.flatnonzero(best <= 0.75 * best[-1]).max()
    stopped = curves[:, [place]] < np.array(ps) * best[place]
    cost = (np.where(stopped, place + 1, T) * seconds_per_epoch[:, None]).sum(axis=0)
    kept = (~stopped & (curves[:, [-1]] >= goal)).sum(axis=0)
    with np.errstate(divide="ignore"):
        return cost / (T * seconds_per_epoch.sum()) * np.sum(curves[:, -1] >= goal) / kept

# %% wrong (2 of 5): the first such epoch
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[0]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): the best's end
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[-1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (2 of 5): the best's highest accuracy decides τ
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best.max())
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): τ is the epoch after
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = min(int(late[-1]) + 2, T - 1)
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): another q
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.5 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): without a τ everything is stopped in the first epoch
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        late = np.array([0])
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): winners killed do not count
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost))
    return ratios

# %% wrong (0 of 5): all epochs cost the same
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.mean(np.where(stopped, tau, T)) / T
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): the other way round
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(kept / cost))
    return ratios

# %% wrong (0 of 5): below q and not p
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < 0.75 * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): the best so far of each curve is compared
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves.max(axis=1) < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): the goal must be exceeded
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] > goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): without a τ nothing comes back
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return []
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / np.sum(T * seconds_per_epoch)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios

# %% wrong (0 of 5): seconds in place of a ratio
def p_tradeoff(curves, seconds_per_epoch, goal, best_curve, ps):
    best, T = np.array(best_curve), curves.shape[1]
    late = np.flatnonzero(best <= 0.75 * best[-1])
    if len(late) == 0:
        return [1.0] * len(ps)
    tau = int(late[-1]) + 1
    good, ratios = curves[:, -1] >= goal, []
    for p in ps:
        stopped = curves[:, tau - 1] < p * best[tau - 1]
        cost = np.sum(np.where(stopped, tau, T) * seconds_per_epoch) / len(curves)
        kept = np.sum(good & ~stopped) / good.sum()
        ratios.append(float(cost / kept) if kept else math.inf)
    return ratios
