# Variants of lab4_curves, question q6: rank_correlations(curves).

# %% right: scipy
def rank_correlations(curves):
    return [spearmanr(curves[:, t], curves[:, -1]).statistic for t in range(curves.shape[1])]

# %% right: pandas
def rank_correlations(curves):
    return pd.DataFrame(curves).corr(method='spearman').iloc[-1].tolist()

# %% right: by hand
def rank_correlations(curves):
    ranks = np.array([rankdata(c) for c in np.array(curves).T])
    ranks = ranks - ranks.mean(axis=1, keepdims=True)
    return (ranks @ ranks[-1]) / np.sqrt((ranks ** 2).sum(axis=1) * (ranks[-1] ** 2).sum())

# %% wrong (0 of 5): values, not ranks
def rank_correlations(curves: np.ndarray) -> list[float]:
    ranks = np.asarray(curves)
    return [float(np.corrcoef(column, ranks[:, -1])[0, 1]) for column in ranks.T]

# %% wrong (0 of 5): ranks along the epochs
def rank_correlations(curves: np.ndarray) -> list[float]:
    ranks = rankdata(curves, axis=1)
    return [float(np.corrcoef(column, ranks[:, -1])[0, 1]) for column in ranks.T]

# %% wrong (0 of 5): ties in order
def rank_correlations(curves: np.ndarray) -> list[float]:
    ranks = rankdata(curves, method='ordinal', axis=0)
    return [float(np.corrcoef(column, ranks[:, -1])[0, 1]) for column in ranks.T]

# %% wrong (0 of 5): ties the lowest
def rank_correlations(curves: np.ndarray) -> list[float]:
    ranks = rankdata(curves, method='min', axis=0)
    return [float(np.corrcoef(column, ranks[:, -1])[0, 1]) for column in ranks.T]

# %% wrong (0 of 5): with the first epoch
def rank_correlations(curves: np.ndarray) -> list[float]:
    ranks = rankdata(curves, axis=0)
    return [float(np.corrcoef(column, ranks[:, 0])[0, 1]) for column in ranks.T]

# %% wrong (0 of 5): without the last epoch
def rank_correlations(curves: np.ndarray) -> list[float]:
    ranks = rankdata(curves, axis=0)
    return [float(np.corrcoef(column, ranks[:, -1])[0, 1]) for column in ranks.T[:-1]]

# %% wrong (0 of 5): without the first epoch
def rank_correlations(curves: np.ndarray) -> list[float]:
    ranks = rankdata(curves, axis=0)
    return [float(np.corrcoef(column, ranks[:, -1])[0, 1]) for column in ranks.T[1:]]

# %% wrong (0 of 5): the formula without ties
def rank_correlations(curves: np.ndarray) -> list[float]:
    ranks = rankdata(curves, axis=0)
    return [float(1 - 6 * np.sum((column - ranks[:, -1]) ** 2) / (len(ranks) * (len(ranks) ** 2 - 1))) for column in ranks.T]

# %% wrong (0 of 5): squared
def rank_correlations(curves: np.ndarray) -> list[float]:
    ranks = rankdata(curves, axis=0)
    return [float(np.corrcoef(column, ranks[:, -1])[0, 1] ** 2) for column in ranks.T]

# %% wrong (0 of 5): Kendall's tau
from scipy.stats import kendalltau

def rank_correlations(curves):
    return [kendalltau(c, curves[:, -1]).statistic for c in curves.T]
