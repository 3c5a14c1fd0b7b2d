# Variants of lab2_optimizers, question q8: two_loop(gradient, s, y, memory, gamma), L-BFGS's H times
# a gradient. Public: no pairs yet (1), the secant equation, H y = s (2). Hidden: against scipy with
# gamma = 1, up to six pairs, all of them remembered (2), fewer remembered and other gammas (1), the
# secant equation for any memory and gamma (1).

# %% right: positions, one list of alphas
def two_loop(gradient, s, y, memory, gamma):
    n = len(s)
    used = range(max(0, n - memory), n)
    alpha = [0.0] * n
    q = gradient.copy()
    for i in reversed(used):
        alpha[i] = np.dot(s[i], q) / np.dot(y[i], s[i])
        q = q - alpha[i] * y[i]
    r = gamma * q
    for i in used:
        beta = np.dot(y[i], r) / np.dot(y[i], s[i])
        r = r + s[i] * (alpha[i] - beta)
    return r

# %% right: a matrix in place of the two loops
def two_loop(gradient, s, y, memory, gamma):
    n = len(gradient)
    identity = np.eye(n)
    H = gamma * identity
    for step, change in list(zip(s, y))[-memory:]:
        rho = 1 / (change @ step)
        V = identity - rho * np.outer(change, step)
        H = V.T @ H @ V + rho * np.outer(step, step)
    return H @ gradient

# %% right: recursion
def two_loop(gradient, s, y, memory, gamma):
    if not s or memory == 0:
        return gamma * gradient
    rho = 1 / np.dot(y[-1], s[-1])
    alpha = rho * np.dot(s[-1], gradient)
    r = two_loop(gradient - alpha * y[-1], s[:-1], y[:-1], memory - 1, gamma)
    return r + (alpha - rho * np.dot(y[-1], r)) * s[-1]

# %% right: a deque remembers, a stack of alphas
from collections import deque

def two_loop(gradient, s, y, memory, gamma):
    remembered = deque(zip(s, y), maxlen=memory)
    stack = []
    q = np.array(gradient, dtype=float)
    for s_i, y_i in reversed(remembered):
        stack.append((s_i @ q) / (y_i @ s_i))
        q -= stack[-1] * y_i
    q *= gamma
    for s_i, y_i in remembered:
        q += (stack.pop() - (y_i @ q) / (y_i @ s_i)) * s_i
    return q

# %% right: scipy's operator, in units in which gamma is 1
def two_loop(gradient, s, y, memory, gamma):
    from scipy.optimize import LbfgsInvHessProduct

    if len(s) == 0:
        return gamma * np.asarray(gradient)
    root = np.sqrt(gamma)
    S, Y = np.array(s[-memory:]) / root, np.array(y[-memory:]) * root
    return root * (LbfgsInvHessProduct(S, Y) @ (root * gradient))

# %% right: two-dimensional arrays, rho for all pairs at once
def two_loop(gradient, s, y, memory, gamma):
    S = np.reshape(s[-memory:], (-1, len(gradient)))
    Y = np.reshape(y[-memory:], (-1, len(gradient)))
    rho = 1 / np.einsum("ij,ij->i", S, Y)
    alpha = np.zeros(len(rho))
    q = gradient
    for i in range(len(rho) - 1, -1, -1):
        alpha[i] = rho[i] * S[i].dot(q)
        q = q - alpha[i] * Y[i]
    r = gamma * q
    for i in range(len(rho)):
        r = r + S[i] * (alpha[i] - rho[i] * Y[i].dot(r))
    return r

# %% right: plain Python numbers, a list at the end made an array
def two_loop(gradient, s, y, memory, gamma):
    def dot(a, b):
        return sum(float(a_k) * float(b_k) for a_k, b_k in zip(a, b))

    pairs = list(zip(s, y))
    while len(pairs) > memory:
        pairs.pop(0)
    q, alphas = [float(g) for g in gradient], []
    for s_i, y_i in pairs[::-1]:
        alpha = dot(s_i, q) / dot(y_i, s_i)
        q = [q_k - alpha * y_k for q_k, y_k in zip(q, y_i)]
        alphas.insert(0, alpha)
    r = [gamma * q_k for q_k in q]
    for alpha, (s_i, y_i) in zip(alphas, pairs):
        beta = dot(y_i, r) / dot(y_i, s_i)
        r = [r_k + (alpha - beta) * s_k for r_k, s_k in zip(r, s_i)]
    return np.array(r)

# %% wrong (6 of 7): all pairs, however small the memory
def two_loop(gradient, s, y, memory, gamma):
    q, alphas = gradient, []
    for s_i, y_i in zip(s[::-1], y[::-1]):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for s_i, y_i, alpha in zip(s, y, alphas[::-1]):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (6 of 7): one pair more than memory
