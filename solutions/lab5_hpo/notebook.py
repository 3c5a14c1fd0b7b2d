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
# # Lab 5 · Search under early termination
#
# You have a week of computing and twenty thousand settings to choose from. Lab 4 gave you rules that
# stop hopeless trainings. Do they help a *search*? That is another question: a good searcher hardly
# ever proposes a hopeless setting, and a rule that stops a winner, once, may cost more than all it
# saved. Daeyoung Choi, Hyunghun Cho and Wonjong Rhee (2018) repeated every search fifty times, and
# found that the same rule helps here and hurts there.
#
# In this lab you build their searcher, SMAC, repeat their experiment on our table, and find out when
# a rule helps. At the end you write a rule of your own, and it is measured.
#
# | part | what you will be able to say |
# |---|---|
# | 1 | how a searcher decides what to try next |
# | 2 | how much better it is than chance |
# | 3 | what stopping early does to it, over fifty searches, with intervals |
# | 4 | why it helps, and when it does not |
# | 5 | how good your own rule is, and which of the paper's claims hold here |
#
# **How it works.** Wherever you see `raise NotImplementedError`, replace that line by your code and
# run the cell. `check("q…")` tells you at once what is right and what to try next; check as often
# as you like, and `progress()` shows all questions at a glance. 13 questions are checked by machine
# (72 points); three more ask for your words, which a person reads (18 points). More checks, on
# other data, run when your work is graded.
#
# The whole notebook runs in about a minute. If a function resists, go on, and come back tomorrow:
# its check costs only its own points.

# %%
import math
from collections.abc import Sequence
from functools import partial
from statistics import fmean, median

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from scipy.stats import norm
from sklearn.ensemble import RandomForestRegressor

from course import data
from course.checks import for_lab
from course.hpo.benefit import ask_each, draw_stages, epochs_under, measure_benefit
from course.hpo.forest import RandomForest
from course.hpo.searchers import RandomSearch
from course.hpo.simulate import simulate
from course.hpo.stopping import FromFunction
from course.hpo.subset import subset
from course.plots import plot_times_to_goal
from course.progress import progress_bar

check = for_lab("lab5_hpo")
progress = check.progress

BLUE, ORANGE, GREEN, GREY = "#2166ac", "#d95f02", "#1b7837", "#737373"

# %% [markdown]
# The table of Lab 4: 20,000 small networks on digits, 20 epochs each. Searches will choose among its
# first 2,000 settings, so that hundreds of them take seconds. `points` has the settings as points of
# the unit cube, where a searcher can measure distances.

# %%
whole = data.load_curves("digits")
table = subset(whole, range(2000))
points = np.asarray(table.space.to_unit(table.settings), dtype=float)
curves = np.nan_to_num(table.validation_accuracy.astype(float))
final = curves[:, -1]
ranked = np.sort(final)[::-1]
GOALS = {"top 0.5 %": float(ranked[9]), "top 0.1 %": float(ranked[1])}  # 10 and 2 of 2,000
print(table)
print(f"a training to the end takes {table.modelled_seconds[:, -1].mean():.2f} s on average; goals:", GOALS)

# %% [markdown]
# ## Part 1: what to try next
#
# ### Question 1 · Expected improvement (6 points)
#
# Your best network so far reaches 0.93. A model believes that some untried setting reaches 0.90,
# give or take 0.05. Another: 0.93, give or take 0.001. Which one do you try?
#
# The first is probably worse than what you have, but if it is better, it may be *much* better. What
# counts is the average of the improvement, where no improvement counts 0. If the belief is a normal
# distribution, that average is an integral with a closed form.
#
# A common slip: the forest gives a variance; the formula wants its square root.

# %% solution="q1" answer="expected_improvement"

