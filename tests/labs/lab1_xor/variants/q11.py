# Variants of lab1_xor, question q11: hit_limit(clfs), the seeds of the runs cut short.
# Public (1): five runs with one limit. Hidden (2): different limits, and nothing cut short.

# %% right: a loop
def hit_limit(clfs):
    seeds = []
    for clf in clfs:
        if clf.n_iter_ >= clf.max_iter:
            seeds.append(clf.random_state)
    seeds.sort()
    return seeds

# %% right: numpy, an array of seeds
def hit_limit(clfs):
    seeds = np.array([clf.random_state for clf in clfs])
    used_up = np.array([clf.n_iter_ == clf.max_iter for clf in clfs])
    return np.sort(seeds[used_up])

# %% right: did_converge_
def hit_limit(clfs):
    return sorted(clf.random_state for clf in clfs if not clf.did_converge_)

# %% right: pandas
def hit_limit(clfs):
    runs = pd.DataFrame(
        [(clf.random_state, clf.n_iter_, clf.get_params()["max_iter"]) for clf in clfs],
        columns=["seed", "n_iter", "max_iter"],
    )
    return runs.loc[runs["n_iter"] == runs["max_iter"], "seed"].sort_values().tolist()

# %% right: the length of the loss curve
def hit_limit(clfs):
    limited = filter(lambda clf: len(clf.loss_curve_) == clf.max_iter, clfs)
    return tuple(sorted(clf.random_state for clf in limited))

# %% wrong (1 of 3): the limit of the first run for all
def hit_limit(clfs):
    limit = clfs[0].max_iter
    return sorted(clf.random_state for clf in clfs if clf.n_iter_ == limit)

# %% wrong (1 of 3): the longest runs
def hit_limit(clfs):
    longest = max(clf.n_iter_ for clf in clfs)
    return sorted(clf.random_state for clf in clfs if clf.n_iter_ == longest)

# %% wrong (1 of 3): None when no run was cut short
def hit_limit(clfs):
    seeds = sorted(clf.random_state for clf in clfs if clf.n_iter_ == clf.max_iter)
    if seeds:
        return seeds

# %% wrong (0 of 3): sorted as text
def hit_limit(clfs):
    return sorted((c.random_state for c in clfs if c.n_iter_ == c.max_iter), key=str)

# %% wrong (0 of 3): not sorted
def hit_limit(clfs):
    return [clf.random_state for clf in clfs if clf.n_iter_ == clf.max_iter]

# %% wrong (0 of 3): the runs that converged
def hit_limit(clfs):
    return sorted(clf.random_state for clf in clfs if clf.n_iter_ < clf.max_iter)

# %% wrong (0 of 3): 400, whatever the limit of the run
def hit_limit(clfs):
    return sorted(clf.random_state for clf in clfs if clf.n_iter_ == 400)

# %% wrong (0 of 3): above the limit, where no run can be
def hit_limit(clfs):
    return sorted(clf.random_state for clf in clfs if clf.n_iter_ > clf.max_iter)

# %% wrong (0 of 3): positions instead of seeds
def hit_limit(clfs):
    return [i for i, clf in enumerate(clfs) if clf.n_iter_ == clf.max_iter]

# %% wrong (0 of 3): a count instead of seeds
def hit_limit(clfs):
    return sum(clf.n_iter_ == clf.max_iter for clf in clfs)

# %% wrong (0 of 3): iterations instead of seeds
def hit_limit(clfs):
    return sorted(clf.n_iter_ for clf in clfs if clf.n_iter_ == clf.max_iter)

# %% wrong (0 of 3): the classifiers instead of their seeds
def hit_limit(clfs):
    return [clf for clf in clfs if clf.n_iter_ == clf.max_iter]

# %% wrong (0 of 3): the runs with a high loss
def hit_limit(clfs):
    return sorted(clf.random_state for clf in clfs if clf.loss_ > 0.1)

# %% wrong (0 of 3): the notebook's runs instead of the argument
def hit_limit(clfs):
    return sorted(clf.random_state for clf in sgd_logistic if clf.n_iter_ == clf.max_iter)
