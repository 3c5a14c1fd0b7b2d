# Variants of lab5_hpo, question q12: ratios_with_thinking(rule, none, think).
# Public: two searches (2). Hidden: other searches (2).

# %% right: loops
def ratios_with_thinking(rule, none, think):
    def mean_total(runs, t):
        return fmean(s + t * n for s, n in zip(runs["seconds"], runs["trials"]))
    return [mean_total(rule, t) / mean_total(none, t) for t in think]

# %% right: means first
def ratios_with_thinking(rule, none, think):
    (a, m), (b, n) = ((np.mean(r["seconds"]), np.mean(r["trials"])) for r in (rule, none))
    return (a + np.array(think) * m) / (b + np.array(think) * n)

# %% right: a table
def ratios_with_thinking(rule, none, think):
    one, other = (pd.DataFrame({key: r[key] for key in ("seconds", "trials")}) for r in (rule, none))
    return [
        float((one["seconds"] + t * one["trials"]).mean() / (other["seconds"] + t * other["trials"]).mean())
        for t in think
    ]

# %% wrong (0 of 4): thinking once a search
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.add(rule["seconds"], t).mean()
        other = np.add(none["seconds"], t).mean()
        ratios.append(float(one / other))
    return ratios

# %% wrong (2 of 4): a mean of ratios
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.add(rule["seconds"], t * np.array(rule["trials"]))
        other = np.add(none["seconds"], t * np.array(none["trials"]))
        ratios.append(float(np.mean(one[: len(other)] / other[: len(one)])))
    return ratios

# %% wrong (0 of 4): thinking for the rule alone
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.add(rule["seconds"], t * np.array(rule["trials"])).mean()
        other = np.add(none["seconds"], 0).mean()
        ratios.append(float(one / other))
    return ratios

# %% wrong (0 of 4): thinking for none alone
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.add(rule["seconds"], 0).mean()
        other = np.add(none["seconds"], t * np.array(none["trials"])).mean()
        ratios.append(float(one / other))
    return ratios

# %% wrong (2 of 4): the rule has none's trials
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.add(rule["seconds"], t * np.mean(none["trials"])).mean()
        other = np.add(none["seconds"], t * np.array(none["trials"])).mean()
        ratios.append(float(one / other))
    return ratios

# %% wrong (0 of 4): the other way round
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.add(rule["seconds"], t * np.array(rule["trials"])).mean()
        other = np.add(none["seconds"], t * np.array(none["trials"])).mean()
        ratios.append(float(other / one))
    return ratios

# %% wrong (2 of 4): medians
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.median(np.add(rule["seconds"], t * np.array(rule["trials"])))
        other = np.median(np.add(none["seconds"], t * np.array(none["trials"])))
        ratios.append(float(one / other))
    return ratios

# %% wrong (2 of 4): sums in place of means
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.add(rule["seconds"], t * np.array(rule["trials"])).sum()
        other = np.add(none["seconds"], t * np.array(none["trials"])).sum()
        ratios.append(float(one / other))
    return ratios

# %% wrong (0 of 4): thinking is taken off
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.add(rule["seconds"], -t * np.array(rule["trials"])).mean()
        other = np.add(none["seconds"], -t * np.array(none["trials"])).mean()
        ratios.append(float(one / other))
    return ratios

# %% wrong (0 of 4): the last price alone
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.add(rule["seconds"], t * np.array(rule["trials"])).mean()
        other = np.add(none["seconds"], t * np.array(none["trials"])).mean()
        ratios.append(float(one / other))
    return ratios[-1]

# %% wrong (0 of 4): without thinking
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in [0] * len(think):
        one = np.add(rule["seconds"], t * np.array(rule["trials"])).mean()
        other = np.add(none["seconds"], t * np.array(none["trials"])).mean()
        ratios.append(float(one / other))
    return ratios

# %% wrong (0 of 4): the number of trials is squared
def ratios_with_thinking(rule, none, think):
    ratios = []
    for t in think:
        one = np.add(rule["seconds"], t * np.square(rule["trials"])).mean()
        other = np.add(none["seconds"], t * np.square(none["trials"])).mean()
        ratios.append(float(one / other))
    return ratios
