# Variants of lab2_optimizers, question q12: classify_losses(losses, plateaus, tolerance), the
# nearest plateau's name. Public: six losses near XOR's plateaus (2). Hidden: other plateaus, in any
# order, some closer together than the tolerance (2).

# %% right: two loops
def classify_losses(losses, plateaus, tolerance):
    result = []
    for loss in losses:
        best, smallest = "elsewhere", float("inf")
        for name, height in plateaus.items():
            distance = abs(loss - height)
            if distance <= tolerance and distance < smallest:
                best, smallest = name, distance
        result.append(best)
    return result

# %% right: a table of distances, argmin
def classify_losses(losses, plateaus, tolerance):
    names = np.array(list(plateaus))
    distances = np.abs(np.subtract.outer(losses, list(plateaus.values())))
    near = distances.min(axis=1) <= tolerance
    return np.where(near, names[distances.argmin(axis=1)], "elsewhere")

# %% right: min of pairs
def classify_losses(losses, plateaus, tolerance):
    def name_of(loss):
        distance, name = min((abs(height - loss), name) for name, height in plateaus.items())
        return "elsewhere" if distance > tolerance else name

    return [name_of(loss) for loss in losses]

# %% right: pandas, the nearest label
def classify_losses(losses, plateaus, tolerance):
    names = pd.Series(list(plateaus), index=list(plateaus.values())).sort_index()
    found = names.reindex(losses, method="nearest", tolerance=tolerance)
    return found.fillna("elsewhere").tolist()

# %% right: borders half-way between sorted heights
def classify_losses(losses, plateaus, tolerance):
    names = sorted(plateaus, key=plateaus.get)
    heights = np.array([plateaus[name] for name in names])
    places = np.searchsorted((heights[1:] + heights[:-1]) / 2, losses)
    return [
        names[place] if -tolerance <= loss - heights[place] <= tolerance else "elsewhere"
        for place, loss in zip(places, losses)
    ]

# %% right: scipy's tree of nearest neighbours
def classify_losses(losses, plateaus, tolerance):
    from scipy.spatial import KDTree

    tree = KDTree(np.reshape(list(plateaus.values()), (-1, 1)))
    distances, places = tree.query(np.reshape(losses, (-1, 1)))
    names = list(plateaus)
    return tuple(names[i] if d <= tolerance else "elsewhere" for d, i in zip(distances, places))

# %% right: recursion over losses, squared distances
def classify_losses(losses, plateaus, tolerance):
    if len(losses) == 0:
        return []
    first, *others = losses
    squares = {name: (height - first) ** 2 for name, height in plateaus.items()}
    name = sorted(squares, key=squares.get)[0]
    if squares[name] > tolerance**2:
        name = "elsewhere"
    return [name] + classify_losses(others, plateaus, tolerance)

# %% wrong (2 of 4): the first plateau within the tolerance
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        for name, height in plateaus.items():
            if abs(loss - height) <= tolerance:
                names.append(name)
                break
        else:
            names.append("elsewhere")
    return names

# %% wrong (2 of 4): the last plateau within the tolerance
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        found = "elsewhere"
        for name, height in plateaus.items():
            if abs(loss - height) <= tolerance:
                found = name
        names.append(found)
    return names

# %% wrong (2 of 4): the highest plateau within the tolerance
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        near = [name for name in plateaus if abs(plateaus[name] - loss) <= tolerance]
        names.append(max(near, key=plateaus.get) if near else "elsewhere")
    return names

# %% wrong (2 of 4): a tolerance of its own
def classify_losses(losses, plateaus, tolerance):
    tolerance = 0.03
    names = []
    for loss in losses:
        nearest = min(plateaus, key=lambda name: abs(plateaus[name] - loss))
        names.append(nearest if abs(plateaus[nearest] - loss) <= tolerance else "elsewhere")
    return names

# %% wrong (2 of 4): XOR's heights instead of those given
def classify_losses(losses, plateaus, tolerance):
    heights = {"solved": 0.0, "half": 0.3466, "three": 0.4774, "nothing": 0.6931}
    names = []
    for loss in losses:
        nearest = min(heights, key=lambda name: abs(heights[name] - loss))
        names.append(nearest if abs(heights[nearest] - loss) <= tolerance else "elsewhere")
    return names

