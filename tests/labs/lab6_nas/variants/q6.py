# Variants of lab6_nas, question q6: mutate(genotype, alphabet, max_length, rng).
# Public: one edit away (1), the kinds (2). Hidden: at the limits (2), every mutant (2).

# %% right: a list of genes
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% right: slices
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    while True:
        kind = rng.integers(3)
        if kind == 1 and n < max_length:
            at = int(rng.random() * (n + 1))
            return genotype[:at] + alphabet[int(rng.random() * len(alphabet))] + genotype[at:]
        at = rng.integers(n)
        if kind == 2 and n > 1:
            return genotype[:at] + genotype[at + 1 :]
        if kind == 0:
            step = rng.integers(1, len(alphabet))
            new = alphabet[(alphabet.index(genotype[at]) + step) % len(alphabet)]
            return genotype[:at] + new + genotype[at + 1 :]

# %% right: lists of all edits
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    edits = [[genotype[:i] + a + genotype[i + 1 :] for i in range(n) for a in alphabet if a != genotype[i]]]
    if n < max_length:
        edits.append([genotype[:i] + a + genotype[i:] for i in range(n + 1) for a in alphabet])
    if n > 1:
        edits.append([genotype[:i] + genotype[i + 1 :] for i in range(n)])
    kind = edits[rng.integers(len(edits))]
    return kind[rng.integers(len(kind))]

# %% wrong (2 of 7): a changed gene may keep its letter
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice(list(alphabet))
    return "".join(genes)

# %% wrong (1 of 7): never an insertion
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% wrong (1 of 7): never a deletion
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% wrong (3 of 7): too long
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n <= max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% wrong (3 of 7): nothing is left
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 0:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% wrong (3 of 7): nothing is inserted behind the last gene
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% wrong (3 of 7): only at the end
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(n, rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% wrong (3 of 7): the last gene stays
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(max(n - 1, 1))
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% wrong (1 of 7): changes are twice as likely
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change", "change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% wrong (2 of 7): every gene is changed
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes = [rng.choice([a for a in alphabet if a != one]) for one in genes]
    return "".join(genes)

# %% wrong (3 of 7): an inserted gene is a copy
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), genotype[rng.integers(n)])
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% wrong (3 of 7): the first letter is left out
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet[1:] if letter != genes[at]] or list(alphabet))
    return "".join(genes)

# %% wrong (6 of 7): a generator of its own
def mutate(genotype, alphabet, max_length, rng):
    n, rng = len(genotype), np.random.default_rng()
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)

# %% wrong (0 of 7): a list
def mutate(genotype, alphabet, max_length, rng):
    n = len(genotype)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return genes

# %% wrong (0 of 7): always the same generator
def mutate(genotype, alphabet, max_length, rng):
    n, rng = len(genotype), np.random.default_rng(0)
    kinds = ["change"]
    if n < max_length:
        kinds.append("insert")
    if n > 1:
        kinds.append("delete")
    kind = rng.choice(kinds)
    genes = list(genotype)
    if kind == "insert":
        genes.insert(rng.integers(n + 1), rng.choice(list(alphabet)))
    else:
        at = rng.integers(n)
        if kind == "delete":
            del genes[at]
        else:
            genes[at] = rng.choice([letter for letter in alphabet if letter != genes[at]])
    return "".join(genes)
