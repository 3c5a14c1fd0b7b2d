# Variants of lab5_hpo, question q2: mean_and_variance(predictions).
# Public: two trees (2). Hidden: other forests, also of one tree (2).

# %% right: methods of the array
def mean_and_variance(predictions):
    return predictions.mean(axis=0), predictions.var(axis=0)

# %% right: by definition
def mean_and_variance(predictions):
    mean = sum(predictions) / len(predictions)
    return mean, sum((row - mean) ** 2 for row in predictions) / len(predictions)

# %% right: lists, one setting after another
def mean_and_variance(predictions):
    means, variances = [], []
    for column in np.transpose(predictions):
        m = fmean(column)
        means.append(m)
        variances.append(fmean((x - m) ** 2 for x in column))
    return [means, variances]

# %% right: mean square minus squared mean
def mean_and_variance(predictions):
    mean = np.mean(predictions, axis=0)
    return mean, np.mean(np.square(predictions), axis=0) - mean**2

# %% wrong (0 of 4): over settings
def mean_and_variance(predictions):
    return predictions.mean(axis=1), predictions.var(axis=1)

# %% wrong (0 of 4): over everything
def mean_and_variance(predictions):
    return predictions.mean(), predictions.var()

# %% wrong (0 of 4): standard deviation
def mean_and_variance(predictions):
    return predictions.mean(axis=0), predictions.std(axis=0)

# %% wrong (0 of 4): divided by the number of trees less one
def mean_and_variance(predictions):
    return predictions.mean(axis=0), predictions.var(axis=0, ddof=max(0, min(1, len(predictions) - 1)))

# %% wrong (0 of 4): the mean alone
def mean_and_variance(predictions):
    return predictions.mean(axis=0)

# %% wrong (2 of 4): the median
def mean_and_variance(predictions):
    return np.median(predictions, axis=0), predictions.var(axis=0)

# %% wrong (0 of 4): the variance of the mean
def mean_and_variance(predictions):
    return predictions.mean(axis=0), predictions.var(axis=0) / len(predictions)

# %% wrong (0 of 4): variance first
def mean_and_variance(predictions):
    return predictions.var(axis=0), predictions.mean(axis=0)

# %% wrong (0 of 4): the sum of squared distances
def mean_and_variance(predictions):
    mean = predictions.mean(axis=0)
    return mean, ((predictions - mean) ** 2).sum(axis=0)

# %% wrong (2 of 4): two trees only
def mean_and_variance(predictions):
    first, second = predictions[0], predictions[-1]
    return (first + second) / 2, ((first - second) / 2) ** 2

# %% wrong (0 of 4): pandas divides by the number of trees less one
def mean_and_variance(predictions):
    frame = pd.DataFrame(predictions)
    return frame.mean().to_numpy(), frame.var().to_numpy()
