# Variants of lab2_optimizers, question q9: train_sgd(problem, theta, rate, batch_size, epochs,
# random_state). Public: one batch of all points, four epochs (2). Hidden: every point once an epoch,
# the last batch smaller (2), another order each epoch, repeatable (1), XOR solved, 30 losses, the
# last one that of theta (1).

# %% right: positions counted by hand
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for epoch in range(epochs):
        order = rng.permutation(n)
        i = 0
        while i < n:
            loss, gradient = value_and_gradient(problem, theta, order[i : i + batch_size])
            theta = theta - rate * gradient
            i += batch_size
        loss, gradient = value_and_gradient(problem, theta)
        losses.append(loss)
    return {"theta": theta, "losses": losses}

# %% right: np.array_split, shuffled in place, an array of losses
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.default_rng(random_state)
    rows = np.arange(len(problem["y"]))
    theta, losses = np.array(theta, dtype=float), np.zeros(epochs)
    for epoch in range(epochs):
        rng.shuffle(rows)
        for batch in np.array_split(rows, range(batch_size, len(rows), batch_size)):
            theta -= rate * value_and_gradient(problem, theta, batch)[1]
        losses[epoch] = value_and_gradient(problem, theta)[0]
    return dict(theta=theta, losses=losses)

# %% right: the random module and lists of rows
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    import random

    dice = random.Random(random_state)
    n = len(problem["y"])
    result = {"theta": theta, "losses": []}
    for _ in range(epochs):
        left = dice.sample(range(n), n)
        while left:
            batch, left = left[:batch_size], left[batch_size:]
            result["theta"] = result["theta"] - rate * value_and_gradient(
                problem, result["theta"], batch
            )[1]
        result["losses"].append(value_and_gradient(problem, result["theta"])[0])
    return result

# %% right: scikit-learn's shuffle and gen_batches
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    from sklearn.utils import gen_batches, shuffle

    rng = np.random.RandomState(random_state)
    rows = np.arange(len(problem["y"]))
    losses = []
    for _ in range(epochs):
        rows = shuffle(rows, random_state=rng)
        for part in gen_batches(len(rows), batch_size):
            theta = theta - rate * value_and_gradient(problem, theta, rows[part])[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% right: the gradient of Question 2 on shuffled copies, the step of Question 3
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    X, y = problem["X"], problem["y"]
    how = problem["n_hidden"], problem["activation"], problem["alpha"]
    still = np.zeros_like(theta)
    losses = []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        X_new, y_new = X[order], y[order]
        for k in range(int(np.ceil(len(y) / batch_size))):
            part = slice(k * batch_size, (k + 1) * batch_size)
            gradient = loss_and_gradient(theta, X_new[part], y_new[part], *how)[1]
            theta, _ = momentum_step(theta, still, gradient, rate, 0.0, False)
        losses.append(loss_and_gradient(theta, X, y, *how)[0])
    return {"theta": theta, "losses": losses}

# %% right: pandas draws the order, a generator cuts it
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    def batches(order):
        for start in range(0, len(order), batch_size):
            yield order[start : start + batch_size]

    rng = np.random.RandomState(random_state)
    rows = pd.Series(range(len(problem["y"])))
    losses = pd.Series(0.0, index=range(epochs))
    for epoch in losses.index:
        for batch in batches(rows.sample(frac=1, random_state=rng).to_numpy()):
            theta = theta - rate * value_and_gradient(problem, theta, batch)[1]
        losses[epoch] = value_and_gradient(problem, theta)[0]
    return {"theta": theta, "losses": losses}

# %% wrong (5 of 6): shuffled once, before the first epoch
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    order = rng.permutation(n)
    losses = []
    for _ in range(epochs):
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (5 of 6): the same seed anew in each epoch
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = np.random.RandomState(random_state).permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (5 of 6): random_state is not used
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = np.random.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (5 of 6): the loss of the last batch only
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta, rows)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (5 of 6): a loss after each batch
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
            losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (4 of 6): a last batch that is smaller is left out
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(n)
        for k in range(n // batch_size):
            rows = order[k * batch_size : (k + 1) * batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (4 of 6): np.array_split spreads the small batch over the others
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(n), n // batch_size):
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (4 of 6): every batch drawn from all points
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        for _ in range(0, n, batch_size):
            rows = rng.choice(n, size=min(batch_size, n), replace=False)
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (3 of 6): the loss before each epoch
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        losses.append(value_and_gradient(problem, theta)[0])
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
    return {"theta": theta, "losses": losses}

# %% wrong (3 of 6): the mean of the batches' losses
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(n)
        of_batches = []
        for start in range(0, n, batch_size):
            loss, gradient = value_and_gradient(problem, theta, order[start : start + batch_size])
            of_batches.append(loss)
            theta = theta - rate * gradient
        losses.append(np.mean(of_batches))
    return {"theta": theta, "losses": losses}

# %% wrong (3 of 6): one batch an epoch
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        rows = rng.permutation(n)[:batch_size]
        theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (2 of 6): all points in one batch, always
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    losses = []
    for _ in range(epochs):
        theta = theta - rate * value_and_gradient(problem, theta)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (2 of 6): sampled with replacement
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.randint(0, n, size=n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (2 of 6): batches overlap, one starts at every point
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(n):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (1 of 6): one epoch too many
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs + 1):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (1 of 6): epochs from 1, so one is missing
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for epoch in range(1, epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (1 of 6): the gradient divided by the batch size once more
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate / batch_size * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (1 of 6): uphill
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta + rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}

# %% wrong (0 of 6): a pair instead of a dict
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return theta, losses

# %% wrong (0 of 6): the losses without theta
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        losses.append(value_and_gradient(problem, theta)[0])
    return losses

# %% wrong (0 of 6): prints the losses, and returns nothing
def train_sgd(problem, theta, rate, batch_size, epochs, random_state):
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    for epoch in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            theta = theta - rate * value_and_gradient(problem, theta, rows)[1]
        print(epoch, value_and_gradient(problem, theta)[0])
