# Variants of lab3_evidence, question q3: seeds_needed(p, width, confidence=0.95).
# Public: a fraction of 0.4 (2). Hidden: other fractions, widths and confidences (2).

# %% right: the quadratic in n, solved
def seeds_needed(p, width, confidence=0.95):
    # width² (n + z²)² = 4 z² (p (1 - p) n + z² / 4)
    z2 = norm.ppf((1 + confidence) / 2) ** 2
    a, b, c = width**2, 2 * z2 * width**2 - 4 * z2 * p * (1 - p), z2**2 * (width**2 - 1)
    return max(1, math.ceil((-b + math.sqrt(b * b - 4 * a * c)) / (2 * a)))

# %% right: doubling, then halving
def seeds_needed(p, width, confidence=0.95):
    z = norm.ppf((1 + confidence) / 2)

    def wide(n):
        return 2 * z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) > width

    low, high = 0, 1
    while wide(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wide(middle) else (low, middle)
    return high

# %% right: a whole array of n at once
def seeds_needed(p, width, confidence=0.95):
    z = norm.ppf((1 + confidence) / 2)
    n = np.arange(1, 100_000)
    widths = 2 * z * np.sqrt(p * (1 - p) * n + z**2 / 4) / (n + z**2)
    return int(n[widths <= width][0])

# %% right: itertools, ends instead of a width
from itertools import count

def seeds_needed(p, width, confidence=0.95):
    z = norm.ppf(1 - (1 - confidence) / 2)
    for n in count(1):
        centre = (p + z**2 / 2 / n) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / 4 / n**2)
        if (centre + half) - (centre - half) <= width:
            return n

# %% wrong (0 of 4): Wald's formula
def seeds_needed(p, width, confidence=0.95):
    z = norm.ppf((1 + confidence) / 2)
    return math.ceil(4 * z**2 * p * (1 - p) / width**2)

# %% wrong (0 of 4): the half width
def seeds_needed(p, width, confidence=0.95):
    z, n = norm.ppf((1 + confidence) / 2), 1
    while z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) > width:
        n += 1
    return n

# %% wrong (2 of 4): always 95 %
def seeds_needed(p, width, confidence=0.95):
    z, n = norm.ppf(0.975), 1
    while 2 * z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) > width:
        n += 1
    return n

# %% wrong (0 of 4): the last that is not enough
def seeds_needed(p, width, confidence=0.95):
    z, n = norm.ppf((1 + confidence) / 2), 1
    while 2 * z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) > width:
        n += 1
    return n - 1

# %% wrong (0 of 4): one more than needed
def seeds_needed(p, width, confidence=0.95):
    z, n = norm.ppf((1 + confidence) / 2), 1
    while 2 * z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) > width:
        n += 1
    return n + 1

# %% wrong (0 of 4): not whole
def seeds_needed(p, width, confidence=0.95):
    z2 = norm.ppf((1 + confidence) / 2) ** 2
    a, b, c = width**2, 2 * z2 * width**2 - 4 * z2 * p * (1 - p), z2**2 * (width**2 - 1)
    return (-b + math.sqrt(b * b - 4 * a * c)) / (2 * a)

# %% wrong (0 of 4): rounded down
def seeds_needed(p, width, confidence=0.95):
    z2 = norm.ppf((1 + confidence) / 2) ** 2
    a, b, c = width**2, 2 * z2 * width**2 - 4 * z2 * p * (1 - p), z2**2 * (width**2 - 1)
    return int((-b + math.sqrt(b * b - 4 * a * c)) / (2 * a))

# %% wrong (2 of 4): the worst case, p = 0.4 whatever is asked for
def seeds_needed(p, width, confidence=0.95):
    p = 0.4
    z, n = norm.ppf((1 + confidence) / 2), 1
    while 2 * z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) > width:
        n += 1
    return n

# %% wrong (2 of 4): successes must be whole
def seeds_needed(p, width, confidence=0.95):
    z, n = norm.ppf((1 + confidence) / 2), 1

    def too_wide(n):
        q = int(p * n) / n
        return 2 * z / (1 + z**2 / n) * math.sqrt(q * (1 - q) / n + z**2 / (4 * n**2)) > width

    while too_wide(n):
        n += 1
    return n

# %% wrong (2 of 4): from sixteen seeds on
def seeds_needed(p, width, confidence=0.95):
    z, n = norm.ppf((1 + confidence) / 2), 16
    while 2 * z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) > width:
        n += 1
    return n