# %% wrong (0 of 4): no "elsewhere"
def classify_losses(losses, plateaus, tolerance):
    return [min(plateaus, key=lambda name: abs(plateaus[name] - loss)) for loss in losses]

# %% wrong (0 of 4): losses that are elsewhere are left out
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        nearest = min(plateaus, key=lambda name: abs(plateaus[name] - loss))
        if abs(plateaus[nearest] - loss) <= tolerance:
            names.append(nearest)
    return names

# %% wrong (0 of 4): "elsewhere" with a capital letter
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        nearest = min(plateaus, key=lambda name: abs(plateaus[name] - loss))
        names.append(nearest if abs(plateaus[nearest] - loss) <= tolerance else "Elsewhere")
    return names

# %% wrong (0 of 4): None for "elsewhere"
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        nearest = min(plateaus, key=lambda name: abs(plateaus[name] - loss))
        names.append(nearest if abs(plateaus[nearest] - loss) <= tolerance else None)
    return names

# %% wrong (0 of 4): differences without abs
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        nearest = min(plateaus, key=lambda name: plateaus[name] - loss)
        names.append(nearest if plateaus[nearest] - loss <= tolerance else "elsewhere")
    return names

# %% wrong (0 of 4): losses above a plateau only
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        near = [name for name in plateaus if 0 <= loss - plateaus[name] <= tolerance]
        names.append(max(near, key=plateaus.get) if near else "elsewhere")
    return names

# %% wrong (0 of 4): the comparison turned round
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        nearest = min(plateaus, key=lambda name: abs(plateaus[name] - loss))
        names.append(nearest if abs(plateaus[nearest] - loss) >= tolerance else "elsewhere")
    return names

# %% wrong (0 of 4): the furthest plateau
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        furthest = max(plateaus, key=lambda name: abs(plateaus[name] - loss))
        names.append(furthest if abs(plateaus[furthest] - loss) <= tolerance else "elsewhere")
    return names

# %% wrong (0 of 4): a share of the height as tolerance
def classify_losses(losses, plateaus, tolerance):
    names = []
    for loss in losses:
        nearest = min(plateaus, key=lambda name: abs(plateaus[name] - loss))
        near = abs(plateaus[nearest] - loss) <= tolerance * plateaus[nearest]
        names.append(nearest if near else "elsewhere")
    return names

# %% wrong (0 of 4): heights instead of names
def classify_losses(losses, plateaus, tolerance):
    heights = []
    for loss in losses:
        nearest = min(plateaus.values(), key=lambda height: abs(height - loss))
        heights.append(nearest if abs(nearest - loss) <= tolerance else "elsewhere")
    return heights

# %% wrong (0 of 4): positions instead of names
def classify_losses(losses, plateaus, tolerance):
    distances = np.abs(np.subtract.outer(losses, list(plateaus.values())))
    places = distances.argmin(axis=1)
    places[distances.min(axis=1) > tolerance] = -1
    return places

# %% wrong (0 of 4): how many losses each plateau has
def classify_losses(losses, plateaus, tolerance):
    counts = dict.fromkeys([*plateaus, "elsewhere"], 0)
    for loss in losses:
        nearest = min(plateaus, key=lambda name: abs(plateaus[name] - loss))
        counts[nearest if abs(plateaus[nearest] - loss) <= tolerance else "elsewhere"] += 1
    return counts

# %% wrong (0 of 4): returns after the first loss
def classify_losses(losses, plateaus, tolerance):
    for loss in losses:
        nearest = min(plateaus, key=lambda name: abs(plateaus[name] - loss))
        return nearest if abs(plateaus[nearest] - loss) <= tolerance else "elsewhere"

# %% wrong (0 of 4): prints, and returns nothing
def classify_losses(losses, plateaus, tolerance):
    for loss in losses:
        nearest = min(plateaus, key=lambda name: abs(plateaus[name] - loss))
        print(nearest if abs(plateaus[nearest] - loss) <= tolerance else "elsewhere")
