# Variants of lab2_optimizers, question q2: loss_and_gradient(theta, X, y, n_hidden, activation,
# alpha) of a network. Public checks: the loss (2) and the gradient (2) of three points. Hidden ones:
# the loss (1) and the gradient (3) for other shapes, and a network that is very sure, without
# penalty and without a warning (2).

# %% right: point by point, unit by unit, with Python's own math
import math


def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    d_W1, d_w2 = np.zeros_like(W1), np.zeros_like(w2)
    d_b1, d_b2 = np.zeros_like(b1), 0.0
    loss = 0.0
    for i in range(n):
        z = [sum(X[i, k] * W1[k, j] for k in range(n_features)) + b1[j] for j in range(n_hidden)]
        h = [math.tanh(x) if activation == "tanh" else max(x, 0.0) for x in z]
        score = sum(h[j] * w2[j] for j in range(n_hidden)) + float(b2[0])
        small = math.exp(-abs(score))
        p = (1 if score > 0 else small) / (1 + small)
        loss += max(score, 0.0) + math.log1p(small) - y[i] * score
        error = p - y[i]
        d_b2 += error
        for j in range(n_hidden):
            slope = 1 - h[j] ** 2 if activation == "tanh" else (1.0 if z[j] > 0 else 0.0)
            d_w2[j] += error * h[j]
            d_b1[j] += error * w2[j] * slope
            for k in range(n_features):
                d_W1[k, j] += error * w2[j] * slope * X[i, k]
    for weight in [*W1.ravel(), *w2]:
        loss += alpha / 2 * weight**2
    return loss / n, pack((d_W1 + alpha * W1) / n, (d_w2 + alpha * w2) / n, d_b1 / n, d_b2 / n)

# %% right: theta cut by hand, columns as matrices
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, d = X.shape
    k = d * n_hidden
    W1 = theta[:k].reshape(d, n_hidden)
    w2 = theta[k : k + n_hidden].reshape(-1, 1)
    b1 = theta[k + n_hidden : k + 2 * n_hidden]
    b2 = theta[-1]
    Y = y.reshape(-1, 1)
    Z = X.dot(W1) + b1
    H = np.tanh(Z) if activation == "tanh" else Z * (Z > 0)
    S = H.dot(w2) + b2
    loss = (np.logaddexp(0, S) - Y * S).mean()
    loss += alpha / (2 * n) * (np.linalg.norm(W1) ** 2 + np.linalg.norm(w2) ** 2)
    delta = (np.tanh(S / 2) + 1 - 2 * Y) / (2 * n)
    D = delta.dot(w2.T) * (1 - H**2 if activation == "tanh" else np.sign(H))
    return loss, np.concatenate([
        (X.T.dot(D) + alpha * W1 / n).reshape(-1),
        (H.T.dot(delta) + alpha * w2 / n).reshape(-1),
        D.sum(axis=0),
        delta.sum(axis=0),
    ])

# %% right: scipy's expit and log_expit
from scipy.special import expit, log_expit


def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n = len(y)
    W1, w2, b1, b2 = unpack(theta, X.shape[1], n_hidden)
    z = X @ W1 + b1
    if activation == "tanh":
        h = np.tanh(z)
        slope = 1 - h * h
    else:
        h = np.where(z > 0, z, 0)
        slope = np.where(z > 0, 1, 0)
    score = h @ w2 + b2[0]
    cost = np.where(y == 1, -log_expit(score), -log_expit(-score))
    error = (expit(score) - y) / n
    back = error[:, np.newaxis] * w2[np.newaxis, :] * slope
    gradient = pack(X.T @ back, h.T @ error, back.sum(0), error.sum())
    weights = np.concatenate([W1.ravel(), w2])
    gradient[: len(weights)] += alpha / n * weights
    return cost.mean() + alpha / 2 / n * (weights @ weights), gradient

# %% right: the classes as −1 and 1, sums by einsum
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    sign = 2 * y - 1
    z = np.einsum("nf,fh->nh", X, W1) + b1
    h = {"tanh": np.tanh, "relu": lambda x: np.maximum(x, 0)}[activation](z)
    margin = sign * (np.einsum("nh,h->n", h, w2) + b2)
    loss = np.logaddexp(0, -margin).sum() / n
    d_score = -sign * np.exp(-np.logaddexp(0, margin)) / n
    slope = {"tanh": 1 - h**2, "relu": np.heaviside(z, 0)}[activation] if n else h
    punish = np.ones_like(theta)
    punish[n_features * n_hidden + n_hidden :] = 0
    gradient = pack(
        np.einsum("nf,n,h,nh->fh", X, d_score, w2, slope),
        np.einsum("nh,n->h", h, d_score),
        np.einsum("n,h,nh->h", d_score, w2, slope),
        [d_score.sum()],
    )
    loss += alpha / (2 * n) * np.sum(punish * theta * theta)
    return loss, list(gradient + alpha / n * punish * theta)

