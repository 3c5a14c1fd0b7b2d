# Variants of lab2_optimizers, question q6: backtrack(problem, x, direction, c1, shrink), a step and
# how many were tried. The public check (2) wants both, on Rosenbrock's function. Hidden ones: the
# step on other functions, with other c1 and shrink (2), and the number of tries (1), with the usual
# c1 and ½. Wrong loops here have an end: a student's may not, but the exam has no time.

# %% right: for, with an end that is far away
def backtrack(problem, x, direction, c1, shrink):
    f0, g0 = value_and_gradient(problem, x)
    step = 1.0
    for tries in range(1, 1000):
        f1, _ = value_and_gradient(problem, x + step * direction)
        if f1 <= f0 + c1 * step * np.dot(g0, direction):
            return step, tries
        step *= shrink

# %% right: powers, and next
from itertools import count


def backtrack(problem, x, direction, c1, shrink):
    def f(step):
        return value_and_gradient(problem, x + step * direction)[0]

    slope = value_and_gradient(problem, x)[1].dot(direction)
    start = f(0)
    k = next(k for k in count() if f(shrink**k) <= start + c1 * shrink**k * slope)
    return shrink**k, k + 1

# %% right: recursion
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    promised = c1 * sum(g * d for g, d in zip(gradient, direction))

    def try_step(step, tries):
        new_value = value_and_gradient(problem, x + step * direction)[0]
        if not new_value > value + step * promised:
            return step, tries
        return try_step(shrink * step, tries + 1)

    return try_step(1.0, 1)

# %% right: a list of all steps tried, shorter and shorter directions
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    steps, move = [1], np.array(direction)
    while value - value_and_gradient(problem, x + move)[0] < -c1 * np.inner(gradient, move):
        steps.append(steps[-1] * shrink)
        move = steps[-1] * direction
    return [steps[-1], len(steps)]

# %% right: a flag, numpy numbers
def backtrack(problem, x, direction, c1, shrink):
    f = lambda point: value_and_gradient(problem, point)[0]
    slope = np.sum(value_and_gradient(problem, x)[1] * direction)
    step, tries, accepted = np.float64(1), np.int64(0), False
    while not accepted:
        if tries > 0:
            step = step * shrink
        tries += 1
        accepted = f(x + step * direction) <= f(x) + c1 * step * slope
    return step, tries

# %% right: all steps at once, the first that is good
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    steps = np.power(shrink, np.arange(120.0))
    with np.errstate(all="ignore"):
        values = np.array([value_and_gradient(problem, x + t * direction)[0] for t in steps])
    good = values <= value + c1 * steps * (gradient @ direction)
    first = np.argmax(good)
    return steps[first], first + 1

# %% wrong (3 of 5): c1 is 0.0001, whatever the argument
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] > value + 1e-4 * step * slope:
        step, tries = step * shrink, tries + 1
    return step, tries

# %% wrong (3 of 5): lower than before is enough
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] >= value:
        step, tries = step * shrink, tries + 1
    return step, tries

# %% wrong (3 of 5): half of the step, whatever shrink is
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * slope:
        step, tries = step / 2, tries + 1
    return step, tries

# %% wrong (3 of 5): takes shrink away, from 1, from ½, from ¼: divides by 1 / (1 − shrink)
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * slope:
        step, tries = step - shrink * step, tries + 1
    return step, tries

# %% wrong (3 of 5): minus the slope, which is below 0 already
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] > value - c1 * step * slope:
        step, tries = step * shrink, tries + 1
    return step, tries

# %% wrong (3 of 5): the slope at the new point
def backtrack(problem, x, direction, c1, shrink):
    value, _ = value_and_gradient(problem, x)
    step = 1.0
    for tries in range(1, 60):
        new_value, gradient = value_and_gradient(problem, x + step * direction)
        if new_value <= value + c1 * step * (gradient @ direction):
            break
        step = step * shrink
    return step, tries

# %% wrong (2 of 5): down the gradient, whatever the direction
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    step, tries = 1.0, 1
    while value_and_gradient(problem, x - step * gradient)[0] > value - c1 * step * np.sum(
        gradient**2
    ):
        step, tries = step * shrink, tries + 1
        if tries > 60:
            break
    return step, tries

