# Variants of lab4_curves, question q7: correlations_by_group(curves, groups, epoch, min_size).

# %% right: pandas
def correlations_by_group(curves, groups, epoch, min_size):
    frame = pd.DataFrame({"group": groups, "early": curves[:, epoch - 1], "end": curves[:, -1]})
    return {
        name: own["early"].corr(own["end"], method="spearman")
        for name, own in frame.groupby("group") if len(own) >= min_size
    }

# %% right: ranks and corrcoef
def correlations_by_group(curves, groups, epoch, min_size):
    result = {}
    for name in set(groups):
        rows = [i for i, group in enumerate(groups) if group == name]
        if len(rows) < min_size:
            continue
        own = curves[rows]
        result[name] = np.corrcoef(rankdata(own[:, epoch - 1]), rankdata(own[:, -1]))[0, 1]
    return result

# %% right: a dict of rows
def correlations_by_group(curves, groups, epoch, min_size):
    members = {}
    for curve, name in zip(curves, groups):
        members.setdefault(name, []).append(curve)
    kept = {name: np.array(own) for name, own in members.items() if len(own) >= min_size}
    return {name: spearmanr(own[:, epoch - 1], own[:, -1])[0] for name, own in kept.items()}

# %% wrong (0 of 5): epochs from 0
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names == name]
        if len(own) >= min_size:
            found[name] = float(spearmanr(own[:, min(epoch, own.shape[1] - 1)], own[:, -1]).statistic)
    return found

# %% wrong (0 of 5): values, not ranks
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names == name]
        if len(own) >= min_size:
            found[name] = float(np.corrcoef(own[:, epoch - 1], own[:, -1])[0, 1])
    return found

# %% wrong (2 of 5): all groups
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names == name]
        if len(own) >= 2:
            found[name] = float(spearmanr(own[:, epoch - 1], own[:, -1]).statistic)
    return found

# %% wrong (2 of 5): only larger groups
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names == name]
        if len(own) > min_size:
            found[name] = float(spearmanr(own[:, epoch - 1], own[:, -1]).statistic)
    return found

# %% wrong (0 of 5): the same for all groups
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)
        if len(own) >= min_size:
            found[name] = float(spearmanr(own[:, epoch - 1], own[:, -1]).statistic)
    return found

# %% wrong (0 of 5): the others
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names != name]
        if len(own) >= min_size:
            found[name] = float(spearmanr(own[:, epoch - 1], own[:, -1]).statistic)
    return found

# %% wrong (2 of 5): with the next epoch
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names == name]
        if len(own) >= min_size:
            found[name] = float(spearmanr(own[:, epoch - 1], own[:, epoch]).statistic)
    return found

# %% wrong (0 of 5): the p-value
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names == name]
        if len(own) >= min_size:
            found[name] = float(spearmanr(own[:, epoch - 1], own[:, -1]).pvalue)
    return found

# %% wrong (0 of 5): the size
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names == name]
        if len(own) >= min_size:
            found[name] = len(own)
    return found

# %% wrong (0 of 5): a list
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names == name]
        if len(own) >= min_size:
            found[name] = float(spearmanr(own[:, epoch - 1], own[:, -1]).statistic)
    return list(found.values())

# %% wrong (0 of 5): the first group only
def correlations_by_group(
    curves: np.ndarray, groups: list[str], epoch: int, min_size: int
) -> dict[str, float]:
    names = np.asarray(groups)
    found = {}
    for name in dict.fromkeys(groups):
        own = np.asarray(curves)[names == name]
        if len(own) >= min_size:
            found[name] = float(spearmanr(own[:, epoch - 1], own[:, -1]).statistic)
    return dict(list(found.items())[:1])
