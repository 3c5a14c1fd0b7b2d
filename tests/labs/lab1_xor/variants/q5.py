# Variants of lab1_xor, question q5: draw_grid(clfs, X, y), a 4×4 grid of probabilities and points.
# Public checks look at titles (1) and at colours and points (2), the hidden one (3) at all of it,
# for other seeds, and at the limits. Colours are known by each image's mean, never by pixels.

# %% right: two indices, titles set afterwards
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12))
    for i in range(16):
        ax = axes[i // 4, i % 4]
        plot_probabilities(clfs[i], X, y, ax)
        ax.set_title("Seed " + str(clfs[i].random_state))
    plt.tight_layout()
    return fig

# %% right: panels added one by one
def draw_grid(clfs, X, y):
    figure = plt.figure(figsize=(10, 10))
    for number, clf in enumerate(clfs, start=1):
        panel = figure.add_subplot(4, 4, number)
        plot_probabilities(clf, X, y, ax=panel, title=f"seed={clf.random_state}")
    return figure

# %% right: the course's grid
def draw_grid(clfs, X, y):
    from course.plots import plot_probability_grid

    return plot_probability_grid(clfs, X, y)

# %% right: imshow and scatter by hand, with a colour bar
def draw_grid(clfs, X, y):
    ticks = np.linspace(-2, 2, 60)
    x1, x2 = np.meshgrid(ticks, ticks)
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for clf, ax in zip(clfs, axes.flat):
        p = clf.predict_proba(np.c_[x1.ravel(), x2.ravel()])[:, 1].reshape(x1.shape)
        image = ax.imshow(p, origin="lower", extent=(-2, 2, -2, 2), vmin=0, vmax=1)
        ax.scatter(X[:, 0], X[:, 1], c=y, s=8, cmap="bwr")
        error = 1 - clf.score(X, y)
        ax.set_title(f"seed {clf.random_state}, error {error:.2f}")
    fig.colorbar(image, ax=axes)
    return fig

# %% right: pcolormesh, points drawn as markers
def draw_grid(clfs, X, y):
    x1, x2 = np.meshgrid(np.linspace(-1.8, 1.8, 50), np.linspace(-1.8, 1.8, 50))
    plane = np.column_stack([x1.ravel(), x2.ravel()])
    fig, axes = plt.subplots(4, 4)
    for clf, ax in zip(clfs, axes.ravel()):
        p = clf.predict_proba(plane)[:, 1]
        ax.pcolormesh(x1, x2, p.reshape(x1.shape), vmin=0, vmax=1, cmap="coolwarm")
        ax.plot(X[y == 0, 0], X[y == 0, 1], "bo", markersize=2)
        ax.plot(X[y == 1, 0], X[y == 1, 1], "r^", markersize=2)
        ax.set(title=f"Seed: {clf.random_state}", xlim=(-1.8, 1.8), ylim=(-1.8, 1.8))
    return fig

# %% right: scikit-learn's display, filled contours
from sklearn.inspection import DecisionBoundaryDisplay

def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex="all", sharey="all")
    for k, clf in enumerate(clfs):
        row, column = divmod(k, 4)
        ax = axes[row][column]
        DecisionBoundaryDisplay.from_estimator(
            clf, X, response_method="predict_proba", grid_resolution=30, ax=ax
        )
        ax.scatter(*X.T, c=y, edgecolor="k", s=10)
        ax.set_title(f"(seed {clf.random_state})", fontsize=8)
    return fig

# %% wrong (3 of 6): panels numbered by position, not by seed
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for i, (clf, ax) in enumerate(zip(clfs, axes.ravel())):
        plot_probabilities(clf, X, y, ax=ax, title=f"seed {i}")
    return fig

# %% wrong (1 of 6): each panel zooms in on its own mistakes
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12))
    for clf, ax in zip(clfs, axes.ravel()):
        plot_probabilities(clf, X, y, ax=ax, title=f"seed {clf.random_state}")
        mistakes = X[clf.predict(X) != y]
        if len(mistakes):
            ax.set_xlim(ax.get_xlim()[0], mistakes[:, 0].max() + 0.1)
    return fig

# %% wrong (2 of 6): no seeds in the titles
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for clf, ax in zip(clfs, axes.ravel()):
        plot_probabilities(clf, X, y, ax=ax)
    return fig

