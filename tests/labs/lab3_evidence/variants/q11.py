# Variants of lab3_evidence, question q11: losses_within(log, column, budget).
# Public: nine epochs (2). Hidden: other races (3).

# %% right: the row of the largest cost
def losses_within(log, column, budget):
    within = log[log[column] <= budget]
    last = within.loc[within.groupby(["optimizer", "learning_rate", "seed"])[column].idxmax()]
    return last.groupby(["optimizer", "learning_rate"], as_index=False)["loss"].median()

# %% right: loops
def losses_within(log, column, budget):
    rows = []
    for optimizer in sorted(set(log["optimizer"])):
        for rate in sorted(set(log["learning_rate"])):
            losses = []
            own = log[(log["optimizer"] == optimizer) & (log["learning_rate"] == rate)]
            for seed in set(own["seed"]):
                run = own[(own["seed"] == seed) & (own[column] <= budget)].sort_values(column)
                if len(run):
                    losses.append(run["loss"].iloc[-1])
            if losses:
                rows.append({"optimizer": optimizer, "learning_rate": rate, "loss": np.median(losses)})
    return pd.DataFrame(rows)

# %% right: sorted downwards, duplicates dropped, a pivot table
def losses_within(log, column, budget):
    run = ["optimizer", "learning_rate", "seed"]
    last = log[~(log[column] > budget)].sort_values(column, ascending=False).drop_duplicates(run)
    table = last.pivot_table(values="loss", index=run[:2], aggfunc="median")
    return table.reset_index().sort_values(["optimizer", "learning_rate"])

# %% wrong (0 of 5): the lowest loss
def losses_within(log, column, budget):
    within = log[log[column] <= budget]
    best = within.groupby(["optimizer", "learning_rate", "seed"])["loss"].min()
    return best.groupby(["optimizer", "learning_rate"]).median().reset_index()

# %% wrong (0 of 5): rows as they lie
def losses_within(log, column, budget):
    within = log[log[column] <= budget]
    last = within.groupby(["optimizer", "learning_rate", "seed"])["loss"].last()
    return last.groupby(["optimizer", "learning_rate"]).median().reset_index()

# %% wrong (0 of 5): below the budget
def losses_within(log, column, budget):
    within = log[log[column] < budget].sort_values(column)
    last = within.groupby(["optimizer", "learning_rate", "seed"])["loss"].last()
    return last.groupby(["optimizer", "learning_rate"]).median().reset_index()

# %% wrong (0 of 5): the mean over seeds
def losses_within(log, column, budget):
    within = log[log[column] <= budget].sort_values(column)
    last = within.groupby(["optimizer", "learning_rate", "seed"])["loss"].last()
    return last.groupby(["optimizer", "learning_rate"]).mean().reset_index()

# %% wrong (0 of 5): the best seed
def losses_within(log, column, budget):
    within = log[log[column] <= budget].sort_values(column)
    last = within.groupby(["optimizer", "learning_rate", "seed"])["loss"].last()
    return last.groupby(["optimizer", "learning_rate"]).min().reset_index()

# %% wrong (0 of 5): the last row of all seeds together
def losses_within(log, column, budget):
    within = log[log[column] <= budget].sort_values(column)
    return within.groupby(["optimizer", "learning_rate"])["loss"].last().reset_index()

# %% wrong (0 of 5): the median of all epochs
def losses_within(log, column, budget):
    within = log[log[column] <= budget]
    return within.groupby(["optimizer", "learning_rate"])["loss"].median().reset_index()

# %% wrong (0 of 5): no budget
def losses_within(log, column, budget):
    last = log.sort_values(column).groupby(["optimizer", "learning_rate", "seed"])["loss"].last()
    return last.groupby(["optimizer", "learning_rate"]).median().reset_index()

# %% wrong (0 of 5): evaluations, whatever the column
def losses_within(log, column, budget):
    column = "gradient_evaluations"
    within = log[log[column] <= budget].sort_values(column)
    last = within.groupby(["optimizer", "learning_rate", "seed"])["loss"].last()
    return last.groupby(["optimizer", "learning_rate"]).median().reset_index()

# %% wrong (0 of 5): the first epoch beyond the budget
def losses_within(log, column, budget):
    beyond = log[log[column] > budget].sort_values(column)
    first = beyond.groupby(["optimizer", "learning_rate", "seed"])["loss"].first()
    return first.groupby(["optimizer", "learning_rate"]).median().reset_index()

# %% wrong (0 of 5): sorted by loss
def losses_within(log, column, budget):
    within = log[log[column] <= budget].sort_values(column)
    last = within.groupby(["optimizer", "learning_rate", "seed"])["loss"].last()
    return last.groupby(["optimizer", "learning_rate"]).median().reset_index().sort_values("loss")

# %% wrong (0 of 5): keys left in the index
def losses_within(log, column, budget):
    within = log[log[column] <= budget].sort_values(column)
    last = within.groupby(["optimizer", "learning_rate", "seed"])["loss"].last()
    return last.groupby(["optimizer", "learning_rate"]).median().to_frame()

# %% wrong (0 of 5): learning rates thrown together
def losses_within(log, column, budget):
    within = log[log[column] <= budget].sort_values(column)
    last = within.groupby(["optimizer", "learning_rate", "seed"])["loss"].last().reset_index()
    return last.groupby("optimizer").median(numeric_only=True).reset_index()
