# Variants of lab1_xor, question q12: draw_loss_curves(curves), four panels of loss curves.
# Public checks look at titles (1) and at the lines' losses (2), the hidden one (3) at other curves,
# at what the lines are drawn against, and at the limits.

# %% right: ax.plot in nested loops
def draw_loss_curves(curves):
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for i, (solver, solver_name) in enumerate([("lbfgs", "L-BFGS"), ("sgd", "SGD")]):
        for j, (activation, name) in enumerate([("relu", "ReLU"), ("logistic", "Logistic")]):
            for losses in curves[(solver, activation)]:
                axes[i, j].plot(range(1, len(losses) + 1), losses, color="C0", alpha=0.5)
            axes[i, j].set_title(f"{solver_name} {name}")
    axes[0, 0].set_ylim(0, 1)
    return fig

# %% right: the course's grid
def draw_loss_curves(curves):
    from course.plots import plot_loss_curve_grid

    return plot_loss_curve_grid(curves)

# %% right: plt.subplot, limits set by hand, a level line
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS, ReLU", "L-BFGS, logistic", "SGD, ReLU", "SGD, logistic"]
    longest = max(len(curve) for key in keys for curve in curves[key])
    fig = plt.figure(figsize=(10, 8))
    for k in range(4):
        plt.subplot(2, 2, k + 1)
        for curve in curves[keys[k]]:
            plt.plot(np.arange(1, len(curve) + 1), curve, "-", linewidth=0.8)
        plt.axhline(np.log(2), color="grey", linestyle=":")
        plt.title(titles[k])
        plt.xlim(1, longest)
        plt.ylim(0, 1)
    return fig

# %% right: pandas, one series a run
def draw_loss_curves(curves):
    names = {"lbfgs": "L-BFGS", "sgd": "SGD", "relu": "ReLU", "logistic": "Logistic"}
    fig, axes = plt.subplots(2, 2, figsize=(10, 8), sharex="all", sharey="all")
    for row, solver in zip(axes, ["lbfgs", "sgd"]):
        for ax, activation in zip(row, ["relu", "logistic"]):
            for curve in curves[solver, activation]:
                pd.Series(curve, index=range(1, len(curve) + 1)).plot(ax=ax)
            ax.set(title=names[solver] + " " + names[activation], ylim=(0, 1), ylabel="loss")
    return fig

# %% right: pandas, one data frame a panel, shorter runs filled up with NaN
def draw_loss_curves(curves):
    panels = {
        "L-BFGS ReLU": curves["lbfgs", "relu"],
        "L-BFGS Logistic": curves["lbfgs", "logistic"],
        "SGD ReLU": curves["sgd", "relu"],
        "SGD Logistic": curves["sgd", "logistic"],
    }
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, (title, losses) in zip(axes.flatten(), panels.items()):
        frame = pd.DataFrame(losses).T
        frame.index += 1
        frame.plot(ax=ax, title=title, legend=False, ylim=(0, 1))
    return fig

# %% right: plot_loss_curves on a linear axis
def draw_loss_curves(curves):
    fig, ((a, b), (c, d)) = plt.subplots(2, 2, sharex=True, sharey=True)
    plot_loss_curves(curves["lbfgs", "relu"], ax=a, title="L-BFGS ReLU", xscale="linear")
    plot_loss_curves(curves["lbfgs", "logistic"], ax=b, title="L-BFGS Logistic", xscale="linear")
    plot_loss_curves(curves["sgd", "relu"], ax=c, title="SGD ReLU", xscale="linear")
    plot_loss_curves(curves["sgd", "logistic"], ax=d, title="SGD Logistic", xscale="linear")
    return fig

# %% wrong (3 of 6): y limits left to matplotlib
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key, title in zip(axes.ravel(), keys, titles):
        for curve in curves[key]:
            ax.plot(range(1, len(curve) + 1), curve)
        ax.set_title(title)
    return fig

# %% wrong (3 of 6): each panel has its own x axis
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharey=True)
    for ax, key, title in zip(axes.ravel(), keys, titles):
        plot_loss_curves(curves[key], ax=ax, title=title)
    return fig

