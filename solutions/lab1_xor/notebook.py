# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 1 · Sixteen seeds of XOR
#
# A neural network with two hidden units can solve XOR. Whether *yours* does depends on where its
# weights started. In this lab you train the same tiny network from **sixteen random seeds**, with
# two optimizers and two activation functions: 64 runs in all. You will look at every one of them.
#
# | | ReLU | logistic |
# |---|---|---|
# | **L-BFGS** | Problem 1 | Problem 2 |
# | **SGD** | Problem 3 | Problem 4 |
#
# Problem 5 puts all of them side by side.
#
# **How it works.** Wherever you see `raise NotImplementedError`, replace that line by your code and
# run the cell. The cell below it, `check("q…")`, tells you at once what is right and what to try
# next. You may run a check as often as you like, and `progress()`, in a cell of your own, shows all
# questions at a glance. 13 questions are checked by machine (70 points); eight more ask for two to
# six sentences, which a person reads (30 points). More checks, on other data, run when your work is
# graded: write functions that would work on any data, not only this.
#
# The whole notebook runs in about fifteen seconds. If it behaves oddly, choose
# *Kernel → Restart and run all*, and mend the first cell that shows an error.

# %%
import numpy as np
import pandas as pd
from pathlib import Path
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from course.checks import for_lab
from course.data import datasets_folder
from course.mlp import MLPClassifier
from course.plots import plot_loss_curves, plot_probabilities

check = for_lab("lab1_xor")
progress = check.progress

# %% [markdown]
# `MLPClassifier` is
# [scikit-learn's](https://scikit-learn.org/stable/modules/generated/sklearn.neural_network.MLPClassifier.html)
# with two additions: `loss_curve_` is there for every solver, L-BFGS included, and
# `did_converge_` says whether a run met its tolerance before its last iteration.

# %% [markdown]
# ## Problem 0: the data
#
# ### Question 1 · Load the data (3 points)
#
# Four CSV files lie in the folder `DATA`: `x_train.csv`, `y_train.csv`, `x_test.csv`, `y_test.csv`.
# Each starts with one header line; the x files have two columns, the y files one.
# Read them into numpy arrays;
# [`np.loadtxt`](https://numpy.org/doc/stable/reference/generated/numpy.loadtxt.html) can skip the
# header line and split at commas.

# %%
DATA = str(datasets_folder() / "xor")

# %% solution="q1" answer="load_data"

# %%
X_train, y_train, X_test, y_test = load_data(DATA)
print("train:", X_train.shape, y_train.shape, " test:", X_test.shape, y_test.shape)

# %% check="q1"

# %% [markdown]
# ### Question 2 · Describe the data (4 points)
#
# Always look before you train. Here are the training points; then count.

# %% tags=["picture"]
fig, ax = plt.subplots(figsize=(5, 5))
for label, marker, colour in [(0, "x", "#08306b"), (1, "o", "#a63603")]:
    points = X_train[y_train == label]
    ax.plot(*points.T, marker, color=colour, markersize=4, fillstyle="none", label=f"y = {label}")
ax.set(xlabel="x1", ylabel="x2", title="XOR: 1,000 training points", aspect="equal")
ax.legend(loc="center")
plt.show()

# %% [markdown]
# Four blobs, two classes, and no straight line that parts the classes: the best line gets three
# blobs of four right, an error rate of 0.25. Remember that number; you will meet it often.

# %% solution="q2" answer="describe_data"

# %%
describe_data(X_train, y_train)

# %% check="q2"

# %% [markdown]
# ## Problem 1: L-BFGS with ReLU
#
# ### Question 3 · Train one network per seed (10 points)
#
# Here is one network, trained once. `random_state` is the seed: it decides the first weights, and
# with them, as you will see, nearly everything.

# %%
clf = MLPClassifier(
    hidden_layer_sizes=[2],
    activation="relu",
    solver="lbfgs",
    alpha=0.0001,
    max_iter=200,
    tol=1e-6,
    random_state=0,
)
clf.fit(X_train, y_train)
print(f"{clf.n_iter_} iterations, loss {clf.loss_:.4f}, error {1 - clf.score(X_train, y_train):.3f}")

# %% [markdown]
# Is that what this network can do, or is it what this *seed* can do? One run cannot tell. Write a
# function that trains the same network from any list of seeds, with any settings. You will use it
# for all 64 runs of this lab.
#
# A common slip: making the classifier once, before the loop. Then every entry of your list is the
# same object, and what you see sixteen times is the last run.

