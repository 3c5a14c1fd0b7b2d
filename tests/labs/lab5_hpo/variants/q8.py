# Variants of lab5_hpo, question q8: untrainable_shares(searches, final, n_initial).
# Public: two searches (2). Hidden: other searches (2).

# %% right: counting
def untrainable_shares(searches, final, n_initial):
    bad, all_of = [0, 0], [0, 0]
    for rows in searches:
        for place, row in enumerate(rows):
            part = int(place >= n_initial)
            all_of[part] += 1
            bad[part] += bool(final[row] < 0.15)
    return {"random": bad[0] / all_of[0], "proposed": bad[1] / all_of[1]}

# %% right: concatenated
def untrainable_shares(searches, final, n_initial):
    first = np.concatenate([rows[:n_initial] for rows in searches]).astype(int)
    later = np.concatenate([rows[n_initial:] for rows in searches]).astype(int)
    return {"random": np.mean(final[first] < 0.15), "proposed": np.mean(final[later] < 0.15)}

# %% right: a table
def untrainable_shares(searches, final, n_initial):
    trials = pd.DataFrame(
        [(place < n_initial, final[row] < 0.15) for rows in searches for place, row in enumerate(rows)],
        columns=["random", "bad"],
    )
    share = trials.groupby("random")["bad"].mean()
    return {"proposed": float(share[False]), "random": float(share[True])}

# %% wrong (0 of 4): 0.15 itself is untrainable
def untrainable_shares(searches, final, n_initial):
    first = [final[row] <= 0.15 for rows in searches for row in rows[:n_initial]]
    later = [final[row] <= 0.15 for rows in searches for row in rows[n_initial:]]
    return {"random": float(np.mean(first)), "proposed": float(np.mean(later))}

# %% wrong (0 of 4): each search has a mean of its own
def untrainable_shares(searches, final, n_initial):
    first = [np.mean([final[row] < 0.15 for row in rows[:n_initial]]) for rows in searches]
    later = [np.mean([final[row] < 0.15 for row in rows[n_initial:]]) for rows in searches if rows[n_initial:]]
    return {"random": float(np.mean(first)), "proposed": float(np.mean(later))}

# %% wrong (0 of 4): one random row too many
def untrainable_shares(searches, final, n_initial):
    first = [final[row] < 0.15 for rows in searches for row in rows[: n_initial + 1]]
    later = [final[row] < 0.15 for rows in searches for row in rows[n_initial + 1 :]]
    return {"random": float(np.mean(first)), "proposed": float(np.mean(later))}

# %% wrong (0 of 4): all rows in place of the proposed ones
def untrainable_shares(searches, final, n_initial):
    first = [final[row] < 0.15 for rows in searches for row in rows[:n_initial]]
    later = [final[row] < 0.15 for rows in searches for row in rows]
    return {"random": float(np.mean(first)), "proposed": float(np.mean(later))}

# %% wrong (0 of 4): the share of the whole table
def untrainable_shares(searches, final, n_initial):
    later = [final[row] < 0.15 for rows in searches for row in rows[n_initial:]]
    return {"random": float(np.mean(final < 0.15)), "proposed": float(np.mean(later))}

# %% wrong (0 of 4): the trainable ones
def untrainable_shares(searches, final, n_initial):
    first = [final[row] >= 0.15 for rows in searches for row in rows[:n_initial]]
    later = [final[row] >= 0.15 for rows in searches for row in rows[n_initial:]]
    return {"random": float(np.mean(first)), "proposed": float(np.mean(later))}

# %% wrong (0 of 4): numbers, not fractions
def untrainable_shares(searches, final, n_initial):
    first = [final[row] < 0.15 for rows in searches for row in rows[:n_initial]]
    later = [final[row] < 0.15 for rows in searches for row in rows[n_initial:]]
    return {"random": int(np.sum(first)), "proposed": int(np.sum(later))}

# %% wrong (0 of 4): the two are swapped
def untrainable_shares(searches, final, n_initial):
    first = [final[row] < 0.15 for rows in searches for row in rows[:n_initial]]
    later = [final[row] < 0.15 for rows in searches for row in rows[n_initial:]]
    return {"proposed": float(np.mean(first)), "random": float(np.mean(later))}

# %% wrong (0 of 4): the first search alone
def untrainable_shares(searches, final, n_initial):
    rows = searches[0]
    return {
        "random": float(np.mean(final[rows[:n_initial]] < 0.15)),
        "proposed": float(np.mean(final[rows[n_initial:]] < 0.15)),
    }

# %% wrong (0 of 4): below 0.1
def untrainable_shares(searches, final, n_initial):
    first = [final[row] < 0.1 for rows in searches for row in rows[:n_initial]]
    later = [final[row] < 0.1 for rows in searches for row in rows[n_initial:]]
    return {"random": float(np.mean(first)), "proposed": float(np.mean(later))}

# %% wrong (0 of 4): divided by the number of searches
def untrainable_shares(searches, final, n_initial):
    first = [final[row] < 0.15 for rows in searches for row in rows[:n_initial]]
    later = [final[row] < 0.15 for rows in searches for row in rows[n_initial:]]
    return {"random": sum(first) / len(searches), "proposed": sum(later) / len(searches)}
