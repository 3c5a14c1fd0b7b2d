# Variants of lab5_hpo, question q3: suggest_next(points, tried, accuracies, random_state).
# Public: a hill (2). Hidden: a search over the table (4).

# %% right: among the untried only
def suggest_next(points, tried, accuracies, random_state):
    forest = RandomForest(50, random_state=random_state).fit(points[tried], accuracies)
    free = np.setdiff1d(np.arange(len(points)), tried)
    mean, variance = forest.predict(points[free])
    return free[np.argmax(expected_improvement(mean, variance, max(accuracies)))]

# %% right: in plain Python
def suggest_next(points, tried, accuracies, random_state):
    forest = RandomForest(50, random_state=random_state)
    forest.fit([points[row] for row in tried], accuracies)
    scores = expected_improvement(*forest.predict(points), np.max(accuracies)).tolist()
    best = None
    for row in range(len(points)):
        if row not in tried and (best is None or scores[row] > scores[best]):
            best = row
    return best

# %% right: sorted
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=random_state).fit(points[tried], accuracies).predict(points)
    order = np.argsort(-expected_improvement(mean, variance, sorted(accuracies)[-1]), kind="stable")
    return int(next(row for row in order if row not in set(tried)))

# %% wrong (0 of 6): tried ones again
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=random_state).fit(points[tried], accuracies).predict(points)
    scores = expected_improvement(mean, variance, max(accuracies))
    scores[tried] = np.inf
    return int(np.argmax(scores))

# %% wrong (0 of 6): a place among the untried
def suggest_next(points, tried, accuracies, random_state):
    forest = RandomForest(50, random_state=random_state).fit(points[tried], accuracies)
    free = np.setdiff1d(np.arange(len(points)), tried)
    mean, variance = forest.predict(points[free])
    return int(np.argmax(expected_improvement(mean, variance, max(accuracies))))

# %% wrong (0 of 6): the largest mean
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=random_state).fit(points[tried], accuracies).predict(points)
    mean[tried] = -np.inf
    return int(np.argmax(mean))

# %% wrong (0 of 6): the largest variance
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=random_state).fit(points[tried], accuracies).predict(points)
    variance[tried] = -np.inf
    return int(np.argmax(variance))

# %% wrong (0 of 6): the smallest improvement
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=random_state).fit(points[tried], accuracies).predict(points)
    scores = expected_improvement(mean, variance, max(accuracies))
    scores[tried] = np.inf
    return int(np.argmin(scores))

# %% wrong (0 of 6): improvement over the mean accuracy
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=random_state).fit(points[tried], accuracies).predict(points)
    scores = expected_improvement(mean, variance, np.min(accuracies))
    scores[tried] = -np.inf
    return int(np.argmax(scores))

# %% wrong (0 of 6): always the same seed
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=12345).fit(points[tried], accuracies).predict(points)
    scores = expected_improvement(mean, variance, max(accuracies))
    scores[tried] = -np.inf
    return int(np.argmax(scores))

# %% wrong (0 of 6): the score
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=random_state).fit(points[tried], accuracies).predict(points)
    scores = expected_improvement(mean, variance, max(accuracies))
    scores[tried] = -np.inf
    return float(np.max(scores))

# %% wrong (0 of 6): at random
def suggest_next(points, tried, accuracies, random_state):
    free = np.setdiff1d(np.arange(len(points)), tried)
    return int(np.random.default_rng(random_state).choice(free))

# %% wrong (0 of 6): trained on the accuracies in another order
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=random_state).fit(points[sorted(tried)], accuracies).predict(points)
    scores = expected_improvement(mean, variance, max(accuracies))
    scores[tried] = -np.inf
    return int(np.argmax(scores))

# %% wrong (0 of 6): sigma in place of the variance
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=random_state).fit(points[tried], accuracies).predict(points)
    scores = expected_improvement(mean, np.sqrt(variance), max(accuracies))
    scores[tried] = -np.inf
    return int(np.argmax(scores))

# %% wrong (0 of 6): five trees
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(5, random_state=random_state).fit(points[tried], accuracies).predict(points)
    scores = expected_improvement(mean, variance, max(accuracies))
    scores[tried] = -np.inf
    return int(np.argmax(scores))

# %% wrong (0 of 6): the point
def suggest_next(points, tried, accuracies, random_state):
    mean, variance = RandomForest(50, random_state=random_state).fit(points[tried], accuracies).predict(points)
    scores = expected_improvement(mean, variance, max(accuracies))
    scores[tried] = -np.inf
    return points[np.argmax(scores)]
