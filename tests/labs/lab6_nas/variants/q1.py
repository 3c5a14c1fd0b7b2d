# Variants of lab6_nas, question q1: peak_memory(sizes, reads).
# Public: a chain (2), a skip connection (1). Hidden: other networks (3).

# %% right: last readers first
def peak_memory(sizes, reads):
    n = len(reads)
    last = {t: step for step, read in enumerate(reads, start=1) for t in read}
    last[n] = n
    peak = 0
    for step in range(1, n + 1):
        peak = max(peak, sum(sizes[t] for t in range(step + 1) if last[t] >= step))
    return peak

# %% right: an array of lifetimes
def peak_memory(sizes, reads):
    n = len(sizes)
    alive = np.zeros((n, n), dtype=bool)
    alive[n - 1, n - 1] = True
    for step, read in enumerate(reads, start=1):
        for t in read:
            alive[t, max(t, 1) : step + 1] = True
    return int((np.array(sizes)[:, np.newaxis] * alive).sum(axis=0).max())

# %% right: written and let go
def peak_memory(sizes, reads):
    readers = [0] * len(sizes)
    for read in reads:
        for t in set(read):
            readers[t] += 1
    readers[-1] = 1
    held, peak = sizes[0], 0
    for step, read in enumerate(reads, start=1):
        held += sizes[step]
        peak = max(peak, held)
        for t in set(read):
            readers[t] -= 1
            held -= sizes[t] * (readers[t] == 0)
    return peak

# %% wrong (0 of 6): the largest tensor
def peak_memory(sizes, reads):
    return max(sizes)

# %% wrong (0 of 6): all tensors together
def peak_memory(sizes, reads):
    return sum(sizes)

# %% wrong (2 of 6): the largest read and written pair, without skip connections
def peak_memory(sizes, reads):
    return max(sizes[i] + sizes[i + 1] for i in range(len(reads)))

# %% wrong (2 of 6): only what a layer reads and writes
def peak_memory(sizes, reads):
    return max(sum(sizes[t] for t in set(read)) + sizes[i] for i, read in enumerate(reads, start=1))

# %% wrong (0 of 6): what is written does not count
def peak_memory(sizes, reads):
    n = len(reads)
    last = {t: step for step, read in enumerate(reads, start=1) for t in read}
    last[n] = n
    peak = 0
    for step in range(1, n + 1):
        peak = max(peak, sum(sizes[t] for t in range(step) if last[t] >= step))
    return peak

# %% wrong (0 of 6): let go one layer too early
def peak_memory(sizes, reads):
    n = len(reads)
    last = {t: step for step, read in enumerate(reads, start=1) for t in read}
    last[n] = n
    peak = 0
    for step in range(1, n + 1):
        peak = max(peak, sum(sizes[t] for t in range(step + 1) if last[t] > step or t == step))
    return peak

# %% wrong (0 of 6): kept one layer too long
def peak_memory(sizes, reads):
    n = len(reads)
    last = {t: step for step, read in enumerate(reads, start=1) for t in read}
    last[n] = n
    peak = 0
    for step in range(1, n + 1):
        peak = max(peak, sum(sizes[t] for t in range(step + 1) if last[t] + 1 >= step))
    return peak

# %% wrong (0 of 6): nothing is ever let go
def peak_memory(sizes, reads):
    n = len(reads)
    last = {t: step for step, read in enumerate(reads, start=1) for t in read}
    last[n] = n
    peak = 0
    for step in range(1, n + 1):
        peak = max(peak, sum(sizes[t] for t in range(step + 1) if last[t] >= 0))
    return peak

# %% wrong (2 of 6): the first reader is the last
def peak_memory(sizes, reads):
    n = len(reads)
    last = {t: step for step, read in reversed(list(enumerate(reads, start=1))) for t in read}
    last[n] = n
    peak = 0
    for step in range(1, n + 1):
        peak = max(peak, sum(sizes[t] for t in range(step + 1) if last[t] >= step))
    return peak

# %% wrong (3 of 6): what a layer reads twice counts twice
def peak_memory(sizes, reads):
    n = len(reads)
    last = {t: step for step, read in enumerate(reads, start=1) for t in read}
    peak = 0
    for step, read in enumerate(reads, start=1):
        waiting = sum(sizes[t] for t in range(step) if last[t] > step and t not in read)
        peak = max(peak, waiting + sum(sizes[t] for t in read) + sizes[step] + sizes[0] * (step > 1 and last[0] >= step))
    return peak

# %% wrong (3 of 6): the logits are forgotten
def peak_memory(sizes, reads):
    n = len(reads)
    last = {t: step for step, read in enumerate(reads, start=1) for t in read}
    peak = 0
    for step in range(1, n):
        peak = max(peak, sum(sizes[t] for t in range(step + 1) if last[t] >= step))
    return peak

# %% wrong (3 of 6): without the image
def peak_memory(sizes, reads):
    n = len(reads)
    last = {t: step for step, read in enumerate(reads, start=1) for t in read}
    last[n] = n
    peak = 0
    for step in range(1, n + 1):
        peak = max(peak, sum(sizes[t] for t in range(1, step + 1) if last[t] >= step))
    return peak

# %% wrong (0 of 6): kilobytes
def peak_memory(sizes, reads):
    n = len(reads)
    last = {t: step for step, read in enumerate(reads, start=1) for t in read}
    last[n] = n
    peak = 0
    for step in range(1, n + 1):
        peak = max(peak, sum(sizes[t] for t in range(step + 1) if last[t] >= step))
    return peak / 1024
