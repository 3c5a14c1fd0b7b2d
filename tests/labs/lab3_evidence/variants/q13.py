# Variants of lab3_evidence, question q13: false_alarm_rate(p, n_settings, p_values, level,
# n_repeats, random_state). Public: two and three settings (2). Hidden: others (2).

# %% right: loops
from itertools import combinations

def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    alarms = 0
    for _ in range(n_repeats):
        counts = rng.binomial(len(p_values) - 1, p, size=n_settings)
        alarms += any(p_values[i][j] <= level for i, j in combinations(counts, 2))
    return alarms / n_repeats

# %% right: the smallest p-value of a study
def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    counts = np.random.RandomState(random_state).binomial(len(p_values) - 1, p, (n_repeats, n_settings))
    table, smallest = np.array(p_values), np.ones(n_repeats)
    for a in range(n_settings):
        for b in range(a):
            smallest = np.minimum(smallest, table[counts[:, a], counts[:, b]])
    return (smallest <= level).mean()

# %% right: coins, one setting after the other
def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    n = len(p_values) - 1
    found = 0
    for study in range(n_repeats):
        seen, alarm = [], False
        for setting in range(n_settings):
            count = int((rng.random(n) < p).sum())
            alarm = alarm or any(p_values[count][other] <= level for other in seen)
            seen.append(count)
        found += alarm
    return found / n_repeats

# %% wrong (0 of 4): only the first pair
def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(len(p_values) - 1, p, size=(n_repeats, n_settings))
    return float(np.mean(np.array(p_values)[counts[:, 0], counts[:, 1]] <= level))

# %% wrong (0 of 4): only neighbours
def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(len(p_values) - 1, p, size=(n_repeats, n_settings))
    of_pairs = np.array(p_values)[counts[:, :-1], counts[:, 1:]]
    return float(np.mean((of_pairs <= level).any(axis=1)))

# %% wrong (0 of 4): which fraction of all pairs
from itertools import combinations

def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(len(p_values) - 1, p, size=(n_repeats, n_settings))
    table = np.array(p_values)
    pairs = combinations(range(n_settings), 2)
    return float(np.mean([table[counts[:, a], counts[:, b]] <= level for a, b in pairs]))

# %% wrong (0 of 4): alarms a study, more than one counted
from itertools import combinations

def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(len(p_values) - 1, p, size=(n_repeats, n_settings))
    table = np.array(p_values)
    pairs = combinations(range(n_settings), 2)
    return float(sum(np.mean(table[counts[:, a], counts[:, b]] <= level) for a, b in pairs))

# %% wrong (0 of 4): all pairs must look different
from itertools import combinations

def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(len(p_values) - 1, p, size=(n_repeats, n_settings))
    table = np.array(p_values)
    pairs = combinations(range(n_settings), 2)
    return float(np.mean(np.all([table[counts[:, a], counts[:, b]] <= level for a, b in pairs], axis=0)))

# %% wrong (0 of 4): below the level
def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(len(p_values) - 1, p, size=(n_repeats, n_settings))
    of_pairs = np.array(p_values)[counts[:, :, None], counts[:, None, :]]
    return float(np.mean((of_pairs < level).any(axis=(1, 2))))

# %% wrong (0 of 4): studies without an alarm
def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(len(p_values) - 1, p, size=(n_repeats, n_settings))
    of_pairs = np.array(p_values)[counts[:, :, None], counts[:, None, :]]
    return float(1 - np.mean((of_pairs <= level).any(axis=(1, 2))))

# %% wrong (0 of 4): how many studies
def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(len(p_values) - 1, p, size=(n_repeats, n_settings))
    of_pairs = np.array(p_values)[counts[:, :, None], counts[:, None, :]]
    return int(np.sum((of_pairs <= level).any(axis=(1, 2))))

# %% wrong (0 of 4): one run too many
def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(len(p_values), p, size=(n_repeats, n_settings))
    of_pairs = np.array(p_values)[counts[:, :, None], counts[:, None, :]]
    return float(np.mean((of_pairs <= level).any(axis=(1, 2))))

# %% wrong (0 of 4): all counts are equally likely
def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.integers(len(p_values), size=(n_repeats, n_settings))
    of_pairs = np.array(p_values)[counts[:, :, None], counts[:, None, :]]
    return float(np.mean((of_pairs <= level).any(axis=(1, 2))))

# %% wrong (0 of 4): the level, by the textbook
def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    return 1 - (1 - level) ** (n_settings * (n_settings - 1) / 2)

# %% wrong (2 of 4): three settings at most
from itertools import combinations

def false_alarm_rate(p, n_settings, p_values, level, n_repeats, random_state):
    rng = np.random.default_rng(random_state)
    counts = rng.binomial(3, p, size=(n_repeats, min(n_settings, 3)))
    table = np.array(p_values)
    pairs = combinations(range(counts.shape[1]), 2)
    return float(np.mean(np.any([table[counts[:, a], counts[:, b]] <= level for a, b in pairs], axis=0)))
