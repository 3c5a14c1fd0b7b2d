# Variants of lab3_evidence, question q9: draw_intervals(table, title).
# Public: lines and dots (2), title and label (1). Hidden: other tables, limits (2).

# %% right: errorbar
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    distances = [table["fraction"] - table["low"], table["high"] - table["fraction"]]
    ax.errorbar(range(len(table)), table["fraction"], yerr=distances, fmt="o", capsize=4)
    ax.set_xticks(range(len(table)), table["name"])
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% right: one line after the other, pyplot
def draw_intervals(table, title):
    fig = plt.figure()
    for i in range(len(table)):
        row = table.iloc[i]
        plt.plot([i, i], [row["low"], row["high"]], "-", color="C0")
        plt.plot(i, row["fraction"], "o", color="C1")
    plt.xticks(range(len(table)), table["name"])
    plt.title(title)
    plt.ylabel("fraction solved (of all seeds)")
    plt.ylim(0, 1)
    return fig

# %% right: scatter, lines downwards
def draw_intervals(table, title):
    fig, ax = plt.subplots(figsize=(8, 4))
    for i, row in enumerate(table.itertuples()):
        ax.plot([i, i], [row.high, row.low], linewidth=3, color="black")
    ax.scatter(np.arange(len(table)), table["fraction"], zorder=3)
    ax.set_xticks(np.arange(len(table)))
    ax.set_xticklabels(table["name"], rotation=30)
    ax.set_ylim(0, 1)
    ax.set_ylabel("Fraction solved")
    fig.gca().set_title(title)
    return fig

# %% wrong (1 of 5): errorbar with ends instead of distances
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    ends = [table["low"], table["high"]]
    ax.errorbar(range(len(table)), table["fraction"], yerr=ends, fmt="o")
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% wrong (1 of 5): one distance up and down
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    half = (table["high"] - table["low"]) / 2
    ax.errorbar(range(len(table)), table["fraction"], yerr=half, fmt="o")
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% wrong (1 of 5): lying intervals
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    ax.hlines(range(len(table)), table["low"], table["high"])
    ax.plot(table["fraction"], range(len(table)), "o")
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% wrong (1 of 5): places from 1
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    x = np.arange(1, len(table) + 1)
    ax.vlines(x, table["low"], table["high"])
    ax.plot(x, table["fraction"], "o")
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% wrong (1 of 5): sorted by fraction
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    table = table.sort_values("fraction")
    ax.vlines(range(len(table)), table["low"], table["high"])
    ax.plot(range(len(table)), table["fraction"], "o")
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% wrong (1 of 5): no dots
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    ax.vlines(range(len(table)), table["low"], table["high"])
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% wrong (1 of 5): bars without intervals
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    ax.bar(range(len(table)), table["fraction"])
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% wrong (1 of 5): the last row is missing
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    for i in range(len(table) - 1):
        row = table.iloc[i]
        ax.plot([i, i], [row["low"], row["high"]])
    ax.plot(range(len(table)), table["fraction"], "o")
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% wrong (3 of 5): limits left to matplotlib
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    ax.vlines(range(len(table)), table["low"], table["high"])
    ax.plot(range(len(table)), table["fraction"], "o")
    ax.set(title=title, ylabel="fraction solved")
    return fig

# %% wrong (3 of 5): labels of the index instead of places
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    ax.vlines(table.index, table["low"], table["high"])
    ax.plot(table.index, table["fraction"], "o")
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% wrong (2 of 5): a title of its own
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    ax.vlines(range(len(table)), table["low"], table["high"])
    ax.plot(range(len(table)), table["fraction"], "o")
    ax.set(title="Intervals", ylabel="fraction solved", ylim=(0, 1))
    return fig

# %% wrong (4 of 5): no label
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    ax.vlines(range(len(table)), table["low"], table["high"])
    ax.plot(range(len(table)), table["fraction"], "o")
    ax.set(title=title, ylim=(0, 1))
    return fig

# %% wrong (0 of 5): returns nothing
def draw_intervals(table, title):
    fig, ax = plt.subplots()
    ax.vlines(range(len(table)), table["low"], table["high"])
    ax.plot(range(len(table)), table["fraction"], "o")
    ax.set(title=title, ylabel="fraction solved", ylim=(0, 1))
