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
# # Lab 4 · Reading learning curves
#
# Somebody trains a network for hours. After ten minutes it looks hopeless. Stop it? In 2018 Daeyoung
# Choi, Hyunghun Cho and Wonjong Rhee trained 20,000 networks to the end in order to find out, and
# came back with a warning: stopping early helps *or hurts*, and it is hard to know which beforehand.
#
# You have 20,000 trainings as well: small convolutional networks (CNNs) on scikit-learn's digits, 20
# epochs each, every accuracy written down. So you can do what nobody can do in a real search: look
# at what would have become of those that were stopped.
#
# | part | what you will be able to say |
# |---|---|
# | 1 | how to choose 20,000 settings so that they cover nine dimensions |
# | 2 | what good and bad learning curves look like, and when they are decided |
# | 3 | how to write the paper's two rules so that they cannot see the future |
# | 4 | how many epochs a rule saves, and how many winners it kills |
# | 5 | how many real seconds it saves, live |
#
# **How it works.** Wherever you see `raise NotImplementedError`, replace that line by your code and
# run the cell. `check("q…")` tells you at once what is right and what to try next; check as often
# as you like, and `progress()` shows all questions at a glance. 12 questions are checked by machine
# (65 points); three more ask for your words, which a person reads (15 points). More checks, on
# other data, run when your work is graded.
#
# The whole notebook runs in under a minute. No function needs another one of yours: if one resists,
# go on, and come back tomorrow.

# %%
import math
import time
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from scipy.stats import qmc, rankdata, spearmanr

from course import data
from course.checks import for_lab
from course.checks.rules_of_lab4 import stop_when_behind, stop_when_falling
from course.hpo.space import SPACES
from course.hpo.tasks import load_task
from course.progress import progress_bar

check = for_lab("lab4_curves")
progress = check.progress

BLUE, ORANGE, GREEN, GREY = "#2166ac", "#d95f02", "#1b7837", "#737373"

# %% [markdown]
# ## Part 1: 20,000 settings in nine dimensions
#
# A grid with three values a hyperparameter has 3⁹ = 19,683 settings, and tries three learning rates
# in all. Random points try 20,000 rates, but leave holes and make heaps. *Sobol points* are made to
# leave neither.

# %% tags=["picture"]
sobol = qmc.Sobol(9, scramble=False).random_base2(8)
pseudo_random = np.random.default_rng(0).random((256, 9))
fig, axes = plt.subplots(1, 2, figsize=(7.5, 3.9), sharey=True, layout="constrained")
for ax, points, name, colour in [
    (axes[0], sobol, "Sobol", BLUE), (axes[1], pseudo_random, "pseudo-random", ORANGE)
]:
    ax.plot(points[:, 6], points[:, 7], "o", color=colour, markersize=3)
    ax.set(title=f"256 points, {name}", xlabel="dimension 7", xlim=(0, 1), ylim=(0, 1), aspect="equal")
axes[0].set_ylabel("dimension 8")
plt.show()

# %% [markdown]
# ### Question 1 · Discrepancy (5 points)
#
# "Evenly" can be a number. Take a box with one corner at a corner of the unit cube: which part of the
# points is in it, and which part of the volume? The *discrepancy* sums up the squared differences
# over all such boxes. The sum has a closed form; 0 would be perfect.
#
# A common slip: leaving out the pairs i = j of the double sum.

# %% solution="q1" answer="centred_discrepancy"

# %%
pd.DataFrame([
    {"points": n, "Sobol": centred_discrepancy(qmc.Sobol(9, scramble=False).random(n)),
     "pseudo-random": centred_discrepancy(np.random.default_rng(0).random((n, 9)))}
    for n in [64, 256, 1024]
]).round(4)

# %% check="q1"

# %% [markdown]
# ### Question 2 · From points to settings (6 points)
#
# A point has nine numbers in [0, 1); a setting has filters, a learning rate, a dropout rate. Table I
# of the paper says what they may be. Ours is a smaller copy:

# %%
pd.DataFrame([
    {"name": h.name, "type": h.type, "low": h.low, "high": h.high, "log": h.log}
    for h in SPACES["digits"].free()
])

