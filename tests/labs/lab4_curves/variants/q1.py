# Variants of lab4_curves, question q1: centred_discrepancy(points).

# %% right: scipy
def centred_discrepancy(points):
    return qmc.discrepancy(points, method='CD')

# %% right: loops
def centred_discrepancy(points):
    n, d = len(points), len(points[0])
    single = double = 0.0
    for x in points:
        single += math.prod(1 + abs(v - .5) / 2 - abs(v - .5) ** 2 / 2 for v in x)
        for y in points:
            double += math.prod(1 + abs(v - .5) / 2 + abs(w - .5) / 2 - abs(v - w) / 2 for v, w in zip(x, y))
    return (13 / 12) ** d - 2 * single / n + double / n / n

# %% right: pairs once, doubled
def centred_discrepancy(points):
    n, d = points.shape
    a = abs(points - 0.5)
    total = (1 + a).prod(axis=1).sum()
    for i in range(n):
        total += 2 * (1 + a[i] / 2 + a[:i] / 2 - abs(points[i] - points[:i]) / 2).prod(axis=1).sum()
    return (13 / 12) ** d - 2 * (1 + a / 2 - a ** 2 / 2).prod(axis=1).mean() + total / n ** 2

# %% wrong (0 of 5): without the pairs i = j
def centred_discrepancy(points: np.ndarray) -> float:
    x = np.asarray(points, dtype=float)
    n, d = x.shape
    a = np.abs(x - 0.5)
    single = np.prod(1 + a / 2 - a**2 / 2, axis=1).sum()
    apart = np.abs(x[:, np.newaxis] - x)
    double = np.prod(1 + a[:, np.newaxis] / 2 + a / 2 - apart / 2, axis=2).sum()
    return float((13 / 12) ** d - 2 / n * single + (double - np.prod(1 + a, axis=1).sum()) / n**2)

# %% wrong (0 of 5): the first term once for all d
def centred_discrepancy(points: np.ndarray) -> float:
    x = np.asarray(points, dtype=float)
    n, d = x.shape
    a = np.abs(x - 0.5)
    single = np.prod(1 + a / 2 - a**2 / 2, axis=1).sum()
    apart = np.abs(x[:, np.newaxis] - x)
    double = np.prod(1 + a[:, np.newaxis] / 2 + a / 2 - apart / 2, axis=2).sum()
    return float(13 / 12 - 2 / n * single + double / n**2)

# %% wrong (2 of 5): divided by n only
def centred_discrepancy(points: np.ndarray) -> float:
    x = np.asarray(points, dtype=float)
    n, d = x.shape
    a = np.abs(x - 0.5)
    single = np.prod(1 + a / 2 - a**2 / 2, axis=1).sum()
    apart = np.abs(x[:, np.newaxis] - x)
    double = np.prod(1 + a[:, np.newaxis] / 2 + a / 2 - apart / 2, axis=2).sum()
    return float((13 / 12) ** d - 2 / n * single + double / n)

# %% wrong (0 of 5): the factor 2 is missing
def centred_discrepancy(points: np.ndarray) -> float:
    x = np.asarray(points, dtype=float)
    n, d = x.shape
    a = np.abs(x - 0.5)
    single = np.prod(1 + a / 2 - a**2 / 2, axis=1).sum()
    apart = np.abs(x[:, np.newaxis] - x)
    double = np.prod(1 + a[:, np.newaxis] / 2 + a / 2 - apart / 2, axis=2).sum()
    return float((13 / 12) ** d - 1 / n * single + double / n**2)

# %% wrong (2 of 5): a is not squared
def centred_discrepancy(points: np.ndarray) -> float:
    x = np.asarray(points, dtype=float)
    n, d = x.shape
    a = np.abs(x - 0.5)
    single = np.prod(1 + a / 2 - a / 2, axis=1).sum()
    apart = np.abs(x[:, np.newaxis] - x)
    double = np.prod(1 + a[:, np.newaxis] / 2 + a / 2 - apart / 2, axis=2).sum()
    return float((13 / 12) ** d - 2 / n * single + double / n**2)

# %% wrong (2 of 5): no absolute value
def centred_discrepancy(points: np.ndarray) -> float:
    x = np.asarray(points, dtype=float)
    n, d = x.shape
    a = x - 0.5
    single = np.prod(1 + a / 2 - a**2 / 2, axis=1).sum()
    apart = np.abs(x[:, np.newaxis] - x)
    double = np.prod(1 + a[:, np.newaxis] / 2 + a / 2 - apart / 2, axis=2).sum()
    return float((13 / 12) ** d - 2 / n * single + double / n**2)

# %% wrong (0 of 5): sums in place of products
def centred_discrepancy(points: np.ndarray) -> float:
    x = np.asarray(points, dtype=float)
    n, d = x.shape
    a = np.abs(x - 0.5)
    single = np.sum(1 + a / 2 - a**2 / 2, axis=1).sum()
    apart = np.abs(x[:, np.newaxis] - x)
    double = np.prod(1 + a[:, np.newaxis] / 2 + a / 2 - apart / 2, axis=2).sum()
    return float((13 / 12) ** d - 2 / n * single + double / n**2)

# %% wrong (2 of 5): distances are not halved
def centred_discrepancy(points: np.ndarray) -> float:
    x = np.asarray(points, dtype=float)
    n, d = x.shape
    a = np.abs(x - 0.5)
    single = np.prod(1 + a / 2 - a**2 / 2, axis=1).sum()
    apart = np.abs(x[:, np.newaxis] - x)
    double = np.prod(1 + a[:, np.newaxis] / 2 + a / 2 - apart, axis=2).sum()
    return float((13 / 12) ** d - 2 / n * single + double / n**2)

# %% wrong (0 of 5): the square root
def centred_discrepancy(points: np.ndarray) -> float:
    x = np.asarray(points, dtype=float)
    n, d = x.shape
    a = np.abs(x - 0.5)
    single = np.prod(1 + a / 2 - a**2 / 2, axis=1).sum()
    apart = np.abs(x[:, np.newaxis] - x)
    double = np.prod(1 + a[:, np.newaxis] / 2 + a / 2 - apart / 2, axis=2).sum()
    return np.sqrt((13 / 12) ** d - 2 / n * single + double / n**2)

# %% wrong (0 of 5): another discrepancy
def centred_discrepancy(points):
    return qmc.discrepancy(points, method='WD')
