# Variants of lab5_hpo, question q6: summarize_times(times, limit).
# Public: five and four searches (2). Hidden: other searches (3).

# %% right: numpy
def summarize_times(times, limit):
    t = np.array(times)
    return {
        "reached": np.isfinite(t).mean(),
        "median": np.sort(t)[(len(t) + 1) // 2 - 1],
        "mean_up_to_limit": np.minimum(t, limit).mean(),
    }

# %% right: a quantile that occurs
def summarize_times(times, limit):
    middle = np.quantile(times, 0.5, method="inverted_cdf")
    return {
        "median": float(middle),
        "mean_up_to_limit": fmean(t if t < limit else limit for t in times),
        "reached": fmean(t < math.inf for t in times),
    }

# %% right: counting
def summarize_times(times, limit):
    n = len(times)
    candidates = [t for t in times if sum(other <= t for other in times) >= n / 2]
    reached = [t for t in times if t != float("inf")]
    spent = sum(reached) + (n - len(reached)) * limit
    return {"reached": len(reached) / n, "median": min(candidates), "mean_up_to_limit": spent / n}

# %% wrong (0 of 5): unfinished searches are left out
def summarize_times(times, limit):
    done = sorted(t for t in times if math.isfinite(t))
    return {
        "reached": len(done) / len(times),
        "median": done[math.ceil(len(done) / 2) - 1] if done else math.inf,
        "mean_up_to_limit": sum(done) / len(done) if done else limit,
    }

# %% wrong (2 of 5): the median counts unfinished searches at the limit
def summarize_times(times, limit):
    spent = sorted(min(t, limit) for t in times)
    return {
        "reached": sum(map(math.isfinite, times)) / len(times),
        "median": spent[math.ceil(len(spent) / 2) - 1],
        "mean_up_to_limit": sum(spent) / len(spent),
    }

# %% wrong (2 of 5): the mean of the two in the middle
def summarize_times(times, limit):
    return {
        "reached": float(np.isfinite(times).mean()),
        "median": float(median(times)),
        "mean_up_to_limit": float(np.minimum(times, limit).mean()),
    }

# %% wrong (2 of 5): the upper of the two in the middle
def summarize_times(times, limit):
    return {
        "reached": float(np.isfinite(times).mean()),
        "median": sorted(times)[len(times) // 2],
        "mean_up_to_limit": float(np.minimum(times, limit).mean()),
    }

# %% wrong (3 of 5): the mean is infinite
def summarize_times(times, limit):
    return {
        "reached": float(np.isfinite(times).mean()),
        "median": sorted(times)[math.ceil(len(times) / 2) - 1],
        "mean_up_to_limit": float(np.mean(times)),
    }

# %% wrong (3 of 5): how many reached the goal
def summarize_times(times, limit):
    return {
        "reached": int(np.isfinite(times).sum()),
        "median": sorted(times)[math.ceil(len(times) / 2) - 1],
        "mean_up_to_limit": float(np.minimum(times, limit).mean()),
    }

# %% wrong (3 of 5): the fraction that did not
def summarize_times(times, limit):
    return {
        "reached": float(np.isinf(times).mean()),
        "median": sorted(times)[math.ceil(len(times) / 2) - 1],
        "mean_up_to_limit": float(np.minimum(times, limit).mean()),
    }

# %% wrong (2 of 5): no median unless all reached the goal
def summarize_times(times, limit):
    done = all(map(math.isfinite, times))
    return {
        "reached": float(np.isfinite(times).mean()),
        "median": sorted(times)[math.ceil(len(times) / 2) - 1] if done else math.inf,
        "mean_up_to_limit": float(np.minimum(times, limit).mean()),
    }

# %% wrong (2 of 5): the median is None if it is not known
def summarize_times(times, limit):
    middle = sorted(times)[math.ceil(len(times) / 2) - 1]
    return {
        "reached": float(np.isfinite(times).mean()),
        "median": middle if math.isfinite(middle) else None,
        "mean_up_to_limit": float(np.minimum(times, limit).mean()),
    }

# %% wrong (3 of 5): unfinished searches count nothing
def summarize_times(times, limit):
    return {
        "reached": float(np.isfinite(times).mean()),
        "median": sorted(times)[math.ceil(len(times) / 2) - 1],
        "mean_up_to_limit": sum(t for t in times if math.isfinite(t)) / len(times),
    }

# %% wrong (2 of 5): not sorted
def summarize_times(times, limit):
    return {
        "reached": float(np.isfinite(times).mean()),
        "median": times[math.ceil(len(times) / 2) - 1],
        "mean_up_to_limit": float(np.minimum(times, limit).mean()),
    }

# %% wrong (0 of 5): other keys
def summarize_times(times, limit):
    return {
        "share": float(np.isfinite(times).mean()),
        "median": sorted(times)[math.ceil(len(times) / 2) - 1],
        "mean": float(np.minimum(times, limit).mean()),
    }
