# Variants of lab6_nas, question q10: rank_correlation(estimates, truth).
# Public: five networks (1), ties (1). Hidden: other ones (3).

# %% right: numpy's correlation
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    return np.corrcoef(rankdata(estimates), rankdata(truth))[0, 1]

# %% right: scipy
def rank_correlation(estimates, truth):
    if np.ptp(estimates) == 0 or np.ptp(truth) == 0:
        return 0.0
    from scipy.stats import spearmanr

    return float(spearmanr(estimates, truth)[0])

# %% right: pandas
def rank_correlation(estimates, truth):
    table = pd.DataFrame({"a": estimates, "b": truth}).rank()
    if table["a"].std() == 0 or table["b"].std() == 0:
        return 0.0
    return float(table["a"].corr(table["b"]))

# %% wrong (0 of 5): of the values
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    return np.corrcoef(estimates, truth)[0, 1]

# %% wrong (1 of 5): ranks by argsort
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    return np.corrcoef(np.argsort(np.argsort(estimates)), np.argsort(np.argsort(truth)))[0, 1]

# %% wrong (0 of 5): argsort once
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    return np.corrcoef(np.argsort(estimates), np.argsort(truth))[0, 1]

# %% wrong (1 of 5): not a number without an order
def rank_correlation(estimates, truth):
    with np.errstate(all="ignore"):
        return np.corrcoef(rankdata(estimates), rankdata(truth))[0, 1]

# %% wrong (1 of 5): 1 without an order
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 1.0
    return np.corrcoef(rankdata(estimates), rankdata(truth))[0, 1]

# %% wrong (1 of 5): the lowest rank for equal values
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    return np.corrcoef(rankdata(estimates, method="min"), rankdata(truth, method="min"))[0, 1]

# %% wrong (1 of 5): no gaps after equal values
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    return np.corrcoef(rankdata(estimates, method="dense"), rankdata(truth, method="dense"))[0, 1]

# %% wrong (1 of 5): the formula for ranks without ties
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    n, d = len(truth), rankdata(estimates) - rankdata(truth)
    return 1 - 6 * np.sum(d**2) / (n**3 - n)

# %% wrong (0 of 5): ranks from above on one side
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    return np.corrcoef(rankdata(estimates), rankdata(-truth))[0, 1]

# %% wrong (0 of 5): squared
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    return np.corrcoef(rankdata(estimates), rankdata(truth))[0, 1] ** 2

# %% wrong (0 of 5): the whole matrix
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    return np.corrcoef(rankdata(estimates), rankdata(truth))

# %% wrong (0 of 5): Kendall's
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1 or len(set(truth)) == 1:
        return 0.0
    a, b = np.asarray(estimates), np.asarray(truth)
    signs = np.sign(a[:, None] - a) * np.sign(b[:, None] - b)
    return float(signs.sum() / (len(a) * (len(a) - 1)))

# %% wrong (2 of 5): only one side is asked for an order
def rank_correlation(estimates, truth):
    if len(set(estimates)) == 1:
        return 0.0
    return np.corrcoef(rankdata(estimates), rankdata(truth))[0, 1]