def two_loop(gradient, s, y, memory, gamma):
    s, y = s[-memory - 1 :], y[-memory - 1 :]
    q, alphas = gradient, []
    for s_i, y_i in zip(s[::-1], y[::-1]):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for s_i, y_i, alpha in zip(s, y, alphas[::-1]):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (6 of 7): an error while there is no pair
def two_loop(gradient, s, y, memory, gamma):
    S, Y = np.stack(s[-memory:]), np.stack(y[-memory:])
    rho = 1 / np.sum(S * Y, axis=1)
    alpha = np.zeros(len(S))
    q = gradient
    for i in range(len(S) - 1, -1, -1):
        alpha[i] = rho[i] * S[i] @ q
        q = q - alpha[i] * Y[i]
    r = gamma * q
    for i in range(len(S)):
        r = r + (alpha[i] - rho[i] * Y[i] @ r) * S[i]
    return r

# %% wrong (5 of 7): gamma left out
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    r, alphas = gradient, []
    for s_i, y_i in pairs[::-1]:
        alpha = s_i @ r / (y_i @ s_i)
        r = r - alpha * y_i
        alphas.append(alpha)
    for (s_i, y_i), alpha in zip(pairs, alphas[::-1]):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (5 of 7): the oldest pairs instead of the newest
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s[:memory], y[:memory]))
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (5 of 7): one pair fewer than memory
def two_loop(gradient, s, y, memory, gamma):
    first = max(0, len(s) - memory + 1)
    pairs = list(zip(s[first:], y[first:]))
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (4 of 7): s and y swapped in beta
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        beta = s_i @ r / (y_i @ s_i)
        r = r + (alpha - beta) * s_i
    return r

# %% wrong (4 of 7): no beta
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + alpha * s_i
    return r

# %% wrong (4 of 7): the newest pair only
def two_loop(gradient, s, y, memory, gamma):
    if len(s) == 0:
        return gamma * gradient
    s_i, y_i = s[-1], y[-1]
    alpha = s_i @ gradient / (y_i @ s_i)
    r = gamma * (gradient - alpha * y_i)
    return r + (alpha - y_i @ r / (y_i @ s_i)) * s_i

# %% wrong (4 of 7): another gamma than the one given
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    if pairs:
        gamma = s[-1] @ y[-1] / (y[-1] @ y[-1])
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (3 of 7): gamma before the first loop
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    q, alphas = gamma * gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (3 of 7): gamma after the second loop
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    r, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ r / (y_i @ s_i)
        r = r - alpha * y_i
        alphas.append(alpha)
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return gamma * r

# %% wrong (1 of 7): both loops from newest to oldest
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(reversed(pairs), alphas):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (1 of 7): both loops in the wrong direction
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    q, alphas = gradient, []
    for s_i, y_i in pairs:
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(reversed(pairs), reversed(alphas)):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (1 of 7): alphas in the order in which they were found
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, alphas):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (1 of 7): pairs (y, s) for (s, y), so H is the Hessian
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(y, s))[-memory:]
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (1 of 7): beta − alpha
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + (y_i @ r / (y_i @ s_i) - alpha) * s_i
    return r

# %% wrong (1 of 7): rho is 1 / y · y
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ y_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + (alpha - y_i @ r / (y_i @ y_i)) * s_i
    return r

# %% wrong (1 of 7): alphas from the gradient, not from q
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    alphas = [s_i @ gradient / (y_i @ s_i) for s_i, y_i in pairs]
    q = gradient - sum(alpha * y_i for alpha, (_, y_i) in zip(alphas, pairs))
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, alphas):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r

# %% wrong (1 of 7): the second loop is missing
def two_loop(gradient, s, y, memory, gamma):
    q = gradient
    for s_i, y_i in list(zip(s, y))[-memory:][::-1]:
        q = q - s_i @ q / (y_i @ s_i) * y_i
    return gamma * q

# %% wrong (0 of 7): the direction, −H times the gradient
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return -r

# %% wrong (0 of 7): H, and not H times the gradient
def two_loop(gradient, s, y, memory, gamma):
    identity = np.eye(len(gradient))
    H = gamma * identity
    for s_i, y_i in list(zip(s, y))[-memory:]:
        V = identity - np.outer(y_i, s_i) / (y_i @ s_i)
        H = V.T @ H @ V + np.outer(s_i, s_i) / (y_i @ s_i)
    return H

# %% wrong (0 of 7): prints, and returns nothing
def two_loop(gradient, s, y, memory, gamma):
    pairs = list(zip(s, y))[-memory:]
    q, alphas = gradient, []
    for s_i, y_i in reversed(pairs):
        alpha = s_i @ q / (y_i @ s_i)
        q = q - alpha * y_i
        alphas.append(alpha)
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas)):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    print(r)
