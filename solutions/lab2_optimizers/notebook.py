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
# # Lab 2 · Inside the optimizers
#
# Lab 1 showed *that* L-BFGS and SGD, ReLU and the logistic function behave differently. Here you
# find out *why*. You will build everything yourself, in small steps: activation functions, the
# gradient of a network, momentum, Adam, a line search, L-BFGS. Then you train XOR with your own
# optimizers, and find out where runs get stuck, at which heights, and which of their units died.
#
# | part | you build | you see |
# |---|---|---|
# | 1 | six activation functions | where each of them is flat |
# | 2 | the loss of a network and its gradient | that calculus and arithmetic agree |
# | 3 | momentum, Nesterov, Adam, an adaptive rate | why a ball rolls and Adam strides |
# | 4 | two rules for a good step | why long and short steps both fail |
# | 5 | L-BFGS, and training with it | a fair race against SGD |
# | 6 | the plateaus' heights, and who died | why runs stop where they stop |
#
# **How it works**, as in Lab 1: replace `raise NotImplementedError` by your code, run the cell, run
# the `check` below it; `progress()` shows all questions at a glance. 14 questions are checked by
# machine (79 points); three more ask for a few sentences, which a person reads (12 points). When
# your work is graded, more checks run, on inputs that are drawn anew each time: a function that
# only knows the examples will not do.
#
# The whole notebook runs in about thirty seconds.

# %%
import warnings

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from IPython.display import Image
from scipy.optimize import check_grad

from course.checks import for_lab
from course.data import load_xor
from course.mlp import MLPClassifier, fit_seeds, snapshots
from course.mlp.presets import HW04
from course.plots import XOR_PLATEAUS, animate_training, plot_hyperplanes, plot_paths
from course.progress import progress_bar
from course.surfaces import Plane, initial_weights, pack, unpack, value_and_gradient

check = for_lab("lab2_optimizers")
progress = check.progress

# %% [markdown]
# In this lab a numerical warning is an error. numpy would tell you once, in red, that something
# overflowed, and go on with `inf`; you would wonder about it an hour later.

# %%
warnings.simplefilter("error", RuntimeWarning)
X_train, y_train, X_test, y_test = load_xor()

# %% [markdown]
# ## Part 1: activations
#
# ### Question 1 · Six activations and their derivatives (8 points)
#
# Between two layers of a network stands a function, without which the two would be one. The
# gradient that comes back through it is multiplied by its *derivative*: where that is 0, nothing
# comes through, and what lies before it cannot learn. So derivatives matter more than values.
#
# A common slip: `1 / (1 + np.exp(-z))`. For z = −10,000 that asks for exp(10,000), and no computer
# has room for it. Write it with exp(−|z|), which is never above 1, and use
# [`np.where`](https://numpy.org/doc/stable/reference/generated/numpy.where.html) for the two sides.
# But mind that `np.where` computes *both* of its sides first.

# %% solution="q1" answer="activate"

# %%
values, derivatives = activate("logistic", np.array([-10_000.0, 0.0, 10_000.0]))
print("logistic:", values, " its derivative:", derivatives)

# %% check="q1"

# %% [markdown]
# Here are all six, each with its derivative. Look for the places where the dashed line is at 0:
# there a unit hears nothing.

# %% tags=["picture"]
names = ["identity", "logistic", "tanh", "relu", "leaky_relu", "elu"]
z = np.linspace(-4, 4, 401)
fig, axes = plt.subplots(2, 3, figsize=(9.5, 5), sharex=True, sharey=True, layout="constrained")
for ax, name in zip(axes.flat, names):
    value, derivative = activate(name, z)
    ax.axhline(0, color="0.8", linewidth=0.8)
    ax.plot(z, value, color="#0072b2", label="value")
    ax.plot(z, derivative, "--", color="#d55e00", label="derivative")
    ax.set(title=name, ylim=(-1.3, 2.3))
    ax.label_outer()
