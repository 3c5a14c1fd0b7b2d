# Variants of lab1_xor, question q10: compare_solvers(first, second), a ratio and three lists.
# Public (2): two summaries with some seeds in common. Hidden (3): unsorted and empty ones.

# %% right: list comprehensions
def compare_solvers(first, second):
    a, b = first["zero_seeds"], second["zero_seeds"]
    return {
        "iterations_ratio": second["mean_iterations"] / first["mean_iterations"],
        "both": sorted([seed for seed in a if seed in b]),
        "only_first": sorted([seed for seed in a if seed not in b]),
        "only_second": sorted([seed for seed in b if seed not in a]),
    }

# %% right: numpy's set functions, arrays instead of lists
def compare_solvers(first, second):
    a = np.array(first["zero_seeds"], dtype=int)
    b = np.array(second["zero_seeds"], dtype=int)
    return dict(
        iterations_ratio=np.divide(second["mean_iterations"], first["mean_iterations"]),
        both=np.intersect1d(a, b),
        only_first=np.setdiff1d(a, b),
        only_second=np.setdiff1d(b, a),
    )

# %% right: a loop over all seeds
def compare_solvers(first, second):
    result = {"both": [], "only_first": [], "only_second": []}
    for seed in sorted(set(first["zero_seeds"] + second["zero_seeds"])):
        in_first = seed in first["zero_seeds"]
        in_second = seed in second["zero_seeds"]
        if in_first and in_second:
            result["both"].append(seed)
        elif in_first:
            result["only_first"].append(seed)
        else:
            result["only_second"].append(seed)
    result["iterations_ratio"] = second["mean_iterations"] / first["mean_iterations"]
    return result

# %% right: pandas
def compare_solvers(first, second):
    a = pd.Index(first["zero_seeds"], dtype="int64")
    b = pd.Index(second["zero_seeds"], dtype="int64")
    ratio = second["mean_iterations"] / first["mean_iterations"]
    return {
        "iterations_ratio": ratio,
        "both": a.intersection(b).sort_values().tolist(),
        "only_first": a.difference(b).sort_values().tolist(),
        "only_second": b.difference(a).sort_values().tolist(),
    }

# %% wrong (2 of 5): seeds in the order of the summaries, not sorted
def compare_solvers(first, second):
    a, b = first["zero_seeds"], second["zero_seeds"]
    return {
        "iterations_ratio": second["mean_iterations"] / first["mean_iterations"],
        "both": [seed for seed in a if seed in b],
        "only_first": [seed for seed in a if seed not in b],
        "only_second": [seed for seed in b if seed not in a],
    }

# %% wrong (2 of 5): the ratio cut off to a whole number
def compare_solvers(first, second):
    a, b = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "iterations_ratio": second["mean_iterations"] // first["mean_iterations"],
        "both": sorted(a & b),
        "only_first": sorted(a - b),
        "only_second": sorted(b - a),
    }

# %% wrong (2 of 5): seeds 0 to 14
def compare_solvers(first, second):
    a, b = first["zero_seeds"], second["zero_seeds"]
    return {
        "iterations_ratio": second["mean_iterations"] / first["mean_iterations"],
        "both": [seed for seed in range(15) if seed in a and seed in b],
        "only_first": [seed for seed in range(15) if seed in a and seed not in b],
        "only_second": [seed for seed in range(15) if seed in b and seed not in a],
    }

# %% wrong (2 of 5): None instead of an empty list
def compare_solvers(first, second):
    a, b = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "iterations_ratio": second["mean_iterations"] / first["mean_iterations"],
        "both": sorted(a & b) or None,
        "only_first": sorted(a - b) or None,
        "only_second": sorted(b - a) or None,
    }

# %% wrong (0 of 5): the ratio turned round
def compare_solvers(first, second):
    a, b = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "iterations_ratio": first["mean_iterations"] / second["mean_iterations"],
        "both": sorted(a & b),
        "only_first": sorted(a - b),
        "only_second": sorted(b - a),
    }

# %% wrong (0 of 5): medians instead of means
def compare_solvers(first, second):
    a, b = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "iterations_ratio": second["median_iterations"] / first["median_iterations"],
        "both": sorted(a & b),
        "only_first": sorted(a - b),
        "only_second": sorted(b - a),
    }

# %% wrong (0 of 5): a difference instead of a ratio
def compare_solvers(first, second):
    a, b = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "iterations_ratio": second["mean_iterations"] - first["mean_iterations"],
        "both": sorted(a & b),
        "only_first": sorted(a - b),
        "only_second": sorted(b - a),
    }

# %% wrong (0 of 5): the two sides swapped
def compare_solvers(first, second):
    a, b = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "iterations_ratio": second["mean_iterations"] / first["mean_iterations"],
        "both": sorted(a & b),
        "only_first": sorted(b - a),
        "only_second": sorted(a - b),
    }

# %% wrong (0 of 5): either instead of both
def compare_solvers(first, second):
    a, b = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "iterations_ratio": second["mean_iterations"] / first["mean_iterations"],
        "both": sorted(a | b),
        "only_first": sorted(a - b),
        "only_second": sorted(b - a),
    }

# %% wrong (0 of 5): all seeds of a solver, not only its own
def compare_solvers(first, second):
    a, b = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "iterations_ratio": second["mean_iterations"] / first["mean_iterations"],
        "both": sorted(a & b),
        "only_first": sorted(a),
        "only_second": sorted(b),
    }

# %% wrong (0 of 5): counts instead of seeds
def compare_solvers(first, second):
    a, b = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "iterations_ratio": second["mean_iterations"] / first["mean_iterations"],
        "both": len(a & b),
        "only_first": len(a - b),
        "only_second": len(b - a),
    }

# %% wrong (0 of 5): the published numbers, whatever the summaries
def compare_solvers(first, second):
    return {
        "iterations_ratio": 338.0625 / 28.75,
        "both": [5, 6, 9, 12],
        "only_first": [],
        "only_second": [3, 15],
    }

# %% wrong (0 of 5): the notebook's summaries instead of the arguments
def compare_solvers(first, second):
    a, b = set(summary_lbfgs_relu["zero_seeds"]), set(summary_sgd_relu["zero_seeds"])
    return {
        "iterations_ratio": summary_sgd_relu["mean_iterations"]
        / summary_lbfgs_relu["mean_iterations"],
        "both": sorted(a & b),
        "only_first": sorted(a - b),
        "only_second": sorted(b - a),
    }

# %% wrong (0 of 5): a key spelled differently
def compare_solvers(first, second):
    a, b = set(first["zero_seeds"]), set(second["zero_seeds"])
    return {
        "ratio": second["mean_iterations"] / first["mean_iterations"],
        "both": sorted(a & b),
        "only_first": sorted(a - b),
        "only_second": sorted(b - a),
    }
