# Variants of lab2_optimizers, question q13: unit_states(clf, X). Public: three ReLU units, dead,
# linear and working (2). Hidden: six ReLU units, some that live or are silent for one point only
# (1), seven logistic units, for 95 % of the points and for fewer, at both ends (2).

# %% right: unit by unit, point by point
def unit_states(clf, X):
    W, b = clf.coefs_[0], clf.intercepts_[0]
    states = []
    for j in range(len(b)):
        n_active = n_flat = 0
        for x in X:
            z = sum(x[i] * W[i, j] for i in range(len(x))) + b[j]
            output = 1 / (1 + np.exp(-z))
            n_active += z > 0
            n_flat += output < 0.01 or output > 0.99
        if clf.activation == "relu":
            if n_active == 0:
                states.append("dead")
            elif n_active == len(X):
                states.append("linear")
            else:
                states.append("working")
        elif n_flat >= 0.95 * len(X):
            states.append("saturated")
        else:
            states.append("working")
    return states

# %% right: np.select on whole columns, an array of names
def unit_states(clf, X):
    z = np.dot(X, clf.coefs_[0]) + clf.intercepts_[0]
    if clf.activation == "relu":
        output = np.maximum(z, 0)
        return np.select(
            [(output == 0).all(axis=0), (output > 0).all(axis=0)], ["dead", "linear"], "working"
        )
    output = 1 / (1 + np.exp(-z))
    flat = ((output < 0.01) | (output > 0.99)).mean(axis=0)
    return np.where(flat >= 0.95, "saturated", "working")

# %% right: highest and lowest input of each unit, quantiles for logistic ones
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    if clf.activation == "relu":
        return [
            "dead" if top <= 0 else "linear" if low > 0 else "working"
            for low, top in zip(z.min(axis=0), z.max(axis=0))
        ]
    border = np.log(0.99 / 0.01)
    n_steep = np.count_nonzero((z >= -border) & (z <= border), axis=0)
    return ["saturated" if 20 * n <= len(X) else "working" for n in n_steep]

# %% right: pandas, one column a unit
def unit_states(clf, X):
    from scipy.special import expit

    inputs = pd.DataFrame(X @ clf.coefs_[0] + clf.intercepts_[0])

    def relu_state(column):
        share = (column > 0).mean()
        return {0.0: "dead", 1.0: "linear"}.get(share, "working")

    def logistic_state(column):
        working = expit(column).between(0.01, 0.99)
        return "saturated" if (~working).sum() / len(column) >= 0.95 else "working"

    return inputs.apply(relu_state if clf.activation == "relu" else logistic_state).tolist()

# %% right: the activations of Question 1, derivatives of logistic units
def unit_states(clf, X):
    outputs, slopes = activate(clf.activation, X @ clf.coefs_[0] + clf.intercepts_[0])
    states = []
    for output, slope in zip(outputs.T, slopes.T):
        if clf.activation == "logistic":
            flat = np.sum(slope < 0.01 * 0.99)
            state = "saturated" if flat >= 0.95 * len(X) else "working"
        elif not output.any():
            state = "dead"
        elif output.all():
            state = "linear"
        else:
            state = "working"
        states.append(state)
    return states

# %% wrong (4 of 5): an almost silent unit is called dead
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit < 0.001), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working")
    return states

# %% wrong (4 of 5): 95 % of the points for ReLU units, too
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            alive = np.mean(unit > 0)
            states.append("dead" if alive <= 0.05 else "linear" if alive >= 0.95 else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working")
    return states

# %% wrong (3 of 5): 90 % instead of 95 %
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.9 else "working")
    return states

# %% wrong (3 of 5): more than 95 %
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) > 0.95 else "working")
    return states

# %% wrong (3 of 5): saturated for all points
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.all((p < 0.01) | (p > 0.99)) else "working")
    return states

# %% wrong (3 of 5): the upper end only
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean(p > 0.99) >= 0.95 else "working")
    return states

# %% wrong (3 of 5): each end for itself
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            low, high = np.mean(p < 0.01), np.mean(p > 0.99)
            states.append("saturated" if low >= 0.95 or high >= 0.95 else "working")
    return states

# %% wrong (3 of 5): 0.05 and 0.95 instead of 0.01 and 0.99
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.05) | (p > 0.95)) >= 0.95 else "working")
    return states

# %% wrong (3 of 5): 0.01 and 0.99 compared with the input, not the output
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            flat = (unit < 0.01) | (unit > 0.99)
            states.append("saturated" if np.mean(flat) >= 0.95 else "working")
    return states

# %% wrong (3 of 5): the mean output of a logistic unit
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = np.mean(1 / (1 + np.exp(-unit)))
            states.append("saturated" if p < 0.01 or p > 0.99 else "working")
    return states

# %% wrong (3 of 5): logistic units dead instead of saturated
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("dead" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working")
    return states

# %% wrong (3 of 5): the rule of ReLU units for all
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    dead, linear = np.all(z <= 0, axis=0), np.all(z > 0, axis=0)
    return ["dead" if d else "linear" if l else "working" for d, l in zip(dead, linear)]

# %% wrong (2 of 5): the rule of logistic units for all
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    p = 1 / (1 + np.exp(-z))
    flat = np.mean((p < 0.01) | (p > 0.99), axis=0)
    return ["saturated" if share >= 0.95 else "working" for share in flat]

# %% wrong (2 of 5): the biases subtracted
def unit_states(clf, X):
    z = X @ clf.coefs_[0] - clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working")
    return states

# %% wrong (2 of 5): no linear units
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            states.append("dead" if np.all(unit <= 0) else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working")
    return states

# %% wrong (2 of 5): dead if it is silent for any point
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            states.append("dead" if np.any(unit <= 0) else "linear")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working")
    return states

# %% wrong (0 of 5): biases left out
def unit_states(clf, X):
    z = X @ clf.coefs_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working")
    return states

# %% wrong (0 of 5): units and points swapped
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working")
    return states

# %% wrong (0 of 5): one point instead of all
def unit_states(clf, X):
    z = X[0] @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z:
        if clf.activation == "relu":
            states.append("dead" if unit <= 0 else "linear")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if p < 0.01 or p > 0.99 else "working")
    return states

# %% wrong (0 of 5): the weights of the second layer
def unit_states(clf, X):
    z = X @ clf.coefs_[1] + clf.intercepts_[1]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working")
    return states

# %% wrong (0 of 5): alive instead of working
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            states.append("dead" if dead else "linear" if linear else "alive")
        else:
            p = 1 / (1 + np.exp(-unit))
            states.append("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "alive")
    return states

# %% wrong (0 of 5): how many units are in each state
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    counts = {}
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            state = "dead" if dead else "linear" if linear else "working"
        else:
            p = 1 / (1 + np.exp(-unit))
            state = "saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working"
        counts[state] = counts.get(state, 0) + 1
    return counts

# %% wrong (0 of 5): prints, and returns nothing
def unit_states(clf, X):
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    for unit in z.T:
        if clf.activation == "relu":
            dead, linear = np.all(unit <= 0), np.all(unit > 0)
            print("dead" if dead else "linear" if linear else "working")
        else:
            p = 1 / (1 + np.exp(-unit))
            print("saturated" if np.mean((p < 0.01) | (p > 0.99)) >= 0.95 else "working")
