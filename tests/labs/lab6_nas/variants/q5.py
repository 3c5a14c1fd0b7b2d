# Variants of lab6_nas, question q5: survivors(fitness, born, n_leave, how).
# Public: the oldest (1), the worst (1). Hidden: the oldest (1), the worst (1).

# %% right: sorted lists
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[n_leave:], key=lambda i: born[i])

# %% right: one after the other
def survivors(fitness, born, n_leave, how):
    stay = sorted(range(len(fitness)), key=lambda i: born[i])
    for _ in range(n_leave):
        if how == "oldest":
            del stay[0]
        else:
            least = min(fitness[i] for i in stay)
            stay.remove([i for i in stay if fitness[i] == least][-1])
    return stay

# %% right: lexsort
def survivors(fitness, born, n_leave, how):
    fitness, born = np.array(fitness), np.array(born)
    order = np.argsort(born) if how == "oldest" else np.lexsort((-born, fitness))
    stay = order[n_leave:]
    return stay[np.argsort(born[stay])].tolist()

# %% wrong (2 of 4): of equals the older leave
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], born[i]))
    return sorted(everyone[n_leave:], key=lambda i: born[i])

# %% wrong (2 of 4): of equals the first in the list leave
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: fitness[i])
    return sorted(everyone[n_leave:], key=lambda i: born[i])

# %% wrong (2 of 4): the youngest leave
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: -born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[n_leave:], key=lambda i: born[i])

# %% wrong (2 of 4): the fittest leave
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (-fitness[i], -born[i]))
    return sorted(everyone[n_leave:], key=lambda i: born[i])

# %% wrong (0 of 4): the other way round
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "worst":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[n_leave:], key=lambda i: born[i])

# %% wrong (0 of 4): those who leave
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[:n_leave], key=lambda i: born[i])

# %% wrong (0 of 4): one too many leaves
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[n_leave + 1 :], key=lambda i: born[i])

# %% wrong (0 of 4): the fittest first
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[n_leave:], key=lambda i: -fitness[i])

# %% wrong (0 of 4): in the order of places
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[n_leave:])

# %% wrong (0 of 4): births in place of places
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(born[i] for i in everyone[n_leave:])

# %% wrong (2 of 4): always the oldest
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how in ("oldest", "worst"):
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[n_leave:], key=lambda i: born[i])

# %% wrong (2 of 4): always the worst
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "aging":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[n_leave:], key=lambda i: born[i])

# %% wrong (0 of 4): as many stay as should leave
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[len(fitness) - n_leave :], key=lambda i: born[i])

# %% wrong (3 of 4): nobody may be left
def survivors(fitness, born, n_leave, how):
    everyone = list(range(len(fitness)))
    if how == "oldest":
        everyone.sort(key=lambda i: born[i])
    else:
        everyone.sort(key=lambda i: (fitness[i], -born[i]))
    return sorted(everyone[min(n_leave, len(fitness) - 1) :] if how == "oldest" else everyone[n_leave:], key=lambda i: born[i])