# %% tags=["picture"]
means = np.linspace(0.8, 1.0, 201)
fig, ax = plt.subplots(figsize=(6.5, 3.4), layout="constrained")
for sigma, colour, style in [(0.05, BLUE, "-"), (0.02, ORANGE, "--"), (0.0, GREY, ":")]:
    improvement = expected_improvement(means, np.full_like(means, sigma**2), 0.93)
    ax.plot(means, improvement, style, color=colour, label=f"σ = {sigma:g}")
ax.axvline(0.93, color="black", linewidth=0.8)
ax.annotate("best so far", (0.93, ax.get_ylim()[1]), xytext=(-4, -4), textcoords="offset points",
            ha="right", va="top", fontsize="small")
ax.set(xlabel="mean: what the model expects (accuracy)", ylabel="expected improvement (accuracy)",
       title="Doubt is worth something, most of all near the best")
ax.legend()
plt.show()

# %% check="q1"

# %% [markdown]
# ### Question 2 · What the trees say (4 points)
#
# Where do mean and doubt come from? SMAC asks a *random forest*: fifty regression trees, each grown
# on its own bootstrap sample of the trials so far. Where all trees say the same, the forest is sure.

# %% solution="q2" answer="mean_and_variance"

# %%
some = np.random.default_rng(0).choice(2000, 30, replace=False)
sklearns = RandomForestRegressor(50, max_features=5 / 6, random_state=0).fit(points[some], final[some])
by_tree = np.array([tree.predict(points) for tree in sklearns.estimators_])
mean, variance = mean_and_variance(by_tree)
ours, our_variance = RandomForest(50, random_state=0).fit(points[some], final[some]).predict(points)
print(f"your mean and scikit-learn's agree to {np.abs(mean - sklearns.predict(points)).max():.1e}")
print(f"our compiled forest, other bootstraps: correlation of means {np.corrcoef(mean, ours)[0, 1]:.3f},",
      f"of variances {np.corrcoef(variance, our_variance)[0, 1]:.3f}")

# %% check="q2"

# %% [markdown]
# Thousands of forests lie before you, so from here on use `RandomForest` of `course.hpo.forest`: the
# same kind of trees, compiled. Its `predict` returns mean and variance across trees at once.
#
# ### Question 3 · What to try next (6 points)
#
# Now put the two together: forest, expected improvement, and the best of what has not been tried.
#
# A common slip: `argmax` over the untried ones gives a place among *these*, not a row of `points`.

# %% solution="q3" answer="suggest_next"

# %% [markdown]
# One dimension, eight trials so far, and what SMAC makes of them:

# %% tags=["picture"]
line = np.linspace(0, 1, 200)[:, np.newaxis]
truth = 0.55 + 0.4 * np.exp(-((line[:, 0] - 0.62) ** 2) / 0.02) - 0.25 * line[:, 0]
tried = [4, 30, 55, 84, 108, 138, 160, 190]
suggested = suggest_next(line, tried, truth[tried].tolist(), 0)
mean, variance = RandomForest(50, random_state=0).fit(line[tried], truth[tried]).predict(line)
fig, (top, low) = plt.subplots(2, 1, figsize=(6.5, 4.4), sharex=True, height_ratios=(2, 1), layout="constrained")
top.fill_between(line[:, 0], mean - variance**0.5, mean + variance**0.5, color=BLUE, alpha=0.2,
                 linewidth=0, label="forest: mean ± σ")
top.plot(line[:, 0], mean, color=BLUE)
top.plot(line[:, 0], truth, "--", color=GREY, label="truth (unknown)")
top.plot(line[tried, 0], truth[tried], "o", color="black", label="tried")
top.set(ylabel="accuracy", title="Eight trials, and the next")
top.legend(fontsize="small", loc="upper left")
low.plot(line[:, 0], expected_improvement(mean, variance, truth[tried].max()), color=ORANGE)
for ax in (top, low):
    ax.axvline(line[suggested, 0], color=ORANGE, linestyle=":", linewidth=1.5)
low.set(xlabel="a hyperparameter", ylabel="EI", ylim=(0, None))
plt.show()

# %% check="q3"

