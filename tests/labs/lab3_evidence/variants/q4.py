# Variants of lab3_evidence, question q4: fisher_p_value(table).
# Public: the lady tasting tea (1), rows of different length (2). Hidden: other tables (3).

# %% right: scipy
def fisher_p_value(table):
    return fisher_exact(table).pvalue

# %% right: scipy's hypergeometric distribution
from scipy.stats import hypergeom

def fisher_p_value(table):
    (a, b), (c, d) = table
    chances = hypergeom(a + b + c + d, a + b, a + c).pmf(np.arange(a + c + 1))
    return min(1.0, chances[chances <= chances[a] * (1 + 1e-7)].sum())

# %% right: factorials
def fisher_p_value(table):
    (a, b), (c, d) = table
    f = math.factorial
    fixed = f(a + b) * f(c + d) * f(a + c) * f(b + d) / f(a + b + c + d)

    def chance(k):
        return fixed / (f(k) * f(a + b - k) * f(a + c - k) * f(d - a + k))

    ks = range(max(0, a - d), min(a + b, a + c) + 1)
    return sum(chance(k) for k in ks if chance(k) <= chance(a) * 1.000001)

# %% right: whole numbers until the end
def fisher_p_value(table):
    (a, b), (c, d) = table
    ways = lambda k: math.comb(a + b, k) * math.comb(c + d, a + c - k) if 0 <= k <= a + c else 0
    all_ways = [ways(k) for k in range(a + b + 1)]
    return sum(w for w in all_ways if 0 < w <= ways(a)) / sum(all_ways)

# %% wrong (0 of 6): only the observed table
def fisher_p_value(table):
    (a, b), (c, d) = table
    return math.comb(a + b, a) * math.comb(c + d, c) / math.comb(a + b + c + d, a + c)

# %% wrong (0 of 6): one side, few successes
def fisher_p_value(table):
    return fisher_exact(table, alternative="less").pvalue

# %% wrong (0 of 6): one side, many successes
def fisher_p_value(table):
    return fisher_exact(table, alternative="greater").pvalue

# %% wrong (1 of 6): the smaller side, doubled
def fisher_p_value(table):
    sides = [fisher_exact(table, alternative=side).pvalue for side in ("less", "greater")]
    return min(1.0, 2 * min(sides))

# %% wrong (0 of 6): without the observed table
def fisher_p_value(table):
    (a, b), (c, d) = table
    total = math.comb(a + b + c + d, a + c)
    ks = range(max(0, a - d), min(a + b, a + c) + 1)
    chances = [math.comb(a + b, k) * math.comb(c + d, a + c - k) / total for k in ks]
    observed = math.comb(a + b, a) * math.comb(c + d, c) / total
    return sum(chance for chance in chances if chance < observed * 0.999999)

# %% wrong (0 of 6): half of the observed table (mid-p)
def fisher_p_value(table):
    (a, b), (c, d) = table
    observed = math.comb(a + b, a) * math.comb(c + d, c) / math.comb(a + b + c + d, a + c)
    return fisher_exact(table).pvalue - observed / 2

# %% wrong (0 of 6): chi-squared
from scipy.stats import chi2_contingency

def fisher_p_value(table):
    return chi2_contingency(table).pvalue

# %% wrong (0 of 6): Barnard's test
from scipy.stats import barnard_exact

def fisher_p_value(table):
    return barnard_exact(table, n=8).pvalue

# %% wrong (0 of 6): one less the p-value
def fisher_p_value(table):
    return 1 - fisher_exact(table).pvalue

# %% wrong (0 of 6): rows of successes and runs instead of failures
def fisher_p_value(table):
    (a, b), (c, d) = table
    return fisher_exact([[a, a + b], [c, c + d]]).pvalue

# %% wrong (0 of 6): only tables with at least one success in each row
def fisher_p_value(table):
    (a, b), (c, d) = table
    total = math.comb(a + b + c + d, a + c)
    ks = range(max(1, a - d), min(a + b, a + c - 1) + 1)
    chances = [math.comb(a + b, k) * math.comb(c + d, a + c - k) / total for k in ks]
    observed = math.comb(a + b, a) * math.comb(c + d, c) / total
    return sum(chance for chance in chances if chance <= observed * 1.000001)

# %% wrong (3 of 6): an error where the first row can not hold every k
def fisher_p_value(table):
    (a, b), (c, d) = table
    total = math.comb(a + b + c + d, a + c)
    ways = [math.comb(a + b, k) * math.comb(c + d, a + c - k) / total for k in range(a + b + 1)]
    return sum(way for way in ways if way <= ways[a] * 1.000001)