# %% wrong (1 of 6): the first classifier in all panels
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for i, ax in enumerate(axes.ravel()):
        plot_probabilities(clfs[0], X, y, ax=ax, title=f"seed {clfs[i].random_state}")
    return fig

# %% wrong (1 of 6): titles in order, classifiers in reverse
def draw_grid(clfs, X, y):
    titles = [f"seed {clf.random_state}" for clf in clfs]
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for ax, clf, title in zip(axes.ravel(), clfs[::-1], titles):
        plot_probabilities(clf, X, y, ax=ax, title=title)
    return fig

# %% wrong (1 of 6): predicted classes instead of probabilities
def draw_grid(clfs, X, y):
    x1, x2 = np.meshgrid(np.linspace(-2, 2, 60), np.linspace(-2, 2, 60))
    plane = np.column_stack([x1.ravel(), x2.ravel()])
    fig, axes = plt.subplots(4, 4, sharex=True, sharey=True)
    for clf, ax in zip(clfs, axes.ravel()):
        ax.pcolormesh(x1, x2, clf.predict(plane).reshape(x1.shape))
        ax.scatter(X[:, 0], X[:, 1], c=y, s=5)
        ax.set_title(f"seed {clf.random_state}")
    return fig

# %% wrong (1 of 6): no points
def draw_grid(clfs, X, y):
    x1, x2 = np.meshgrid(np.linspace(-2, 2, 60), np.linspace(-2, 2, 60))
    plane = np.column_stack([x1.ravel(), x2.ravel()])
    fig, axes = plt.subplots(4, 4, sharex=True, sharey=True)
    for clf, ax in zip(clfs, axes.ravel()):
        ax.contourf(x1, x2, clf.predict_proba(plane)[:, 1].reshape(x1.shape))
        ax.set_title(f"seed {clf.random_state}")
    return fig

# %% wrong (1 of 6): no probabilities
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, sharex=True, sharey=True)
    for clf, ax in zip(clfs, axes.ravel()):
        ax.scatter(X[:, 0], X[:, 1], c=clf.predict(X), s=5)
        ax.set_title(f"seed {clf.random_state}")
    return fig

# %% wrong (1 of 6): the notebook's data instead of the arguments
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for clf, ax in zip(clfs, axes.ravel()):
        plot_probabilities(clf, X_train, y_train, ax=ax, title=f"seed {clf.random_state}")
    return fig

# %% wrong (0 of 6): fifteen panels
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for i in range(1, 16):
        title = f"seed {clfs[i].random_state}"
        plot_probabilities(clfs[i], X, y, ax=axes.ravel()[i], title=title)
    return fig

# %% wrong (0 of 6): column by column
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for clf, ax in zip(clfs, axes.T.ravel()):
        plot_probabilities(clf, X, y, ax=ax, title=f"seed {clf.random_state}")
    return fig

# %% wrong (0 of 6): lowest loss first, instead of in the order given
def draw_grid(clfs, X, y):
    clfs = sorted(clfs, key=lambda clf: clf.loss_)
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for clf, ax in zip(clfs, axes.ravel()):
        plot_probabilities(clf, X, y, ax=ax, title=f"seed {clf.random_state}")
    return fig

# %% wrong (0 of 6): everything in one panel
def draw_grid(clfs, X, y):
    fig, ax = plt.subplots(figsize=(12, 12))
    for clf in clfs:
        plot_probabilities(clf, X, y, ax=ax, title=f"seed {clf.random_state}")
    return fig

# %% wrong (0 of 6): sixteen figures, the last one returned
def draw_grid(clfs, X, y):
    for clf in clfs:
        fig, ax = plt.subplots()
        plot_probabilities(clf, X, y, ax=ax, title=f"seed {clf.random_state}")
    return fig

# %% wrong (0 of 6): returns the axes
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for clf, ax in zip(clfs, axes.ravel()):
        plot_probabilities(clf, X, y, ax=ax, title=f"seed {clf.random_state}")
    return axes

# %% wrong (0 of 6): returns nothing
def draw_grid(clfs, X, y):
    fig, axes = plt.subplots(4, 4, figsize=(12, 12), sharex=True, sharey=True)
    for clf, ax in zip(clfs, axes.ravel()):
        plot_probabilities(clf, X, y, ax=ax, title=f"seed {clf.random_state}")
