# Variants of lab1_xor, question q9: epochs_to_reach(loss_curve, loss), the first epoch that is
# low enough. Public: one small curve (1), the notebook's own runs (1). Hidden: the edges, with a
# list (1) and with an array (1).

# %% right: positions
def epochs_to_reach(loss_curve, loss):
    for i in range(len(loss_curve)):
        if loss_curve[i] <= loss:
            return i + 1

# %% right: numpy
def epochs_to_reach(loss_curve, loss):
    reached = np.flatnonzero(np.asarray(loss_curve) <= loss)
    return reached[0] + 1 if len(reached) else None

# %% right: next
def epochs_to_reach(loss_curve, loss):
    return next((n for n, value in enumerate(loss_curve, 1) if not value > loss), None)

# %% right: a while loop
def epochs_to_reach(loss_curve, loss):
    epoch = 1
    while epoch <= len(loss_curve):
        if loss_curve[epoch - 1] <= loss:
            break
        epoch += 1
    else:
        epoch = None
    return epoch

# %% right: pandas
def epochs_to_reach(loss_curve, loss):
    curve = pd.Series(loss_curve, index=range(1, len(loss_curve) + 1))
    low = curve[curve <= loss]
    if low.empty:
        return None
    return int(low.index[0])

# %% wrong (2 of 4): below instead of at or below
def epochs_to_reach(loss_curve, loss):
    for epoch, value in enumerate(loss_curve, start=1):
        if value < loss:
            return epoch
    return None

# %% wrong (1 of 4): the length of the curve when it never gets there
def epochs_to_reach(loss_curve, loss):
    for epoch, value in enumerate(loss_curve, start=1):
        if value <= loss:
            return epoch
    return len(loss_curve)

# %% wrong (1 of 4): argmax, which says 0 when nothing is found
def epochs_to_reach(loss_curve, loss):
    return int(np.argmax(np.array(loss_curve) <= loss)) + 1

# %% wrong (1 of 4): an error when it never gets there
def epochs_to_reach(loss_curve, loss):
    epoch = 0
    while loss_curve[epoch] > loss:
        epoch += 1
    return epoch + 1

# %% wrong (0 of 4): epochs counted from 0
def epochs_to_reach(loss_curve, loss):
    for epoch, value in enumerate(loss_curve):
        if value <= loss:
            return epoch
    return None

# %% wrong (0 of 4): the last epoch instead of the first
def epochs_to_reach(loss_curve, loss):
    found = None
    for epoch, value in enumerate(loss_curve, start=1):
        if value <= loss:
            found = epoch
    return found

# %% wrong (0 of 4): the epoch with the lowest loss
def epochs_to_reach(loss_curve, loss):
    if min(loss_curve) > loss:
        return None
    return int(np.argmin(loss_curve)) + 1

# %% wrong (0 of 4): how many epochs are low enough
def epochs_to_reach(loss_curve, loss):
    low = [value for value in loss_curve if value <= loss]
    return len(low) if low else None

# %% wrong (0 of 4): the condition turned round
def epochs_to_reach(loss_curve, loss):
    for epoch, value in enumerate(loss_curve, start=1):
        if value >= loss:
            return epoch
    return None

# %% wrong (0 of 4): gives up after the first epoch
def epochs_to_reach(loss_curve, loss):
    for epoch, value in enumerate(loss_curve, start=1):
        if value <= loss:
            return epoch
        else:
            return None

# %% wrong (0 of 4): looks for exactly this loss
def epochs_to_reach(loss_curve, loss):
    for epoch, value in enumerate(loss_curve, start=1):
        if value == loss:
            return epoch
    return None

# %% wrong (0 of 4): the loss instead of the epoch
def epochs_to_reach(loss_curve, loss):
    for value in loss_curve:
        if value <= loss:
            return value
    return None

# %% wrong (0 of 4): all epochs instead of the first
def epochs_to_reach(loss_curve, loss):
    return [epoch for epoch, value in enumerate(loss_curve, start=1) if value <= loss]

# %% wrong (0 of 4): prints, and returns nothing
def epochs_to_reach(loss_curve, loss):
    for epoch, value in enumerate(loss_curve, start=1):
        if value <= loss:
            print(epoch)
            break