# %% [markdown]
# ## Part 2: better than chance?
#
# ### Question 4 · Random search (5 points)
#
# Every searcher must beat chance, and chance is better than its reputation. If 10 of 2,000 settings
# are good enough, how many must you try? No simulation is needed. Put all settings in random order:
# the good ones cut the others into 11 stretches, equally long on average.
#
# A common slip: 2,000 / 10 = 200 would be right if settings were tried twice now and then.

# %% solution="q4" answer="random_trials"

# %%
rng = np.random.default_rng(0)
firsts = [1 + np.flatnonzero(rng.permutation(2000) < 10)[0] for _ in range(4000)]
print("closed form:", random_trials(2000, 10))
print(f"4,000 shuffles: mean {np.mean(firsts):.1f}, median {np.median(firsts):g}")

# %% check="q4"

# %% [markdown]
# ### Question 5 · SMAC (7 points)
#
# *Sequential model-based algorithm configuration* is a loop: some random settings; then fit, score,
# try; again and again.
#
# A common slip: looking at the goal only after the random ones.

# %% solution="q5" answer="smac"

# %% tags=["picture"]
lengths = [len(smac(points, final, GOALS["top 0.5 %"], 10, 200, 1000 * seed)) for seed in range(20)]
print("trials to the goal, 20 searches:", sorted(lengths))
print(f"mean {np.mean(lengths):.1f}, and {random_trials(2000, 10)['mean']:.1f} by chance")

# %% check="q5"

# %% [markdown]
# Trials are not time. The next cells replay searches by the clock: `simulate` asks a searcher for a
# setting, lets its epochs pass one by one, and, later, asks a rule after each. It ends with the first
# training to the end that reaches the goal, or gives up when `limit` seconds are over.

# %%
class MySMAC:
    """Your `suggest_next` as a searcher: what is known goes in, the next row comes out."""

    def __init__(self, seed):
        self.random_state = 1000 * seed
        rng = np.random.default_rng(self.random_state)
        self.initial = rng.choice(len(points), 10, replace=False).tolist()

    def suggest(self, history):
        tried = [trial.setting for trial in history.trials]
        if len(tried) < 10:
            return self.initial[len(tried)]
        accuracies = [trial.accuracy for trial in history.trials]
        return suggest_next(points, tried, accuracies, self.random_state + len(tried))


def search(searcher, rule, goal, limit, seeds, advance):
    """One search a seed: seconds to the goal (or infinity), seconds spent, rows tried."""
    runs = {"times": [], "seconds": [], "rows": [], "trials": []}
    for seed in seeds:
        rule_now = None if rule is None else FromFunction(rule)
        result = simulate(table, searcher(seed), rule_now, goal=goal, max_seconds=limit)
        runs["times"].append(result.seconds_to_goal)
        runs["seconds"].append(min(result.seconds_to_goal, limit))
        runs["rows"].append(result.settings.tolist())
        runs["trials"].append(len(result.settings))
        advance()
    return runs


# %% [markdown]
# *Expected time: 3 seconds.*

# %% tags=["training"]
chance = partial(RandomSearch, len(points))
with progress_bar(100, "searches") as advance:
    baseline = {
        name: search(searcher, None, GOALS["top 0.5 %"], 60, range(50), advance)
        for name, searcher in [("random search", chance), ("your SMAC", MySMAC)]
    }

# %% tags=["picture"]
plot_times_to_goal({name: runs["times"] for name, runs in baseline.items()}, 60,
                   title="Digits, top 0.5 %: 50 searches each, given up after 60 s")
plt.show()

# %% [markdown]
# ## Part 3: stopping early
#
# ### Question 6 · Searches that were given up (5 points)
#
# The hollow triangles are searches that ran out of time. What is their time to the goal? More than 60
# seconds, that is all. Leave them out, and you report the lucky ones; count them as 60, and you
# pretend that they were about to get there. Both make the slow look fast.
#
# A median needs no more than "more than 60", as long as at least half got there. A mean does; so we
# take another one, of *seconds spent until goal or limit*: it is known for everybody.

