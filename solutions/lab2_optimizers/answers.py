"""Right answers to Lab 2, one function or text a question: the one place where they are written.

Each function's signature and docstring are what the student sees; its body is the answer.
"""

import numpy as np

from course.mlp import MLPClassifier
from course.surfaces import pack, unpack, value_and_gradient


def activate(name: str, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the values and the derivatives of an activation function at every entry of z.

    z is an array of any shape; both arrays have the same shape. `name` is one of

    "identity"    z
    "logistic"    1 / (1 + exp(−z))
    "tanh"        tanh(z)
    "relu"        max(0, z)
    "leaky_relu"  z for z > 0, else 0.01 z
    "elu"         z for z > 0, else exp(z) − 1

    ReLU and leaky ReLU have a kink at 0: take the derivative from the left, 0 and 0.01.
    All must work without a warning for z = ±10,000.
    """
    z = np.asarray(z, dtype=float)
    if name == "identity":
        return z.copy(), np.ones_like(z)
    if name == "logistic":
        small = np.exp(-np.abs(z))  # never above 1: nothing can overflow
        return np.where(z >= 0, 1, small) / (1 + small), small / (1 + small) ** 2
    if name == "tanh":
        value = np.tanh(z)
        return value, 1 - value**2
    if name == "relu":
        return np.maximum(z, 0), (z > 0).astype(float)
    if name == "leaky_relu":
        slope = np.where(z > 0, 1, 0.01)
        return slope * z, slope
    exponential = np.exp(np.minimum(z, 0))
    return np.where(z > 0, z, exponential - 1), exponential


def loss_and_gradient(
    theta: np.ndarray, X: np.ndarray, y: np.ndarray, n_hidden: int, activation: str, alpha: float
) -> tuple[float, np.ndarray]:
    """Return the loss of a network with one hidden layer, and its gradient, shape of theta.

    theta holds W1 (n_features, n_hidden) row by row, w2 (n_hidden,), b1 (n_hidden,), b2 (1,);
    `unpack(theta, n_features, n_hidden)` returns these four. X is (n, n_features), y is (n,) of
    0 and 1, activation is "tanh" or "relu". With h = activation(X W1 + b1):

    loss = mean over the points of −[y log p + (1 − y) log(1 − p)],  p = logistic(h w2 + b2)
           + alpha / (2 n) × (sum of all squares in W1 and w2; biases are not punished)
    """
    n, n_features = X.shape
    W1, w2, b1, b2 = unpack(theta, n_features, n_hidden)
    z = X @ W1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    score = h @ w2 + b2
    squares = np.sum(W1**2) + np.sum(w2**2)
    loss = np.mean(np.logaddexp(0, score) - y * score) + alpha / (2 * n) * squares
    p = 0.5 * (1 + np.tanh(score / 2))  # the logistic function, without overflow
    d_score = (p - y) / n
    d_z = np.outer(d_score, w2) * slope
    gradient = pack(
        X.T @ d_z + alpha / n * W1,
        h.T @ d_score + alpha / n * w2,
        d_z.sum(axis=0),
        d_score.sum(),
    )
    return float(loss), gradient


def momentum_step(
    theta: np.ndarray,
    velocity: np.ndarray,
    gradient: np.ndarray,
    rate: float,
    momentum: float,
    nesterov: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Return theta and velocity after one step of gradient descent with momentum.

    velocity' = momentum × velocity − rate × gradient
    theta'    = theta + velocity'                                          plain momentum
    theta'    = theta + momentum × velocity' − rate × gradient             Nesterov's

    Leave the arrays that were given as they are.
    """
    velocity = momentum * velocity - rate * gradient
    step = momentum * velocity - rate * gradient if nesterov else velocity
    return theta + step, velocity


def adam_step(
    theta: np.ndarray,
    m: np.ndarray,
    v: np.ndarray,
    t: int,
    gradient: np.ndarray,
    rate: float,
    beta1: float,
    beta2: float,
    epsilon: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return theta, m and v after step number t (1, 2, …) of Adam.

    m' = beta1 × m + (1 − beta1) × gradient           the mean of the gradients, forgetting
    v' = beta2 × v + (1 − beta2) × gradient²          the mean of their squares
    theta' = theta − rate × m̂ / (√v̂ + epsilon),   m̂ = m' / (1 − beta1ᵗ),   v̂ = v' / (1 − beta2ᵗ)

    Leave the arrays that were given as they are.
    """
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v


def adaptive_rates(losses: list[float], rate: float, tol: float, patience: int) -> list[float]:
    """Return the learning rate of each epoch, as long as `losses`: its loss after each epoch.

    The first epoch has `rate`. An epoch is *bad* if its loss is above the best loss of the epochs
    before it minus tol; the first epoch never is. When more than `patience` epochs in a row were
    bad, the next epoch has a fifth of the rate, and counting begins anew.
    """
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates


def backtrack(
    problem: dict, x: np.ndarray, direction: np.ndarray, c1: float, shrink: float
) -> tuple[float, int]:
    """Return the first step of 1, shrink, shrink², … that fulfils Armijo's condition

    f(x + step × direction) ≤ f(x) + c1 × step × (gradient at x · direction)

    and how many steps were tried, the last one included. `value_and_gradient(problem, x)` gives f
    and its gradient; direction leads downhill.
    """
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * slope:
        step, tries = step * shrink, tries + 1
    return step, tries


def strong_wolfe(
    problem: dict, x: np.ndarray, direction: np.ndarray, step: float, c1: float, c2: float
) -> bool:
    """Return whether a step fulfils both strong Wolfe conditions.

    f(x + step × direction) ≤ f(x) + c1 × step × slope(0)           low enough: Armijo's
    |slope(step)| ≤ c2 × |slope(0)|                                 flat enough

    slope(t) is the gradient at x + t × direction, times direction.
    """
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return bool(new_value <= value + c1 * step * slope and abs(new_slope) <= c2 * abs(slope))


def two_loop(
    gradient: np.ndarray, s: list[np.ndarray], y: list[np.ndarray], memory: int, gamma: float
) -> np.ndarray:
    """Return H × gradient: L-BFGS's guess of the inverse Hessian, times the gradient.

    s and y hold the last steps and changes of the gradient, oldest first; use the newest `memory`
    of them (or all, if there are fewer). With ρᵢ = 1 / (yᵢ · sᵢ):

    q = gradient
    newest to oldest:   αᵢ = ρᵢ sᵢ · q,   q = q − αᵢ yᵢ
    r = gamma × q
    oldest to newest:   β = ρᵢ yᵢ · r,    r = r + (αᵢ − β) sᵢ
    return r

    Leave the arrays that were given as they are.
    """
    first = max(len(s) - memory, 0)
    pairs = list(zip(s[first:], y[first:], strict=True))
    q = np.array(gradient, dtype=float)
    alphas = []
    for s_i, y_i in reversed(pairs):
        alphas.append(s_i @ q / (y_i @ s_i))
        q = q - alphas[-1] * y_i
    r = gamma * q
    for (s_i, y_i), alpha in zip(pairs, reversed(alphas), strict=True):
        r = r + (alpha - y_i @ r / (y_i @ s_i)) * s_i
    return r


def train_sgd(
    problem: dict, theta: np.ndarray, rate: float, batch_size: int, epochs: int, random_state: int
) -> dict:
    """Train a network by stochastic gradient descent, from theta; return a dict with

    "theta": the last parameters, and "losses": the loss over all points after each epoch.

    In each epoch, shuffle the points anew, cut them into batches of `batch_size` (the last one may
    be smaller), and take one step after each batch: theta = theta − rate × gradient.
    `value_and_gradient(problem, theta, rows)` gives loss and gradient over the points in rows, and
    without rows over all of them; problem["y"] has one entry a point.
    """
    rng = np.random.RandomState(random_state)
    n = len(problem["y"])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            _, gradient = value_and_gradient(problem, theta, order[start : start + batch_size])
            theta = theta - rate * gradient
        losses.append(value_and_gradient(problem, theta)[0])
    return {"theta": theta, "losses": losses}


def train_lbfgs(problem: dict, theta: np.ndarray, memory: int, max_iter: int, tol: float) -> dict:
    """Minimize a problem by L-BFGS, from theta; return a dict with

    "theta": the last point; "losses": f after each iteration; "evaluations": how often
    `value_and_gradient` had been called by then, a list as long as losses.

    An iteration: direction = −two_loop(gradient, s, y, memory, gamma), where gamma is s · y / y · y
    of the newest pair, or 1 / max(1, sum of |gradient|) before there is one; step by
    backtrack(problem, theta, direction, 1e-4, 0.5), whose tries and one call more are counted; keep
    the new pair (s, y) if s · y > 0. Stop after max_iter iterations, or as soon as no entry of the
    gradient is larger than tol.
    """
    _, gradient = value_and_gradient(problem, theta)
    losses: list[float] = []
    evaluations: list[int] = []
    s: list[np.ndarray] = []
    y: list[np.ndarray] = []
    count, gamma = 1, 1 / max(1.0, np.abs(gradient).sum())
    while len(losses) < max_iter and np.max(np.abs(gradient)) > tol:
        direction = -two_loop(gradient, s, y, memory, gamma)
        step, tries = backtrack(problem, theta, direction, 1e-4, 0.5)
        new_theta = theta + step * direction
        value, new_gradient = value_and_gradient(problem, new_theta)
        s_new, y_new = new_theta - theta, new_gradient - gradient
        if s_new @ y_new > 0:
            s.append(s_new)
            y.append(y_new)
            gamma = s_new @ y_new / (y_new @ y_new)
        theta, gradient = new_theta, new_gradient
        count += tries + 1
        losses.append(value)
        evaluations.append(count)
    return {"theta": theta, "losses": losses, "evaluations": evaluations}


def best_loss(groups: list[tuple[int, int]]) -> float:
    """Return the least log loss of a network that cannot tell the points of a group apart.

    `groups` holds, for each group, how many of its points are of class 0 and of class 1. All points
    of a group get the same probability, and the network may choose it freely for each group.
    A group without points changes nothing; log is the natural logarithm, and 0 log 0 is 0.
    """
    total = sum(n0 + n1 for n0, n1 in groups)
    loss = 0.0
    for n0, n1 in groups:
        for n in (n0, n1):
            if n:
                loss -= n / total * np.log(n / (n0 + n1))
    return float(loss)


def classify_losses(losses: list[float], plateaus: dict[str, float], tolerance: float) -> list[str]:
    """Return for each loss the name of the plateau that is nearest to it.

    `plateaus` maps names to heights. If even the nearest is further away than `tolerance`, the name
    is "elsewhere".
    """
    names = []
    for loss in losses:
        nearest = min(plateaus, key=lambda name: abs(plateaus[name] - loss))
        names.append(nearest if abs(plateaus[nearest] - loss) <= tolerance else "elsewhere")
    return names


def unit_states(clf: MLPClassifier, X: np.ndarray) -> list[str]:
    """Return the state of each hidden unit of a fitted network with one hidden layer, on points X.

    A ReLU unit is "dead" if its output is 0 for all points, "linear" if it is above 0 for all.
    A logistic unit is "saturated" if for at least 95 % of the points its output is below 0.01 or
    above 0.99, so that almost no gradient comes through. All others are "working".

    clf.coefs_[0] is (n_features, n_hidden), clf.intercepts_[0] is (n_hidden,), and clf.activation
    is "relu" or "logistic".
    """
    z = X @ clf.coefs_[0] + clf.intercepts_[0]
    states = []
    for unit in z.T:
        if clf.activation == "relu":
            alive = unit > 0
            states.append("working" if 0 < alive.mean() < 1 else "linear" if alive[0] else "dead")
        else:
            flat = np.abs(unit) > np.log(99)  # there the output is 0.01 or 0.99
            states.append("saturated" if flat.mean() >= 0.95 else "working")
    return states


def when_units_died(clfs: list[MLPClassifier], X: np.ndarray) -> list[int | None]:
    """Return for each hidden ReLU unit the position in `clfs` from which on it is dead.

    `clfs` is one network at several times of its training, in order. A unit is dead if its output
    is 0 for all points X. If it is alive at the end, the answer is None; if it was dead for a while
    and came back, only the last death counts.
    """
    died: list[int | None] = []
    alive = np.array([np.any(X @ c.coefs_[0] + c.intercepts_[0] > 0, axis=0) for c in clfs])
    for unit in alive.T:
        times = np.flatnonzero(unit)
        first = int(times[-1]) + 1 if times.size else 0
        died.append(first if first < len(clfs) else None)
    return died


RESPONSE_STEPS = """\
An iteration of L-BFGS asks for value and gradient at all 1,000 points, and about two to three \
times since the line search looks too; an epoch of SGD asks for each point's gradient once, in \
100 batches. Against iterations the L-BFGS curves reach zero at about 7 to 20, where SGD still \
has a loss of 0.05 to 0.1; against gradient evaluations they start at 3 and fall at 15 to 50, \
where SGD has long been below 0.05. So SGD is ahead in the beginning, since it takes 100 steps \
for the price of one; L-BFGS is far lower in the end: it remembers how the loss bends and \
chooses its steps, while SGD's fixed rate lets it creep. I would put gradient evaluations into a \
paper, because that is what one pays for; "iterations" counts different things under one name.
"""

RESPONSE_PLATEAUS = """\
ln 2: the network tells no points apart, one group of 500 and 500; the best answer is ½, and \
each point costs −log ½ = 0.6931. ½ ln 2: two blobs of different classes look the same, the \
other two are told apart and right: half of the points cost ln 2, the others nothing, 0.3466. ¾ \
H(⅓): one blob is right, the other three look the same; a third of these is of one class, so \
each of them costs H(⅓) = ⅓ log 3 + ⅔ log 3/2 = 0.6365, and they are three quarters of all: \
0.4774. Most runs that are not solved end at ½ ln 2 (29 of 40), eight at ¾ H(⅓), and three, all \
of SGD with logistic units, at ln 2. They end a little above because the answers of the other \
blobs are never quite 0 or 1 with finite weights, because of the L2 penalty, and because blobs \
overlap the lines a little.
"""

RESPONSE_DEATH = """\
Of the 16 runs of SGD with ReLU ten are stuck, and only one of them (seed 10, at ¾ H(⅓)) has a \
dead unit, which died by epoch 8; of L-BFGS's twelve stuck runs none has. In the others both \
units live, but two blobs of different classes lie on the silent side of both: for these points \
the hidden layer is 0, the network can only say its bias, and their gradient reaches no hidden \
weight. A dead unit has output and derivative 0 for every point, so the gradient of its weights \
is exactly 0 (but for the penalty), for ever. A saturated unit has a tiny derivative, not 0: it \
moves, slowly, so such a run may leave its plateau after many epochs. In a solved run each point \
is already right and p − y is nearly 0: there is nothing to learn, and a steep logistic unit, \
flat on both sides of its line, is just what separates the blobs.
"""
