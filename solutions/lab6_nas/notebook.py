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
# # Lab 6 · Evolve a network that fits
#
# A microcontroller for two dollars has perhaps 256 kB of memory that can be written to, and we will be
# content with 1 or 2 kB of it. Whoever builds a network for such a device has to choose how many
# layers, which ones, how wide; and most choices either don't fit or don't learn. Daniel
# Duclos-Cavalcanti's survey, *Neural Architecture Search and tinyML*, describes how evolution can
# choose. In this lab you build its parts, one by one, and measure each: does it beat chance, and by
# how much?
#
# | part | what you will be able to say |
# |---|---|
# | 1 | what a network costs a device, before anybody trains it |
# | 2 | what evolution is made of, and whether it beats chance |
# | 3 | what cheap estimates are worth, and what weight sharing gets wrong |
# | 4 | how TinyNAS searches in two stages |
# | 5 | how good your own search is, on devices that it has never seen |
#
# **How it works.** Wherever you see `raise NotImplementedError`, replace that line by your code and
# run the cell. `check("q…")` tells you at once what is right and what to try next; check as often
# as you like, and `progress()` shows all questions at a glance. 14 questions are checked by machine
# (79 points); three more ask for your words, which a person reads (21 points). More checks, on
# other data, run when your work is graded.
#
# The whole notebook runs in about a minute. If a function resists, go on, and come back tomorrow:
# its check costs only its own points.

# %%
import math
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from matplotlib import pyplot as plt
from scipy.stats import rankdata
from sklearn.linear_model import LinearRegression

from course.checks import for_lab
from course.nas.chance import repeat
from course.nas.chain_supernet import ChainSupernet
from course.nas.codegen import generate
from course.nas.compiler import CompilerError, compile_network
from course.nas.contest import ask_each, draw_contests, gain, run_contests
from course.nas.cost import cost
from course.nas.letters import ALPHABET, LETTERS, read, spell
from course.nas.quantize import quantize
from course.nas.spaces import Bottlenecks
from course.nas.supernet import OneShot, train_paths
from course.data import load_architectures
from course.nas.training import Recipe, accuracy, noisy_digits, train
from course.plots.architectures import plot_architecture
from course.progress import progress_bar

check = for_lab("lab6_nas")
progress = check.progress
torch.set_num_threads(1)  # networks this small gain nothing from a second one

BLUE, ORANGE, GREEN, GREY = "#2166ac", "#d95f02", "#1b7837", "#737373"

# %% [markdown]
# Our search space is small enough to have trained *all* of it: chains of one to four layers, each of
# which is one of six. So every search below is replayed from a table in no time, and we know what
# there was to be found.
#
# We write a network as a word, one letter a layer. The survey calls that its *genotype*, each letter
# a *gene*, and words of unlike length a *variable-length encoding*.
#
# | letter | layer |
# |---|---|
# | `a`, `b`, `c` | a convolution of 3 × 3 pixels with 4, 8 or 16 channels |
# | `p` | a convolution of a single pixel, which mixes channels: 16 channels |
# | `d` | a depthwise convolution of 3 × 3: each channel looks around for itself |
# | `x` | the largest of 2 × 2 pixels: halves the image |
#
# Behind the last layer come the mean over the image and a linear layer, whatever the genotype.

# %%
table = load_architectures()
words = [spell(genotype) for genotype in table.genotypes]
row = {word: i for i, word in enumerate(words)}
curves = table.validation[:, 0].astype(float)  # seed 0: what a search may see, epoch by epoch
validation = curves[:, -1]
print(table)
print("bxcx is", *read("bxcx"), sep="\n  ")

# %% [markdown]
# ## Part 1: what fits
#
# ### Question 1 · Peak memory (6 points)
#
# What a layer reads and what it writes must be in memory at the same time, one byte a number. What
# nobody will read again may be overwritten. So memory goes up and down while the network runs, and a
# device needs enough for the highest point.
#
# In a chain that is easy. A *skip connection*, though, reads a tensor again much later, and until then
# it is in the way.
#
# A common slip: only what a layer itself reads and writes.

# %% solution="q1" answer="peak_memory"

# %%
def tensors(word):
    """Sizes of the tensors of a network, and what each layer reads."""
    architecture = table.space.decode(read(word))
    return [math.prod(s) for s in architecture.shapes], [list(one.inputs) for one in architecture.layers]


