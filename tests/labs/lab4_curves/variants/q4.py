# Variants of lab4_curves, question q4: goals(final, fractions).

# %% right: sorted, from the other side
def goals(final, fractions):
    n = len(final)
    return [float(sorted(final)[n - math.ceil(f * n - 1e-9)]) for f in fractions]

# %% right: a negative index
def goals(final, fractions):
    return [np.sort(final)[-math.ceil(f * len(final) - 1e-9)] for f in fractions]

# %% right: pandas
def goals(final, fractions):
    best = pd.Series(final).sort_values(ascending=False).to_numpy()
    return np.array([best[math.ceil(f * len(best) - 1e-9) - 1] for f in fractions])

# %% wrong (0 of 4): a quantile
def goals(final, fractions):
    return [float(np.quantile(final, 1 - f)) for f in fractions]

# %% wrong (0 of 4): one rank too far
def goals(final: np.ndarray, fractions: list[float]) -> list[float]:
    best_first = np.sort(final)[::-1]
    ranks = [int(np.ceil(fraction * len(final) - 1e-9)) for fraction in fractions]
    return [float(best_first[min(rank, len(final) - 1)]) for rank in ranks]

# %% wrong (0 of 4): rounded down
def goals(final: np.ndarray, fractions: list[float]) -> list[float]:
    best_first = np.sort(final)[::-1]
    ranks = [max(1, int(fraction * len(final))) for fraction in fractions]
    return [float(best_first[rank - 1]) for rank in ranks]

# %% wrong (0 of 4): the worst
def goals(final: np.ndarray, fractions: list[float]) -> list[float]:
    best_first = np.sort(final)
    ranks = [int(np.ceil(fraction * len(final) - 1e-9)) for fraction in fractions]
    return [float(best_first[rank - 1]) for rank in ranks]

# %% wrong (0 of 4): not sorted
def goals(final: np.ndarray, fractions: list[float]) -> list[float]:
    best_first = final
    ranks = [int(np.ceil(fraction * len(final) - 1e-9)) for fraction in fractions]
    return [float(best_first[rank - 1]) for rank in ranks]

# %% wrong (2 of 4): without the 1e-9
def goals(final: np.ndarray, fractions: list[float]) -> list[float]:
    best_first = np.sort(final)[::-1]
    ranks = [int(np.ceil(fraction * len(final))) for fraction in fractions]
    return [float(best_first[rank - 1]) for rank in ranks]

# %% wrong (0 of 4): rounded
def goals(final: np.ndarray, fractions: list[float]) -> list[float]:
    best_first = np.sort(final)[::-1]
    ranks = [max(1, round(fraction * len(final))) for fraction in fractions]
    return [float(best_first[rank - 1]) for rank in ranks]

# %% wrong (0 of 4): fractions in percent
def goals(final: np.ndarray, fractions: list[float]) -> list[float]:
    best_first = np.sort(final)[::-1]
    ranks = [int(np.ceil(fraction * len(final) / 100 - 1e-9)) for fraction in fractions]
    return [float(best_first[rank - 1]) for rank in ranks]

# %% wrong (0 of 4): the mean of the best
def goals(final: np.ndarray, fractions: list[float]) -> list[float]:
    best_first = np.sort(final)[::-1]
    ranks = [int(np.ceil(fraction * len(final) - 1e-9)) for fraction in fractions]
    return [float(best_first[:rank].mean()) for rank in ranks]

# %% wrong (0 of 4): ranks
def goals(final: np.ndarray, fractions: list[float]) -> list[float]:
    best_first = np.sort(final)[::-1]
    ranks = [int(np.ceil(fraction * len(final) - 1e-9)) for fraction in fractions]
    return [rank for rank in ranks]
