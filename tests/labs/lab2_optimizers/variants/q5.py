# Variants of lab2_optimizers, question q5: adaptive_rates(losses, rate, tol, patience), a rate for
# each epoch. The public check (2) is one short curve with a patience of 1, the hidden ones are noisy
# curves with several patiences (2), and the edges: equality, a patience of 0, no epoch at all (1).

# %% right: positions, and the minimum of what was before
def adaptive_rates(losses, rate, tol, patience):
    rates = []
    bad = 0
    for i in range(len(losses)):
        rates.append(rate)
        if i > 0 and losses[i] > min(losses[:i]) - tol:
            bad += 1
        else:
            bad = 0
        if bad > patience:
            rate /= 5
            bad = 0
    return rates

# %% right: numpy finds the bad epochs first, an array
def adaptive_rates(losses, rate, tol, patience):
    best_before = np.concatenate([[np.inf], np.minimum.accumulate(losses)[:-1]])
    bad = np.array(losses) > best_before[: len(losses)] - tol
    rates = np.full(len(losses), rate, dtype=float)
    in_a_row = 0
    for i, is_bad in enumerate(bad):
        in_a_row = (in_a_row + 1) * is_bad
        if in_a_row == patience + 1:
            rates[i + 1 :] *= 0.2
            in_a_row = 0
    return rates

# %% right: counts the cuts, good epochs first
def adaptive_rates(losses, rate, tol, patience):
    cuts, waited, best, rates = 0, 0, None, []
    for loss in losses:
        rates.append(rate / 5**cuts)
        if best is None or loss <= best - tol:
            best, waited = loss, 0
            continue
        best = min(best, loss)
        waited += 1
        if waited <= patience:
            continue
        cuts += 1
        waited = 0
    return rates

# %% right: a generator
def adaptive_rates(losses, rate, tol, patience):
    def rates():
        current, left, best = rate, patience, float("inf")
        for loss in losses:
            yield current
            good = best - loss >= tol
            left = patience if good else left - 1
            if left < 0:
                current, left = current / 5, patience
            best = loss if loss < best else best

    return list(rates())

# %% right: recursion
def adaptive_rates(losses, rate, tol, patience):
    def following(i, best, bad, now):
        if i == len(losses):
            return []
        bad = bad + 1 if losses[i] > best - tol else 0
        cut = bad > patience
        rest = following(i + 1, min(best, losses[i]), 0 if cut else bad, now / 5 if cut else now)
        return [now, *rest]

    return following(0, np.inf, 0, rate)

# %% right: a while loop, the next rate is written before its turn
def adaptive_rates(losses, rate, tol, patience):
    if len(losses) == 0:
        return []
    rates, best, bad, epoch = [rate], losses[0], 0, 1
    while epoch < len(losses):
        rates.append(rates[-1])
        if bad > patience:
            rates[-1] = rates[-1] / 5
            bad = 0
        if losses[epoch] > best - tol:
            bad += 1
        else:
            bad = 0
        best = min(best, losses[epoch])
        epoch += 1
    return rates

# %% wrong (4 of 5): an epoch that is better by exactly tol is bad
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss >= best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (4 of 5): there is always a first epoch
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [rate], losses[0], 0
    for loss in losses[1:]:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
            # the next epoch is the first with the new rate
    return rates

# %% wrong (1 of 5): compared with the epoch before, not with the best
def adaptive_rates(losses, rate, tol, patience):
    rates, before, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > before - tol else 0
        before = loss
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (2 of 5): the best is forgotten, too, after a cut
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad, best = rate / 5, 0, np.inf
    return rates

# %% wrong (2 of 5): a patience of 1, whatever the argument
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad == 2:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (2 of 5): a rate of 0.1, whatever the argument
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad, rate = [], np.inf, 0, 0.1
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (0 of 5): counting goes on after a cut
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate = rate / 5
    return rates

# %% wrong (1 of 5): all bad epochs count, in a row or not
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        if loss > best - tol:
            n_bad += 1
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (0 of 5): at least patience in place of more than
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad >= patience:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (0 of 5): the last bad epoch has the smaller rate already
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
        rates.append(rate)
    return rates

# %% wrong (0 of 5): the best so far, with this epoch's own loss in it
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        best = min(best, loss)
        n_bad = n_bad + 1 if loss > best - tol else 0
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (0 of 5): the best of all epochs, later ones as well
def adaptive_rates(losses, rate, tol, patience):
    rates, n_bad = [], 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > min(losses) - tol else 0
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (0 of 5): best starts at 0, and no loss is ever below it
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], 0, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (0 of 5): half of the rate
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 2, 0
    return rates

# %% wrong (0 of 5): cut by a fifth, not to a fifth
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate - rate / 5, 0
    return rates

# %% wrong (0 of 5): the condition turned round, good epochs are bad
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss < best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (0 of 5): one rate too many, the one after the last epoch
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [rate], np.inf, 0
    for loss in losses:
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
        rates.append(rate)
    return rates

# %% wrong (0 of 5): returns after the first cut
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            return rates + [rate / 5] * (len(losses) - len(rates))
    return rates

# %% wrong (0 of 5): the different rates only, not one an epoch
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [rate], np.inf, 0
    for loss in losses:
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
            rates.append(rate)
    return rates

# %% wrong (0 of 5): the last rate
def adaptive_rates(losses, rate, tol, patience):
    best, n_bad = np.inf, 0
    for loss in losses:
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rate

# %% wrong (0 of 5): prints, and returns nothing
def adaptive_rates(losses, rate, tol, patience):
    best, n_bad = np.inf, 0
    for loss in losses:
        print(rate)
        n_bad = n_bad + 1 if loss > best - tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0

# %% wrong (0 of 5): tol is forgotten
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates

# %% wrong (0 of 5): tol added in place of taken away
def adaptive_rates(losses, rate, tol, patience):
    rates, best, n_bad = [], np.inf, 0
    for loss in losses:
        rates.append(rate)
        n_bad = n_bad + 1 if loss > best + tol else 0
        best = min(best, loss)
        if n_bad > patience:
            rate, n_bad = rate / 5, 0
    return rates