fig.supxlabel("z")
axes[0, 0].legend(loc="lower right", fontsize="small")
plt.show()

# %% [markdown]
# ## Part 2: loss and gradient
#
# ### Question 2 · Loss and gradient of a network (10 points)
#
# All weights of a network with one hidden layer are written into one long vector, `theta`, so that
# an optimizer need not know that it is training a network. Your function takes such a vector, and
# returns the loss there and the gradient: how the loss changes with each of the weights.
#
# With *n* points, *h* = activation(*X W1* + *b1*), score = *h w2* + *b2* and *p* = logistic(score),
# the chain rule gives, from the back to the front:
#
# | derivative of the loss with respect to | is |
# |---|---|
# | score of a point | (p − y) / n |
# | w2 | hᵀ (p − y) / n, and alpha / n × w2 |
# | h | the same (p − y) / n, times w2: one row a point, one column a unit |
# | X W1 + b1 | that, times the derivative of the activation |
# | W1 | Xᵀ times the line above, and alpha / n × W1 |
#
# `unpack(theta, n_features, n_hidden)` splits the vector, and `pack(W1, w2, b1, b2)` puts a
# gradient together in the same order. Two slips that everybody makes once: log(0), and the loss of
# a *sum* where the mean is asked for.
#
# A help for the loss: −[y log p + (1 − y) log(1 − p)] is log(1 + exp(score)) − y × score, and
# [`np.logaddexp(0, score)`](https://numpy.org/doc/stable/reference/generated/numpy.logaddexp.html)
# is log(1 + exp(score)) without overflow. For p itself, tanh helps: logistic(s) = ½ (1 + tanh(s/2)).

# %% solution="q2" answer="loss_and_gradient"

# %% [markdown]
# Before you trust a gradient, compare it with a difference: *(f(θ + ε) − f(θ)) / ε*, for one weight
# after the other. [`check_grad`](https://docs.scipy.org/doc/scipy/reference/generated/scipy.optimize.check_grad.html)
# does just that, and says how far the two are apart. Below 10⁻⁶ they agree; at 0.1 something is wrong.

# %%
theta = initial_weights(n_features=2, n_hidden=3, random_state=0)
for activation in ["tanh", "relu"]:
    given = (X_train[:50], y_train[:50], 3, activation, 0.1)
    difference = check_grad(
        lambda t: loss_and_gradient(t, *given)[0], lambda t: loss_and_gradient(t, *given)[1], theta
    )
    print(f"{activation}: gradient and differences are {difference:.1e} apart")

# %% check="q2"

# %% [markdown]
# ## Part 3: first-order steps
#
# Stand on a slope in fog. The gradient under your feet is all you know. How do you walk?
#
# ### Question 3 · A step with momentum (5 points)
#
# Plain gradient descent forgets everything after each step. A ball does not: it has a *velocity*,
# which the slope changes. In a long narrow valley plain steps zigzag from wall to wall, while the
# ball's sideways pushes cancel and its pushes along the valley add up. Nesterov's version looks
# ahead: it takes the step that momentum would take anyway, and the gradient on top of it.
#
# With momentum 0 you have plain gradient descent; if the gradient comes from a batch of ten points,
# it is SGD.

# %% solution="q3" answer="momentum_step"

# %%
theta, velocity = np.array([1.0]), np.array([0.0])
for step in range(1, 6):  # down the hill f(θ) = ½ θ²: its gradient is θ
    theta, velocity = momentum_step(theta, velocity, theta, 0.5, 0.5, False)
    print(f"step {step}: theta {theta[0]:+.3f}, velocity {velocity[0]:+.3f}")

# %% check="q3"

# %% [markdown]
# ### Question 4 · A step of Adam (5 points)
#
# How long should a step be? Where gradients are large, a rate that suits small ones explodes. Adam
# divides each weight's gradient by its usual size, √v: so every weight moves at about the speed
# `rate`, whether its gradients are thousands or thousandths. m and v start at 0 and are too small
# at first; the hats correct that.

