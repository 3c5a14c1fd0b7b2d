# Variants of lab6_nas, question q9: extrapolate(known, begun).
# Public: curves that follow a rule (2). Hidden: other curves (2).

# %% right: hstack
def extrapolate(known, begun):
    k = begun.shape[1]
    X = np.hstack([np.ones((len(known), 1)), known[:, :k]])
    b = np.linalg.lstsq(X, known[:, -1], rcond=None)[0]
    return b[0] + begun @ b[1:]

# %% right: scikit-learn
def extrapolate(known, begun):
    k = begun.shape[1]
    return LinearRegression().fit(known[:, :k], known[:, -1]).predict(begun)

# %% right: centred
def extrapolate(known, begun):
    k = np.shape(begun)[1]
    X, y = known[:, :k], known[:, -1]
    b = np.linalg.pinv(X - X.mean(axis=0)) @ (y - y.mean())
    return y.mean() + (begun - X.mean(axis=0)) @ b

# %% wrong (0 of 4): no intercept
def extrapolate(known, begun):
    k = begun.shape[1]
    b = np.linalg.lstsq(known[:, :k], known[:, -1], rcond=None)[0]
    return begun @ b

# %% wrong (0 of 4): the last accuracy so far
def extrapolate(known, begun):
    return begun[:, -1]

# %% wrong (0 of 4): the best so far
def extrapolate(known, begun):
    return begun.max(axis=1)

# %% wrong (0 of 4): the next epoch
def extrapolate(known, begun):
    k = begun.shape[1]
    X = np.hstack([np.ones((len(known), 1)), known[:, :k]])
    b = np.linalg.lstsq(X, known[:, k], rcond=None)[0]
    return b[0] + begun @ b[1:]

# %% wrong (0 of 4): the last epochs as inputs
def extrapolate(known, begun):
    k = begun.shape[1]
    X = np.hstack([np.ones((len(known), 1)), known[:, -k - 1 : -1]])
    b = np.linalg.lstsq(X, known[:, -1], rcond=None)[0]
    return b[0] + begun @ b[1:]

# %% wrong (0 of 4): only the last epoch that is known
def extrapolate(known, begun):
    k = begun.shape[1]
    slope, intercept = np.polyfit(known[:, k - 1], known[:, -1], 1)
    return intercept + slope * begun[:, -1]

# %% wrong (0 of 4): the mean of the known ends
def extrapolate(known, begun):
    return np.full(len(begun), known[:, -1].mean())

# %% wrong (0 of 4): one epoch too few
def extrapolate(known, begun):
    begun = begun[:, :-1]
    k = begun.shape[1]
    X = np.hstack([np.ones((len(known), 1)), known[:, :k]])
    b = np.linalg.lstsq(X, known[:, -1], rcond=None)[0]
    return b[0] + begun @ b[1:]

# %% wrong (0 of 4): the mean gain is added
def extrapolate(known, begun):
    k = begun.shape[1]
    return begun[:, -1] + (known[:, -1] - known[:, k - 1]).mean()

# %% wrong (0 of 4): in percent
def extrapolate(known, begun):
    k = begun.shape[1]
    X = np.hstack([np.ones((len(known), 1)), known[:, :k]])
    b = np.linalg.lstsq(X, known[:, -1], rcond=None)[0]
    return 100 * (b[0] + begun @ b[1:])

# %% wrong (0 of 4): a ridge
def extrapolate(known, begun):
    k = begun.shape[1]
    X = np.hstack([np.ones((len(known), 1)), known[:, :k]])
    b = np.linalg.solve(X.T @ X + 0.1 * np.eye(k + 1), X.T @ known[:, -1])
    return b[0] + begun @ b[1:]

# %% wrong (0 of 4): the weights
def extrapolate(known, begun):
    k = begun.shape[1]
    X = np.hstack([np.ones((len(known), 1)), known[:, :k]])
    b = np.linalg.lstsq(X, known[:, -1], rcond=None)[0]
    return b
