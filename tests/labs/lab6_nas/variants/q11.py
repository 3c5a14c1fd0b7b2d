# Variants of lab6_nas, question q11: best_of_top(estimates, truth, k).
# Public: two of four (2). Hidden: other ones (2).

# %% right: sorted
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": max(truth[i] for i in top), "by_chance": by_chance}

# %% right: chances of at most
def best_of_top(estimates, truth, k):
    estimates, truth = np.asarray(estimates), np.asarray(truth)
    n = len(truth)
    at_most = np.array([math.comb(i, k) / math.comb(n, k) for i in range(n + 1)])
    top = np.argsort(-estimates, kind="stable")[:k]
    return {"by_chance": float(np.diff(at_most) @ np.sort(truth)), "found": truth[top].max()}

# %% right: a data frame
def best_of_top(estimates, truth, k):
    table = pd.DataFrame({"estimate": estimates, "truth": truth})
    top = table.sort_values("estimate", ascending=False, kind="stable").head(k)
    ordered = table["truth"].sort_values().to_numpy()
    chances = np.array([math.comb(i - 1, k - 1) for i in range(1, len(ordered) + 1)])
    return {"found": top["truth"].max(), "by_chance": float(ordered @ (chances / chances.sum()))}

# %% wrong (0 of 4): the first of the top only
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": truth[top[0]], "by_chance": by_chance}

# %% wrong (0 of 4): the mean of the top
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": float(np.mean([truth[i] for i in top])), "by_chance": by_chance}

# %% wrong (0 of 4): the best estimate
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": max(estimates[i] for i in top), "by_chance": by_chance}

# %% wrong (0 of 4): the best of all
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": max(truth), "by_chance": by_chance}

# %% wrong (0 of 4): the lowest estimates
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": max(truth[i] for i in top), "by_chance": by_chance}

# %% wrong (0 of 4): one too many is trained
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[: k + 1]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": max(truth[i] for i in top), "by_chance": by_chance}

# %% wrong (2 of 4): the last of equal estimates
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], -i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": max(truth[i] for i in top), "by_chance": by_chance}

# %% wrong (0 of 4): with replacement
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    chances = np.diff([(i / n) ** k for i in range(n + 1)])
    by_chance = float(np.sum(chances * np.array(ordered)))
    return {"found": max(truth[i] for i in top), "by_chance": by_chance}

# %% wrong (0 of 4): the mean of all, by chance
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = float(np.mean(truth))
    return {"found": max(truth[i] for i in top), "by_chance": by_chance}

# %% wrong (0 of 4): the worst of k, by chance
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth, reverse=True)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": max(truth[i] for i in top), "by_chance": by_chance}

# %% wrong (0 of 4): counted from 1
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(1, n + 1)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": max(truth[i] for i in top), "by_chance": by_chance}

# %% wrong (0 of 4): other keys
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": max(truth[i] for i in top), "chance": by_chance}

# %% wrong (0 of 4): two numbers
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return max(truth[i] for i in top), by_chance

# %% wrong (0 of 4): of what is found, what is missing
def best_of_top(estimates, truth, k):
    n = len(truth)
    top = sorted(range(n), key=lambda i: (-estimates[i], i))[:k]
    ordered = sorted(truth)
    ways = [math.comb(i, k - 1) for i in range(n)]
    by_chance = sum(w * t for w, t in zip(ways, ordered)) / math.comb(n, k)
    return {"found": max(truth) - max(truth[i] for i in top), "by_chance": by_chance}
