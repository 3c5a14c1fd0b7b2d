# Variants of lab2_optimizers, question q10: train_lbfgs(problem, theta, memory, max_iter, tol).
# Public: the bottom of a bowl, in 2 to 30 iterations, both lists as long (2). Hidden: Rosenbrock's
# minimum, never uphill (2), XOR solved, the last loss that of theta (1), evaluations as the question
# counts them (1), no more iterations than max_iter or tol ask for (1).

# %% right: a for loop with a break
def train_lbfgs(problem, theta, memory, max_iter, tol):
    value, gradient = value_and_gradient(problem, theta)
    s, y, losses, evaluations = [], [], [], []
    n_calls = 1
    for iteration in range(max_iter):
        if not (abs(gradient) > tol).any():
            break
        if s:
            gamma = s[-1].dot(y[-1]) / y[-1].dot(y[-1])
        else:
            gamma = min(1, 1 / sum(abs(gradient)))
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        old_theta, old_gradient = theta, gradient
        theta = theta + step * direction
        value, gradient = value_and_gradient(problem, theta)
        n_calls = n_calls + tries + 1
        if (theta - old_theta).dot(gradient - old_gradient) > 0:
            s.append(theta - old_theta)
            y.append(gradient - old_gradient)
        losses.append(value)
        evaluations.append(n_calls)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% right: deques of pairs, arrays at the end, costs summed up afterwards
from collections import deque

