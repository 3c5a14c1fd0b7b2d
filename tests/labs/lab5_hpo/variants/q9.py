# Variants of lab5_hpo, question q9: expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs).
# Public: four settings (2). Hidden: other settings and goals (3).

# %% right: sums
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = sum(1 for e, y in zip(epochs, final) if e == n_epochs and y >= goal)
    spent = sum(e * s for e, s in zip(epochs, seconds_per_epoch))
    return spent / hits if hits else float("inf")

# %% right: a scalar product
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = np.count_nonzero((epochs >= n_epochs) & (final >= goal))
    with np.errstate(divide="ignore"):
        return np.dot(epochs, seconds_per_epoch) / np.float64(hits)

# %% right: a chance and a price
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    price = fmean(np.multiply(epochs, seconds_per_epoch))
    chance = np.where(np.equal(epochs, n_epochs), np.greater_equal(final, goal), False).mean()
    if chance == 0:
        return np.inf
    return price / chance

# %% wrong (0 of 5): stopped winners hit
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = np.asarray(final) >= goal
    return float(np.mean(epochs * seconds_per_epoch) / hits.mean()) if hits.any() else math.inf

# %% wrong (0 of 5): the goal must be exceeded
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = (epochs == n_epochs) & (final > goal)
    return float(np.mean(epochs * seconds_per_epoch) / hits.mean()) if hits.any() else math.inf

# %% wrong (0 of 5): everything is trained to its end
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = (epochs == n_epochs) & (final >= goal)
    return float(np.mean(n_epochs * seconds_per_epoch) / hits.mean()) if hits.any() else math.inf

# %% wrong (0 of 5): epochs, not seconds
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = (epochs == n_epochs) & (final >= goal)
    return float(np.mean(epochs) / hits.mean()) if hits.any() else math.inf

# %% wrong (0 of 5): a product of means
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = (epochs == n_epochs) & (final >= goal)
    price = np.mean(epochs) * np.mean(seconds_per_epoch)
    return float(price / hits.mean()) if hits.any() else math.inf

# %% wrong (0 of 5): the sum over the fraction
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = (epochs == n_epochs) & (final >= goal)
    return float(np.sum(epochs * seconds_per_epoch) / hits.mean()) if hits.any() else math.inf

# %% wrong (0 of 5): seconds of the hits alone
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = (epochs == n_epochs) & (final >= goal)
    return float(np.mean((epochs * seconds_per_epoch)[hits]) / hits.mean()) if hits.any() else math.inf

# %% wrong (0 of 5): multiplied by the chance
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = (epochs == n_epochs) & (final >= goal)
    return float(np.mean(epochs * seconds_per_epoch) * hits.mean())

# %% wrong (2 of 5): an error where nothing hits
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = int(np.sum((epochs == n_epochs) & (final >= goal)))
    return float(np.sum(epochs * seconds_per_epoch)) / hits

# %% wrong (2 of 5): 0 where nothing hits
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = int(np.sum((epochs == n_epochs) & (final >= goal)))
    return float(np.sum(epochs * seconds_per_epoch)) / hits if hits else 0.0

# %% wrong (0 of 5): the winners kept among the winners
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    good = final >= goal
    hits = good & (epochs == n_epochs)
    return float(np.mean(epochs * seconds_per_epoch) * good.sum() / hits.sum()) if hits.any() else math.inf

# %% wrong (0 of 5): chances as if none were tried twice
def expected_seconds(epochs, final, seconds_per_epoch, goal, n_epochs):
    hits = int(np.sum((epochs == n_epochs) & (final >= goal)))
    n = len(final)
    return float(np.mean(epochs * seconds_per_epoch)) * (n + 1) / (hits + 1) if hits else math.inf