# %% solution="q4" answer="adam_step"

# %%
for gradient in [1000.0, 1.0, 0.001]:
    zero = np.zeros(1)
    theta, m, v = adam_step(zero, zero, zero, 1, np.array([gradient]), 0.1, 0.9, 0.999, 1e-8)
    print(f"gradient {gradient:>6g}: Adam's first step is {theta[0]:+.4f}")

# %% check="q4"

# %% [markdown]
# ### Question 5 · The adaptive learning rate (5 points)
#
# Near a minimum SGD jumps to and fro, since each batch sees another landscape: only a smaller rate
# gets it further down. HW04's `learning_rate="adaptive"` waits until the loss has not improved by
# `tol` for more than `patience` epochs (ten in scikit-learn), and then divides the rate by five.

# %% solution="q5" answer="adaptive_rates"

# %%
adaptive_rates([0.9, 0.5, 0.5, 0.5, 0.5, 0.3], rate=0.1, tol=0.01, patience=1)

# %% check="q5"

# %% [markdown]
# ## Part 4: what is a good step?
#
# SGD cannot ask whether its step was good: the next batch has another loss. Who looks at all points
# can: take a step, look, and take it back if it was bad.
#
# A problem is a dict here, and `value_and_gradient(problem, x)` returns its value and gradient at x,
# whatever it is: a bowl, Rosenbrock's banana-shaped valley, or the loss of a network.

# %%
bowl = {"kind": "quadratic", "A": np.diag([1.0, 10.0]), "b": np.zeros(2)}
banana = {"kind": "rosenbrock", "a": 1.0, "b": 100.0}
for problem in [bowl, banana]:
    value, gradient = value_and_gradient(problem, np.array([-1.2, 1.0]))
    print(f"{problem['kind']}: value {value:.2f}, gradient {gradient}")

# %% [markdown]
# ### Question 6 · A backtracking line search (5 points)
#
# Armijo's condition asks for a fair price: a step of this length, down this slope, should gain at
# least a small share (`c1`, usually 0.0001) of what the slope promises. If it does not, the step
# was too long: shorten it, and try again.

# %% solution="q6" answer="backtrack"

# %%
x = np.array([-1.2, 1.0])
_, gradient = value_and_gradient(banana, x)
step, tries = backtrack(banana, x, -gradient, 1e-4, 0.5)
print(f"step {step} after {tries} tries")

# %% check="q6"

# %% [markdown]
# ### Question 7 · The strong Wolfe conditions (4 points)
#
# Armijo alone lets tiny steps pass: next to nothing is also a little. The second condition asks that
# the slope at the new point be flatter than at the old one: as long as it is still steep, one should
# have gone on (or, if it points up again, not so far).

# %% solution="q7" answer="strong_wolfe"

# %%
for step in [0.0001, 0.01, 0.1, 0.15, 0.2]:
    verdict = strong_wolfe(bowl, np.array([0.0, 1.0]), np.array([0.0, -10.0]), step, 1e-4, 0.9)
    print(f"step {step}: {verdict}")

# %% check="q7"

# %% [markdown]
# ## Part 5: L-BFGS
#
# ### Question 8 · The two-loop recursion (7 points)
#
# The best step would be −H × gradient, where H is the inverse of the matrix of second derivatives:
# it knows in which directions the valley is steep. With a million weights H has a million million
# entries. L-BFGS never writes it down. It remembers its last steps *s* and how the gradient changed
# along them, *y*; each pair says "a step s changes the gradient by y". The two loops below multiply
# a gradient by an H that has learned all of these lessons, and is `gamma` times the identity
# otherwise.
#
# One thing you can always test: the newest lesson is learned exactly, H *y* = *s*, the *secant
# equation*.

# %% solution="q8" answer="two_loop"

