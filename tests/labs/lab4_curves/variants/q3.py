# Variants of lab4_curves, question q3: families(final, n, random_state).

# %% right: sorted
def families(final, n, random_state):
    rows = sorted(range(len(final)), key=lambda i: final[i])
    rng = np.random.default_rng(random_state)
    return {"bottom": rows[:n], "top": rows[-n:][::-1], "random": list(rng.permutation(len(final))[:n])}

# %% right: pandas
def families(final, n, random_state):
    column = pd.Series(final)
    return {
        "random": column.sample(n, random_state=random_state).index.tolist(),
        "top": column.nlargest(n).index.tolist(),
        "bottom": column.nsmallest(n).index.tolist(),
    }

# %% right: arrays
def families(final, n, random_state):
    best = np.argsort(-final)
    chosen = np.random.RandomState(random_state).choice(len(final), size=n, replace=False)
    return {"random": chosen, "top": best[:n], "bottom": best[-n:][::-1]}

# %% wrong (0 of 5): top worst first
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng(random_state)
    order = np.argsort(final)
    return {
        "random": rng.choice(len(final), n, replace=False).tolist(),
        "top": order[-n:].tolist(),
        "bottom": order[:n].tolist(),
    }

# %% wrong (0 of 5): bottom best first
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng(random_state)
    order = np.argsort(final)
    return {
        "random": rng.choice(len(final), n, replace=False).tolist(),
        "top": order[::-1][:n].tolist(),
        "bottom": order[:n][::-1].tolist(),
    }

# %% wrong (0 of 5): top and bottom swapped
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng(random_state)
    order = np.argsort(-final)
    return {
        "random": rng.choice(len(final), n, replace=False).tolist(),
        "top": order[::-1][:n].tolist(),
        "bottom": order[:n].tolist(),
    }

# %% wrong (2 of 5): with replacement
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng(random_state)
    order = np.argsort(final)
    return {
        "random": rng.choice(len(final), n, replace=True).tolist(),
        "top": order[::-1][:n].tolist(),
        "bottom": order[:n].tolist(),
    }

# %% wrong (2 of 5): the seed is fixed
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng(0)
    order = np.argsort(final)
    return {
        "random": rng.choice(len(final), n, replace=False).tolist(),
        "top": order[::-1][:n].tolist(),
        "bottom": order[:n].tolist(),
    }

# %% wrong (2 of 5): another seed each time
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng()
    order = np.argsort(final)
    return {
        "random": rng.choice(len(final), n, replace=False).tolist(),
        "top": order[::-1][:n].tolist(),
        "bottom": order[:n].tolist(),
    }

# %% wrong (0 of 5): rows from 1
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng(random_state)
    order = np.argsort(final) + 1
    return {
        "random": rng.choice(len(final), n, replace=False).tolist(),
        "top": order[::-1][:n].tolist(),
        "bottom": order[:n].tolist(),
    }

# %% wrong (0 of 5): accuracies in place of rows
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng(random_state)
    order = np.sort(final)
    return {
        "random": rng.choice(len(final), n, replace=False).tolist(),
        "top": order[::-1][:n].tolist(),
        "bottom": order[:n].tolist(),
    }

# %% wrong (0 of 5): one too few
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng(random_state)
    order = np.argsort(final)
    return {
        "random": rng.choice(len(final), n, replace=False).tolist(),
        "top": order[::-1][:n - 1].tolist(),
        "bottom": order[:n - 1].tolist(),
    }

# %% wrong (2 of 5): random from the first rows
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng(random_state)
    order = np.argsort(final)
    return {
        "random": rng.choice(n, n, replace=False).tolist(),
        "top": order[::-1][:n].tolist(),
        "bottom": order[:n].tolist(),
    }

# %% wrong (0 of 5): another key
def families(final: np.ndarray, n: int, random_state: int) -> dict:
    rng = np.random.default_rng(random_state)
    order = np.argsort(final)
    return {
        "rand": rng.choice(len(final), n, replace=False).tolist(),
        "top": order[::-1][:n].tolist(),
        "bottom": order[:n].tolist(),
    }