def train_lbfgs(problem, theta, memory, max_iter, tol):
    s, y = deque(maxlen=memory), deque(maxlen=memory)
    _, gradient = value_and_gradient(problem, theta)
    gamma = 1 / max(1.0, np.linalg.norm(gradient, 1))
    losses, costs = [], []
    while len(costs) < max_iter and np.linalg.norm(gradient, np.inf) > tol:
        direction = -two_loop(gradient, list(s), list(y), memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        value, new_gradient = value_and_gradient(problem, theta + step * direction)
        change = new_gradient - gradient
        curvature = step * direction @ change
        if curvature > 0:
            s.append(step * direction)
            y.append(change)
            gamma = curvature / np.sum(change**2)
        theta, gradient = theta + step * direction, new_gradient
        losses.append(value)
        costs.append(tries + 1)
    return {
        "theta": theta,
        "losses": np.array(losses),
        "evaluations": 1 + np.cumsum(np.array(costs, dtype=int)),
    }

# %% right: recursion, one iteration a call
def train_lbfgs(problem, theta, memory, max_iter, tol):
    def go_on(theta, gradient, pairs, gamma, log):
        if len(log) == max_iter or max(abs(gradient)) <= tol:
            return theta, log
        s, y = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        following = theta + step * direction
        loss, slope = value_and_gradient(problem, following)
        pair = following - theta, slope - gradient
        if pair[0] @ pair[1] > 0:
            pairs, gamma = [*pairs, pair], pair[0] @ pair[1] / (pair[1] @ pair[1])
        before = log[-1][1] if log else 1
        return go_on(following, slope, pairs, gamma, [*log, (loss, before + tries + 1)])

    gradient = value_and_gradient(problem, theta)[1]
    gamma = min(1.0, 1 / np.abs(gradient).sum())
    theta, log = go_on(theta, gradient, [], gamma, [])
    return {
        "theta": theta,
        "losses": [loss for loss, _ in log],
        "evaluations": [count for _, count in log],
    }

# %% right: a matrix in place of the two loops, a line search of its own, calls counted as they come
def train_lbfgs(problem, theta, memory, max_iter, tol):
    calls = 0

    def ask(x):
        nonlocal calls
        calls += 1
        return value_and_gradient(problem, x)

    def inverse_hessian(pairs, gamma):
        identity = np.eye(len(theta))
        H = gamma * identity
        for s, y in pairs[-memory:]:
            V = identity - np.outer(y, s) / (y @ s)
            H = V.T @ H @ V + np.outer(s, s) / (y @ s)
        return H

    value, gradient = ask(theta)
    pairs, gamma = [], min(1, 1 / np.abs(gradient).sum())
    losses, evaluations = [], []
    while len(losses) < max_iter and any(abs(g) > tol for g in gradient):
        direction = -inverse_hessian(pairs, gamma) @ gradient
        step = 1.0
        while ask(theta + step * direction)[0] > value + 1e-4 * step * (gradient @ direction):
            step = step / 2
        old, old_gradient = theta, gradient
        theta = theta + step * direction
        value, gradient = ask(theta)
        s, y = theta - old, gradient - old_gradient
        if s @ y > 0:
            pairs.append((s, y))
            gamma = s @ y / (y @ y)
        losses.append(value)
        evaluations.append(calls)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% right: a table of iterations, only the newest pairs kept
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    s, y = np.empty((0, len(theta))), np.empty((0, len(theta)))
    gamma = min(1, 1 / np.abs(gradient).sum())
    table = pd.DataFrame({"loss": [], "cost": []})
    while len(table) < max_iter and np.max(np.abs(gradient)) > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        step, change = new_theta - theta, new_gradient - gradient
        if np.dot(step, change) > 0:
            s, y = np.vstack([s, step])[-memory:], np.vstack([y, change])[-memory:]
            gamma = np.dot(step, change) / np.dot(change, change)
        theta, gradient = new_theta, new_gradient
        table.loc[len(table)] = [loss, tries + 1]
    counts = 1 + table["cost"].cumsum().astype(int)
    return {"theta": theta, "losses": table["loss"], "evaluations": counts}

# %% wrong (6 of 7): tries are not counted
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (6 of 7): two calls an iteration, however many tries
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += 2
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (6 of 7): the call at the start is not counted
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 0, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (6 of 7): tries without the one call more
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (6 of 7): evaluations of each iteration, not summed up
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count = tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (6 of 7): backtrack's first call counted as well
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 2
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (6 of 7): the count before each iteration
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        losses.append(loss)
        evaluations.append(count)
        count += tries + 1
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (6 of 7): gamma is 1 before there is a pair
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, 1.0
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (6 of 7): max for min in the first gamma
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, max(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (6 of 7): Armijo's condition with ½ in place of 0.0001
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 0.5, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (6 of 7): losses before each step
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        loss = value_and_gradient(problem, theta)[0]
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        _, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (5 of 7): one iteration too many
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) <= max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (5 of 7): one iteration fewer than max_iter
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter - 1 and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (5 of 7): 200 iterations, whatever max_iter says
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < 200 and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (5 of 7): tol is looked at after a step only, so it always takes one
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    for _ in range(max_iter):
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
        if np.abs(gradient).max() <= tol:
            break
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (5 of 7): the start among losses and evaluations
def train_lbfgs(problem, theta, memory, max_iter, tol):
    value, gradient = value_and_gradient(problem, theta)
    losses, evaluations, s, y = [value], [1], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) <= max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (5 of 7): gamma upside down, y · y / s · y
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (y_new @ y_new) / (s_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (4 of 7): the start among losses only
def train_lbfgs(problem, theta, memory, max_iter, tol):
    value, gradient = value_and_gradient(problem, theta)
    losses, evaluations, s, y = [value], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) <= max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (4 of 7): the last point but one
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        last, theta, gradient = theta, new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": last, "losses": losses, "evaluations": evaluations}

# %% wrong (4 of 7): the last count instead of a list
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": count}

# %% wrong (4 of 7): no evaluations
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses}

# %% wrong (1 of 7): no stop by tol
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    for _ in range(max_iter):
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (1 of 7): pairs (y, s) for (s, y)
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(y_new)
            y.append(s_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (1 of 7): the gradient stays that of the start
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta = new_theta
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (0 of 7): the minus is missing, and it gives up when no step is good
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        if tries > 50:
            break
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}

# %% wrong (0 of 7): three values instead of a dict
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    return theta, losses, evaluations

# %% wrong (0 of 7): prints, and returns nothing
def train_lbfgs(problem, theta, memory, max_iter, tol):
    gradient = value_and_gradient(problem, theta)[1]
    losses, evaluations, s, y = [], [], [], []
    count, gamma = 1, min(1, 1 / np.sum(np.abs(gradient)))
    while len(losses) < max_iter and np.abs(gradient).max() > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        loss, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = (s_new @ y_new) / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(loss)
        evaluations.append(count)
    print(theta, losses[-1:], count)