# %%
s, y = [np.array([1.0, 0.0]), np.array([0.0, 1.0])], [np.array([1.0, 0.0]), np.array([0.0, 10.0])]
print("the bowl, two steps later:", two_loop(np.array([1.0, 10.0]), s, y, memory=5, gamma=1.0))

# %% check="q8"

# %% [markdown]
# Two steps were enough to learn the bowl: (1, 10) is the gradient at (1, 1), and H × gradient leads
# from there straight to the bottom.
#
# ### Question 9 · Train by SGD (6 points)
#
# Now put it together. Half a dozen lines are enough: epochs, a new order of the points in each,
# batches, a step. (Momentum 0 and a fixed rate, so that you can see SGD itself.)
# [`rng.permutation(n)`](https://numpy.org/doc/stable/reference/random/generated/numpy.random.RandomState.permutation.html)
# shuffles the numbers below n.

# %% solution="q9" answer="train_sgd"

# %%
def xor_problem(n_hidden, activation):
    """The loss of a network on the training points."""
    how = {"n_hidden": n_hidden, "activation": activation, "alpha": 1e-4}
    return {"kind": "network", "X": X_train, "y": y_train} | how


# %% tags=["training"]
run = train_sgd(xor_problem(2, "tanh"), initial_weights(2, 2, random_state=0), 0.1, 10, 20, 0)
print("SGD, every fifth epoch:", np.round(run["losses"][4::5], 4))

# %% check="q9"

# %% [markdown]
# ### Question 10 · Train by L-BFGS (7 points)
#
# And the other one: your two loops for the direction, your backtracking for the step. Count what it
# costs: each call of `value_and_gradient` looks at all points once.

# %% solution="q10" answer="train_lbfgs"

# %%
run = train_lbfgs(banana, np.array([-1.2, 1.0]), 10, 200, 1e-6)
print(f"Rosenbrock: {run['theta']} after {len(run['losses'])} iterations")

# %% check="q10"

# %% [markdown]
# ### All optimizers on one map
#
# The same start, the same number of steps (or fewer, for who arrives), all of them yours. Guess
# first: who zigzags, who overshoots, who cuts the corner?

# %%
def paths_from(problem, start, rate, adam_rate, n_steps):
    """The points that each optimizer visits."""
    paths = {}
    for name, momentum, nesterov in [
        ("gradient descent", 0.0, False),
        ("momentum", 0.9, False),
        ("Nesterov", 0.9, True),
    ]:
        theta, velocity, path = start, np.zeros_like(start), [start]
        for _ in range(n_steps):
            gradient = value_and_gradient(problem, theta)[1]
            theta, velocity = momentum_step(theta, velocity, gradient, rate, momentum, nesterov)
            path.append(theta)
        paths[name] = path
    theta, m, v, path = start, np.zeros_like(start), np.zeros_like(start), [start]
    for t in range(1, n_steps + 1):
        gradient = value_and_gradient(problem, theta)[1]
        theta, m, v = adam_step(theta, m, v, t, gradient, adam_rate, 0.9, 0.999, 1e-8)
        path.append(theta)
    paths["Adam"] = path
    n = len(train_lbfgs(problem, start, 10, 60, 1e-6)["losses"])
    ends = [train_lbfgs(problem, start, 10, k, 1e-6)["theta"] for k in range(1, n + 1)]
    return paths | {"L-BFGS": [start, *ends]}


# %% tags=["picture"]
paths = paths_from(banana, np.array([-1.2, 1.0]), rate=0.001, adam_rate=0.05, n_steps=200)
ax = plot_paths(
    lambda x: value_and_gradient(banana, x)[0], paths, xlim=(-1.8, 1.6), ylim=(-0.6, 1.8),
    title="Rosenbrock's valley: the minimum is at (1, 1)",
)
plt.show()