# %% solution="q6" answer="summarize_times"

# %%
summary = pd.DataFrame({name: summarize_times(runs["times"], 60) for name, runs in baseline.items()}).T
summary["mean of those that got there"] = [
    np.mean([t for t in runs["times"] if math.isfinite(t)]) for runs in baseline.values()
]
summary.round(2)

# %% check="q6"

# %% [markdown]
# **Parts 1 and 2, in your words (4 points).** How much faster than chance is SMAC here, and what
# would you have reported without the searches that were given up?

# %% [markdown] response="r1" points=4 answer="RESPONSE_1"

# %% [markdown]
# ### Question 7 · Faster, or luck? (6 points)
#
# One search with a rule took 4 s, one without 9 s. Fifty of each? Searches differ by a factor of ten
# among themselves, so a difference needs an interval. Search i begins with the same ten random
# settings under every rule: a lucky start helps both, so the two belong together.
#
# A common slip: drawing rule and none separately, which throws that knowledge away.

# %% solution="q7" answer="compare_times"

# %%
compare_times([3.0, 5.0, math.inf, 2.0], [6.0, 5.0, math.inf, 9.0], 20, 2000, random_state=0)

# %% check="q7"

# %% [markdown]
# ### The experiment
#
# Here are Lab 4's rules, and the paper's Figures 4 and 5 on our table: no rule, ETR-1 at five τ, ETR-2
# at five p, fifty searches each, given up after 20 seconds. Guess before you look: which is best,
# which is worse than nothing?
#
# (The formula of ETR-2 is damaged in our copy of the paper; this is our reading.)
#
# *Expected time: 18 seconds.*

# %%
def etr1(curve, tau, r=0.1, epsilon=0.05):
    return len(curve) == tau and curve[-1] < r + epsilon


def etr2(curve, best_curve, p, q=0.75):
    if best_curve is None:
        return False
    late = [t for t, y in enumerate(best_curve, start=1) if y <= q * best_curve[-1]]
    return bool(late) and len(curve) == late[-1] and curve[-1] < p * best_curve[len(curve) - 1]


RULES = {"none": None}
RULES |= {f"ETR-1, τ = {tau}": lambda c, best, done, tau=tau: etr1(c, tau) for tau in [1, 2, 3, 5, 9]}
RULES |= {f"ETR-2, p = {p}": lambda c, best, done, p=p: etr2(c, best, p) for p in [0.5, 0.6, 0.7, 0.8, 0.9]}
LIMIT = 20

# %% tags=["training"]
with progress_bar(50 * len(RULES), "searches") as advance:
    easy = {name: search(MySMAC, rule, GOALS["top 0.5 %"], LIMIT, range(50), advance)
            for name, rule in RULES.items()}

# %% tags=["picture"]
fig, axes = plt.subplots(2, 1, figsize=(7.2, 6.6), sharex=True, layout="constrained")
for ax, family in zip(axes, ["ETR-1", "ETR-2"]):
    own = {name: runs["times"] for name, runs in easy.items() if name == "none" or family in name}
    plot_times_to_goal(own, LIMIT, ax=ax, reference="none", title=f"{family}: digits, top 0.5 %, 50 searches each")
axes[0].set_xlabel("")
plt.show()

# %% [markdown]
# Now as numbers. And since all ratios share the same fifty searches *without* a rule, they are wrong
# together if those were unlucky; so here are fifty other searches for three of the rules.
#
# *Expected time: 8 seconds.*

# %% tags=["training"]
def table_of(results):
    rows = {name: compare_times(runs["times"], results["none"]["times"], LIMIT, 4000, random_state=0)
            for name, runs in results.items() if name != "none"}
    return pd.DataFrame(rows).T


three_rules = ["none", "ETR-1, τ = 1", "ETR-1, τ = 2", "ETR-2, p = 0.9"]
with progress_bar(50 * len(three_rules), "searches") as advance:
    again = {name: search(MySMAC, RULES[name], GOALS["top 0.5 %"], LIMIT, range(50, 100), advance)
             for name in three_rules}

