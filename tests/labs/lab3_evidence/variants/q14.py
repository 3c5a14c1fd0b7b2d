# Variants of lab3_evidence, question q14: holm(p_values).
# Public: four by hand (1), none above one (1). Hidden: one, equal ones, other numbers (3).

# %% right: numpy
def holm(p_values):
    p = np.array(p_values)
    order = np.argsort(p)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return adjusted

# %% right: pandas
def holm(p_values):
    p = pd.Series(p_values).sort_values()
    return (p * range(len(p), 0, -1)).cummax().clip(upper=1).sort_index().tolist()

# %% right: by definition, each one on its own
def holm(p_values):
    ranked = sorted(p_values)
    m = len(ranked)
    return [
        min(1.0, max((m - i) * q for i, q in enumerate(ranked) if q <= p)) for p in p_values
    ]

# %% wrong (1 of 5): Bonferroni
def holm(p_values):
    return [min(1.0, len(p_values) * p) for p in p_values]

# %% wrong (0 of 5): one may be smaller than one before it
def holm(p_values):
    m, adjusted = len(p_values), [0.0] * len(p_values)
    for rank, i in enumerate(np.argsort(p_values, kind="stable")):
        adjusted[i] = min(1.0, (m - rank) * p_values[i])
    return adjusted

# %% wrong (1 of 5): more than 1
def holm(p_values):
    m, adjusted, largest = len(p_values), [0.0] * len(p_values), 0.0
    for rank, i in enumerate(np.argsort(p_values, kind="stable")):
        adjusted[i] = largest = max(largest, (m - rank) * p_values[i])
    return adjusted

# %% wrong (0 of 5): sorted
def holm(p_values):
    p = np.sort(p_values)
    return np.minimum(1, np.maximum.accumulate(p * np.arange(len(p), 0, -1))).tolist()

# %% wrong (0 of 5): the smallest is multiplied by m - 1
def holm(p_values):
    m, adjusted, largest = len(p_values), [0.0] * len(p_values), 0.0
    for rank, i in enumerate(np.argsort(p_values, kind="stable")):
        largest = max(largest, (m - rank - 1) * p_values[i])
        adjusted[i] = min(1.0, largest)
    return adjusted

# %% wrong (0 of 5): ranks of the order given
def holm(p_values):
    m, adjusted, largest = len(p_values), [], 0.0
    for rank, p in enumerate(p_values):
        largest = max(largest, (m - rank) * p)
        adjusted.append(min(1.0, largest))
    return adjusted

# %% wrong (0 of 5): Benjamini and Hochberg
from scipy.stats import false_discovery_control

def holm(p_values):
    return false_discovery_control(p_values)

# %% wrong (0 of 5): the largest first
def holm(p_values):
    p = np.array(p_values)
    order = np.argsort(-p)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return adjusted

# %% wrong (0 of 5): Hochberg's step up
def holm(p_values):
    p = np.array(p_values)
    order = np.argsort(p)
    scaled = p[order] * np.arange(len(p), 0, -1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1, np.minimum.accumulate(scaled[::-1])[::-1])
    return adjusted

# %% wrong (0 of 5): Šidák's powers
def holm(p_values):
    p = np.array(p_values)
    order = np.argsort(p)
    adjusted = np.empty(len(p))
    powers = 1 - (1 - p[order]) ** np.arange(len(p), 0, -1)
    adjusted[order] = np.maximum.accumulate(powers)
    return adjusted

# %% wrong (0 of 5): which of them pass
def holm(p_values):
    m, adjusted, largest = len(p_values), [0.0] * len(p_values), 0.0
    for rank, i in enumerate(np.argsort(p_values, kind="stable")):
        largest = max(largest, (m - rank) * p_values[i])
        adjusted[i] = min(1.0, largest)
    return [p <= 0.05 for p in adjusted]

# %% wrong (2 of 5): equal p-values are taken for one
def holm(p_values):
    ranked = sorted(set(p_values))
    m, largest, adjusted = len(ranked), 0.0, {}
    for rank, p in enumerate(ranked):
        largest = max(largest, (m - rank) * p)
        adjusted[p] = min(1.0, largest)
    return [adjusted[p] for p in p_values]