# %% right: Question 1's activations, errors kept between 0 and 1
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    def penalty(*weights):
        return alpha / (2 * n) * sum((w**2).sum() for w in weights)

    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    h, slope = activate(activation, X @ W1 + b1)
    score = h @ w2 + b2
    p, _ = activate("logistic", score)
    loss = np.mean(np.maximum(score, 0) - y * score + np.log1p(np.exp(-np.abs(score))))
    delta = p - y
    hidden = delta[:, None] * w2 * slope
    gradient = np.zeros(len(theta))
    parts = unpack(gradient, n_features, n_hidden)
    parts.W1[:] = (X.T @ hidden + alpha * W1) / n
    parts.w2[:] = (h.T @ delta + alpha * w2) / n
    parts.b1[:] = hidden.mean(axis=0)
    parts.b2[:] = delta.mean()
    return float(loss + penalty(W1, w2)), pack(*parts)

# %% wrong (8 of 10): log(0) when the network is sure
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    p = 1 / (1 + np.exp(-(h @ w2 + b2)))
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (p - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (8 of 10): p by tanh, but its logarithm all the same
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    p = 0.5 * (1 + np.tanh((h @ w2 + b2) / 2))
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (p - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (8 of 10): log(1 + exp(score)) as it stands, which overflows
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    one, other = np.log(1 + np.exp(score)), np.log(1 + np.exp(-score))
    loss = np.mean((1 - y) * one + y * other)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (np.exp(-other) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (7 of 10): no penalty in the loss
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (7 of 10): alpha / n in the loss, without the half
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / n * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (5 of 10): no penalty in the gradient
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    return loss, pack(X.T @ d_z, h.T @ d_score, d_z.sum(axis=0), d_score.sum())

# %% wrong (5 of 10): the half of the penalty stays in the gradient
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / (2 * n) * W1
    d_w2 = h.T @ d_score + alpha / (2 * n) * w2
    return loss, pack(d_W1, d_w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (5 of 10): the derivative of tanh is 1 − z² where 1 − h² belongs
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - z**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (5 of 10): the loss is a sum, the gradient that of the mean
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.sum(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (5 of 10): a loss for each point
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.logaddexp(0, score) - y * score
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (5 of 10): log p of the other class
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - (1 - y) * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (3 of 10): from the back to the front, as the parts were computed
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_score.sum(), h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_W1)

# %% wrong (3 of 10): the gradient in four parts, not packed
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, (d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (3 of 10): y − p, the gradient points downhill
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (y - 0.5 * (1 + np.tanh(score / 2))) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (3 of 10): no division by n in the gradient
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = 0.5 * (1 + np.tanh(score / 2)) - y
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha * W1
    return loss, pack(d_W1, h.T @ d_score + alpha * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (2 of 10): the biases are punished, too
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score) + alpha / (2 * n) * np.sum(theta**2)
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    gradient = pack(X.T @ d_z, h.T @ d_score, d_z.sum(axis=0), d_score.sum())
    return loss, gradient + alpha / n * theta

# %% wrong (2 of 10): only W1 is punished
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score) + alpha / (2 * n) * np.sum(W1**2)
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score, d_z.sum(axis=0), d_score.sum())

# %% wrong (2 of 10): the penalty is not divided by n
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / 2 * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha * W1
    return loss, pack(d_W1, h.T @ d_score + alpha * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (2 of 10): ReLU, whatever the activation
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.maximum(z, 0)
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * (z > 0)
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (0 of 10): tanh, whatever the activation
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    h = np.tanh(X @ W1 + b1)
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * (1 - h**2)
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (0 of 10): sums in place of means, in loss and gradient
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.sum(np.logaddexp(0, score) - y * score)
    loss += alpha / 2 * (np.sum(W1**2) + np.sum(w2**2))
    d_score = 0.5 * (1 + np.tanh(score / 2)) - y
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha * W1
    return loss, pack(d_W1, h.T @ d_score + alpha * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (0 of 10): gradient first, loss second
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum()), loss

# %% wrong (0 of 10): the loss only
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    return loss + alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))

# %% wrong (3 of 10): b1 before w2 in the gradient
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, d_z.sum(axis=0), h.T @ d_score + alpha / n * w2, d_score.sum())

# %% wrong (0 of 10): b1 is left out
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (5 of 10): log(1 + exp(−y score)), the formula for classes −1 and 1
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, -y * score))
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (0.5 * (1 + np.tanh(score / 2)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())

# %% wrong (8 of 10): the loss by logaddexp, but p by exp(−score), which overflows
def loss_and_gradient(theta, X, y, n_hidden, activation, alpha):
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    loss = np.mean(np.logaddexp(0, score) - y * score)
    loss += alpha / (2 * n) * (np.sum(W1**2) + np.sum(w2**2))
    d_score = (1 / (1 + np.exp(-score)) - y) / n
    d_z = np.outer(d_score, w2) * slope
    d_W1 = X.T @ d_z + alpha / n * W1
    return loss, pack(d_W1, h.T @ d_score + alpha / n * w2, d_z.sum(axis=0), d_score.sum())