# %%
pd.concat({"searches 0 to 49": table_of(easy), "searches 50 to 99": table_of(again)}, axis=1).style.format(
    "{:.2f}", na_rep="–").set_caption("top 0.5 %: mean time up to the limit, over that without a rule")

# %% [markdown]
# A harder goal, two of 2,000 settings, for some of the rules.
#
# *Expected time: 15 seconds.*

# %% tags=["training"]
some_rules = ["none", "ETR-1, τ = 1", "ETR-1, τ = 9", "ETR-2, p = 0.5", "ETR-2, p = 0.9"]
with progress_bar(50 * len(some_rules), "searches") as advance:
    hard = {name: search(MySMAC, RULES[name], GOALS["top 0.1 %"], LIMIT, range(50), advance)
            for name in some_rules}

# %% tags=["picture"]
plot_times_to_goal({name: runs["times"] for name, runs in hard.items()}, LIMIT, reference="none",
                   title="Digits, top 0.1 %: 50 searches each, given up after 20 s")
plt.show()

# %%
table_of(hard).style.format("{:.2f}").set_caption("top 0.1 %: mean time up to the limit, over that without a rule")

# %% [markdown]
# ## Part 4: when does it help?
#
# ### Question 8 · What SMAC proposes (4 points)
#
# A third of the table is untrainable: work for ETR-1. But a rule can only stop what is proposed.

# %% solution="q8" answer="untrainable_shares"

# %%
shares = untrainable_shares(easy["none"]["rows"], final, 10)
print({name: f"{share:.1%}" for name, share in shares.items()}, f"; of the whole table {np.mean(final < 0.15):.1%}")

# %% check="q8"

# %% [markdown]
# ### Question 9 · Expected seconds (5 points)
#
# For random search all of this can be known exactly, without a single replay. Each trial is a throw:
# it costs some seconds, and hits with some chance. How long until the first hit? A rule makes throws
# cheaper, and if it stops winners, hits rarer.

# %% solution="q9" answer="expected_seconds"

# %%
seconds_per_epoch = whole.modelled_seconds_per_epoch.astype(float)
all_curves = np.nan_to_num(whole.validation_accuracy.astype(float))
all_final = all_curves[:, -1]
goal = GOALS["top 0.5 %"]
for name, epochs in [("none", np.full(20_000, 20)), ("ETR-1, τ = 1", np.where(all_curves[:, 0] < 0.15, 1, 20))]:
    print(f"{name:<13} {expected_seconds(epochs, all_final, seconds_per_epoch, goal, 20):.1f} s until {goal:.4f} is reached")

# %% check="q9"

# %% [markdown]
# ### Question 10 · The price of τ (5 points)
#
# Decide early, and you save more epochs, but winners that start late are stopped. The best τ balances
# the two, and may depend on who counts as a winner. Where will it be for the top 0.5 %, where for the
# better half?

# %% solution="q10" answer="tau_tradeoff"

# %% tags=["picture"]
fig, ax = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
taus = list(range(1, 20))
best_first = np.sort(all_final)[::-1]
for top, colour, style in [(0.005, BLUE, "o-"), (0.3, ORANGE, "s--"), (0.5, GREEN, "^-.")]:
    goal_here = best_first[int(top * 20_000) - 1]
    ax.plot(taus, tau_tradeoff(all_curves, seconds_per_epoch, goal_here, taus), style, color=colour,
            markersize=4, label=f"goal: top {100 * top:g} % ({goal_here:.3f})")
ax.axhline(1, color=GREY, linewidth=0.8, linestyle="--")
ax.annotate("no rule", (19, 1), xytext=(0, 3), textcoords="offset points", ha="right", fontsize="small", color=GREY)
ax.set(xlabel="τ (epochs)", ylabel="expected time / that of no rule", ylim=(0, 1.1), xticks=[1, 5, 10, 15, 19],
       title="ETR-1 in random search, all 20,000 settings")