# %% [markdown]
# Now XOR's own loss. It is a function of nine weights, and nobody can draw that; but one can cut a
# plane through three points: the start, the end of gradient descent and the end of L-BFGS. What
# leaves the plane is drawn where it stands above it.

# %% tags=["picture"]
xor = xor_problem(2, "tanh")
paths = paths_from(xor, initial_weights(2, 2, random_state=3), rate=0.5, adam_rate=0.1, n_steps=300)
plane = Plane.through(paths["L-BFGS"][0], paths["L-BFGS"][-1], paths["gradient descent"][-1])
flat = {name: plane.coordinates(path) for name, path in paths.items()}
corners = np.vstack(list(flat.values()))
(left, low), (right, high) = corners.min(axis=0) - 1, corners.max(axis=0) + 1
ax = plot_paths(
    lambda uv: value_and_gradient(xor, plane.point(uv))[0], flat, xlim=(left, right),
    ylim=(low, high), title="A slice through XOR's loss, nine weights deep",
    labels=("towards the end of L-BFGS", "towards the end of gradient descent"),
)
plt.show()

# %% [markdown]
# ### A fair race
#
# "L-BFGS needs 30 iterations, SGD 400 epochs": is that a comparison? An iteration of L-BFGS looks at
# all points once or several times, an epoch of SGD once in all. The honest axis counts gradients.
# Both run from sixteen seeds, the same first weights for each; scikit-learn's classes run beside
# yours. *Expected time: 8 seconds.*

# %% tags=["training", "picture"]
problem, seeds = xor_problem(2, "tanh"), range(16)
starts = [initial_weights(2, 2, random_state=seed) for seed in seeds]
own_lbfgs, own_sgd = [], []
with progress_bar(16, "pairs of runs") as advance:
    for seed, start in zip(seeds, starts):
        own_lbfgs.append(train_lbfgs(problem, start, 10, 200, 1e-6))
        own_sgd.append(train_sgd(problem, start, 0.1, 10, 40, seed))
        advance()
settings = {"activation": "tanh"}
theirs_lbfgs = fit_seeds(X_train, y_train, seeds, **HW04["lbfgs"] | settings)
theirs_sgd = fit_seeds(X_train, y_train, seeds, **HW04["sgd"] | settings | {"max_iter": 40})

# %% tags=["picture"]
rows = []
for name, losses in [
    ("your L-BFGS", [run["losses"][-1] for run in own_lbfgs]),
    ("scikit-learn's L-BFGS", [clf.loss_ for clf in theirs_lbfgs]),
    ("your SGD, 40 epochs", [run["losses"][-1] for run in own_sgd]),
    ("scikit-learn's SGD, 40 epochs", [clf.loss_ for clf in theirs_sgd]),
]:
    losses = np.array(losses)
    rows.append((name, np.sum(losses < 0.05), losses.min(), np.median(losses)))
pd.DataFrame(rows, columns=["", "runs of 16 below 0.05", "lowest loss", "median loss"]).round(4)

# %% tags=["picture"]
fig, axes = plt.subplots(1, 2, figsize=(10, 4), sharey=True, layout="constrained")
for i, (ax, what) in enumerate(zip(axes, ["iterations or epochs", "gradient evaluations"])):
    for color, style, runs, name in [
        ("#0072b2", "-", own_lbfgs, "L-BFGS"), ("#d55e00", "--", own_sgd, "SGD")
    ]:
        for k, run in enumerate(runs):
            n = np.arange(1, len(run["losses"]) + 1)
            x = run["evaluations"] if i and name == "L-BFGS" else n
            ax.plot(x, run["losses"], style, color=color, alpha=0.5, label=name if k == 0 else None)
    ax.set(xscale="log", ylim=(0, 0.8), xlabel=what + (" (each of all 1,000 points)" if i else ""))
axes[0].set_ylabel("loss (nats)")
axes[0].legend(loc="lower left")
plt.show()