# %% wrong (3 of 6): x from 0
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key, title in zip(axes.ravel(), keys, titles):
        for curve in curves[key]:
            ax.plot(curve)
        ax.set_title(title)
        ax.set_ylim(0, 1)
    return fig

# %% wrong (3 of 6): y up to ln 2 only
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key, title in zip(axes.ravel(), keys, titles):
        plot_loss_curves(curves[key], ax=ax, title=title, ylim=(0, 0.7))
    return fig

# %% wrong (3 of 6): relies on the order of the dict
def draw_loss_curves(curves):
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, losses, title in zip(axes.ravel(), curves.values(), titles):
        plot_loss_curves(losses, ax=ax, title=title)
    return fig

# %% wrong (2 of 6): no titles
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key in zip(axes.ravel(), keys):
        plot_loss_curves(curves[key], ax=ax)
    return fig

# %% wrong (1 of 6): the last run is missing
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key, title in zip(axes.ravel(), keys, titles):
        plot_loss_curves(curves[key][:-1], ax=ax, title=title)
    return fig

# %% wrong (1 of 6): titles in order, SGD's curves above those of L-BFGS
def draw_loss_curves(curves):
    keys = [("sgd", "relu"), ("sgd", "logistic"), ("lbfgs", "relu"), ("lbfgs", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key, title in zip(axes.ravel(), keys, titles):
        plot_loss_curves(curves[key], ax=ax, title=title)
    return fig

# %% wrong (1 of 6): every panel shows all settings
def draw_loss_curves(curves):
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, title in zip(axes.ravel(), titles):
        for losses in curves.values():
            plot_loss_curves(losses, ax=ax, title=title)
    return fig

# %% wrong (1 of 6): all curves cut to the shortest one
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    shortest = min(len(curve) for key in keys for curve in curves[key])
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key, title in zip(axes.ravel(), keys, titles):
        plot_loss_curves([curve[:shortest] for curve in curves[key]], ax=ax, title=title)
    return fig

# %% wrong (1 of 6): the mean of the runs only
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key, title in zip(axes.ravel(), keys, titles):
        plot_loss_curves([pd.DataFrame(curves[key]).mean()], ax=ax, title=title)
    return fig

# %% wrong (1 of 6): the notebook's runs instead of the argument
def draw_loss_curves(curves):
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    all_runs = [lbfgs_relu, lbfgs_logistic, sgd_relu, sgd_logistic]
    for ax, runs, title in zip(axes.ravel(), all_runs, titles):
        plot_loss_curves([run.loss_curve_ for run in runs], ax=ax, title=title)
    return fig

# %% wrong (0 of 6): sixteen runs, however many there are
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key, title in zip(axes.ravel(), keys, titles):
        plot_loss_curves([curves[key][i] for i in range(16)], ax=ax, title=title)
    return fig

# %% wrong (0 of 6): rows and columns swapped
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key, title in zip(axes.T.ravel(), keys, titles):
        plot_loss_curves(curves[key], ax=ax, title=title)
    return fig

# %% wrong (0 of 6): one panel a solver
def draw_loss_curves(curves):
    fig, axes = plt.subplots(1, 2, sharex=True, sharey=True)
    for ax, solver, title in zip(axes, ["lbfgs", "sgd"], ["L-BFGS", "SGD"]):
        losses = curves[solver, "relu"] + curves[solver, "logistic"]
        plot_loss_curves(losses, ax=ax, title=title)
    return fig

# %% wrong (0 of 6): returns nothing
def draw_loss_curves(curves):
    keys = [("lbfgs", "relu"), ("lbfgs", "logistic"), ("sgd", "relu"), ("sgd", "logistic")]
    titles = ["L-BFGS ReLU", "L-BFGS Logistic", "SGD ReLU", "SGD Logistic"]
    fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax, key, title in zip(axes.ravel(), keys, titles):
        plot_loss_curves(curves[key], ax=ax, title=title)
