# Variants of lab6_nas, question q12: choose_space(spaces, sram_bytes, flash_bytes, least_fraction).
# Public: four spaces (2). Hidden: other ones (3).

# %% right: sorted twice
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% right: two lists
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    enough, few = [], []
    for name, costs in spaces.items():
        table = pd.DataFrame(dict(costs))
        own = table[(table["sram"] <= sram_bytes) & (table["flash"] <= flash_bytes)]
        fraction = len(own) / len(table)
        row = {"mean_macs": own["macs"].mean() if len(own) else 0.0, "fraction": fraction, "name": name}
        (enough if fraction >= least_fraction else few).append(row)
    return sorted(enough, key=lambda r: -r["mean_macs"]) + sorted(few, key=lambda r: -r["mean_macs"])

# %% right: masks
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name, costs in spaces.items():
        mask = np.maximum(costs["sram"] / sram_bytes, costs["flash"] / flash_bytes) <= 1
        mean = np.sum(costs["macs"] * mask) / max(mask.sum(), 1)
        rows.append({"name": name, "fraction": np.mean(mask), "mean_macs": mean})
    return sorted(rows, key=lambda row: (row["fraction"] >= least_fraction, row["mean_macs"]), reverse=True)

# %% wrong (0 of 5): flash does not count
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% wrong (0 of 5): SRAM does not count
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% wrong (0 of 5): one limit is enough
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes or f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% wrong (0 of 5): just at the limit does not fit
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s < sram_bytes and f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% wrong (0 of 5): mean MACs of all
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = float(np.mean(macs))
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% wrong (0 of 5): too few do not matter
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    return rows

# %% wrong (2 of 5): just enough is too few
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] <= least_fraction)
    return rows

# %% wrong (0 of 5): the fewest MACs first
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"])
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% wrong (0 of 5): by fraction
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["fraction"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% wrong (0 of 5): not a number where nothing fits
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = sum(own) / len(own) if own else float("nan")
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% wrong (0 of 5): numbers, not fractions
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% wrong (0 of 5): spaces with too few are left out
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return [row for row in rows if row["fraction"] >= least_fraction]

# %% wrong (0 of 5): the largest MACs
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = max(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return rows

# %% wrong (0 of 5): names alone
def choose_space(spaces, sram_bytes, flash_bytes, least_fraction):
    rows = []
    for name in spaces:
        sram, flash, macs = (spaces[name][key] for key in ("sram", "flash", "macs"))
        own = [m for s, f, m in zip(sram, flash, macs) if s <= sram_bytes and f <= flash_bytes]
        mean = sum(own) / len(own) if own else 0
        rows.append({"name": name, "fraction": len(own) / len(macs), "mean_macs": mean})
    rows.sort(key=lambda row: row["mean_macs"], reverse=True)
    rows.sort(key=lambda row: row["fraction"] < least_fraction)
    return [row["name"] for row in rows]