# %% wrong (2 of 5): tries counted from 0
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 0
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * slope:
        step, tries = step * shrink, tries + 1
    return step, tries

# %% wrong (2 of 5): counts all calls of value_and_gradient
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    calls = 1
    slope = gradient @ direction
    step = 1.0
    while True:
        new_value, _ = value_and_gradient(problem, x + step * direction)
        calls += 1
        if new_value <= value + c1 * step * slope:
            return step, calls
        step = step * shrink

# %% wrong (2 of 5): the step's length in place of how many
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    steps = [1.0]
    while value_and_gradient(problem, x + steps[-1] * direction)[0] > value + c1 * steps[-1] * slope:
        steps.append(steps[-1] * shrink)
    return steps[-1], steps

# %% wrong (1 of 5): the step is an array with one entry
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = np.ones(1), 1
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * slope:
        step, tries = step * shrink, tries + 1
    return step, tries

# %% wrong (1 of 5): shrinks once more after a good step
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries, good = 1.0, 0, False
    while not good:
        good = value_and_gradient(problem, x + step * direction)[0] <= value + c1 * step * slope
        step, tries = step * shrink, tries + 1
    return step, tries

# %% wrong (1 of 5): returns the last bad step
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries, last = 1.0, 1, 1.0
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * slope:
        last = step
        step, tries = step * shrink, tries + 1
    return last, tries

# %% wrong (1 of 5): the point where the step ends, in place of the step
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * slope:
        step, tries = step * shrink, tries + 1
    return x + step * direction, tries

# %% wrong (0 of 5): waits for a bad step
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] <= value + c1 * step * slope:
        step, tries = step * shrink, tries + 1
        if tries > 50:
            break
    return step, tries

# %% wrong (0 of 5): x walks along with every try
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    x = x + step * direction
    while value_and_gradient(problem, x)[0] > value + c1 * step * slope and tries < 50:
        step, tries = step * shrink, tries + 1
        x = x + step * direction
    return step, tries

# %% wrong (0 of 5): the other way, x − step × direction
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x - step * direction)[0] > value + c1 * step * slope:
        step, tries = step * shrink, tries + 1
        if tries > 50:
            break
    return step, tries

# %% wrong (0 of 5): steps of 1, ½, ⅓, ¼
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    for tries in range(1, 5000):
        new_value, _ = value_and_gradient(problem, x + direction / tries)
        if new_value <= value + c1 * slope / tries:
            break
    return 1 / tries, tries

# %% wrong (0 of 5): c1 and shrink swapped
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] > value + shrink * step * slope:
        step, tries = step * c1, tries + 1
        if tries > 60:
            break
    return step, tries

# %% wrong (0 of 5): compared with the try before, not with the start
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    new_value, _ = value_and_gradient(problem, x + direction)
    while new_value > value + c1 * step * slope and tries < 60:
        value = new_value
        step, tries = step * shrink, tries + 1
        new_value, _ = value_and_gradient(problem, x + step * direction)
    return step, tries

# %% wrong (0 of 5): tries only a whole step
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    new_value, _ = value_and_gradient(problem, x + direction)
    if new_value <= value + c1 * gradient @ direction:
        return 1.0, 1
    return shrink, 2

# %% wrong (0 of 5): the number of tries first
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * slope:
        step, tries = step * shrink, tries + 1
    return tries, step

# %% wrong (0 of 5): the step only
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    step = 1.0
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * (
        gradient @ direction
    ):
        step = step * shrink
    return step

# %% wrong (0 of 5): prints, and returns nothing
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = 1.0, 1
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * slope:
        step, tries = step * shrink, tries + 1
    print(f"step {step} after {tries} tries")

# %% wrong (0 of 5): the first step is shrink
def backtrack(problem, x, direction, c1, shrink):
    value, gradient = value_and_gradient(problem, x)
    slope = gradient @ direction
    step, tries = shrink, 1
    while value_and_gradient(problem, x + step * direction)[0] > value + c1 * step * slope:
        step, tries = step * shrink, tries + 1
    return step, tries
