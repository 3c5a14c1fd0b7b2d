# Variants of lab2_optimizers, question q11: best_loss(groups), the height of a plateau. Public: ln 2
# and half of it, with two pure groups (2). Hidden: other groups, three merged blobs (1), pure groups
# and empty ones (1).

# %% right: group by group
def best_loss(groups):
    n, loss = 0, 0.0
    for n0, n1 in groups:
        size = n0 + n1
        n += size
        if n0 > 0 and n1 > 0:
            p = n1 / size
            loss += -n1 * np.log(p) - n0 * np.log(1 - p)
    return loss / n

# %% right: numpy and a mask
def best_loss(groups):
    counts = np.array(groups, dtype=float)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    logs = np.log(shares, where=shares > 0, out=np.zeros_like(shares))
    return -np.sum(counts * logs) / counts.sum()

# %% right: scipy's xlogy
def best_loss(groups):
    from scipy.special import xlogy

    n0, n1 = np.transpose(groups)
    n = n0 + n1
    return (xlogy(n, n) - xlogy(n0, n0) - xlogy(n1, n1)).sum() / n.sum()

# %% right: scipy's entropy of each group that has points
def best_loss(groups):
    from scipy.stats import entropy

    filled = [group for group in groups if sum(group) > 0]
    sizes = [sum(group) for group in filled]
    return np.average([entropy(group) for group in filled], weights=sizes)

# %% right: scikit-learn's log_loss, a row a group and class
def best_loss(groups):
    from sklearn.metrics import log_loss

    labels, probabilities, weights = [], [], []
    for n0, n1 in groups:
        if n0 + n1:
            labels += [0, 1]
            probabilities += [n1 / (n0 + n1)] * 2
            weights += [n0, n1]
    return log_loss(labels, probabilities, sample_weight=weights, labels=[0, 1])

# %% right: pandas
def best_loss(groups):
    table = pd.DataFrame(groups, columns=["n0", "n1"])
    size = table.sum(axis=1)
    long = table.stack()
    long = long[long > 0]
    shares = long / size.loc[long.index.get_level_values(0)].to_numpy()
    return -(long * shares.map(np.log)).sum() / size.sum()

# %% right: recursion, and the math module
import math

def best_loss(groups):
    total = sum(map(sum, groups))

    def nats(groups):
        if not groups:
            return 0.0
        (n0, n1), *others = groups
        here = sum(n * math.log((n0 + n1) / n) for n in (n0, n1) if n)
        return here + nats(others)

    return nats(groups) / total

# %% right: log of a number that is never quite 0
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    cost = 0
    for n0, n1 in groups:
        p = n1 / max(n0 + n1, 1)
        cost -= n1 * np.log(p + 1e-15) + n0 * np.log(1 - p + 1e-15)
    return float(cost / total)

# %% wrong (3 of 4): an empty group divides by 0
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        for n in (n0, n1):
            share = n / (n0 + n1)
            if share > 0:
                loss -= n / total * np.log(share)
    return loss

# %% wrong (3 of 4): the first pure group ends the sum
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        if n0 == 0 or n1 == 0:
            break
        p = n1 / (n0 + n1)
        loss -= (n1 * np.log(p) + n0 * np.log(1 - p)) / total
    return loss

# %% wrong (3 of 4): an empty group counts as one point
def best_loss(groups):
    total = sum(max(n0 + n1, 1) for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        for n in (n0, n1):
            if n:
                loss -= n / total * np.log(n / (n0 + n1))
    return loss

# %% wrong (2 of 4): the classes swapped
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        if n0 and n1:
            p = n0 / (n0 + n1)
            loss -= (n1 * np.log(p) + n0 * np.log(1 - p)) / total
    return loss

# %% wrong (2 of 4): every mixed group costs ln 2
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    mixed = sum(n0 + n1 for n0, n1 in groups if n0 and n1)
    return mixed / total * np.log(2)

# %% wrong (2 of 4): the first group only
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    n0, n1 = groups[0]
    if n0 == 0 or n1 == 0:
        return 0.0
    p = n1 / (n0 + n1)
    return -(n1 * np.log(p) + n0 * np.log(1 - p)) / total

# %% wrong (0 of 4): 0 log 0, which is nan
def best_loss(groups):
    groups = np.array(groups)
    n = groups.sum()
    loss = 0.0
    for n0, n1 in groups:
        p = n1 / (n0 + n1)
        loss -= n1 / n * np.log(p) + n0 / n * np.log(1 - p)
    return loss

# %% wrong (0 of 4): math.log(0)
import math

def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        for n in (n0, n1):
            loss -= n / total * math.log(n / (n0 + n1))
    return loss

# %% wrong (0 of 4): log₂
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        for n in (n0, n1):
            if n:
                loss -= n / total * np.log2(n / (n0 + n1))
    return loss

# %% wrong (0 of 4): the sum over points instead of the mean
def best_loss(groups):
    loss = 0.0
    for n0, n1 in groups:
        for n in (n0, n1):
            if n:
                loss -= n * np.log(n / (n0 + n1))
    return loss

# %% wrong (0 of 4): the mean over groups, large and small ones alike
def best_loss(groups):
    entropies = []
    for n0, n1 in groups:
        if n0 + n1:
            shares = np.array([n0, n1]) / (n0 + n1)
            shares = shares[shares > 0]
            entropies.append(-np.sum(shares * np.log(shares)))
    return float(np.mean(entropies))

# %% wrong (0 of 4): the sum of the groups' losses
def best_loss(groups):
    loss = 0.0
    for n0, n1 in groups:
        for n in (n0, n1):
            if n:
                loss -= n / (n0 + n1) * np.log(n / (n0 + n1))
    return loss

# %% wrong (0 of 4): the sign
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        for n in (n0, n1):
            if n:
                loss += n / total * np.log(n / (n0 + n1))
    return loss

# %% wrong (0 of 4): one probability for all points
def best_loss(groups):
    n0 = sum(group[0] for group in groups)
    n1 = sum(group[1] for group in groups)
    p = n1 / (n0 + n1)
    return float(-(p * np.log(p) + (1 - p) * np.log(1 - p)))

# %% wrong (0 of 4): points of class 1 only
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        if n1:
            loss -= n1 / total * np.log(n1 / (n0 + n1))
    return loss

# %% wrong (0 of 4): pure groups do not count as points
def best_loss(groups):
    mixed = [(n0, n1) for n0, n1 in groups if n0 and n1]
    total = sum(n0 + n1 for n0, n1 in mixed)
    return -sum(n / total * np.log(n / sum(group)) for group in mixed for n in group)

# %% wrong (0 of 4): probabilities kept above 0.01
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        if n0 + n1:
            p = np.clip(n1 / (n0 + n1), 0.01, 0.99)
            loss -= (n1 * np.log(p) + n0 * np.log(1 - p)) / total
    return float(loss)

# %% wrong (0 of 4): wrong predictions instead of the log loss
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    return sum(min(n0, n1) for n0, n1 in groups) / total

# %% wrong (0 of 4): rounded to four digits
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        for n in (n0, n1):
            if n:
                loss -= n / total * np.log(n / (n0 + n1))
    return round(float(loss), 4)

# %% wrong (0 of 4): each group's part, not their sum
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    return [
        -sum(n / total * np.log(n / (n0 + n1)) for n in (n0, n1) if n) for n0, n1 in groups
    ]

# %% wrong (0 of 4): prints, and returns nothing
def best_loss(groups):
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        for n in (n0, n1):
            if n:
                loss -= n / total * np.log(n / (n0 + n1))
    print(loss)