ax.legend(fontsize="small", loc="lower right")
plt.show()

# %% check="q10"

# %% [markdown]
# ### Question 11 · The price of p (5 points)
#
# ETR-2 has another lever, and a partner that you do not choose: whoever is the best so far. (With p
# above 1 a setting must be *ahead* of the best.)

# %% solution="q11" answer="p_tradeoff"

# %% tags=["picture"]
rng = np.random.default_rng(1)
ps = [0.3, 0.5, 0.7, 0.9, 1.0, 1.1, 1.2, 1.3]
fig, ax = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
ratios = []
for _ in range(12):
    ten = rng.choice(20_000, 10, replace=False)
    best_of_ten = all_curves[ten[np.argmax(all_final[ten])]]
    ratios.append(p_tradeoff(all_curves, seconds_per_epoch, goal, best_of_ten, ps))
ax.plot(ps, np.array(ratios).T, color=BLUE, alpha=0.5, linewidth=1)
ax.plot(ps, np.median(ratios, axis=0), "o-", color=ORANGE, label="median")
ax.axhline(1, color=GREY, linewidth=0.8, linestyle="--")
ax.set(xlabel="p", ylabel="expected time / that of no rule", yscale="log",
       title="ETR-2 in random search, top 0.5 %:\nthe best of ten random settings, twelve times")
ax.set_yticks([0.2, 0.5, 1, 2, 5], ["0.2", "0.5", "1", "2", "5"])
ax.minorticks_off()
ax.legend(fontsize="small")
plt.show()

# %% check="q11"

# %% [markdown]
# ### Question 12 · When thinking costs (4 points)
#
# The paper's CIFAR-10 took longer to train than its MNIST, and ETR-1 helped more there. A searcher's
# own thinking cannot be stopped early. So charge it: t seconds for each trial.

# %% solution="q12" answer="ratios_with_thinking"

# %% tags=["picture"]
think = np.geomspace(0.003, 10, 30).tolist()
fig, ax = plt.subplots(figsize=(6.5, 3.4), layout="constrained")
for name, colour, style in [("ETR-1, τ = 1", BLUE, "-"), ("ETR-1, τ = 9", GREEN, "-."), ("ETR-2, p = 0.7", ORANGE, "--")]:
    ax.plot(think, ratios_with_thinking(easy[name], easy["none"], think), style, color=colour, label=name)
ax.axhline(1, color=GREY, linewidth=0.8)
ax.axvline(table.modelled_seconds[:, -1].mean(), color=GREY, linewidth=0.8, linestyle=":")
ax.annotate("as long as a training", (table.modelled_seconds[:, -1].mean(), 0.03), xytext=(4, 0),
            xycoords=("data", "axes fraction"), textcoords="offset points", fontsize="small", color=GREY)
ax.set(xscale="log", xlabel="thinking (seconds a trial)", ylabel="mean total time / none's",
       title="Digits, top 0.5 %: the dearer the training, the more a rule saves")
ax.set_xticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
ax.legend(fontsize="small")
plt.show()

# %% check="q12"

# %% [markdown]
# **Parts 3 and 4, in your words (5 points).** When does ETR-1 help a search, and when not?

# %% [markdown] response="r2" points=5 answer="RESPONSE_2"

# %% [markdown]
# ## Part 5: your turn
#
# ### Question 13 · Your own rule (10 points)
#
# "Designing an adaptive early termination rule having no tuning parameters of its own is a possible
# direction for future work", says the paper's last sentence. Write one. It may look at the curve so
# far, at the best setting's whole curve, and at all curves trained to their end.
#
# How it is judged: settings are drawn from a table that you do not see (ends and noise are others in
# every run of the grader), at twelve moments of a random search. Your rule is asked epoch by epoch, so
# it cannot see the future. Ordinary settings show what a trial costs, *winners* (the best 2 %) what is
# left of the chance; by Question 9's formula, that is expected time.
#
# | points | for |
# |---|---|
# | 1 | an answer at any moment |
# | 2 + 4 | clearly faster than no rule: the whole 95 % interval lies below 0.9, on known and on hidden settings |
# | 3 | not much slower than the median rule: the whole interval of that ratio lies below 1.4 |
#
# A common slip: asking the *last* accuracy again after every epoch. Accuracies are noisy, and nineteen
# looks are nineteen chances to be unlucky. Decide once, or look at the best so far, which never falls.