for word in ["a", "bxcx", "bd", "ccpd"]:
    print(f"{word:<5} tensors {tensors(word)[0]}: peak {peak_memory(*tensors(word)):,} bytes,",
          f"with depthwise layers in place {table.sram_bytes[row[word]]:,}")

# %% [markdown]
# (The last number is TinyEngine's trick, one of the things that the survey praises: a depthwise layer
# needs no second copy of its image, since no channel looks at another. The table counts so.)

# %% check="q1"

# %% [markdown]
# ### Question 2 · Flash and work (5 points)
#
# Weights don't change, so they lie in *flash*, of which a device has more. And each weight is used for
# every pixel that its layer writes: that is the work.

# %% solution="q2" answer="flash_and_macs"

# %%
for word in ["a", "bxcx", "bd", "ccpd"]:
    architecture = table.space.decode(read(word))
    shapes = architecture.shapes
    layers = [
        {"operation": one.operation, "inputs": shapes[one.inputs[0]][0], "outputs": one.channels,
         "kernel": one.kernel, "height": shapes[i][1], "width": shapes[i][2]}
        for i, one in enumerate(architecture.layers, start=1)
    ]
    print(f"{word:<5}", flash_and_macs(layers), "  table:", table.flash_bytes[row[word]], table.macs[row[word]])

# %% check="q2"

# %% [markdown]
# ### Question 3 · The Pareto front (4 points)
#
# Is a network with 80 % and 1,000 bytes better than one with 75 % and 300? That depends on the device.
# But nobody wants one with 75 % and 1,000 bytes. Those that nobody can beat in both at once are the
# *Pareto front*.

# %% solution="q3" answer="pareto_front"

# %% tags=["picture"]
tested = table.test[:, 0].astype(float)
front = pareto_front(tested, table.sram_bytes)
fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
lengths = np.array([len(word) for word in words])
for n, colour in zip([1, 2, 3, 4], [GREY, GREEN, BLUE, ORANGE]):
    ax.scatter(table.sram_bytes[lengths == n], tested[lengths == n], s=7, color=colour, alpha=0.5,
               linewidths=0, label=f"{n} layer{'s' * (n > 1)}")
ax.step(table.sram_bytes[front], tested[front], "k-", where="post", linewidth=1.2, label="Pareto front")
for i in front:
    ax.annotate(words[i], (table.sram_bytes[i], tested[i]), xytext=(-3, 4), textcoords="offset points",
                ha="right", fontsize="x-small")
ax.set_xscale("log", base=2)
ax.set_xticks([64, 128, 256, 512, 1024, 2048], ["64", "128", "256", "512", "1,024", "2,048"])
ax.set(xlabel="peak SRAM (bytes)", ylabel="test accuracy, seed 0", xlim=(58, 2300),
       title=f"All {len(words):,} networks, and those that nobody beats in both")
ax.legend(fontsize="small", loc="upper left", markerscale=2)
plt.show()

# %% check="q3"

# %% [markdown]
# From here on, our device has these limits. What fits is what evolution may choose among. A search sees
# how a network *validated* when it was trained from seed 0. What it is *worth* is another matter: its
# test accuracy, trained from scratch from two other seeds.

# %%
SRAM, FLASH = 350, 800
fits = (table.sram_bytes <= SRAM) & (table.flash_bytes <= FLASH)
allowed = {word: float(validation[row[word]]) for word in words if fits[row[word]]}
worth = {word: float(table.test[row[word], 1:].mean()) for word in allowed}
print(f"{len(allowed)} of {len(words):,} fit ({fits.mean():.0%}); test accuracy {min(worth.values()):.3f} to",
      f"{max(worth.values()):.3f}, the best is {max(worth, key=worth.get)}")

# %% [markdown]
# ## Part 2: evolution
#
# ### Question 4 · Tournament (6 points)
#
# Who may have children? If always the fittest, all will soon be alike (the survey on *elitism*: "a
# loss of diversity"). If anybody, nothing improves. In a *tournament* a few are drawn, and the
# fittest of these is chosen; the size says how hard it is to win.
#
# A common slip: `np.argmax` over those drawn gives a place among *these*.

# %% solution="q4" answer="tournament"

