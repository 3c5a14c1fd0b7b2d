# Variants of lab4_curves, question q2: from_unit(u, row).

# %% right: numpy
def from_unit(u, row):
    u = np.array(u)
    if row["type"] == "categorical":
        return list(np.array(row["choices"])[np.floor(u * len(row["choices"])).astype(int)])
    if row["type"] == "integer":
        return np.floor(row["low"] + u * (row["high"] + 1 - row["low"])).astype(int)
    if row["log"]:
        return 10 ** (np.log10(row["low"]) + u * (np.log10(row["high"]) - np.log10(row["low"])))
    return row["low"] + u * (row["high"] - row["low"])

# %% right: exponentials
def from_unit(u, row):
    kind = row["type"]
    if kind == "categorical":
        return [row["choices"][math.floor(len(row["choices"]) * v)] for v in u]
    a, b = row["low"], row["high"]
    if kind == "integer":
        return [math.floor(a + v * (b - a + 1)) for v in u]
    if row["log"]:
        return [math.exp(math.log(a) * (1 - v) + math.log(b) * v) for v in u]
    return [(1 - v) * a + v * b for v in u]

# %% right: integers as choices
def from_unit(u, row):
    if row["type"] == "float":
        a, b = row["low"], row["high"]
        return [a * (b / a) ** v if row["log"] else a + (b - a) * v for v in u]
    options = row["choices"] if row["type"] == "categorical" else list(range(int(row["low"]), int(row["high"]) + 1))
    return [options[int(len(options) * v)] for v in u]

# %% wrong (1 of 6): integers are rounded
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[int(v * len(choices))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [round(low + v * (high - low)) for v in u]
    if row["log"]:
        return [float(low * (high / low) ** v) for v in u]
    return [float(low + v * (high - low)) for v in u]

# %% wrong (1 of 6): high is never reached
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[int(v * len(choices))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [int(low + int(v * (high - low))) for v in u]
    if row["log"]:
        return [float(low * (high / low) ** v) for v in u]
    return [float(low + v * (high - low)) for v in u]

# %% wrong (1 of 6): integers begin at 0
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[int(v * len(choices))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [int(v * (high - low + 1)) for v in u]
    if row["log"]:
        return [float(low * (high / low) ** v) for v in u]
    return [float(low + v * (high - low)) for v in u]

# %% wrong (1 of 6): integers begin at 1
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[int(v * len(choices))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [int(1 + int(v * (high - low + 1))) for v in u]
    if row["log"]:
        return [float(low * (high / low) ** v) for v in u]
    return [float(low + v * (high - low)) for v in u]

# %% wrong (1 of 6): log is not used
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[int(v * len(choices))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [int(low + int(v * (high - low + 1))) for v in u]
    if False:
        return [float(low * (high / low) ** v) for v in u]
    return [float(low + v * (high - low)) for v in u]

# %% wrong (1 of 6): always log
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[int(v * len(choices))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [int(low + int(v * (high - low + 1))) for v in u]
    if row["log"] or low > 0 or True:
        return [float(low * (high / low) ** v) for v in u]
    return [float(low + v * (high - low)) for v in u]

# %% wrong (1 of 6): the logarithm itself
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[int(v * len(choices))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [int(low + int(v * (high - low + 1))) for v in u]
    if row["log"]:
        return [math.log(low) + v * math.log(high / low) for v in u]
    return [float(low + v * (high - low)) for v in u]

# %% wrong (1 of 6): rates begin at 0
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[int(v * len(choices))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [int(low + int(v * (high - low + 1))) for v in u]
    if row["log"]:
        return [float(low * (high / low) ** v) for v in u]
    return [float(v * (high - low)) for v in u]

# %% wrong (2 of 6): choices are rounded
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[round(v * (len(choices) - 1))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [int(low + int(v * (high - low + 1))) for v in u]
    if row["log"]:
        return [float(low * (high / low) ** v) for v in u]
    return [float(low + v * (high - low)) for v in u]

# %% wrong (2 of 6): the place of the choice
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [int(v * len(choices)) for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [int(low + int(v * (high - low + 1))) for v in u]
    if row["log"]:
        return [float(low * (high / low) ** v) for v in u]
    return [float(low + v * (high - low)) for v in u]

# %% wrong (1 of 6): integers as floats
def from_unit(u: list[float], row: dict) -> list:
    if row["type"] == "categorical":
        choices = row["choices"]
        return [choices[int(v * len(choices))] for v in u]
    low, high = row["low"], row["high"]
    if row["type"] == "integer":
        return [low + v * (high - low + 1) for v in u]
    if row["log"]:
        return [float(low * (high / low) ** v) for v in u]
    return [float(low + v * (high - low)) for v in u]
