"""The trees of a forest, compiled: grown, and asked about many rows at once.

Plain loops over arrays, so that numba compiles them; `course.hpo.forest` says what they are for.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from course.mlp.kernel_cache import compiled

ROWS_AT_ONCE = 2048
BUCKETS = 4096


class Trees(NamedTuple):
    """Nodes of all trees, each (n_trees, most nodes). Node 0 is a tree's root."""

    feature: NDArray[np.uint32]
    """Which coordinate a node asks for."""
    threshold: NDArray[np.float32]
    """Up to and with this value it goes to `left`, else to `left` + 1; infinite in a leaf."""
    left: NDArray[np.uint32]
    """0 in a leaf."""
    value: NDArray[np.float64]
    """The mean of what fell into a node."""


def predict(
    trees: Trees, X: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and variance over the trees for each row of X (n, d), both of shape (n,).

    A row is sent down a tree by comparisons alone. So each coordinate is replaced by its *rank*
    among the thresholds of all trees, a small whole number, of which a processor compares many at
    once. Rows are taken in the order of the coordinate that has most thresholds: a thousand
    neighbours mostly go the same way there, which is then decided once for all of them.
    """
    n, d = X.shape
    is_split = trees.left > 0
    feature = trees.feature[is_split]
    by_feature = np.argsort(feature.astype(np.uint16), kind="stable")
    counts = np.bincount(feature, minlength=d)
    ends = np.cumsum(counts)
    thresholds = trees.threshold[is_split][by_feature]
    known = thresholds.copy()
    for start, end in zip(ends - counts, ends, strict=True):
        known[start:end].sort()
    fits = max(counts.max(), trees.left.shape[1]) < 2**16
    kind = np.uint16 if fits else np.uint32
    ranks, ranks_of_splits = np.empty((d, n), dtype=kind), np.empty(len(feature), dtype=kind)
    _rank(X, thresholds, known, ends, ranks, ranks_of_splits)
    split_rank = np.zeros(is_split.shape, dtype=kind)
    split_rank[is_split] = ranks_of_splits[np.argsort(by_feature)]
    main = int(np.argmax(counts))
    order = np.argsort(ranks[main], kind="stable")
    ranks = np.take(ranks, order, axis=1)
    mean, variance = np.empty(n), np.empty(n)
    mean[order], variance[order] = _predict(
        ranks,
        main,
        2 * is_split.sum(axis=1) + 1,
        trees.feature,
        split_rank,
        trees.left.astype(kind),
        trees.value,
    )
    return mean, variance


def _grow_plain(X, y, by_feature, counts, n_tried, min_samples_leaf, draws):  # type: ignore[no-untyped-def]
    """All trees on X (d, n) and y (n,).

    `counts` (n_trees, n) says how often each row is in a tree's sample. `by_feature` (d, n) has the
    rows in the order of each feature, so that nothing is sorted again: a split leaves both sides in
    order. `draws` (n_trees, most nodes, d), uniform in [0, 1), choose the features that each node
    tries.
    """
    n_trees, n = counts.shape
    d = len(X)
    most = 2 * n - 1
    feature = np.zeros((n_trees, most), dtype=np.uint32)
    threshold = np.full((n_trees, most), np.inf, dtype=np.float32)
    left = np.zeros((n_trees, most), dtype=np.uint32)
    value = np.zeros((n_trees, most))
    order = np.empty(
        (2, d, n), dtype=np.uint32
    )  # a node's rows are in one, its children's in the other
    goes_left = np.empty(n, dtype=np.bool_)
    weighted = np.empty(n)
    starts, ends = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    sides = np.zeros(most, dtype=np.int64)
    features = np.arange(d).astype(np.uint32)
    for tree in range(n_trees):
        weights = counts[tree]
        n_rows = 0
        for i in range(n):
            weighted[i] = weights[i] * y[i]
        for f in range(d):
            rows, n_rows = order[0, f], 0
            for i in range(n):
                rows[n_rows] = by_feature[f, i]  # kept if it is in the sample
                n_rows += weights[by_feature[f, i]] > 0
        starts[0], ends[0] = 0, n_rows
        n_nodes, node = 1, 0
        while node < n_nodes:  # nodes are split in the order in which they came about
            start, end, side = starts[node], ends[node], sides[node]
            total, weight = 0.0, np.uint32(0)
            lowest, highest = np.inf, -np.inf
            for row in order[side, 0, start:end]:
                total += weighted[row]
                weight += weights[row]
                lowest, highest = min(lowest, y[row]), max(highest, y[row])
            value[tree, node] = total / weight
            best_gain, best_feature, best_threshold = -np.inf, np.int64(-1), np.float32(0)
            n_seen = 0
            for k in range(d):
                if n_seen == n_tried or lowest == highest or end - start < 2 * min_samples_leaf:
                    break
                other = k + int(draws[tree, node, k] * (d - k))
                features[k], features[other] = features[other], features[k]
                f = features[k]
                x, rows = X[f], order[side, f, start:end]
                if x[rows[0]] == x[rows[-1]]:
                    continue  # constant here: it does not count as tried
                n_seen += 1
                if n_seen > 1 and end - start == 2:
                    continue  # two rows can be parted in one way only
                left_sum, left_weight = 0.0, np.uint32(0)
                following = x[rows[0]]
                highest_gain, at = best_gain, -1
                for i in range(end - start - min_samples_leaf):
                    left_sum += weighted[rows[i]]
                    left_weight += weights[rows[i]]
                    here, following = following, x[rows[i + 1]]
                    right_sum, right_weight = total - left_sum, weight - left_weight
                    gain = left_sum**2 / left_weight + right_sum**2 / right_weight
                    # no branch to be guessed: which of many splits is best is anybody's guess
                    is_better = (
                        (gain > highest_gain) & (here != following) & (i + 1 >= min_samples_leaf)
                    )
                    highest_gain = gain if is_better else highest_gain
                    at = i if is_better else at
                if at >= 0:
                    here, following = x[rows[at]], x[rows[at + 1]]
                    middle = np.float32(here / 2 + following / 2)
                    best_gain, best_feature = highest_gain, np.int64(f)
                    best_threshold = here if middle == following else middle
            if best_feature >= 0:
                n_left = 0
                x = X[best_feature]
                for row in order[side, 0, start:end]:
                    goes_left[row] = x[row] <= best_threshold
                    n_left += goes_left[row]
                # two leaves need their rows in one order only, for their values
                for f in range(d if end - start > 2 else 1):
                    target, to, other = order[1 - side, f], start, start + n_left
                    for row in order[side, f, start:end]:
                        is_left = goes_left[row]
                        target[to if is_left else other] = row  # again without a branch
                        to += is_left
                        other += 1 - is_left
                feature[tree, node] = best_feature
                threshold[tree, node] = best_threshold
                left[tree, node] = n_nodes
                starts[n_nodes], ends[n_nodes] = start, start + n_left
                starts[n_nodes + 1], ends[n_nodes + 1] = start + n_left, end
                sides[n_nodes : n_nodes + 2] = 1 - side
                n_nodes += 2
            node += 1
    return feature, threshold, left, value


def _rank_plain(X, thresholds, known, ends, ranks, own_ranks):  # type: ignore[no-untyped-def]
    """How many thresholds of its coordinate lie below each x and below each threshold itself.

    Written into `ranks` (d, n) and `own_ranks`. `thresholds` has those of coordinate 0 up to
    ends[0], then those of coordinate 1 up to ends[1], and so on; `known` has each part sorted. A
    coordinate is cut into equal buckets, so that a search hardly ever has more than one threshold
    to look at.
    """
    first = np.zeros(BUCKETS + 1, dtype=np.uint32)
    one, last = np.uint32(1), BUCKETS - 1.0
    start = 0
    for f, end in enumerate(ends):
        if start == end:
            ranks[f] = 0
            continue
        distinct, n_distinct = known[start:end], 1
        for i in range(1, end - start):
            if distinct[i] != distinct[n_distinct - 1]:
                distinct[n_distinct] = distinct[i]
                n_distinct += 1
        low = np.float64(distinct[0])
        span = distinct[n_distinct - 1] - low
        scale = last / span if span > 0 else 0.0
        first[:] = 0
        for i in range(n_distinct):
            first[np.uint32((distinct[i] - low) * scale) + one] += one
        for bucket in range(BUCKETS):
            first[bucket + 1] += first[bucket]
        _count_below(X[:, f], distinct, first, low, scale, ranks[f])
        _count_below(thresholds[start:end], distinct, first, low, scale, own_ranks[start:end])
        start = end


def _count_below_plain(xs, known, first, low, scale, below):  # type: ignore[no-untyped-def]
    """Write into `below` how many of `known` are less than each x; bucket b begins at first[b]."""
    one, last = np.uint32(1), BUCKETS - 1.0
    for i in range(len(xs)):
        x = xs[i]
        bucket = np.uint32(min(max((x - low) * scale, 0.0), last))
        start, end = first[bucket], first[bucket + one]
        while start < end:
            middle = (start + end) >> one
            if known[middle] < x:
                start = middle + one
            else:
                end = middle
        below[i] = start


def _predict_plain(ranks, main, n_nodes, feature, split_rank, left, value):  # type: ignore[no-untyped-def]
    """Mean and variance over trees of rows given as `ranks` (d, n), in the order of ranks[main].

    `labels` say in which node of a tree each row of a block is. Where all of them go to one side,
    the child goes by the label of its parent, and no row needs to be looked at.
    """
    n_trees, most = feature.shape
    n = ranks.shape[1]
    mean, variance = np.empty(n), np.empty(n)
    first, sums = np.empty(ROWS_AT_ONCE), np.empty(ROWS_AT_ONCE)
    squares = np.empty(ROWS_AT_ONCE)
    labels = np.zeros(ROWS_AT_ONCE, dtype=ranks.dtype)
    label = np.zeros(most, dtype=ranks.dtype)
    is_reached = np.zeros(most, dtype=np.bool_)
    leaf = np.zeros(most)
    for start in range(0, n, ROWS_AT_ONCE):
        m = min(ROWS_AT_ONCE, n - start)
        lowest, highest = ranks[main, start], ranks[main, start + m - 1]
        for tree in range(n_trees):
            labels[:] = 0
            is_reached[:] = False
            is_reached[0], label[0] = True, 0
            for node in range(n_nodes[tree]):  # children come after their parents
                if not is_reached[node]:
                    continue
                own, to = label[node], left[tree, node]
                if to == 0:
                    leaf[own] = value[tree, node]
                    continue
                f, middle = feature[tree, node], split_rank[tree, node]
                if f == main and highest <= middle:
                    is_reached[to], label[to] = True, own
                elif f == main and lowest > middle:
                    is_reached[to + 1], label[to + 1] = True, own
                else:
                    is_reached[to], label[to] = True, own
                    is_reached[to + 1], label[to + 1] = True, to + 1
                    other = label[to + 1]
                    asked = ranks[f, start : start + m]
                    for i in range(m):
                        labels[i] = other if (labels[i] == own) & (asked[i] > middle) else labels[i]
            # differences from the first tree's value: no difference of large squares
            if tree == 0:
                sums[:], squares[:] = 0.0, 0.0
                for i in range(m):
                    first[i] = leaf[labels[i]]
            else:
                for i in range(m):
                    difference = leaf[labels[i]] - first[i]
                    sums[i] += difference
                    squares[i] += difference * difference
        for i in range(m):
            average = sums[i] / n_trees
            mean[start + i] = first[i] + average
            variance[start + i] = max(squares[i] / n_trees - average * average, 0.0)
    return mean, variance


grow = compiled(_grow_plain)
_count_below = compiled(_count_below_plain)
_rank = compiled(_rank_plain)
_predict = compiled(_predict_plain)