# %% tags=["picture"]
fitness = np.linspace(0.9, 0.1, 12).tolist()
fig, ax = plt.subplots(figsize=(6.5, 3.2), layout="constrained")
for size, colour, style in [(1, GREY, ":"), (2, GREEN, "-."), (4, BLUE, "-"), (8, ORANGE, "--")]:
    winners = repeat(tournament, 3000, 0, fitness, size)
    ax.plot(range(1, 13), np.bincount(winners, minlength=12) / 3000, style, color=colour, label=f"size {size}")
ax.set(xlabel="rank in the population (1: the fittest)", ylabel="chance to become a parent",
       title="The larger the tournament, the fewer have children", xticks=range(1, 13))
ax.legend()
plt.show()

# %% check="q4"

# %% [markdown]
# ### Question 5 · Who leaves (4 points)
#
# The population keeps its size, so somebody must go. The worst? Then a network that was once lucky in
# training stays forever, and its luck is inherited. *Aging evolution* (Real et al. 2019) lets the
# oldest go, however fit: to stay, a genotype has to be found good again.

# %% solution="q5" answer="survivors"

# %%
print("oldest:", survivors([0.9, 0.2, 0.5, 0.7], [1, 2, 3, 4], 2, "oldest"))
print("worst: ", survivors([0.9, 0.2, 0.5, 0.7], [1, 2, 3, 4], 2, "worst"))

# %% check="q5"

# %% [markdown]
# ### Question 6 · Mutation (7 points)
#
# A child is its parent with one gene changed. Since words may have any length, a gene may also be
# inserted or lost: so depth itself is searched, and nobody has to know it beforehand.
#
# A common slip: a "changed" gene that happens to keep its letter. That is no mutant, but a twin, and
# costs an evaluation all the same.

# %% solution="q6" answer="mutate"

# %%
print("mutants of bxcx, at most 4 letters:", *repeat(mutate, 12, 0, "bxcx", ALPHABET, 4))
print("mutants of a:                      ", *repeat(mutate, 12, 0, "a", ALPHABET, 4))

# %% check="q6"

# %% [markdown]
# ### Question 7 · Crossover (6 points)
#
# Two parents, one child: the mother's beginning, the father's end. With words of one length both are
# cut at the same place. With a variable length "operators may not be directly compatible", says the
# survey, "requiring a redesign". Here is one: each is cut at a place of its own.

# %% solution="q7" answer="crossover"

# %%
print("bxcx × apd:", *repeat(crossover, 12, 0, "bxcx", "apd", 4))

# %% check="q7"

# %% [markdown]
# ### Question 8 · Aging evolution (7 points)
#
# Now the loop: tournament, mutation, the oldest leaves. What does not fit the device is never trained.

# %% solution="q8" answer="evolve"

# %% [markdown]
# One search, from ten random networks, 150 evaluations:

# %% tags=["picture"]
def first_ones(n, rng):
    """n random genotypes that fit: where a search begins."""
    return rng.choice(sorted(allowed), n, replace=False).tolist()


rng = np.random.default_rng(1)
history = evolve(allowed, first_ones(10, rng), ALPHABET, 4, 150, 5, rng)
reached = np.array([allowed[word] for word in history])
fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
ax.scatter(range(1, 151), reached, s=9, color=BLUE, alpha=0.6, linewidths=0, label="evaluated")
ax.plot(range(10, 151), [reached[i - 10 : i].mean() for i in range(10, 151)], color=GREY, label="mean of the population")
ax.plot(range(1, 151), np.maximum.accumulate(reached), color=ORANGE, label="best so far")
ax.axhline(max(allowed.values()), color="black", linestyle=":", linewidth=1)
ax.annotate("best of all that fit", (150, max(allowed.values())), xytext=(0, 3), textcoords="offset points",
            ha="right", fontsize="small")
ax.axvline(10.5, color=GREY, linewidth=0.8, linestyle="--")
ax.set(xlabel="evaluations", ylabel="validation accuracy", title="A population over time: tournaments of 5, the oldest leaves", ylim=(0, 0.9))
ax.legend(fontsize="small", loc="lower right", ncols=3)
plt.show()

# %% check="q8"

# %% [markdown]
# ### Better than chance?
#
# 200 searches, each of 60 *different* networks (who is met again has been trained, and costs nothing),
# against 200 times 60 random ones. The winner of a search is the one that validated best.
#
# *Expected time: 3 seconds.*