# %% [markdown]
# **In your words (4 points).** Compare the two pictures. What does an iteration of L-BFGS cost, what
# an epoch of SGD? Who is ahead on which axis, and who has the lower loss in the end? Which of the
# two axes would you put into a paper, and why?

# %% [markdown] response="r1" points=4 answer="RESPONSE_STEPS"

# %% [markdown]
# ## Part 6: why runs stop where they stop
#
# Here are Lab 1's 64 runs again. *Expected time: 4 seconds.*

# %% tags=["training", "picture"]
runs = {}
with progress_bar(4, "settings") as advance:
    for solver in ("lbfgs", "sgd"):
        for activation in ("relu", "logistic"):
            settings = HW04[solver] | {"activation": activation}
            runs[solver, activation] = fit_seeds(X_train, y_train, range(16), **settings)
            advance()

# %% tags=["picture"]
fig, ax = plt.subplots(figsize=(7.5, 3.6), layout="constrained")
for row, ((solver, activation), clfs) in enumerate(runs.items()):
    ax.plot([clf.loss_ for clf in clfs], [row] * 16, "|", markersize=22, color="#0072b2")
for name, height in XOR_PLATEAUS.items():
    ax.axvline(height, color="0.6", linestyle=":")
    ax.text(height, 3.65, f"{name}\n{height:.4f}", ha="center", fontsize="small")
ax.set(xlabel="final loss (nats)", ylim=(-0.6, 3.6), yticks=range(4))
ax.set_yticklabels([f"{solver}, {activation}" for solver, activation in runs])
plt.show()

# %% [markdown]
# Sixteen runs a row, and they do not end just anywhere. Three heights have names. Derive them.
#
# ### Question 11 · The height of a plateau (4 points)
#
# A network that is stuck cannot tell some of its points apart: they share one probability. Suppose a
# group has n0 points of class 0 and n1 of class 1. The best that it can say of all of them is
# n1 / (n0 + n1). What does that cost, per point, over all groups?

# %% solution="q11" answer="best_loss"

# %%
for what, groups in [
    ("nothing is known of any point", [(500, 500)]),
    ("half of the points are known, half are not", [(250, 250), (250, 0), (0, 250)]),
    ("one blob is known, the other three are merged", [(250, 500), (250, 0)]),
]:
    print(f"{what}: {best_loss(groups):.4f}")

# %% check="q11"

# %% [markdown]
# ### Question 12 · Plateaus of 64 runs (4 points)
#
# So each final loss can be given a name: that of the plateau nearest to it, unless it is too far.

# %% solution="q12" answer="classify_losses"

# %% tags=["picture"]
plateaus = {"solved": 0.0} | dict(XOR_PLATEAUS)
counts = {
    f"{solver}, {activation}": pd.Series(
        classify_losses([float(clf.loss_) for clf in clfs], plateaus, 0.03)
    ).value_counts()
    for (solver, activation), clfs in runs.items()
}
pd.DataFrame(counts).reindex([*plateaus, "elsewhere"]).fillna(0).astype(int).T

# %% check="q12"

# %% [markdown]
# **In your words (4 points).** Derive the three heights: say for each of ln 2, ½ ln 2 and ¾ H(⅓)
# which points the network cannot tell apart, and compute its loss from that. Where do most of the 64
# runs end? Why do they end a little *above* these heights?

# %% [markdown] response="r2" points=4 answer="RESPONSE_PLATEAUS"

# %% [markdown]
# ### Question 13 · Dead and saturated units (5 points)
#
# A hidden unit is a line in the plane: on one side it is active, on the other it is not. If all
# points lie on the silent side of a ReLU unit, its output is 0 for all of them, its derivative too,
# and no gradient will ever move it again: it is *dead*. A logistic unit never dies; but far from its
# line it is so flat that hardly any gradient comes through: it is *saturated*.

# %% solution="q13" answer="unit_states"

