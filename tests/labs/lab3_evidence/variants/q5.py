# Variants of lab3_evidence, question q5: permutation_p_value(a, b, n_permutations, random_state).
# Public: two heaps (1), never zero and seeded (1). Hidden: other sizes, ties, both directions (3).

# %% right: all permutations as one array
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    dealt = rng.permuted(np.tile([*a, *b], (n_permutations, 1)), axis=1)
    differences = dealt[:, : len(a)].mean(axis=1) - dealt[:, len(a) :].mean(axis=1)
    observed = abs(np.mean(a) - np.mean(b))
    return (1 + np.sum(np.abs(differences) > observed - 1e-9)) / (1 + n_permutations)

# %% right: shuffled in place, the sum of one side only
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    heap = np.array(list(a) + list(b), dtype=float)
    expected = heap.mean() * len(a)
    observed = abs(sum(a) - expected)
    extreme = 1
    for _ in range(n_permutations):
        rng.shuffle(heap)
        if abs(heap[: len(a)].sum() - expected) >= observed - 1e-9:
            extreme += 1
    return extreme / (n_permutations + 1)

# %% right: the standard library
import random
from statistics import fmean

def permutation_p_value(a, b, n_permutations, random_state):
    rng = random.Random(random_state)
    heap = [*a, *b]
    extreme = 0
    for _ in range(n_permutations):
        rng.shuffle(heap)
        if abs(fmean(heap[: len(a)]) - fmean(heap[len(a) :])) >= abs(fmean(a) - fmean(b)) - 1e-9:
            extreme += 1
    return (extreme + 1) / (n_permutations + 1)

# %% wrong (0 of 5): one direction only
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    heap, observed, extreme = np.concatenate([a, b]), np.mean(a) - np.mean(b), 0
    for _ in range(n_permutations):
        dealt = rng.permutation(heap)
        extreme += dealt[: len(a)].mean() - dealt[len(a) :].mean() >= observed - 1e-9
    return float((extreme + 1) / (n_permutations + 1))

# %% wrong (1 of 5): with replacement
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    dealt = rng.choice([*a, *b], size=(n_permutations, len(a) + len(b)))
    differences = dealt[:, : len(a)].mean(axis=1) - dealt[:, len(a) :].mean(axis=1)
    observed = abs(np.mean(a) - np.mean(b))
    return float((1 + np.sum(np.abs(differences) >= observed - 1e-9)) / (1 + n_permutations))

# %% wrong (1 of 5): more extreme only
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    dealt = rng.permuted(np.tile([*a, *b], (n_permutations, 1)), axis=1)
    differences = dealt[:, : len(a)].mean(axis=1) - dealt[:, len(a) :].mean(axis=1)
    observed = abs(np.mean(a) - np.mean(b))
    return float((1 + np.sum(np.abs(differences) > observed + 1e-9)) / (1 + n_permutations))

# %% wrong (4 of 5): the observed deal does not count
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    dealt = rng.permuted(np.tile([*a, *b], (n_permutations, 1)), axis=1)
    differences = dealt[:, : len(a)].mean(axis=1) - dealt[:, len(a) :].mean(axis=1)
    return float(np.mean(np.abs(differences) >= abs(np.mean(a) - np.mean(b)) - 1e-9))

# %% wrong (0 of 5): one less the p-value
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    dealt = rng.permuted(np.tile([*a, *b], (n_permutations, 1)), axis=1)
    differences = dealt[:, : len(a)].mean(axis=1) - dealt[:, len(a) :].mean(axis=1)
    extreme = np.sum(np.abs(differences) >= abs(np.mean(a) - np.mean(b)) - 1e-9)
    return float(1 - (extreme + 1) / (1 + n_permutations))

# %% wrong (2 of 5): dealt in two halves
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    dealt = rng.permuted(np.tile([*a, *b], (n_permutations, 1)), axis=1)
    half = dealt.shape[1] // 2
    differences = dealt[:, :half].mean(axis=1) - dealt[:, half:].mean(axis=1)
    observed = abs(np.mean(a) - np.mean(b))
    return float((1 + np.sum(np.abs(differences) >= observed - 1e-9)) / (1 + n_permutations))

# %% wrong (2 of 5): sums instead of means
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    dealt = rng.permuted(np.tile([*a, *b], (n_permutations, 1)), axis=1)
    differences = dealt[:, : len(a)].sum(axis=1) - dealt[:, len(a) :].sum(axis=1)
    observed = abs(np.sum(a) - np.sum(b))
    return float((1 + np.sum(np.abs(differences) >= observed - 1e-9)) / (1 + n_permutations))

# %% wrong (0 of 5): the two sides are shuffled, not dealt anew
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    observed, extreme = abs(np.mean(a) - np.mean(b)), 0
    for _ in range(n_permutations):
        difference = rng.permutation(a).mean() - rng.permutation(b).mean()
        extreme += abs(difference) >= observed - 1e-9
    return float((extreme + 1) / (n_permutations + 1))

# %% wrong (4 of 5): always the same seed
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(0)
    dealt = rng.permuted(np.tile([*a, *b], (n_permutations, 1)), axis=1)
    differences = dealt[:, : len(a)].mean(axis=1) - dealt[:, len(a) :].mean(axis=1)
    observed = abs(np.mean(a) - np.mean(b))
    return float((1 + np.sum(np.abs(differences) >= observed - 1e-9)) / (1 + n_permutations))

# %% wrong (0 of 5): a t-test
from scipy.stats import ttest_ind

def permutation_p_value(a, b, n_permutations, random_state):
    return float(ttest_ind(a, b).pvalue)

# %% wrong (0 of 5): how many, not which fraction
def permutation_p_value(a, b, n_permutations, random_state):
    rng = np.random.default_rng(random_state)
    dealt = rng.permuted(np.tile([*a, *b], (n_permutations, 1)), axis=1)
    differences = dealt[:, : len(a)].mean(axis=1) - dealt[:, len(a) :].mean(axis=1)
    return float(1 + np.sum(np.abs(differences) >= abs(np.mean(a) - np.mean(b)) - 1e-9))