# %% tags=["training"]
def aging(rng, n):
    return evolve(allowed, first_ones(10, rng), ALPHABET, 4, 4 * n, 5, rng)


def chance(rng, n):
    return first_ones(n, rng)


def different(history):
    """The first BUDGET different networks of a search, and how many evaluations they took."""
    found = list(dict.fromkeys(history))[:BUDGET]
    return found, history.index(found[-1]) + 1


BUDGET = 60
runs = {"aging evolution": [], "random search": []}
with progress_bar(400, "searches") as advance:
    for seed in range(200):
        for name, search in [("aging evolution", aging), ("random search", chance)]:
            runs[name].append(different(search(np.random.default_rng(seed), BUDGET)))
            advance()

# %%
def summary_of(searches):
    """What the winners validated at, what they are worth, and a 95 % interval of the latter."""
    winners = [max(found, key=allowed.get) for found, _ in searches]
    values = np.array([worth[one] for one in winners])
    error = 1.96 * values.std(ddof=1) / len(values) ** 0.5
    return {"validated": np.mean([allowed[one] for one in winners]), "worth": values.mean(),
            "low": values.mean() - error, "high": values.mean() + error,
            "evaluations": np.mean([n for _, n in searches])}


pd.DataFrame({name: summary_of(searches) for name, searches in runs.items()}).T.style.format(
    "{:.4f}").format("{:.1f}", subset=["evaluations"])

# %% tags=["picture"]
fig, ax = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
for (name, searches), colour, style in zip(runs.items(), [BLUE, ORANGE], ["-", "--"]):
    reached = [[allowed[one] for one in found] + [0.0] * (BUDGET - len(found)) for found, _ in searches]
    best = np.maximum.accumulate(reached, axis=1)
    low, high = np.quantile(best, [0.1, 0.9], axis=0)
    ax.fill_between(range(1, BUDGET + 1), low, high, color=colour, alpha=0.15, linewidth=0)
    ax.plot(range(1, BUDGET + 1), best.mean(axis=0), style, color=colour, label=name)
ax.axvline(10, color=GREY, linewidth=0.8, linestyle=":")
ax.annotate("children begin", (10, 0.03), xytext=(4, 0), xycoords=("data", "axes fraction"),
            textcoords="offset points", fontsize="small", color=GREY)
ax.set(xlabel="different networks", ylabel="best validation accuracy so far",
       title="Means of 200 searches, and where eight of ten lie")
ax.legend(loc="lower right")
plt.show()

# %% [markdown]
# **Parts 1 and 2, in your words (5 points).** What does evolution gain here?

# %% [markdown] response="r1" points=5 answer="RESPONSE_1"

# %% [markdown]
# ## Part 3: cheap estimates
#
# A search needs hundreds of accuracies, and training takes its time: "GPU days in the order of
# thousands", says the survey of early ones. So one estimates. Estimates may all be too low; what
# matters is that they keep the *order*.
#
# ### Question 9 · Extrapolation (4 points)
#
# Train for one or two epochs and guess the end. If some networks have been trained whole, their curves
# say how. Here forty of those that fit have been.

# %% solution="q9" answer="extrapolate"

# %%
shuffled = np.random.default_rng(0).permutation(np.flatnonzero(fits))
known, others = shuffled[:40], shuffled[40:]
for k in (1, 2):
    predicted = extrapolate(curves[known], curves[others, :k])
    print(f"after {k} of {table.n_epochs} epochs: off by {np.abs(predicted - validation[others]).mean():.3f} on average;",
          f"the accuracy so far is off by {np.abs(curves[others, k - 1] - validation[others]).mean():.3f}")

# %% check="q9"

# %% [markdown]
# ### Question 10 · Rank correlation (5 points)
#
# Does an estimate keep the order? Replace all numbers by their ranks, and correlate those.

# %% solution="q10" answer="rank_correlation"

# %%
reached, worths = np.array(list(allowed.values())), np.array(list(worth.values()))
print(f"networks that fit: validated against worth {rank_correlation(reached, worths):.3f},",
      f"one seed's test accuracy against another's {rank_correlation(*table.test[fits, 1:].T):.3f}")

# %% check="q10"

# %% [markdown]
# ### Question 11 · What an estimate is worth (4 points)
#
# A correlation of 0.8 sounds good. But the order among the hopeless does not matter; what matters is
# whom it puts on top. So ask more plainly: with enough money to train ten networks to the end, what
# does an estimate find, and what would ten random ones have found?

