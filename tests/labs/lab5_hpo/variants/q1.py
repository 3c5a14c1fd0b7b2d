# Variants of lab5_hpo, question q1: expected_improvement(mean, variance, best).
# Public: three by hand (1), no variance (1). Hidden: by numerical integration (4).

# %% right: only where there is a variance
def expected_improvement(mean, variance, best):
    gain = mean - best
    result = np.maximum(gain, 0.0)
    some = variance > 0
    sigma = np.sqrt(variance[some])
    z = gain[some] / sigma
    result[some] = gain[some] * norm.cdf(z) + sigma * norm.pdf(z)
    return result

# %% right: the library's
from course.hpo.acquisition import expected_improvement as improvement_of_the_library

def expected_improvement(mean, variance, best):
    return improvement_of_the_library(mean, variance, best)

# %% right: one at a time, with the error function
def expected_improvement(mean, variance, best):
    def one(m, v):
        if v == 0:
            return max(m - best, 0)
        sigma = math.sqrt(v)
        z = (m - best) / sigma
        cdf = math.erfc(-z / math.sqrt(2)) / 2
        return (m - best) * cdf + sigma * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return np.vectorize(one, otypes=[float])(mean, variance)

# %% right: a tiny variance in place of none
def expected_improvement(mean, variance, best):
    sigma = np.sqrt(np.maximum(variance, 1e-24))
    z = (mean - best) / sigma
    return (mean - best) * norm.cdf(z) + sigma * norm.pdf(z)

# %% wrong (0 of 6): the variance is taken for sigma
def expected_improvement(mean, variance, best):
    sigma = np.where(variance == 0, 1, variance)
    z = (mean - best) / sigma
    ei = (mean - best) * norm.cdf(z) + sigma * norm.pdf(z)
    return np.where(variance == 0, np.maximum(mean - best, 0), ei)

# %% wrong (5 of 6): divides by zero
def expected_improvement(mean, variance, best):
    sigma = np.sqrt(variance)
    with np.errstate(all="ignore"):
        z = (mean - best) / sigma
        return (mean - best) * norm.cdf(z) + sigma * norm.pdf(z)

# %% wrong (1 of 6): nothing to gain without variance
def expected_improvement(mean, variance, best):
    sigma = np.sqrt(variance)
    safe = np.where(sigma == 0, 1, sigma)
    z = (mean - best) / safe
    ei = (mean - best) * norm.cdf(z) + sigma * norm.pdf(z)
    return np.where(sigma == 0, 0, ei)

# %% wrong (1 of 6): the gain without variance may be negative
def expected_improvement(mean, variance, best):
    sigma = np.sqrt(variance)
    safe = np.where(sigma == 0, 1, sigma)
    z = (mean - best) / safe
    ei = (mean - best) * norm.cdf(z) + sigma * norm.pdf(z)
    return np.where(sigma == 0, mean - best, ei)

# %% wrong (0 of 6): for something to be made small
def expected_improvement(mean, variance, best):
    sigma = np.sqrt(variance)
    safe = np.where(sigma == 0, 1, sigma)
    z = (best - mean) / safe
    ei = (best - mean) * norm.cdf(z) + sigma * norm.pdf(z)
    return np.where(sigma == 0, np.maximum(best - mean, 0), ei)

# %% wrong (0 of 6): the density and the distribution are swapped
def expected_improvement(mean, variance, best):
    sigma = np.sqrt(variance)
    safe = np.where(sigma == 0, 1, sigma)
    z = (mean - best) / safe
    ei = (mean - best) * norm.pdf(z) + sigma * norm.cdf(z)
    return np.where(sigma == 0, np.maximum(mean - best, 0), ei)

# %% wrong (0 of 6): the probability of improvement
def expected_improvement(mean, variance, best):
    sigma = np.sqrt(variance)
    safe = np.where(sigma == 0, 1, sigma)
    return np.where(sigma == 0, mean > best, norm.cdf((mean - best) / safe)).astype(float)

# %% wrong (0 of 6): the second term is left out
def expected_improvement(mean, variance, best):
    sigma = np.sqrt(variance)
    safe = np.where(sigma == 0, 1, sigma)
    return (mean - best) * np.where(sigma == 0, mean > best, norm.cdf((mean - best) / safe))

# %% wrong (0 of 6): the density is not multiplied by sigma
def expected_improvement(mean, variance, best):
    sigma = np.sqrt(variance)
    safe = np.where(sigma == 0, 1, sigma)
    z = (mean - best) / safe
    ei = (mean - best) * norm.cdf(z) + norm.pdf(z)
    return np.where(sigma == 0, np.maximum(mean - best, 0), ei)

# %% wrong (0 of 6): an upper confidence bound
def expected_improvement(mean, variance, best):
    return np.maximum(mean + np.sqrt(variance) - best, 0)

# %% wrong (0 of 6): the improvement of the mean
def expected_improvement(mean, variance, best):
    return np.maximum(mean - best, 0)

# %% wrong (2 of 6): rows only, no other shapes
def expected_improvement(mean, variance, best):
    result = []
    for m, v in zip(np.ravel(mean), np.ravel(variance)):
        sigma = math.sqrt(v)
        z = (m - best) / sigma if sigma else 0
        ei = (m - best) * norm.cdf(z) + sigma * norm.pdf(z)
        result.append(ei if sigma else max(m - best, 0))
    return np.array(result)