# %% solution="q3" answer="run_seeds"

# %%
for run in run_seeds(X_train, y_train, [0, 1, 5], solver="lbfgs", hidden_layer_sizes=[2]):
    print(f"seed {run.random_state}: loss {run.loss_:.4f} after {run.n_iter_} iterations")

# %% check="q3"

# %% [markdown]
# ### Question 4 · Sixteen runs of L-BFGS (6 points)
#
# [L-BFGS](https://docs.scipy.org/doc/scipy/reference/optimize.minimize-lbfgsb.html) looks at all
# 1,000 points before each step, and remembers its last steps to guess how the loss bends. Use your
# `run_seeds` to train from the seeds 0 to 15 with these settings (the activation is an argument,
# since Problem 2 needs the same runs with another one):
#
# | setting | value |
# |---|---|
# | `hidden_layer_sizes` | `[2]` |
# | `solver` | `"lbfgs"` |
# | `alpha` (L2 penalty) | 0.0001 |
# | `max_iter` | 200 |
# | `tol` | 1e-6 |

# %% solution="q4" answer="lbfgs_runs"

# %% [markdown]
# *Expected time: 1 second.*

# %% tags=["training"]
lbfgs_relu = lbfgs_runs(X_train, y_train, "relu")
print(f"{len(lbfgs_relu)} runs, final losses:", np.round([run.loss_ for run in lbfgs_relu], 4))

# %% check="q4"

# %% [markdown]
# ### Question 5 · 1(a) Sixteen decision boundaries (6 points)
#
# You are about to see all sixteen networks at once. Each panel colours the plane by the predicted
# probability of class 1, with the data on top. Before you run it, guess: how many of the sixteen
# will have got XOR right?
#
# `plot_probabilities(clf, X, y, ax=ax, title="…")` draws one panel on the axes that you pass, and
# adds the log loss and the error rate to its title. Your function makes the grid, with
# [`plt.subplots`](https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.subplots.html).

# %% solution="q5" answer="draw_grid"

# %% tags=["picture"]
fig_1a = draw_grid(lbfgs_relu, X_train, y_train)
plt.show()

# %% check="q5"

# %% [markdown]
# ### Question 6 · 1(b) Summarize sixteen runs (7 points)
#
# What fraction of the runs reach zero training error? How fast do runs converge? Count them, so
# that you need not trust your eyes. `clf.n_iter_` is the number of iterations that a run took.

# %% solution="q6" answer="summarize_runs"

# %%
summary_lbfgs_relu = summarize_runs(lbfgs_relu, X_train, y_train)
summary_lbfgs_relu

# %% check="q6"

# %% [markdown]
# **1(b), in your words (3 points).** What fraction of the runs reaches zero training error? What do
# the others do instead: look at the shapes of their boundaries and at the losses in the titles. How
# quickly do runs settle?

# %% [markdown] response="r1b" points=3 answer="RESPONSE_1B"

# %% [markdown]
# ## Problem 2: L-BFGS with the logistic activation
#
# ReLU is flat on one side and straight on the other. The logistic function is smooth everywhere and
# flat nowhere, though *almost* flat on both sides. Will more seeds succeed, or fewer?
#
# ### 2(a) The runs, in one picture
#
# You have written everything that this needs. *Expected time: 1 second.*

# %% tags=["training"]
lbfgs_logistic = lbfgs_runs(X_train, y_train, "logistic")

# %% tags=["picture"]
fig_2a = draw_grid(lbfgs_logistic, X_train, y_train)
plt.show()

# %%
summary_lbfgs_logistic = summarize_runs(lbfgs_logistic, X_train, y_train)
summary_lbfgs_logistic

# %% [markdown]
# ### Question 7 · 2(b) The runs that got stuck (6 points)
#
# What happens to the runs that do *not* reach zero error? List them with their error rates and
# final losses (`clf.loss_`), lowest loss first. If losses cluster at a few values, those runs ended
# in the same few places.

# %% solution="q7" answer="stuck_runs"

# %%
stuck_lbfgs_logistic = stuck_runs(lbfgs_logistic, X_train, y_train)
stuck_lbfgs_logistic

# %% check="q7"