# %% solution="q11" answer="best_of_top"

# %% [markdown]
# ### Weight sharing
#
# The cheapest estimate of all trains one network only: a *supernet*, in which the second letter `c` is
# the same layer with the same weights, whatever stands before it. Each step draws a random word and
# trains its path through the supernet. After that, every word can be evaluated without training
# anything. The survey calls that *one-shot*, and warns: "significant bias is introduced".
#
# *Expected time: 10 seconds.*

# %% tags=["training"]
meta = table.metadata
images = noisy_digits(meta["noise"], draws=tuple(meta["draws"]))
supernet, seconds = train_paths(lambda: ChainSupernet(table.space), table.space, images, n_steps=1500)
print(f"the supernet took {seconds:.1f} s; one training from scratch {np.nanmean(table.seconds):.2f} s")
one_shot = OneShot(supernet, images)
fitting = list(allowed)
shared = np.array([one_shot(read(word)).accuracy for word in fitting])

# %% tags=["picture"]
truth = np.array([worth[word] for word in fitting])
fig, ax = plt.subplots(figsize=(5.6, 4.6), layout="constrained")
n_layers = np.array([len(word) for word in fitting])
for n, colour in zip([1, 2, 3, 4], [GREY, GREEN, BLUE, ORANGE]):
    ax.scatter(truth[n_layers == n], shared[n_layers == n], s=14, color=colour, alpha=0.7, linewidths=0,
               label=f"{n} layer{'s' * (n > 1)}")
ends = [0.1, max(truth.max(), shared.max())]
ax.plot(ends, ends, "k:", linewidth=1, label="no bias")
ax.set(xlabel="test accuracy, trained from scratch", ylabel="accuracy with shared weights",
       title=f"One-shot against the truth: rank correlation {rank_correlation(shared, truth):.2f}")
ax.legend(fontsize="small", loc="upper left")
plt.show()

# %% [markdown]
# All estimates side by side, for the networks that fit. Each is compared with the test accuracy from
# the *other* seeds. "Trains" says how many epochs it costs for each network.

# %%
rows = [row[word] for word in fitting]
own = curves[rows]
estimates = {
    f"full training ({table.n_epochs} epochs)": (own[:, -1], table.n_epochs),
    "one epoch": (own[:, 0], 1),
    "two epochs": (own[:, 1], 2),
    "extrapolated from two": (extrapolate(curves[known], own[:, :2]), 2),
    "one-shot": (shared, 0),
    "MACs": (table.macs[rows], 0),
    "flash": (table.flash_bytes[rows], 0),
    "number of layers": (n_layers, 0),
}
board = pd.DataFrame(
    {
        name: {"trains": epochs, "rank correlation": rank_correlation(values, truth),
               "best of its top 10": best_of_top(values, truth, 10)["found"],
               "too low by": np.mean(truth - values) if np.max(values) <= 1 else np.nan}
        for name, (values, epochs) in estimates.items()
    }
).T
print(f"best of 10 random ones: {best_of_top(shared, truth, 10)['by_chance']:.3f}, best of all {truth.max():.3f}")
board.style.format({"trains": "{:.0f}", "rank correlation": "{:.2f}", "best of its top 10": "{:.3f}",
                    "too low by": "{:.3f}"}, na_rep="–")

# %% check="q11"

# %% [markdown]
# Where does the bias come from? Here is the mean error of one-shot by what a word begins with, and by
# its length; and the rank correlation *within* words of one length.

# %%
error = pd.DataFrame({"word": fitting, "error": shared - truth, "shared": shared, "truth": truth})
error["length"] = error["word"].str.len()
display(error.groupby("length").apply(
    lambda part: pd.Series({"networks": len(part), "mean error": part["error"].mean(),
                            "rank correlation": rank_correlation(part["shared"].to_numpy(), part["truth"].to_numpy())}),
    include_groups=False).style.format({"networks": "{:.0f}", "mean error": "{:.3f}", "rank correlation": "{:.2f}"}))
error.groupby(error["word"].str[0].rename("first letter"))["error"].agg(["size", "mean"]).style.format({"mean": "{:.3f}"})

# %% [markdown]
# **The bias of weight sharing (7 points).** "The underestimation of architectures by this approach is
# harsh", says the survey. Is it, here? And does it matter?

