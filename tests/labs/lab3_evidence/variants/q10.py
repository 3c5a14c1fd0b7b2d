# Variants of lab3_evidence, question q10: verdict(a, b, p_value, level).
# Public: better (1), not distinguishable (1), the notebook's own verdicts (1; the exam leaves the
# experiments out, and then this check asks both of the former). Hidden: other cases (2).

# %% right: spelled out
def verdict(a, b, p_value, level):
    if p_value <= level:
        if a["solved"] / a["runs"] > b["solved"] / b["runs"]:
            first, second = a, b
        else:
            first, second = b, a
        sentence = (
            f"{first['name']} is better than {second['name']} "
            f"({first['solved']} of {first['runs']} against {second['solved']} of {second['runs']}, "
            f"p = {p_value:.2g})."
        )
        return {"better": first["name"], "sentence": sentence}
    sentence = (
        f"{a['name']} and {b['name']} are not distinguishable at level {level:g} "
        f"({a['solved']} of {a['runs']}, {b['solved']} of {b['runs']}, p = {p_value:.2g})."
    )
    return {"better": None, "sentence": sentence}

# %% right: cross-multiplied, format with names, no full stop
def verdict(a, b, p_value, level):
    if a["solved"] * b["runs"] < b["solved"] * a["runs"] and p_value <= level:
        return verdict(b, a, p_value, level)
    values = {"a": a, "b": b, "p": p_value, "level": level}
    if p_value <= level:
        text = (
            "{a[name]} is better than {b[name]} ({a[solved]} of {a[runs]} against "
            "{b[solved]} of {b[runs]}, p = {p:.2g})"
        )
        return {"sentence": text.format(**values), "better": a["name"]}
    text = (
        "{a[name]} and {b[name]} are not distinguishable at level {level} "
        "({a[solved]} of {a[runs]}, {b[solved]} of {b[runs]}, p = {p:.2g})"
    )
    return {"sentence": text.format(**values), "better": None}

# %% right: max and min with a key
def verdict(a, b, p_value, level):
    def counts(s):
        return "%d of %d" % (s["solved"], s["runs"])

    better = None
    if p_value > level:
        sentence = "%s and %s are not distinguishable at level %g (%s, %s, p = %.2g)." % (
            a["name"], b["name"], level, counts(a), counts(b), p_value)
    else:
        key = lambda s: s["solved"] / s["runs"]
        best, worst = max(a, b, key=key), min(a, b, key=key)
        better = best["name"]
        sentence = "%s is better than %s (%s against %s, p = %.2g)." % (
            best["name"], worst["name"], counts(best), counts(worst), p_value)
    return {"better": better, "sentence": sentence}

# %% wrong (3 of 5): counts instead of fractions
def verdict(a, b, p_value, level):
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    if p_value > level:
        start = f"{a['name']} and {b['name']} are not distinguishable at level {level:g}"
        end = f"({counts[a['name']]}, {counts[b['name']]}, p = {p_value:.2g})."
        return {"better": None, "sentence": f"{start} {end}"}
    worse, best = (s["name"] for s in sorted([a, b], key=lambda s: s["solved"]))
    end = f"({counts[best]} against {counts[worse]}, p = {p_value:.2g})."
    return {"better": best, "sentence": f"{best} is better than {worse} {end}"}

# %% wrong (3 of 5): a p-value at the level is not enough
def verdict(a, b, p_value, level):
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    if p_value >= level:
        start = f"{a['name']} and {b['name']} are not distinguishable at level {level:g}"
        end = f"({counts[a['name']]}, {counts[b['name']]}, p = {p_value:.2g})."
        return {"better": None, "sentence": f"{start} {end}"}
    worse, best = (s["name"] for s in sorted([a, b], key=lambda s: s["solved"] / s["runs"]))
    end = f"({counts[best]} against {counts[worse]}, p = {p_value:.2g})."
    return {"better": best, "sentence": f"{best} is better than {worse} {end}"}

# %% wrong (3 of 5): always at level 0.05
def verdict(a, b, p_value, level):
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    if p_value > 0.05:
        start = f"{a['name']} and {b['name']} are not distinguishable at level {level:g}"
        end = f"({counts[a['name']]}, {counts[b['name']]}, p = {p_value:.2g})."
        return {"better": None, "sentence": f"{start} {end}"}
    worse, best = (s["name"] for s in sorted([a, b], key=lambda s: s["solved"] / s["runs"]))
    end = f"({counts[best]} against {counts[worse]}, p = {p_value:.2g})."
    return {"better": best, "sentence": f"{best} is better than {worse} {end}"}

# %% wrong (1 of 5): the first is always the better
def verdict(a, b, p_value, level):
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    one, two = a["name"], b["name"]
    if p_value > level:
        start = f"{one} and {two} are not distinguishable at level {level:g}"
        return {"better": None, "sentence": f"{start} ({counts[one]}, {counts[two]}, p = {p_value:.2g})."}
    end = f"({counts[one]} against {counts[two]}, p = {p_value:.2g})."
    return {"better": one, "sentence": f"{one} is better than {two} {end}"}

# %% wrong (1 of 5): the worse is called better
def verdict(a, b, p_value, level):
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    if p_value > level:
        start = f"{a['name']} and {b['name']} are not distinguishable at level {level:g}"
        end = f"({counts[a['name']]}, {counts[b['name']]}, p = {p_value:.2g})."
        return {"better": None, "sentence": f"{start} {end}"}
    best, worse = (s["name"] for s in sorted([a, b], key=lambda s: s["solved"] / s["runs"]))
    end = f"({counts[best]} against {counts[worse]}, p = {p_value:.2g})."
    return {"better": best, "sentence": f"{best} is better than {worse} {end}"}

# %% wrong (0 of 5): the level turned round
def verdict(a, b, p_value, level):
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    if p_value <= level:
        start = f"{a['name']} and {b['name']} are not distinguishable at level {level:g}"
        end = f"({counts[a['name']]}, {counts[b['name']]}, p = {p_value:.2g})."
        return {"better": None, "sentence": f"{start} {end}"}
    worse, best = (s["name"] for s in sorted([a, b], key=lambda s: s["solved"] / s["runs"]))
    end = f"({counts[best]} against {counts[worse]}, p = {p_value:.2g})."
    return {"better": best, "sentence": f"{best} is better than {worse} {end}"}

# %% wrong (1 of 5): never in doubt
def verdict(a, b, p_value, level):
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    worse, best = (s["name"] for s in sorted([a, b], key=lambda s: s["solved"] / s["runs"]))
    end = f"({counts[best]} against {counts[worse]}, p = {p_value:.2g})."
    return {"better": best, "sentence": f"{best} is better than {worse} {end}"}

# %% wrong (1 of 5): "equal" instead of None
def verdict(a, b, p_value, level):
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    if p_value > level:
        start = f"{a['name']} and {b['name']} are not distinguishable at level {level:g}"
        end = f"({counts[a['name']]}, {counts[b['name']]}, p = {p_value:.2g})."
        return {"better": "equal", "sentence": f"{start} {end}"}
    worse, best = (s["name"] for s in sorted([a, b], key=lambda s: s["solved"] / s["runs"]))
    end = f"({counts[best]} against {counts[worse]}, p = {p_value:.2g})."
    return {"better": best, "sentence": f"{best} is better than {worse} {end}"}

# %% wrong (0 of 5): p with all its digits
def verdict(a, b, p_value, level):
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    if p_value > level:
        start = f"{a['name']} and {b['name']} are not distinguishable at level {level:g}"
        end = f"({counts[a['name']]}, {counts[b['name']]}, p = {p_value})."
        return {"better": None, "sentence": f"{start} {end}"}
    worse, best = (s["name"] for s in sorted([a, b], key=lambda s: s["solved"] / s["runs"]))
    end = f"({counts[best]} against {counts[worse]}, p = {p_value})."
    return {"better": best, "sentence": f"{best} is better than {worse} {end}"}

# %% wrong (0 of 5): the sentence alone
def verdict(a, b, p_value, level):
    if p_value > level:
        return f"{a['name']} and {b['name']} are not distinguishable at level {level:g}"
    worse, best = (s["name"] for s in sorted([a, b], key=lambda s: s["solved"] / s["runs"]))
    return f"{best} is better than {worse}"

# %% wrong (1 of 5): says that they are equal
def verdict(a, b, p_value, level):
    counts = {s["name"]: f"{s['solved']} of {s['runs']}" for s in (a, b)}
    if p_value > level:
        return {"better": None, "sentence": f"{a['name']} and {b['name']} are equally good."}
    worse, best = (s["name"] for s in sorted([a, b], key=lambda s: s["solved"] / s["runs"]))
    end = f"({counts[best]} against {counts[worse]}, p = {p_value:.2g})."
    return {"better": best, "sentence": f"{best} is better than {worse} {end}"}
