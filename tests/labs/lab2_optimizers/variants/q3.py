# Variants of lab2_optimizers, question q3: momentum_step(theta, velocity, gradient, rate, momentum,
# nesterov). Public checks: one plain step (1) and one of Nesterov's (1), from velocity 1. Hidden
# ones: six steps of plain momentum (1) and six of Nesterov's (2), with other rates and momenta.

# %% right: one branch for each of them
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    new_velocity = momentum * velocity - rate * gradient
    if nesterov:
        return theta + momentum * new_velocity - rate * gradient, new_velocity
    return theta + new_velocity, new_velocity

# %% right: entry by entry, lists
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    new_theta, new_velocity = [], []
    for t, v, g in zip(theta, velocity, gradient):
        v = momentum * v - rate * g
        new_velocity.append(v)
        if nesterov:
            v = momentum * v - rate * g
        new_theta.append(t + v)
    return new_theta, new_velocity

# %% right: Nesterov's step multiplied out
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    if not nesterov:
        step = momentum * velocity - rate * gradient
        return theta + step, step
    step = momentum**2 * velocity - (1 + momentum) * rate * gradient
    return theta + step, momentum * velocity - rate * gradient

# %% right: push the velocity once, or twice for the look ahead
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    def push(v):
        return np.subtract(np.multiply(momentum, v), np.multiply(rate, gradient))

    pushed = push(velocity)
    return [theta + (push(pushed) if nesterov else pushed), pushed]

# %% right: in place, on copies
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    theta, velocity = theta.copy(), velocity.copy()
    velocity *= momentum
    velocity -= rate * gradient
    theta += velocity
    if nesterov:
        theta -= velocity
        theta += momentum * velocity
        theta -= rate * gradient
    return theta, velocity

# %% right: the velocity counted downhill, and turned round at the end
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    descent = rate * gradient + momentum * -velocity
    total = descent + int(nesterov) * (rate * gradient + momentum * descent - descent)
    return theta - total, -descent

# %% wrong (3 of 5): Nesterov's step, whatever is asked for
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - rate * gradient
    return theta + momentum * velocity - rate * gradient, velocity

# %% wrong (3 of 5): the plain step adds the old velocity
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    new_velocity = momentum * velocity - rate * gradient
    if nesterov:
        return theta + momentum * new_velocity - rate * gradient, new_velocity
    return theta + velocity, new_velocity

# %% wrong (3 of 5): the plain step subtracts the velocity
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - rate * gradient
    if nesterov:
        return theta + momentum * velocity - rate * gradient, velocity
    return theta - velocity, velocity

# %% wrong (2 of 5): nesterov is ignored
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - rate * gradient
    return theta + velocity, velocity

# %% wrong (2 of 5): the look ahead uses the old velocity
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    new_velocity = momentum * velocity - rate * gradient
    if nesterov:
        return theta + momentum * velocity - rate * gradient, new_velocity
    return theta + new_velocity, new_velocity

# %% wrong (2 of 5): the look ahead is kept as the velocity
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - rate * gradient
    if nesterov:
        velocity = momentum * velocity - rate * gradient
    return theta + velocity, velocity

# %% wrong (2 of 5): a look ahead without the gradient
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - rate * gradient
    if nesterov:
        return theta + momentum * velocity, velocity
    return theta + velocity, velocity

# %% wrong (2 of 5): the look ahead on top of the plain step
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - rate * gradient
    theta = theta + velocity
    if nesterov:
        theta = theta + momentum * velocity - rate * gradient
    return theta, velocity

# %% wrong (2 of 5): a momentum of 0.9, whatever the argument
def momentum_step(theta, velocity, gradient, rate, momentum=0.9, nesterov=False):
    momentum = 0.9
    velocity = momentum * velocity - rate * gradient
    step = momentum * velocity - rate * gradient if nesterov else velocity
    return theta + step, velocity

# %% wrong (2 of 5): a rate of 0.1, whatever the argument
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - 0.1 * gradient
    step = momentum * velocity - 0.1 * gradient if nesterov else velocity
    return theta + step, velocity

# %% wrong (0 of 5): uphill
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity + rate * gradient
    step = momentum * velocity + rate * gradient if nesterov else velocity
    return theta + step, velocity

# %% wrong (0 of 5): the other convention, a velocity that points uphill
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity + rate * gradient
    step = momentum * velocity + rate * gradient if nesterov else velocity
    return theta - step, velocity

# %% wrong (0 of 5): rate times the whole velocity
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - gradient
    step = momentum * velocity - gradient if nesterov else velocity
    return theta + rate * step, velocity

# %% wrong (0 of 5): gradient descent without a memory
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = -rate * gradient
    return theta + velocity, velocity

# %% wrong (0 of 5): the gradient counts 1 − momentum, as in a mean
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - (1 - momentum) * rate * gradient
    step = momentum * velocity - (1 - momentum) * rate * gradient if nesterov else velocity
    return theta + step, velocity

# %% wrong (0 of 5): rate and momentum swapped
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = rate * velocity - momentum * gradient
    step = rate * velocity - momentum * gradient if nesterov else velocity
    return theta + step, velocity

# %% wrong (0 of 5): the branches turned round
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - rate * gradient
    if nesterov:
        return theta + velocity, velocity
    return theta + momentum * velocity - rate * gradient, velocity

# %% wrong (0 of 5): velocity first, theta second
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - rate * gradient
    step = momentum * velocity - rate * gradient if nesterov else velocity
    return velocity, theta + step

# %% wrong (0 of 5): the step in place of where it leads
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - rate * gradient
    step = momentum * velocity - rate * gradient if nesterov else velocity
    return step, velocity

# %% wrong (0 of 5): theta only
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity = momentum * velocity - rate * gradient
    return theta + (momentum * velocity - rate * gradient if nesterov else velocity)

# %% wrong (0 of 5): changes what was given, and returns nothing
def momentum_step(theta, velocity, gradient, rate, momentum, nesterov):
    velocity[:] = momentum * velocity - rate * gradient
    theta[:] = theta + (momentum * velocity - rate * gradient if nesterov else velocity)
