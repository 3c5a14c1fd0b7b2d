# Variants of lab3_evidence, question q7: kaplan_meier(epochs, converged).
# Public: the example of 1963 (3). Hidden: other runs, ties, all or none converged (3).

# %% right: one walk through the epochs
def kaplan_meier(epochs, converged):
    rows, left = [], 1.0
    for epoch in sorted({e for e, c in zip(epochs, converged) if c}):
        at_risk = sum(e >= epoch for e in epochs)
        events = sum(e == epoch and c for e, c in zip(epochs, converged))
        left *= 1 - events / at_risk
        rows.append({"epoch": epoch, "at_risk": at_risk, "events": events, "fraction_left": left})
    return pd.DataFrame(rows, columns=["epoch", "at_risk", "events", "fraction_left"])

# %% right: groupby
def kaplan_meier(epochs, converged):
    runs = pd.DataFrame({"epoch": epochs, "events": np.array(converged, dtype=int)})
    grouped = runs.groupby("epoch")["events"].agg(["sum", "count"])
    at_risk = len(runs) - grouped["count"].cumsum().shift(fill_value=0)
    left = (1 - grouped["sum"] / at_risk).cumprod()
    table = pd.DataFrame({"at_risk": at_risk, "events": grouped["sum"], "fraction_left": left})
    return table[table["events"] > 0].reset_index()

# %% right: scipy
from scipy.stats import CensoredData, ecdf

def kaplan_meier(epochs, converged):
    epochs, converged = np.array(epochs), np.array(converged)
    times, events = np.unique(epochs[converged], return_counts=True)
    at_risk = (epochs[:, None] >= times).sum(axis=0)
    left = []
    if len(times):
        left = ecdf(CensoredData.right_censored(epochs, ~converged)).sf.evaluate(times)
    columns = {"fraction_left": left, "events": events, "at_risk": at_risk, "epoch": times}
    return pd.DataFrame(columns)

# %% wrong (0 of 6): censored runs counted as converged
def kaplan_meier(epochs, converged):
    epochs = np.array(epochs)
    table = pd.DataFrame({"epoch": np.unique(epochs)})
    table["at_risk"] = [(epochs >= e).sum() for e in table["epoch"]]
    table["events"] = [(epochs == e).sum() for e in table["epoch"]]
    table["fraction_left"] = (1 - table["events"] / table["at_risk"]).cumprod()
    return table

# %% wrong (0 of 6): censored runs left out
def kaplan_meier(epochs, converged):
    epochs = np.array(epochs)[np.array(converged)]
    table = pd.DataFrame({"epoch": np.unique(epochs)})
    table["at_risk"] = [(epochs >= e).sum() for e in table["epoch"]]
    table["events"] = [(epochs == e).sum() for e in table["epoch"]]
    table["fraction_left"] = (1 - table["events"] / table["at_risk"]).cumprod()
    return table

# %% wrong (0 of 6): a run that was cut just then is no longer at risk
def kaplan_meier(epochs, converged):
    epochs, converged = np.array(epochs), np.array(converged)
    table = pd.DataFrame({"epoch": np.unique(epochs[converged])})
    table["at_risk"] = [((epochs > e) | (converged & (epochs == e))).sum() for e in table["epoch"]]
    table["events"] = [(converged & (epochs == e)).sum() for e in table["epoch"]]
    table["fraction_left"] = (1 - table["events"] / table["at_risk"]).cumprod()
    return table

# %% wrong (0 of 6): censored runs stay at risk for ever
def kaplan_meier(epochs, converged):
    epochs, converged = np.array(epochs), np.array(converged)
    table = pd.DataFrame({"epoch": np.unique(epochs[converged])})
    table["events"] = [(converged & (epochs == e)).sum() for e in table["epoch"]]
    table["at_risk"] = len(epochs) - table["events"].cumsum() + table["events"]
    table["fraction_left"] = (1 - table["events"] / table["at_risk"]).cumprod()
    return table

