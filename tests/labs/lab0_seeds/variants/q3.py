# Variants of lab0_seeds, question q3: draw_fractions(fractions), sixteen dots and a level line.
# Public: dots, line and level (1), labels (1). Hidden: other fractions, y limits (2).

# %% right: pyplot only
def draw_fractions(fractions):
    fig = plt.figure()
    plt.plot(fractions, marker="o")
    plt.axhline(0.5)
    plt.xlabel("Seed")
    plt.ylabel("Fraction of heads")
    plt.ylim(0, 1)
    return fig

# %% right: dots and line one by one, the level as a line of its own
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    seeds = np.arange(len(fractions))
    ax.scatter(seeds, fractions, s=20)
    ax.plot(seeds, fractions, color="grey")
    ax.plot([0, 15], [0.5, 0.5], "--")
    ax.set_xlabel("seed (random_state)")
    ax.set_ylabel("fraction of heads in all flips")
    ax.set_ylim(0.0, 1.0)
    return fig

# %% right: a level of sixteen points, drawn first
def draw_fractions(fractions):
    fig, ax = plt.subplots(figsize=(8, 4))
    ax.plot(range(16), [0.5] * 16, color="black")
    ax.plot(list(range(16)), np.array(fractions), "x-", lw=1)
    ax.set(xlabel="seed", ylabel="fraction of heads", title="Sixteen coins", ylim=[0, 1])
    ax.grid(alpha=0.3)
    return fig

# %% right: Figure without pyplot
def draw_fractions(fractions):
    fig = Figure()
    ax = fig.add_subplot()
    ax.axhline(y=1 / 2, linestyle=":")
    ax.plot(range(0, 16), fractions, "-o")
    ax.axis(ymin=0, ymax=1)
    ax.set(xlabel="the seed", ylabel="the fraction of heads")
    return fig

# %% wrong (1 of 4): no level line
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig

# %% wrong (1 of 4): the level at the mean
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(np.mean(fractions))
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig

# %% wrong (1 of 4): a vertical line
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axvline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig

# %% wrong (1 of 4): seeds from 1
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(1, 17), fractions, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig

# %% wrong (1 of 4): sorted fractions
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), sorted(fractions), "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig

# %% wrong (3 of 4): no labels
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(0.5)
    ax.set(ylim=(0, 1))
    return fig

# %% wrong (3 of 4): labels swapped
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="fraction of heads", ylabel="seed", ylim=(0, 1))
    return fig

# %% wrong (2 of 4): limits left to matplotlib
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads")
    return fig

# %% wrong (0 of 4): not returned
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))

# %% wrong (0 of 4): the axes returned
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return ax

# %% wrong (1 of 4): dots only
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig

# %% wrong (1 of 4): the notebook's fractions, whatever it is given
def draw_fractions(given):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig

# %% wrong (0 of 4): two panels
def draw_fractions(fractions):
    fig, (ax, other) = plt.subplots(2)
    ax.plot(range(16), fractions, "o-")
    other.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig

# %% wrong (1 of 4): x and y swapped, labels as asked
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(fractions, range(16), "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig
