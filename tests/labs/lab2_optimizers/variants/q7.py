# Variants of lab2_optimizers, question q7: strong_wolfe(problem, x, direction, step, c1, c2), whether
# a step is low enough and flat enough. The public check (2) asks about four steps in a bowl, with
# the usual c1 and c2; the hidden one (2) about other functions, and each condition alone.

# %% right: early returns
def strong_wolfe(problem, x, direction, step, c1, c2):
    f0, g0 = value_and_gradient(problem, x)
    f1, g1 = value_and_gradient(problem, x + step * direction)
    slope = np.dot(g0, direction)
    if f1 > f0 + c1 * step * slope:
        return False
    return abs(np.dot(g1, direction)) <= c2 * abs(slope)

# %% right: a function along the line
def strong_wolfe(problem, x, direction, step, c1, c2):
    def along(t):
        value, gradient = value_and_gradient(problem, x + t * direction)
        return value, sum(g * d for g, d in zip(gradient, direction))

    (start, slope), (end, new_slope) = along(0.0), along(step)
    low_enough = end <= start + c1 * step * slope
    flat_enough = -c2 * abs(slope) <= new_slope <= c2 * abs(slope)
    return bool(low_enough and flat_enough)

# %% right: loops over the entries
def strong_wolfe(problem, x, direction, step, c1, c2):
    new_x = [a + step * d for a, d in zip(x, direction)]
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, new_x)
    slope = new_slope = 0.0
    for i in range(len(x)):
        slope += gradient[i] * direction[i]
        new_slope += new_gradient[i] * direction[i]
    if new_slope < 0:
        new_slope = -new_slope
    if slope < 0:
        return not (new_value > value + c1 * step * slope or new_slope > -c2 * slope)
    return not (new_value > value + c1 * step * slope or new_slope > c2 * slope)

# %% right: a numpy bool, the slope known to be negative
def strong_wolfe(problem, x, direction, step, c1, c2):
    values, gradients = zip(*(value_and_gradient(problem, x + t * direction) for t in (0, step)))
    slopes = np.array(gradients) @ direction
    gain = values[0] - values[1]
    return np.logical_and(gain >= c1 * step * -slopes[0], np.abs(slopes[1]) <= -c2 * slopes[0])

# %% right: all of several conditions
def strong_wolfe(problem, x, direction, step, c1, c2):
    before = value_and_gradient(problem, x)
    after = value_and_gradient(problem, np.add(x, np.multiply(step, direction)))
    promised = np.inner(before[1], direction)
    conditions = [
        after[0] - before[0] <= c1 * step * promised,
        np.abs(np.inner(after[1], direction)) - c2 * np.abs(promised) <= 0,
    ]
    return all(conditions)

# %% right: both conditions divided by what the slope promises
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope = gradient @ direction
    kept = (new_value - value) / (step * slope)
    return kept >= c1 and abs(new_gradient @ direction / slope) <= c2

# %% wrong (2 of 4): flat enough only
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return abs(new_slope) <= c2 * abs(slope)

# %% wrong (2 of 4): lower than before is low enough
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value and abs(new_slope) <= c2 * abs(slope)

# %% wrong (2 of 4): Armijo's condition without the step
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * slope and abs(new_slope) <= c2 * abs(slope)

# %% wrong (2 of 4): Armijo's condition with the slope's absolute value
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = abs(gradient @ direction), abs(new_gradient @ direction)
    return new_value <= value + c1 * step * slope and new_slope <= c2 * slope

# %% wrong (2 of 4): Armijo's condition with the new slope
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * step * new_slope and abs(new_slope) <= c2 * abs(slope)

# %% wrong (2 of 4): the usual c1 and c2, whatever the arguments
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + 1e-4 * step * slope and abs(new_slope) <= 0.9 * abs(slope)

# %% wrong (0 of 4): Armijo's condition only
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, _ = value_and_gradient(problem, x + step * direction)
    return new_value <= value + c1 * step * (gradient @ direction)

# %% wrong (0 of 4): one condition is enough
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * step * slope or abs(new_slope) <= c2 * abs(slope)

# %% wrong (0 of 4): no absolute value on the left
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * step * slope and new_slope <= c2 * abs(slope)

# %% wrong (0 of 4): no absolute value on the right
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * step * slope and abs(new_slope) <= c2 * slope

# %% wrong (0 of 4): how far the slopes are apart
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * step * slope and abs(new_slope - slope) <= c2 * abs(slope)

# %% wrong (0 of 4): c1 and c2 swapped
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c2 * step * slope and abs(new_slope) <= c1 * abs(slope)

# %% wrong (0 of 4): c2 is left out
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * step * slope and abs(new_slope) <= abs(slope)

# %% wrong (0 of 4): the old gradient on both sides
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, _ = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, gradient @ (step * direction)
    return new_value <= value + c1 * step * slope and abs(new_slope) <= c2 * abs(slope)

# %% wrong (0 of 4): a whole step, whatever the argument
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * step * slope and abs(new_slope) <= c2 * abs(slope)

# %% wrong (0 of 4): the new slope times the step
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    move = step * direction
    new_value, new_gradient = value_and_gradient(problem, x + move)
    low = new_value <= value + c1 * gradient @ move
    return low and abs(new_gradient @ move) <= c2 * abs(gradient @ direction)

# %% wrong (0 of 4): the other way, x − step × direction
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x - step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * step * slope and abs(new_slope) <= c2 * abs(slope)

# %% wrong (0 of 4): whether the step is bad
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value > value + c1 * step * slope or abs(new_slope) > c2 * abs(slope)

# %% wrong (0 of 4): two answers in place of one
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * step * slope, abs(new_slope) <= c2 * abs(slope)

# %% wrong (0 of 4): True, or nothing
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    if new_value <= value + c1 * step * slope and abs(new_slope) <= c2 * abs(slope):
        return True

# %% wrong (0 of 4): the weak conditions, without absolute values
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    slope, new_slope = gradient @ direction, new_gradient @ direction
    return new_value <= value + c1 * step * slope and new_slope >= c2 * slope

# %% wrong (2 of 4): lengths of gradients in place of slopes
def strong_wolfe(problem, x, direction, step, c1, c2):
    value, gradient = value_and_gradient(problem, x)
    new_value, new_gradient = value_and_gradient(problem, x + step * direction)
    low = new_value <= value + c1 * step * (gradient @ direction)
    return low and np.linalg.norm(new_gradient) <= c2 * np.linalg.norm(gradient)