# %% wrong (0 of 6): the factor, not the product
def kaplan_meier(epochs, converged):
    epochs, converged = np.array(epochs), np.array(converged)
    table = pd.DataFrame({"epoch": np.unique(epochs[converged])})
    table["at_risk"] = [(epochs >= e).sum() for e in table["epoch"]]
    table["events"] = [(converged & (epochs == e)).sum() for e in table["epoch"]]
    table["fraction_left"] = 1 - table["events"] / table["at_risk"]
    return table

# %% wrong (0 of 6): the fraction before the event
def kaplan_meier(epochs, converged):
    epochs, converged = np.array(epochs), np.array(converged)
    table = pd.DataFrame({"epoch": np.unique(epochs[converged])})
    table["at_risk"] = [(epochs >= e).sum() for e in table["epoch"]]
    table["events"] = [(converged & (epochs == e)).sum() for e in table["epoch"]]
    left = (1 - table["events"] / table["at_risk"]).cumprod()
    table["fraction_left"] = left.shift(fill_value=1.0)
    return table

# %% wrong (0 of 6): the fraction that converged
def kaplan_meier(epochs, converged):
    epochs, converged = np.array(epochs), np.array(converged)
    table = pd.DataFrame({"epoch": np.unique(epochs[converged])})
    table["at_risk"] = [(epochs >= e).sum() for e in table["epoch"]]
    table["events"] = [(converged & (epochs == e)).sum() for e in table["epoch"]]
    table["fraction_left"] = 1 - (1 - table["events"] / table["at_risk"]).cumprod()
    return table

# %% wrong (0 of 6): a row for each end, censored or not
def kaplan_meier(epochs, converged):
    epochs, converged = np.array(epochs), np.array(converged)
    table = pd.DataFrame({"epoch": np.unique(epochs)})
    table["at_risk"] = [(epochs >= e).sum() for e in table["epoch"]]
    table["events"] = [(converged & (epochs == e)).sum() for e in table["epoch"]]
    table["fraction_left"] = (1 - table["events"] / table["at_risk"]).cumprod()
    return table

# %% wrong (0 of 6): latest first
def kaplan_meier(epochs, converged):
    epochs, converged = np.array(epochs), np.array(converged)
    table = pd.DataFrame({"epoch": np.unique(epochs[converged])})
    table["at_risk"] = [(epochs >= e).sum() for e in table["epoch"]]
    table["events"] = [(converged & (epochs == e)).sum() for e in table["epoch"]]
    table["fraction_left"] = (1 - table["events"] / table["at_risk"]).cumprod()
    return table[::-1]

# %% wrong (0 of 6): a row a run
def kaplan_meier(epochs, converged):
    runs = pd.DataFrame({"epoch": epochs, "events": np.array(converged, dtype=int)})
    runs = runs.sort_values("epoch", ignore_index=True)
    runs["at_risk"] = len(runs) - np.arange(len(runs))
    runs["fraction_left"] = (1 - runs["events"] / runs["at_risk"]).cumprod()
    return runs[runs["events"] == 1]

# %% wrong (3 of 6): relies on epochs that come sorted
def kaplan_meier(epochs, converged):
    rows, left, n = [], 1.0, len(epochs)
    i = 0
    while i < n:
        j = i
        while j < n and epochs[j] == epochs[i]:
            j += 1
        events = sum(converged[i:j])
        if events:
            left *= 1 - events / (n - i)
            rows.append([epochs[i], n - i, events, left])
        i = j
    return pd.DataFrame(rows, columns=["epoch", "at_risk", "events", "fraction_left"])

# %% wrong (3 of 6): an error when no run converged
def kaplan_meier(epochs, converged):
    rows, left = [], 1.0
    for epoch in sorted({e for e, c in zip(epochs, converged) if c}):
        at_risk = sum(e >= epoch for e in epochs)
        events = sum(e == epoch and c for e, c in zip(epochs, converged))
        left *= 1 - events / at_risk
        rows.append({"epoch": epoch, "at_risk": at_risk, "events": events, "fraction_left": left})
    return pd.DataFrame(rows)[["epoch", "at_risk", "events", "fraction_left"]]
