# Variants of lab2_optimizers, question q4: adam_step(theta, m, v, t, gradient, rate, beta1, beta2,
# epsilon). The public check (2) is a first step with a tiny epsilon, the hidden one (3) eight steps
# with other betas, with a tiny and with a large epsilon.

# %% right: line by line
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    new_m = beta1 * m + (1 - beta1) * gradient
    new_v = beta2 * v + (1 - beta2) * gradient * gradient
    m_hat = new_m / (1 - beta1**t)
    v_hat = new_v / (1 - beta2**t)
    new_theta = theta - rate * m_hat / (v_hat**0.5 + epsilon)
    return new_theta, new_m, new_v

# %% right: weight by weight, lists
import math


def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    new_theta, new_m, new_v = [], [], []
    for i in range(len(theta)):
        new_m.append(beta1 * m[i] + (1 - beta1) * gradient[i])
        new_v.append(beta2 * v[i] + (1 - beta2) * gradient[i] ** 2)
        usual = math.sqrt(new_v[i] / (1 - math.pow(beta2, t)))
        new_theta.append(theta[i] - rate * new_m[i] / (1 - math.pow(beta1, t)) / (usual + epsilon))
    return new_theta, new_m, new_v

# %% right: a moving mean, as a small function
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    def moved(mean, new, beta):
        mean = mean + (1 - beta) * (new - mean)
        return mean, mean / (1 - np.power(beta, t))

    m, m_hat = moved(m, gradient, beta1)
    v, v_hat = moved(v, np.square(gradient), beta2)
    theta = theta - rate * np.divide(m_hat, np.sqrt(v_hat) + epsilon)
    return [theta, m, v]

# %% right: one rate that holds both corrections, epsilon scaled as well
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = m * beta1 + gradient * (1 - beta1)
    v = v * beta2 + gradient**2 * (1 - beta2)
    root = np.sqrt(1 - beta2**t)
    return theta - rate * root / (1 - beta1**t) * m / (np.sqrt(v) + epsilon * root), m, v

# %% right: in place, on copies; the powers by a loop
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    theta, m, v = np.copy(theta), np.copy(m), np.copy(v)
    power1 = power2 = 1.0
    for _ in range(t):
        power1 *= beta1
        power2 *= beta2
    m *= beta1
    m += (1 - beta1) * gradient
    v *= beta2
    v += (1 - beta2) * np.abs(gradient) ** 2
    theta -= rate * (m / (1 - power1)) / (np.sqrt(v / (1 - power2)) + epsilon)
    return theta, m, v

# %% wrong (2 of 5): the corrections of the first step, at every step
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2)
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong (2 of 5): beta times t in place of beta to the power of t
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1 * t)
    v_hat = v / (1 - beta2 * t)
    return theta - rate * m_hat / (np.sqrt(np.abs(v_hat)) + epsilon), m, v

# %% wrong (2 of 5): corrected at the first step only
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    if t == 1:
        return theta - rate * gradient / (np.abs(gradient) + epsilon), m, v
    return theta - rate * m / (np.sqrt(v) + epsilon), m, v

# %% wrong (2 of 5): epsilon below the root
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / np.sqrt(v_hat + epsilon), m, v

# %% wrong (2 of 5): epsilon is left out
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / np.sqrt(v_hat), m, v

# %% wrong (2 of 5): epsilon before the correction, as in scikit-learn
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    rate = rate * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), m, v

# %% wrong (2 of 5): the usual betas, whatever the arguments
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    beta1, beta2 = 0.9, 0.999
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong (2 of 5): the step is not taken from theta, but from 0
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return -rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong (2 of 5): forgets m and v
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = (1 - beta1) * gradient
    v = (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong (0 of 5): no bias correction
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return theta - rate * m / (np.sqrt(v) + epsilon), m, v

# %% wrong (0 of 5): only m is corrected
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return theta - rate * m / (1 - beta1**t) / (np.sqrt(v) + epsilon), m, v

# %% wrong (0 of 5): steps counted from 0
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1 ** (t - 1))
    v_hat = v / (1 - beta2 ** (t - 1))
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong (0 of 5): one step ahead
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2 ** (t + 1))
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong (0 of 5): the corrected m and v are kept
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m = m / (1 - beta1**t)
    v = v / (1 - beta2**t)
    return theta - rate * m / (np.sqrt(v) + epsilon), m, v

# %% wrong (0 of 5): v holds sizes in place of squares
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * np.abs(gradient)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong (0 of 5): the root is left out
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / (v_hat + epsilon), m, v

# %% wrong (0 of 5): beta1 and beta2 swapped
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta2 * m + (1 - beta2) * gradient
    v = beta1 * v + (1 - beta1) * gradient**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta1**t)
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong (0 of 5): beta and 1 − beta swapped
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = (1 - beta1) * m + beta1 * gradient
    v = (1 - beta2) * v + beta2 * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong (0 of 5): uphill
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta + rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v

# %% wrong (0 of 5): epsilon is 1e-8, whatever the argument
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon=1e-8):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / (np.sqrt(v_hat) + 1e-8), m, v

# %% wrong (0 of 5): the old m and v in the step
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    new_m = beta1 * m + (1 - beta1) * gradient
    new_v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), new_m, new_v

# %% wrong (0 of 5): theta only
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon)

# %% wrong (0 of 5): m, v, theta in this order
def adam_step(theta, m, v, t, gradient, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return m, v, theta - rate * m_hat / (np.sqrt(v_hat) + epsilon)