# %% [markdown] response="r2" points=7 answer="RESPONSE_2"

# %% [markdown]
# ## Part 4: two stages
#
# ### Question 12 · Stage 1: choose the space (5 points)
#
# MCUNet's TinyNAS asks another question first: *where* shall we search? Images of 4 × 4 or of 8 × 8
# pixels, wide or narrow networks? It draws random networks of each space, looks at those that fit, and
# takes the space where these do the most work, "since more computation mostly means more accuracy".
# Nothing is trained for that.
#
# The spaces here are of MobileNet's kind (`course.nas.spaces.Bottlenecks`), each with its own width and
# resolution.
#
# A common slip: the mean over all networks, also over those that don't fit.

# %% solution="q12" answer="choose_space"

# %% [markdown]
# *Expected time: 1 second.*

# %% tags=["training"]
def random_costs(space, n, rng):
    """SRAM, flash and MACs of n random networks of a space."""
    costs = [cost(space.decode(space.random(rng))) for _ in range(n)]
    return {"sram": np.array([one.sram_bytes for one in costs]), "flash": np.array([one.flash_bytes for one in costs]),
            "macs": np.array([one.macs for one in costs])}


rng = np.random.default_rng(0)
spaces = {
    f"width {width:g}, {side} × {side}": random_costs(Bottlenecks(image=(1, side, side), width=width), 60, rng)
    for width in (0.25, 0.5, 0.75, 1.0)
    for side in (4, 6, 8)
}
ranked_spaces = choose_space(spaces, 1000, 2900, 0.05)
pd.DataFrame(ranked_spaces).style.format({"fraction": "{:.0%}", "mean_macs": "{:,.0f}"})

# %% tags=["picture"]
fig, ax = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
some = [one["name"] for one in ranked_spaces if one["fraction"] >= 0.05][:4]
for name, colour, style in zip(some, [BLUE, ORANGE, GREEN, GREY], ["-", "--", "-.", ":"]):
    costs = spaces[name]
    macs = np.sort(costs["macs"][(costs["sram"] <= 1000) & (costs["flash"] <= 2900)])
    ax.step(macs, np.arange(1, len(macs) + 1) / len(macs), style, color=colour, where="post",
            label=f"{name}: {len(macs) / 60:.0%} fit")
ax.xaxis.set_major_formatter("{x:,.0f}")
ax.set(xlabel="MACs of the networks that fit", ylabel="fraction of these",
       title="Stage 1: the further to the right, the better the space")
ax.legend(fontsize="small")
plt.show()

# %% check="q12"

# %% [markdown]
# ### Question 13 · Stage 2: search it (6 points)
#
# Then evolution, of another kind: whole generations, the fittest of *all times* as parents (elitism),
# half of the children by crossover, half by mutation. MCUNet has 100 individuals, 20 parents and 30
# generations; our table needs less.

# %% solution="q13" answer="evolve_within"

# %% [markdown]
# We are back in the table. Once the fitness is honest (validation accuracy after full training), and
# once it is MCUNet's: shared weights. The second one trains nothing at all, and may look at many more
# networks for that.

# %% tags=["picture"]
blind = dict(zip(fitting, shared.tolist()))
panels = {"full training": allowed, "shared weights": blind}
fig, axes = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True, layout="constrained")
for ax, (name, fitness_of) in zip(axes, panels.items()):
    rng = np.random.default_rng(3)
    generations = evolve_within(fitness_of, rng.choice(sorted(fitness_of), 20, replace=False).tolist(), ALPHABET, 4, 5, 8, rng)
    for number, generation in enumerate(generations, start=1):
        ax.scatter(np.full(len(generation), number), [worth[one] for one in generation], s=14, color=BLUE,
                   alpha=0.5, linewidths=0, label="worth of each" if number == 1 else None)
    best = [max(sum(generations[:n], []), key=fitness_of.get) for n in range(1, 9)]
    ax.plot(range(1, 9), [worth[one] for one in best], "o-", color=ORANGE, markersize=4, label="worth of the fittest so far")
    ax.axhline(max(worth.values()), color="black", linestyle=":", linewidth=1)
    ax.set(xlabel="generation", title=f"fitness: {name}\nwinner: {best[-1]}, worth {worth[best[-1]]:.3f}")