# %% [markdown]
# **2(b), in your words (3 points).** Compare with Problem 1: the fraction at zero error, the shapes
# of the failed boundaries (are they still made of straight pieces?), and the number of iterations.

# %% [markdown] response="r2b" points=3 answer="RESPONSE_2B"

# %% [markdown]
# ## Problem 3: SGD with ReLU
#
# ### Question 8 · Sixteen runs of SGD (6 points)
#
# Stochastic gradient descent takes a step after every 10 points. One pass over all 1,000 points is
# an *epoch*: 100 steps. After more than ten epochs in a row without progress the adaptive rate is
# divided by five. Same seeds, and therefore the same first weights, as before:
#
# | setting | value |
# |---|---|
# | `hidden_layer_sizes` | `[2]` |
# | `solver` | `"sgd"` |
# | `alpha` | 0.0001 |
# | `max_iter` | 400 |
# | `tol` | 1e-8 |
# | `batch_size` | 10 |
# | `learning_rate` | `"adaptive"` |
# | `learning_rate_init` | 0.1 |
# | `momentum` | 0.0 |

# %% solution="q8" answer="sgd_runs"

# %% [markdown]
# *Expected time: 2 seconds* (some seconds more the very first time, when the fast loop is compiled;
# one to two minutes with scikit-learn's own class, whose numbers are the same).

# %% tags=["training"]
sgd_relu = sgd_runs(X_train, y_train, "relu")
print(f"{len(sgd_relu)} runs, epochs:", [run.n_iter_ for run in sgd_relu])

# %% check="q8"

# %% [markdown]
# ### 3(a) The runs, in one picture

# %% tags=["picture"]
fig_3a = draw_grid(sgd_relu, X_train, y_train)
plt.show()

# %%
summary_sgd_relu = summarize_runs(sgd_relu, X_train, y_train)
summary_sgd_relu

# %% [markdown]
# ### An aside: how long may a step be?
#
# Seed 5 solves XOR at a rate of 0.1. Let us take longer steps. Guess first: at which rate does it
# still work, and what does it look like when it does not?

# %%
for rate in [0.1, 1.0, 10.0, 1_000_000.0]:
    clf = MLPClassifier(
        hidden_layer_sizes=[2],
        solver="sgd",
        batch_size=10,
        momentum=0.0,
        learning_rate_init=rate,
        max_iter=50,
        random_state=5,
    )
    try:
        clf.fit(X_train, y_train)
        error = 1 - clf.score(X_train, y_train)
        print(f"rate {rate:>9g}: loss {clf.loss_:.3f}, error {error:.3f} after {clf.n_iter_} epochs")
    except ValueError as problem:
        print(f"rate {rate:>9g}: diverged. scikit-learn says: {problem}")

# %% [markdown]
# A step that is ten times too long jumps across the valley and lands higher up: the loss is now
# worse than that of a coin (ln 2 = 0.693). Far too long, and every step lands higher still, until
# the weights are no numbers any more. So when you meet `non-finite` in your own work, suspect the
# learning rate before the data.

# %% [markdown]
# ### Question 9 · 3(b) How soon is the loss low? (4 points)
#
# The number of epochs until a run *stops* is not the number until it is *good*: the tolerance of
# 1e-8 lets runs polish a solved problem for hundreds of epochs. `clf.loss_curve_` holds the loss
# after each epoch. When does it first reach a given value?

# %% solution="q9" answer="epochs_to_reach"

# %%
epochs_sgd_relu = [epochs_to_reach(run.loss_curve_, 0.1) for run in sgd_relu]
print("first epoch with a loss of 0.1 or less, seed by seed:", epochs_sgd_relu)

# %% check="q9"

# %% [markdown]
# **3(b), in your words (3 points).** What fraction reaches zero error? What happens to the others?
# How rapidly do the runs get anywhere, and how long do they go on?

# %% [markdown] response="r3b" points=3 answer="RESPONSE_3B"

# %% [markdown]
# ### Question 10 · 3(c) Compare two solvers (5 points)
#
# Seed 5 gives both solvers the same first weights. Do they succeed from the same seeds? Compare the
# two summaries.

# %% solution="q10" answer="compare_solvers"

# %%
compare_solvers(summary_lbfgs_relu, summary_sgd_relu)

# %% check="q10"

# %% [markdown]
# **3(c), in your words (4 points).** What differs most between SGD with batches of 10 and L-BFGS,
# both with ReLU? Why, do you believe, do these differences exist?

