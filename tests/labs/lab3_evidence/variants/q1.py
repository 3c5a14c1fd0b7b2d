# Variants of lab3_evidence, question q1: wilson_interval(successes, n, confidence=0.95).
# Public: 6 of 16 (1), the ends, with 80 % too (2). Hidden: other counts and confidences (3).

# %% right: scipy
def wilson_interval(successes, n, confidence=0.95):
    interval = binomtest(int(successes), int(n)).proportion_ci(confidence, method="wilson")
    return interval.low, interval.high

# %% right: the roots of the quadratic
def wilson_interval(successes, n, confidence=0.95):
    z2 = norm.ppf((1 + confidence) / 2) ** 2
    low, high = sorted(np.roots([n + z2, -2 * successes - z2, successes**2 / n]).real)
    return low, high

# %% right: counts instead of fractions, a list, clipped
def wilson_interval(successes, n, confidence=0.95):
    z = norm.isf((1 - confidence) / 2)
    failures = n - successes
    middle = successes + z * z / 2
    half = z * np.sqrt(successes * failures / n + z * z / 4)
    return [max(0.0, (middle - half) / (n + z * z)), min(1.0, (middle + half) / (n + z * z))]

# %% right: 1.96 where 95 % is asked for
def wilson_interval(successes, n, confidence=0.95):
    z = 1.96 if confidence == 0.95 else norm.ppf(0.5 + confidence / 2)
    p = successes / n
    a = p + z**2 / 2 / n
    b = z * (p * (1 - p) / n + z**2 / n**2 / 4) ** 0.5
    return (a - b) / (1 + z**2 / n), (a + b) / (1 + z**2 / n)

# %% wrong (1 of 6): always 95 %
def wilson_interval(successes, n, confidence=0.95):
    p, z = successes / n, 1.96
    shrink = 1 + z**2 / n
    half = z / shrink * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (p + z**2 / (2 * n)) / shrink - half, (p + z**2 / (2 * n)) / shrink + half

# %% wrong (0 of 6): Wald's interval
def wilson_interval(successes, n, confidence=0.95):
    p, z = successes / n, norm.ppf((1 + confidence) / 2)
    half = z * math.sqrt(p * (1 - p) / n)
    return p - half, p + half

# %% wrong (0 of 6): Wald's interval, clipped
def wilson_interval(successes, n, confidence=0.95):
    p, z = successes / n, norm.ppf((1 + confidence) / 2)
    half = z * math.sqrt(p * (1 - p) / n)
    return max(0, p - half), min(1, p + half)

# %% wrong (0 of 6): z of one end only
def wilson_interval(successes, n, confidence=0.95):
    p, z = successes / n, norm.ppf(confidence)
    shrink = 1 + z**2 / n
    centre = (p + z**2 / (2 * n)) / shrink
    half = z / shrink * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return centre - half, centre + half

# %% wrong (0 of 6): centre and half width
def wilson_interval(successes, n, confidence=0.95):
    p, z = successes / n, norm.ppf((1 + confidence) / 2)
    shrink = 1 + z**2 / n
    centre = (p + z**2 / (2 * n)) / shrink
    half = z / shrink * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return centre, half

# %% wrong (0 of 6): around p instead of the centre
def wilson_interval(successes, n, confidence=0.95):
    p, z = successes / n, norm.ppf((1 + confidence) / 2)
    half = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return p - half, p + half

# %% wrong (0 of 6): the centre is not divided
def wilson_interval(successes, n, confidence=0.95):
    p, z = successes / n, norm.ppf((1 + confidence) / 2)
    centre = p + z**2 / (2 * n)
    half = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return centre - half, centre + half

# %% wrong (0 of 6): 4 n instead of 4 n²
def wilson_interval(successes, n, confidence=0.95):
    p, z = successes / n, norm.ppf((1 + confidence) / 2)
    shrink = 1 + z**2 / n
    centre = (p + z**2 / (2 * n)) / shrink
    half = z / shrink * math.sqrt(p * (1 - p) / n + z**2 / (4 * n))
    return centre - half, centre + half

# %% wrong (0 of 6): high before low
def wilson_interval(successes, n, confidence=0.95):
    interval = binomtest(int(successes), int(n)).proportion_ci(confidence, method="wilson")
    return interval.high, interval.low

# %% wrong (0 of 6): in percent
def wilson_interval(successes, n, confidence=0.95):
    interval = binomtest(int(successes), int(n)).proportion_ci(confidence, method="wilson")
    return 100 * interval.low, 100 * interval.high

# %% wrong (0 of 6): Clopper and Pearson's interval
def wilson_interval(successes, n, confidence=0.95):
    interval = binomtest(int(successes), int(n)).proportion_ci(confidence)
    return interval.low, interval.high