axes[0].set_ylabel("test accuracy from scratch")
axes[0].legend(fontsize="small", loc="lower right")
plt.show()

# %% [markdown]
# One search each proves nothing. Fifty:
#
# *Expected time: 3 seconds.*

# %% tags=["training"]
def stage_2(fitness_of, rng):
    initial = rng.choice(sorted(fitness_of), 20, replace=False).tolist()
    generations = evolve_within(fitness_of, initial, ALPHABET, 4, 5, 8, rng)
    return max(sum(generations, []), key=fitness_of.get)


two_stages = {
    name: [worth[stage_2(fitness_of, np.random.default_rng(seed))] for seed in range(50)]
    for name, fitness_of in panels.items()
}

# %%
pd.DataFrame({name: {"mean worth": np.mean(v), "±": 1.96 * np.std(v, ddof=1) / len(v) ** 0.5} for name, v in two_stages.items()}
             ).T.style.format("{:.4f}")

# %% check="q13"

# %% [markdown]
# ## Part 5: your turn
#
# ### Question 14 · Your own search (10 points)
#
# Now spend a budget as you like. You buy epochs: name a genotype and how far to train it, and you see
# its validation accuracies. Train many a little, or few to the end? Evolve, or extrapolate? When the
# budget is spent, the winner is, of those trained to the *end*, the one that validated best. For
# nothing you get what the device tells: how long an image takes in each network that fits, measured, so
# give or take 15 %.
#
# How it is judged: 80 devices, each with limits and a seed of training of its own, and 40 epochs. In the
# grader letters stand for other layers each time, so that a list of good words is of no use. Your
# function is asked step by step, and sees what it has bought and nothing else. Winners are worth their test
# accuracy, trained from scratch from other seeds. *Gain* is what they are worth beyond the winners of
# random search, which trains eight networks to the end; that one is computed exactly.
#
# | points | for |
# |---|---|
# | 1 | a possible step at any moment |
# | 2 + 4 | clearly better than random search: the whole 95 % interval of the gain lies above 0.01, on known and on hidden devices |
# | 3 | at least two thirds of the gain of a plain recipe: one epoch each for half of the budget, then the best of these to the end |
#
# A common slip: an answer that is no step (a genotype that does not fit, or one that is trained so far
# already) ends the search there, and the rest of the budget is lost.

# %% solution="q14" answer="next_trial"

# %% [markdown]
# *Expected time: 1 second.*

# %% tags=["training"]
def gain_of(search, contests):
    return gain(contests, run_contests(partial(ask_each, search), contests))


contests = draw_contests(table, random_state=1, n=80)
print(gain_of(next_trial, contests))

# %% check="q14"

# %% [markdown]
# ### The leaderboard
#
# Your search against some others, in the same contests.
#
# *Expected time: 5 seconds.*

# %% tags=["training"]
def whole_ones(trained, allowed, n_epochs, epochs_left, rng):
    """Random search."""
    return str(rng.choice([one for one in allowed if one not in trained])), n_epochs


def aging_here(trained, allowed, n_epochs, epochs_left, rng):
    """Aging evolution: a population of five, tournaments of two."""
    history = list(trained)
    if len(history) < 5:
        return whole_ones(trained, allowed, n_epochs, epochs_left, rng)
    for _ in range(200):
        population = history[-5:]
        parent = population[tournament([trained[one][-1] for one in population], 2, rng)]
        child = mutate(parent, ALPHABET, 4, rng)
        if child in allowed and child not in trained:
            return child, n_epochs
    return whole_ones(trained, allowed, n_epochs, epochs_left, rng)


def first_epoch_decides(trained, allowed, n_epochs, epochs_left, rng):
    """Half of the budget for single epochs, then the best of these to the end."""
    begun = [one for one, curve in trained.items() if len(curve) < n_epochs]
    if sum(len(curve) for curve in trained.values()) < epochs_left or not begun:
        return str(rng.choice([one for one in allowed if one not in trained])), 1
    return max(begun, key=lambda one: trained[one][0]), n_epochs


competitors = {"random search": whole_ones, "aging evolution": aging_here,
               "one epoch, then the best": first_epoch_decides, "YOUR SEARCH": next_trial}
with progress_bar(len(competitors), "searches") as advance:
    results = {}
    for name, search in competitors.items():
        results[name] = gain_of(search, contests)
        advance()

