# Variants of lab6_nas, question q2: flash_and_macs(layers).
# Public: flash (1), MACs (1). Hidden: other networks (3).

# %% right: ifs
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9 * c
        macs += weights * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}

# %% right: a data frame
def flash_and_macs(layers):
    table = pd.DataFrame(layers)
    table = table[table["operation"].isin(["conv", "depthwise", "linear"])]
    n_inputs = table["inputs"].where(table["operation"] != "depthwise", 1)
    weights = table["outputs"] * n_inputs * table["kernel"] ** 2
    return {
        "flash": int((weights + 9 * table["outputs"]).sum()),
        "macs": int((weights * table["height"] * table["width"]).sum()),
    }

# %% right: weights of each layer in a list
def flash_and_macs(layers):
    formulas = {
        "conv": lambda one: one["outputs"] * one["inputs"] * one["kernel"] ** 2,
        "depthwise": lambda one: one["outputs"] * one["kernel"] ** 2,
        "linear": lambda one: one["outputs"] * one["inputs"],
    }
    own = [(one, formulas[one["operation"]](one)) for one in layers if one["operation"] in formulas]
    return {
        "macs": sum(n * one["height"] * one["width"] for one, n in own),
        "flash": sum(n + 9 * one["outputs"] for one, n in own),
    }

# %% wrong (0 of 5): the kernel is not squared
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k
        elif layer["operation"] == "depthwise":
            weights = c * k
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9 * c
        macs += weights * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}

# %% wrong (0 of 5): depthwise like conv
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9 * c
        macs += weights * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}

# %% wrong (0 of 5): a pool has weights
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            weights = c * k**2
        flash += weights + 9 * c
        macs += weights * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}

# %% wrong (0 of 5): the linear layer is forgotten
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "dense":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9 * c
        macs += weights * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}

# %% wrong (1 of 5): no biases and rescaling
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights
        macs += weights * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}

# %% wrong (1 of 5): nine bytes a layer
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9
        macs += weights * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}

# %% wrong (1 of 5): four bytes a weight
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += 4 * weights + 9 * c
        macs += weights * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}

# %% wrong (1 of 5): biases of all layers
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            weights = 0
        flash += weights + 9 * c
        macs += weights * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}

# %% wrong (1 of 5): pixels do not count
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9 * c
        macs += weights
    return {"flash": flash, "macs": macs}

# %% wrong (1 of 5): height twice
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9 * c
        macs += weights * layer["height"] ** 2
    return {"flash": flash, "macs": macs}

# %% wrong (1 of 5): rescaling counts as work
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9 * c
        macs += (weights + 9 * c) * layer["height"] * layer["width"]
    return {"flash": flash, "macs": macs}

# %% wrong (0 of 5): flash and macs are swapped
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9 * c
        macs += weights * layer["height"] * layer["width"]
    return {"flash": macs, "macs": flash}

# %% wrong (0 of 5): other keys
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9 * c
        macs += weights * layer["height"] * layer["width"]
    return {"flash_bytes": flash, "macs": macs}

# %% wrong (0 of 5): the first layer only
def flash_and_macs(layers):
    flash, macs = 0, 0
    for layer in layers:
        c, k = layer["outputs"], layer["kernel"]
        if layer["operation"] == "conv":
            weights = c * layer["inputs"] * k**2
        elif layer["operation"] == "depthwise":
            weights = c * k**2
        elif layer["operation"] == "linear":
            weights = c * layer["inputs"]
        else:
            continue
        flash += weights + 9 * c
        macs += weights * layer["height"] * layer["width"]
        break
    return {"flash": flash, "macs": macs}