# %% tags=["picture"]
rows = []
for (solver, activation), clfs in runs.items():
    names = classify_losses([float(clf.loss_) for clf in clfs], plateaus, 0.03)
    for clf, plateau in zip(clfs, names):
        states = ", ".join(sorted(unit_states(clf, X_train)))
        rows.append((f"{solver}, {activation}", plateau, states))
table = pd.DataFrame(rows, columns=["runs", "plateau", "states of the two units"])
table.value_counts(sort=False).rename("how many").reset_index()

# %% check="q13"

# %% [markdown]
# ### Question 14 · Which unit died when (4 points)
#
# `snapshots(clf, X, y, epochs)` trains a classifier and keeps it as it was after each of these
# epochs. When did a unit die? Dead units rarely come back (only if the penalty shrinks their weights
# until the line returns), but "rarely" is not "never": look at a unit's *last* death.

# %% solution="q14" answer="when_units_died"

# %% [markdown]
# Seed by seed, with SGD and ReLU: the epoch from which on a unit is dead, and where the run ended.
# *Expected time: 3 seconds.*

# %% tags=["training", "picture"]
epochs = [1, 2, 3, 5, 8, 12, 20, 40, 80, 160, 400]
rows = []
with progress_bar(16, "seeds") as advance:
    for seed in range(16):
        clf = MLPClassifier(random_state=seed, **HW04["sgd"] | {"activation": "relu"})
        shots = snapshots(clf, X_train, y_train, epochs)
        [plateau] = classify_losses([float(shots[-1].loss_)], plateaus, 0.03)
        died = [None if i is None else shots[i].n_iter_ for i in when_units_died(shots, X_train)]
        rows.append((seed, plateau, *died))
        advance()
pd.DataFrame(rows, columns=["seed", "plateau", "unit 1", "unit 2"]).astype(object).fillna("alive")

# %% check="q14"

# %% [markdown]
# Only one unit of 32 died. Yet ten of the sixteen runs are stuck! Look at one that is stuck with two
# living units (seed 0), and at the one with a dead unit (seed 10): the lines of the two hidden units,
# before, during and after training. An arrow points to the side where a unit is active.

# %% tags=["picture"]
fig, axes = plt.subplots(2, 3, figsize=(11, 8.6), layout="constrained")
for row, seed in zip(axes, [0, 10]):
    clf = MLPClassifier(random_state=seed, **HW04["sgd"] | {"activation": "relu"})
    for ax, shot in zip(row, snapshots(clf, X_train, y_train, [1, 8, 400])):
        plot_hyperplanes(shot, X_train, y_train, ax=ax, title=f"seed {seed}, epoch {shot.n_iter_}")
plt.show()

# %% [markdown]
# In the grey corner of seed 0 *both* units are silent: two blobs of different classes lie there, and
# the network says the same of all of their points, ½. Every unit is alive, but for these points the
# network is dead: no gradient of theirs reaches a hidden weight. Now seed 10 as a film, which is also
# saved beside this notebook. *Expected time: 5 seconds.*

# %% tags=["picture"]
moments = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 60, 80, 120, 160, 240, 400]
clf = MLPClassifier(random_state=10, **HW04["sgd"] | {"activation": "relu"})
shots = snapshots(clf, X_train, y_train, moments)
animation = animate_training(shots, X_train, y_train, path="training.gif", frames_per_second=4)
Image("training.gif")

# %% [markdown]
# **In your words (4 points).** Take the tables of Questions 13 and 14 and the pictures. How often does
# a dead unit explain a stuck run, and what explains the others? Why can a dead unit not learn its way
# back, and a saturated one, slowly? Logistic units of *solved* runs may be saturated, too: why does
# that do no harm?

# %% [markdown] response="r3" points=4 answer="RESPONSE_DEATH"

# %% [markdown]
# That was Lab 2. Save the notebook (*Ctrl + S*) and hand it in. You now know why runs differ. Lab 3
# asks the other question: are sixteen of them evidence?