# %% tags=["picture"]
order = sorted(results, key=lambda name: results[name].mean)
fig, ax = plt.subplots(figsize=(7, 3), layout="constrained")
for place, name in enumerate(order):
    one = results[name]
    colour = ORANGE if name == "YOUR SEARCH" else BLUE
    ax.plot([one.low, one.high], [place, place], color=colour, linewidth=2)
    ax.plot(one.mean, place, "o", color=colour)
    ax.annotate(f"{one.found:.3f}", (one.high, place), xytext=(6, 0), textcoords="offset points", va="center", fontsize="small")
ax.axvline(0, color=GREY, linewidth=0.8, linestyle="--")
ax.set_yticks(range(len(order)), order)
ax.margins(x=0.15, y=0.12)
ax.set(xlabel="gain over random search in test accuracy, 95 % interval\n(beside it: what the winners are worth)",
       title=f"The leaderboard: {len(contests)} devices, {contests[0].budget} epochs each")
plt.show()

# %% [markdown]
# ### Onto the device
#
# Your search once more, on the device of Part 2; then the winner is trained *now*, from scratch, made
# int8, written as one C file without an interpreter (TinyEngine's idea), compiled, and run on all test
# images.
#
# *Expected time: 3 seconds.*

# %% tags=["training"]
def winner_of(search, budget, seed):
    """Your search on our own device, seed 0."""
    trained, left = {}, budget
    times = {word: float(table.macs[row[word]]) for word in allowed}
    rng = np.random.default_rng(seed)
    while left > 0:
        step = search(dict(trained), times, table.n_epochs, left, rng)
        word, n = step if isinstance(step, tuple | list) and len(step) == 2 else ("", 0)
        before = len(trained.get(word, []))
        if word not in allowed or not before < n <= table.n_epochs:
            break
        n = min(n, before + left)
        trained[word], left = curves[row[word], :n].tolist(), left - (n - before)
    whole = [word for word, curve in trained.items() if len(curve) == table.n_epochs]
    return max(whole, key=lambda word: trained[word][-1])


winner = winner_of(next_trial, contests[0].budget, seed=0)
recipe = Recipe(meta["epochs"], meta["batch_size"], meta["learning_rate"])
trained_now = train(table.space.decode(read(winner)), images, recipe, seed=100)
network = quantize(trained_now.network, images.X_train[:500])
c_code = generate(network)
print(f"{winner}: trained in {trained_now.seconds:.1f} s")
print(f"test accuracy {accuracy(trained_now.network, images.X_test, images.y_test):.4f} in floats,",
      f"{np.mean(network.predict(images.X_test) == images.y_test):.4f} in int8")

# %% tags=["training"]
try:
    with tempfile.TemporaryDirectory() as folder:
        program = compile_network(c_code, network, Path(folder))
        ran = program.run(images.X_test, rounds=5)
    print(f"compiled: {program.sizes.code:,} bytes of code, {program.sizes.constants:,} of constants,",
          f"{program.sizes.memory:,} of memory (limits: {FLASH:,} of flash, {SRAM:,} of SRAM)")
    print(f"one image takes {1e6 * ran.seconds:.1f} µs here; its test accuracy is",
          f"{np.mean(ran.logits.argmax(axis=1) == images.y_test):.4f}, and its logits are those of the int8 network:",
          np.array_equal(ran.logits, network.run(images.X_test)))
except CompilerError as error:
    print("No program this time:", error)

# %% tags=["picture"]
plot_architecture(table.space.decode(read(winner)), limit_bytes=SRAM, suptitle=f"The winner: {winner}")
plt.show()

# %% [markdown]
# **Three claims (9 points).** Choose three claims of the survey. For each: quote it, give your numbers
# with an interval, and say *confirmed here*, *refuted here* or *cannot tell*. For instance:
#
# - lower fidelity techniques "introduce bias as performances will normally be underestimated"
# - aging evolution "ensures that the search does not focus on good models too early"
# - elitism "can cause a loss of diversity"
# - one-shot: "significant bias is introduced as the underestimation of architectures by this approach
#   is harsh"
# - "This approach can cut down computational costs": what do cheap estimates save here?

# %% [markdown] response="r3" points=9 answer="RESPONSE_3"

# %% [markdown]
# ## Before you hand in
#
# Choose *Kernel → Restart and run all*. Every check should show what you saw before. Then save.
