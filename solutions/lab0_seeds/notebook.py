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
# # Lab 0 · One seed is not enough
#
# Ten minutes to get to know your tools, with nothing more than a coin. You will write three short
# functions, see how a *check* helps you, and draw one picture. At its end you will know why every
# later lab trains each network from sixteen seeds, and not from one.
#
# **How it works.** Run each cell with *Shift + Enter*, from the top. Wherever you see
# `raise NotImplementedError`, replace that line by your code and run the cell.

# %%
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from course.checks import for_lab

check = for_lab("lab0_seeds")
progress = check.progress

# %% [markdown]
# ## A coin, ten times
#
# A computer's random numbers are not random at all. They follow from a *seed*: start from the same
# one, and you get the same "random" numbers, today and on any machine. Run this cell twice.

# %%
np.random.RandomState(0).randint(2, size=10)

# %% [markdown]
# Let 1 be heads. That makes eight heads in ten flips: is this coin fair?
#
# ### Question 1 · The fraction of heads (4 points)
#
# Write it as a function, so that you can try other seeds. The text below `def` says exactly what it
# must return.
#
# A common slip: returning how *many* heads there are. [`np.mean`](https://numpy.org/doc/stable/reference/generated/numpy.mean.html)
# of zeros and ones is the fraction of ones.

# %% solution="q1" answer="fraction_of_heads"

# %%
for seed in [0, 1, 13]:
    print(f"seed {seed}: {fraction_of_heads(10, seed)} of ten flips are heads")

# %% [markdown]
# Now run the check. It tells you what is right, what is not yet, and what to try next. You may
# change your function and check again as often as you like: that costs nothing. `progress()`, in a
# cell of your own, shows all questions at a glance.

# %% check="q1"

# %% [markdown]
# These were the *public* checks. When your work is graded, *hidden* checks call your function too,
# with other numbers that you cannot see. So a function that only knows the answer for ten flips
# will not do; one that works for any number will.
#
# ## Sixteen seeds
#
# ### Question 2 · Sixteen coins (4 points)
#
# Seed 0 says 0.8, seed 13 says 0.1. Which of them tells the truth about the coin? Neither: look at
# many. Call your `fraction_of_heads` for each of the sixteen seeds 0, 1, … 15
# ([`range(16)`](https://docs.python.org/3/library/stdtypes.html#range) counts them), and describe
# what you got by its mean and its spread.

# %% solution="q2" answer="sixteen_fractions"

# %%
fractions = sixteen_fractions(20)["fractions"]
for n_flips in [20, 200, 2000]:
    summary = sixteen_fractions(n_flips)
    print(f"{n_flips:>4} flips: mean {summary['mean']:.3f}, spread {summary['spread']:.3f}")

# %% check="q2"

# %% [markdown]
# One hundred times as many flips, and the spread is about ten times smaller: it shrinks with the
# square root. Networks are slow to train and cannot be flipped two thousand times. So the spread
# stays large, and you have to look at it.
#
# ### Question 3 · Look at all of them (4 points)
#
# You are about to see sixteen seeds in one picture. A line joins the dots so that you can see how it
# jumps: a seed knows nothing of its neighbours. Fixed limits from 0 to 1 make pictures of different
# coins comparable.
#
# [`plt.subplots()`](https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.subplots.html) gives
# you a figure and its axes; `ax.plot(x, y, "o-")` draws dots and a line.

# %% solution="q3" answer="draw_fractions"

# %% tags=["picture"]
fig = draw_fractions(fractions)
plt.show()

# %% check="q3"

# %% [markdown]
# **In your words (2 points).** One student flips the coin 20 times from seed 13, another from seed
# 15. What does each of them conclude? What do you conclude from all sixteen? Two or three sentences
# are enough; a person reads them.

# %% [markdown] response="r1" points=2 answer="RESPONSE_1"

# %% [markdown]
# That was Lab 0. Save the notebook (*Ctrl + S*) and hand it in. In Lab 1 the coin is a neural
# network, and whether it learns depends on its seed.