# %% [markdown]
# Most learning rates of interest are small, so rates are spread evenly over *powers* of ten.
#
# A common slip: rounding for integers. It gives the lowest and the highest only half a share.

# %% solution="q2" answer="from_unit"

# %%
print("rates:  ", from_unit([0, 0.25, 0.5, 0.75], {"type": "float", "low": 1e-4, "high": 1, "log": True}))
print("pools:  ", from_unit([0, 0.49, 0.5, 0.99], {"type": "integer", "low": 2, "high": 3}))
print("choices:", from_unit([0.2, 0.5, 0.9], {"type": "categorical", "choices": ["none", "dropout", "BN"]}))

# %% check="q2"

# %% [markdown]
# ## Part 2: what the curves say
#
# Here is the table. A training that diverged has no accuracy any more; it counts as 0.

# %%
table = data.load_curves("digits")
curves = np.nan_to_num(table.validation_accuracy.astype(float))
final = curves[:, -1]
print(table)

# %% [markdown]
# ### Question 3 · Three families (5 points)
#
# The paper's Figures 1 and 2: a hundred random curves, the hundred best, the hundred worst.

# %% solution="q3" answer="families"

# %% tags=["picture"]
fig, axes = plt.subplots(1, 3, figsize=(10, 3.3), sharey=True, layout="constrained")
for ax, (name, rows) in zip(axes, families(final, 100, random_state=0).items()):
    ax.plot(table.epochs, curves[rows].T, color=BLUE, alpha=0.3, linewidth=0.9)
    ax.axhline(0.1, color=GREY, linewidth=0.8, linestyle="--")
    ax.set(title=f"{name} 100", xlabel="epoch", ylim=(0, 1), xticks=[1, 5, 10, 15, 20])
axes[0].set_ylabel("validation accuracy")
axes[2].text(20, 0.13, "a guess", ha="right", fontsize="small", color=GREY)
plt.show()

# %% check="q3"

# %% [markdown]
# ### Question 4 · Goals (4 points)
#
# What is "good"? The paper sets goals by rank: the accuracy that the best 0.05 % of all settings
# reach, and so on. A search has found what it looked for when it reaches the goal.

# %% solution="q4" answer="goals"

# %%
print(f"untrainable (end below 0.15): {np.mean(final < 0.15):.1%} of {len(final):,} settings")
for fraction, goal in zip([0.0005, 0.0025, 0.005, 0.05], goals(final, [0.0005, 0.0025, 0.005, 0.05])):
    print(f"top {fraction:.2%}: {goal:.4f}")

# %% check="q4"

# %% [markdown]
# ### Question 5 · When has a curve converged? (5 points)
#
# The paper says of its best and worst hundred that "most of the curves converge before reaching the
# half of the preset total training epoch". It does not say what *converge* means. Say it.
#
# A common slip: the first epoch that is close to the end. The curve may leave again.

# %% solution="q5" answer="convergence_epoch"

# %% [markdown]
# Guess before you run it: which part of the trainable settings has converged by epoch 10?

# %%
order = np.argsort(-final)
groups = {"all trainable": order[final[order] >= 0.15][::10], "best 100": order[:100], "worst 100": order[-100:]}
pd.DataFrame({
    f"within {tolerance}": {
        name: np.mean([convergence_epoch(curve, tolerance) <= 10 for curve in curves[rows].tolist()])
        for name, rows in groups.items()
    }
    for tolerance in [0.01, 0.02, 0.05, 0.1]
}).style.format("{:.0%}").set_caption("converged by epoch 10 of 20 (every tenth trainable setting)")

# %% check="q5"

# %% [markdown]
# So the sentence is true or not, as you please: it hangs on a tolerance that nobody wrote down.
#
# ### Question 6 · How well does epoch t predict the end? (5 points)
#
# A rule need not know *how* good a setting will be, only whether it will be better than others.
# That is a question about ranks.

# %% solution="q6" answer="rank_correlations"