# %% solution="q13" answer="my_rule"

# %%
def benefit_of(rule, stages):
    return measure_benefit(stages, epochs_under(partial(ask_each, rule), stages))


stages = draw_stages(whole, random_state=1)
print(benefit_of(my_rule, stages))

# %% check="q13"

# %% [markdown]
# ### The leaderboard
#
# Your rule against those of the paper and two of the field: Google Vizier's *median rule* (stop if the
# best accuracy so far is below the median of the others' averages so far), and the humblest of all
# (after one epoch, stop whoever is not the best so far). On the left in random search, as the grader
# measures it; on the right in your SMAC.
#
# *Expected time: 6 seconds.*

# %% tags=["training"]
def median_rule(curve, best_curve, finished_curves):
    averages = [fmean(one[: len(curve)]) for one in finished_curves]
    return bool(averages) and max(curve) < median(averages)


def best_after_one(curve, best_curve, finished_curves):
    return len(curve) == 1 and any(one[0] > curve[0] for one in finished_curves)


others = {"median rule": median_rule, "best after one epoch": best_after_one, "YOUR RULE": my_rule}
with progress_bar(150, "searches") as advance:
    board = easy | {name: search(MySMAC, rule, goal, LIMIT, range(50), advance) for name, rule in others.items()}

# %%
in_smac = table_of(board)
rows = {}
for name, rule in (RULES | others).items():
    if name == "none":
        rows[name] = {"random search": 1.0, "interval": "", "winners kept": 1.0, "SMAC": 1.0, "SMAC, interval": ""}
        continue
    one, other = benefit_of(rule, stages), in_smac.loc[name]
    rows[name] = {
        "random search": one.ratio, "interval": f"{one.low:.2f} to {one.high:.2f}", "winners kept": one.winners_kept,
        "SMAC": other["ratio"], "SMAC, interval": f"{other['low']:.2f} to {other['high']:.2f}",
    }
leaderboard = pd.DataFrame(rows).T.sort_values("SMAC")
leaderboard.style.format({"random search": "{:.2f}", "winners kept": "{:.0%}", "SMAC": "{:.2f}"}).apply(
    lambda row: ["font-weight: bold" if row.name == "YOUR RULE" else ""] * len(row), axis=1
).set_caption("time to the top 0.5 %, over that without a rule (left: to the top 2 %)")

# %% tags=["picture"]
plot_times_to_goal({name: board[name]["times"] for name in leaderboard.index}, LIMIT, reference="none",
                   title="The leaderboard: digits, top 0.5 %, 50 searches each")
plt.show()

# %% [markdown]
# Before you trust the first place: it was measured on *one* table, of small networks that show early
# how good they are, and you have looked at it many times. The grader draws other settings; another
# task might turn the order round.
#
# **Three claims (9 points).** Choose three claims of the paper. For each: quote it, give your numbers
# with an interval, and say *confirmed here*, *refuted here* or *cannot tell*. For instance:
#
# - "both ETR-1 and ETR-2 can improve or hurt performance"
# - "there is a trade-off between when to terminate (τ) and HPO performance"
# - "SMAC with EI rarely chooses hyperparameter configurations that meet the termination criteria of ETR-1"
# - ETR-2 helps for the hard goal (top 0.05 %) but not for the easy one (top 0.5 %)

# %% [markdown] response="r3" points=9 answer="RESPONSE_3"

# %% [markdown]
# ## Before you hand in
#
# Choose *Kernel → Restart and run all*. Every check should show what you saw before. Then save.