# %% [markdown] response="r3c" points=4 answer="RESPONSE_3C"

# %% [markdown]
# ## Problem 4: SGD with the logistic activation
#
# ### 4(a) The runs, in one picture
#
# *Expected time: 2 seconds.*

# %% tags=["training"]
sgd_logistic = sgd_runs(X_train, y_train, "logistic")

# %% tags=["picture"]
fig_4a = draw_grid(sgd_logistic, X_train, y_train)
plt.show()

# %%
summary_sgd_logistic = summarize_runs(sgd_logistic, X_train, y_train)
summary_sgd_logistic

# %% [markdown]
# ### Question 11 · 4(b) Runs cut short (3 points)
#
# A run ends for one of two reasons: it met its tolerance, or it used up `max_iter`. Those of the
# second kind might have gone on to succeed. Which are they?

# %% solution="q11" answer="hit_limit"

# %%
limit_sgd_logistic = hit_limit(sgd_logistic)
print(f"{len(limit_sgd_logistic)} of {len(sgd_logistic)} runs were cut short:", limit_sgd_logistic)

# %% check="q11"

# %% [markdown]
# **4(b), in your words (3 points).** What fraction reaches zero error? What happens to the others?
# How rapidly (or slowly) do things converge, and how far can you trust that answer, given the runs
# that were cut short?

# %% [markdown] response="r4b" points=3 answer="RESPONSE_4B"

# %%
compare_solvers(summary_lbfgs_logistic, summary_sgd_logistic)

# %% [markdown]
# **4(c), in your words (4 points).** What differs most between SGD and L-BFGS, both with the
# logistic activation? Why?

# %% [markdown] response="r4c" points=4 answer="RESPONSE_4C"

# %% [markdown]
# ## Problem 5: all 64 runs
#
# ### Question 12 · 5(a) Loss curves side by side (6 points)
#
# Four panels, sixteen lines each, the same axes everywhere: that is what makes them comparable.
# `plot_loss_curves(curves, ax=ax, title="…")` draws the lines of one panel, a dot where each run
# ends, and dotted lines at three losses where runs of XOR like to stop. Its x axis is logarithmic,
# since L-BFGS counts in tens and SGD in hundreds (and an iteration is not an epoch: look at the
# shapes, not at who comes first).
#
# Before you run it: which panel will have the longest lines? Which will have flat stretches followed
# by sudden drops?

# %% solution="q12" answer="draw_loss_curves"

# %%
curves = {
    ("lbfgs", "relu"): [run.loss_curve_ for run in lbfgs_relu],
    ("lbfgs", "logistic"): [run.loss_curve_ for run in lbfgs_logistic],
    ("sgd", "relu"): [run.loss_curve_ for run in sgd_relu],
    ("sgd", "logistic"): [run.loss_curve_ for run in sgd_logistic],
}

# %% tags=["picture"]
fig_5a = draw_loss_curves(curves)
plt.show()

# %% check="q12"

# %% [markdown]
# ### Question 13 · 5(b) One table of results (4 points)
#
# One row per setting, best first. Notice which numbers go up together, and which do not.

# %% solution="q13" answer="results_table"

# %%
table = results_table(
    {
        ("lbfgs", "relu"): summary_lbfgs_relu,
        ("lbfgs", "logistic"): summary_lbfgs_logistic,
        ("sgd", "relu"): summary_sgd_relu,
        ("sgd", "logistic"): summary_sgd_logistic,
    }
)
table

# %% check="q13"

# %% [markdown]
# **5(b), in your words (4 points).** From the four panels, the table and your pictures: which
# activation seems easier to optimize, ReLU or logistic? Which needs most iterations in general?

# %% [markdown] response="r5b" points=4 answer="RESPONSE_5B"

# %% [markdown]
# **5(c) Are you convinced? (6 points)** Are you convinced that one activation function is *always*
# easier to optimize? Say how sure sixteen runs can make you, then suggest three more experiments
# that would be informative. For each: what you would change, what you would measure, and which
# result would change your mind. (Lab 3 runs them.)

# %% [markdown] response="r5c" points=6 answer="RESPONSE_5C"

# %% [markdown]
# ## Before you hand in
#
# Choose *Kernel → Restart and run all*. Every check should show what you saw before. Then save.