# %% tags=["picture"]
best_quarter = order[: len(order) // 4]
fig, ax = plt.subplots(figsize=(6.5, 3.4), layout="constrained")
ax.plot(table.epochs, rank_correlations(curves), "o-", color=BLUE, markersize=4, label="all settings")
ax.plot(table.epochs, rank_correlations(curves[best_quarter]), "s--", color=ORANGE, markersize=4,
        label="the best quarter of them")
ax.set(xlabel="epoch", ylabel="rank correlation with the end", ylim=(0, 1.03),
       title="How much early epochs tell", xticks=[1, 5, 10, 15, 20])
ax.legend(loc="lower right")
plt.show()

# %% check="q6"

# %% [markdown]
# Telling good from bad is easy; telling the best from the good is what a search needs, and is harder.
#
# ### Question 7 · And for whom? (5 points)
#
# In the paper's Figure 2 curves with batch normalization begin to rise only around epoch ten. A
# correlation over everything hides such groups. Our digits all have dropout, so group by its rate,
# and by the learning rate.

# %% solution="q7" answer="correlations_by_group"

# %%
settings = table.settings
dropout = pd.cut(settings["dropout"], [0, 0.3, 0.6, 0.9], right=False,
                 labels=["dropout below 0.3", "dropout 0.3 to 0.6", "dropout above 0.6"])
rate = pd.cut(settings["learning_rate"], [0, 1e-3, 1e-2, 1],
              labels=["rate below 0.001", "rate 0.001 to 0.01", "rate above 0.01"])
pd.DataFrame({
    f"epoch {epoch}": correlations_by_group(curves, dropout.astype(str).tolist(), epoch, 50)
    | correlations_by_group(curves, rate.astype(str).tolist(), epoch, 50)
    for epoch in [1, 3, 5, 10]
}).sort_index().round(2)

# %% check="q7"

# %% [markdown]
# **Parts 1 and 2, in your words (5 points).** What do the three families say? When is it decided
# which settings are good, and for which of them later than for others?

# %% [markdown] response="r1" points=5 answer="RESPONSE_1"

# %% [markdown]
# ## Part 3: two rules
#
# ### Question 8 · ETR-1 (5 points)
#
# *Early Termination Rule 1*: whoever is no better than a guess after epoch τ is stopped. A guess
# among ten classes has r = 0.1; ε = 0.05 allows for noise.
#
# A rule works *online*: it is asked after each epoch and sees the accuracies so far, nothing else.
#
# A common slip: stopping also in later epochs. The rule decides once.

# %% solution="q8" answer="etr1"

# %%
for curve in [[0.1, 0.12], [0.1, 0.12, 0.11], [0.1, 0.12, 0.4], [0.1, 0.12, 0.4, 0.1]]:
    print(f"{str(curve):<22}", "stop" if etr1(curve, tau=3) else "go on")

# %% check="q8"

# %% [markdown]
# ### Question 9 · When does ETR-2 decide? (5 points)
#
# ETR-1 never stops a mediocre setting. *ETR-2* compares with the best setting so far, x^c, and
# decides at τ, "the maximum epoch satisfying" y_c^τ ≤ q · y_c^T: while the best was still on its way
# up. T is the last epoch, and q is 0.75.

# %% solution="q9" answer="etr2_tau"

# %%
for name, rows in families(final, 12, random_state=1).items():
    print(f"{name:>7}:", [etr2_tau(curve) for curve in curves[rows].tolist()])

# %% check="q9"

# %% [markdown]
# Look at the best: most have τ = 1, and some were above three quarters of their end already after the
# first epoch. With one of these as x^c, ETR-2 has no τ at all, and stops nobody.
#
# ### Question 10 · ETR-2 (6 points)
#
# The formula is damaged in our copy of the paper; this is how we read it: stop at τ if
# y^τ < p · y_c^τ, where p says "how much gap" is allowed.

# %% solution="q10" answer="etr2"

# %%
best_so_far = [0.3, 0.5, 0.6, 0.8, 0.9]
for curve in [[0.1, 0.2], [0.1, 0.2, 0.41], [0.1, 0.2, 0.43]]:
    print(f"{str(curve):<18}", "stop" if etr2(curve, best_so_far, p=0.7) else "go on")

# %% check="q10"

# %% [markdown]
# ## Part 4: what a rule saves, and what it costs
#
# ### Question 11 · Replay (8 points)
#
# Train the settings of the table one after another, in their order, with a rule at your side. You
# know how each would have ended; the rule must not.
#
# Two simple rules are there to try it with: `stop_when_falling(curve, best_curve)` and
# `stop_when_behind(curve, best_curve)`.
#
# A common slip: letting a stopped setting become the best.

# %% solution="q11" answer="replay"

# %%
thousand = curves[1:1001].tolist()  # setting 0 is a corner of the cube
for rule in [stop_when_falling, stop_when_behind]:
    print(f"{rule.__name__}: {1 - np.mean(replay(thousand, rule)) / 20:.0%} of all epochs saved")

# %% check="q11"

# %% [markdown]
# ### Question 12 · Winners killed (6 points)
#
# Epochs saved are half of the story. The other half is who was stopped.

# %% solution="q12" answer="tally"

# %%
[goal] = [np.sort(final)[::-1][len(final) // 20 - 1]]  # the top 5 %
rules = {f"ETR-1, τ = {tau}": lambda c, best, tau=tau: etr1(c, tau) for tau in [1, 2, 3, 5, 9]}
rules |= {f"ETR-2, p = {p}": lambda c, best, p=p: etr2(c, best, p) for p in [0.5, 0.6, 0.7, 0.8, 0.9]}
tallies = pd.DataFrame({
    name: tally(replay(thousand, rule), np.array(thousand), goal) for name, rule in rules.items()
}).T
tallies.style.format("{:.0f}").format({"epochs_saved": "{:.0%}"})

# %% check="q12"

# %% tags=["picture"]
fig, axes = plt.subplots(1, 2, figsize=(6.5, 3.3), sharey=True, layout="constrained")
for ax, name in zip(axes, ["ETR-1, τ = 1", "ETR-2, p = 0.9"]):
    counts = tallies.loc[name, ["stopped_good", "kept_good", "stopped_bad", "kept_bad"]]
    counts = counts.to_numpy(int).reshape(2, 2)
    ax.imshow(counts / counts.sum(axis=1, keepdims=True), cmap="Blues", vmin=0, vmax=1.8)
    for (i, j), n in np.ndenumerate(counts):
        ax.text(j, i, f"{n}\n({n / counts[i].sum():.0%})", ha="center", va="center")
    ax.set_xticks([0, 1], ["stopped", "kept"])
    ax.set_yticks([0, 1], ["good (top 5 %)", "bad"])
    ax.set_title(name)
plt.show()

# %% tags=["picture"]
fig, ax = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
for family, marker, colour in [("ETR-1", "o-", BLUE), ("ETR-2", "s--", ORANGE)]:
    own = tallies[tallies.index.str.startswith(family)]
    killed = 100 * own["stopped_good"] / (own["stopped_good"] + own["kept_good"])
    ax.plot(100 * own["epochs_saved"], killed, marker, color=colour, label=family)
    for name, x, y in zip(own.index, 100 * own["epochs_saved"], killed):
        ax.annotate(name.split(", ")[1], (x, y), xytext=(8, -3) if family == "ETR-2" else (0, 7),
                    textcoords="offset points", fontsize="small")
ax.set(xlabel="epochs saved (%)", ylabel="winners killed (% of the top 5 %)",
       title="1,000 settings in Sobol order: right is cheap, low is safe")
ax.margins(x=0.12, y=0.12)
ax.legend()
plt.show()

# %% [markdown]
# One order of settings is one seed. Shuffle it, and ETR-2 meets its best settings at other times:

# %%
rng = np.random.default_rng(0)
again = []
for _ in range(10):
    rows = rng.choice(len(curves), 1000, replace=False)
    for name in ["ETR-1, τ = 1", "ETR-2, p = 0.9"]:
        again.append({"rule": name} | tally(replay(curves[rows].tolist(), rules[name]), curves[rows], goal))
pd.DataFrame(again).groupby("rule")[["epochs_saved", "stopped_good"]].agg(["min", "median", "max"]).round(2)

# %% [markdown]
# **Parts 3 and 4, in your words (4 points).** When would ETR-1 help a search, and when would it harm?

# %% [markdown] response="r2" points=4 answer="RESPONSE_2"

# %% [markdown]
# ## Part 5: live
#
# So far time was counted in epochs. Now twelve CNNs are really trained, in torch, twice: to the end,
# and with *your* ETR-1 at τ = 2. Five of the settings were untrainable in the table. (To be quick,
# batches have 32 images and not 8, so curves are not those of the table: a setting that was hopeless
# there may learn here.)
#
# *Expected time: 15 seconds.*

# %%
task = load_task("digits")
X_train, y_train = task.X_train, task.y_train

# %% tags=["training"]
import torch

from course.hpo.training import accuracy_by_epoch


def train_live(setting, rule):
    """Accuracies and seconds of a training that `rule(curve, best_curve)` may stop."""
    curve, began = [], time.perf_counter()
    images = task._replace(X_train=X_train, y_train=y_train)
    for accuracy in accuracy_by_epoch(setting, images, n_epochs=20, batch_size=32, seed=0):
        curve.append(accuracy)
        if len(curve) < 20 and rule(curve, None):
            break
    return curve, time.perf_counter() - began


torch.set_num_threads(1)
train_live(settings.iloc[1].to_dict(), lambda curve, best: True)  # torch warms up, unmeasured
hopeless = np.flatnonzero(final[:200] < 0.15)[:5]
others = np.flatnonzero(final[:200] >= 0.15)[:7]
twelve = np.sort(np.concatenate([hopeless, others])).tolist()
live = []
with progress_bar(24, "trainings") as advance:
    for row in twelve:
        setting = settings.iloc[row].to_dict()
        for name, rule in [("to the end", lambda c, best: False), ("ETR-1", lambda c, best: etr1(c, 2))]:
            curve, seconds = train_live(setting, rule)
            live.append({"setting": row, "rule": name, "curve": curve, "seconds": seconds})
            advance()
live = pd.DataFrame(live)

# %% tags=["picture"]
whole, ruled = (live[live["rule"] == name].set_index("setting") for name in ["to the end", "ETR-1"])
fig, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.6), layout="constrained")
for row in twelve:
    curve, n = whole.loc[row, "curve"], len(ruled.loc[row, "curve"])
    stopped = n < 20
    left.plot(range(1, 21), curve, "--" if stopped else "-", color=ORANGE if stopped else BLUE, linewidth=1.2)
    if stopped:
        left.plot(n, curve[n - 1], "x", color="black", markersize=7)
left.set(xlabel="epoch", ylabel="validation accuracy", ylim=(0, 1), xticks=[1, 5, 10, 15, 20],
         title="stopped (×, dashed: what would have been)")
places = np.arange(12)
right.barh(places - 0.2, whole["seconds"], 0.4, color=GREY, label="to the end")
right.barh(places + 0.2, ruled["seconds"], 0.4, color=BLUE, hatch="///", edgecolor="white", label="with your ETR-1")
right.set_yticks(places, [f"setting {row}" for row in twelve], fontsize="small")
right.set(xlabel="seconds (wall clock)", title="what each training took")
right.legend(fontsize="small", ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.18))
plt.show()
saved = whole["seconds"].sum() - ruled["seconds"].sum()
print(f"to the end {whole['seconds'].sum():.1f} s, with ETR-1 {ruled['seconds'].sum():.1f} s: "
      f"{saved:.1f} s saved ({saved / whole['seconds'].sum():.0%})")
print("best of the twelve: ", max(curve[-1] for curve in whole["curve"]), "and",
      max(curve[-1] for curve in ruled["curve"] if len(curve) == 20))

# %% [markdown]
# **The paper and you (6 points).** What does the paper claim about stopping early, and what did you
# see?

# %% [markdown] response="r3" points=6 answer="RESPONSE_3"

# %% [markdown]
# ## Before you hand in
#
# Choose *Kernel → Restart and run all*. Every check should show what you saw before. Then save.
