"""What the paper says, word for word, and the range of a number in which each sentence is right.

Words such as "most", "a few" or "rarely" become numbers here: that is our reading, and it is shown
beside every verdict.

Source: D. Choi, H. Cho, W. Rhee, "On the Difficulty of DNN Hyperparameter Optimization Using
Learning Curve Prediction" (2018).
"""

from __future__ import annotations

from course.hpo.reproduce.evidence import Evidence
from course.hpo.reproduce.rules import ETR1, ETR2
from course.hpo.reproduce.statements import (
    INFINITE,
    NOTICEABLE,
    Statement,
    best,
    cifar10_over_mnist,
    converged_by_half,
    each_goal,
    each_task,
    good_ones_stopped,
    hard_over_easy,
    spread,
    top_in_two_epochs,
    untrainable,
    untrainable_among_worst,
    worst,
)

FASTER, SLOWER = (-INFINITE, 1.0), (1.0, INFINITE)
MOST = (0.5, INFINITE)
CAN_HELP_OR_HURT = (
    "It can be seen that both ETR-1 and ETR-2 can improve or hurt performance for both of MNIST "
    "and CIFAR-10."
)
ETR2_BY_GOAL = (
    "ETR-2 contributes to improving performance for CIFAR-10 when the goal accuracy is set to the "
    "top 0.05 percentile but does not when the goal accuracy is set to the top 0.5 percentile"
)

OF_CURVES = (
    Statement(
        "bottom_untrainable",
        "As for the bottom 100, […] DNNs with these configurations do not seem to be trainable "
        "meaning that their performance is no better than a random guess",
        "MNIST and CIFAR-10, section III.C",
        "part of the bottom 100 that ends below 0.15",
        (0.9, INFINITE),
        each_task(untrainable_among_worst),
    ),
    Statement(
        "many_untrainable",
        "many non-trainable configurations exist",
        "MNIST and CIFAR-10, section V",
        "part of all settings that ends below 0.15",
        (0.1, INFINITE),
        each_task(untrainable),
    ),
    Statement(
        "top_at_once",
        "Most of the top 100 curves in Fig. 1 (b) converge within one or two epochs",
        "MNIST, section III.C",
        "part of the top 100 that is within 0.02 (or 0.05: the interval spans both) of its end "
        "from epoch 2 on",
        MOST,
        each_task(top_in_two_epochs),
    ),
    Statement(
        "half_way",
        "From the top 100 and the bottom 100 learning curves for the two datasets, it can be "
        "observed that most of the curves converge before reaching the half of the preset total "
        "training epoch.",
        "MNIST and CIFAR-10, section III.C",
        "part of these 200 that is within 0.02 (or 0.05) of its end from half of the epochs on",
        MOST,
        each_task(converged_by_half),
    ),
    Statement(
        "a_few_stopped",
        "a few DNNs with well-performing hyperparameter configurations can be undesirably stopped "
        "if training is terminated too early",
        "MNIST and CIFAR-10, section III.C",
        "part of the best 5 % of all settings that is below 0.15 after epoch 1",
        (0.0, 0.5),
        each_task(good_ones_stopped),
    ),
)
OF_SEARCHES = (
    Statement(
        "etr1_improves",
        CAN_HELP_OR_HURT,
        "ETR-1 can improve; section IV.C",
        "the best of ETR-1's ten ratios (five τ, two goals)",
        FASTER,
        each_task(best(ETR1)),
    ),
    Statement(
        "etr1_hurts",
        CAN_HELP_OR_HURT,
        "ETR-1 can hurt; section IV.C",
        "the worst of ETR-1's ten ratios",
        SLOWER,
        each_task(worst(ETR1)),
    ),
    Statement(
        "etr2_improves",
        CAN_HELP_OR_HURT,
        "ETR-2 can improve; section IV.C",
        "the best of ETR-2's ten ratios (five p, two goals)",
        FASTER,
        each_task(best(ETR2)),
    ),
    Statement(
        "etr2_hurts",
        CAN_HELP_OR_HURT,
        "ETR-2 can hurt; section IV.C",
        "the worst of ETR-2's ten ratios",
        SLOWER,
        each_task(worst(ETR2)),
    ),
    Statement(
        "tau_tradeoff",
        "We also observed that there is a trade-off between when to terminate (τ) and HPO "
        "performance in Fig. 4.",
        "MNIST and CIFAR-10, section IV.C",
        "mean time with the slowest τ over that with the fastest",
        (NOTICEABLE, INFINITE),
        each_goal(spread(ETR1)),
    ),
    Statement(
        "tau_9_degrades",
        "In the case of τ=9 in Fig. 4 (b), early termination degrades performance considerably.",
        "MNIST, top 0.5 %, section IV.C",
        "ratio of ETR-1 with τ = 9",
        SLOWER,
        each_goal(lambda evidence, goal: evidence.ratio(goal, ETR1[-1])),
    ),
    Statement(
        "tau_1_improves",
        "Fig. 4 (c), however, shows a drastic performance improvement when τ=1.",
        "CIFAR-10, top 0.05 %, section IV.C",
        "ratio of ETR-1 with τ = 1",
        FASTER,
        each_goal(lambda evidence, goal: evidence.ratio(goal, ETR1[0])),
    ),
    Statement(
        "p_tradeoff",
        "It can also be seen in Fig. 5 that a trade-off exists between how much gap is allowed to "
        "the current best (p) and the expected time to achieve a goal performance.",
        "MNIST and CIFAR-10, section IV.C",
        "mean time with the slowest p over that with the fastest",
        (NOTICEABLE, INFINITE),
        each_goal(spread(ETR2)),
    ),
    Statement(
        "etr1_by_task",
        "ETR-1 works better for CIFAR-10 than MNIST where the characteristics of learning curves "
        "are different and the training time of CIFAR-10 is longer than that of MNIST",
        "section IV.C",
        "ETR-1's mean ratio over five τ on CIFAR-10, hard goal, over that on MNIST",
        FASTER,
        cifar10_over_mnist,
    ),
    Statement(
        "etr2_hard",
        ETR2_BY_GOAL,
        "CIFAR-10, the hard goal; section IV.C",
        "ETR-2's mean ratio over five p for the hard goal",
        FASTER,
        each_goal(lambda evidence, goal: evidence.mean_ratio(goal, ETR2), ["hard"]),
    ),
    Statement(
        "etr2_easy",
        ETR2_BY_GOAL,
        "CIFAR-10, the easy goal; section IV.C",
        "ETR-2's mean ratio over five p for the easy goal",
        (0.95, INFINITE),
        each_goal(lambda evidence, goal: evidence.mean_ratio(goal, ETR2), ["easy"]),
    ),
    Statement(
        "etr2_better_when_hard",
        ETR2_BY_GOAL,
        "CIFAR-10, both goals compared; section IV.C",
        "ETR-2's mean ratio over five p for the hard goal over that for the easy one",
        FASTER,
        each_task(hard_over_easy(ETR2)),
    ),
    Statement(
        "rarely_untrainable",
        "SMAC with EI rarely chooses hyper-parameter configurations that meet the termination "
        "criteria of ETR-1 (i.e., non-trainable).",
        "MNIST, section V",
        "part of what SMAC proposes after its random beginning that ends below 0.15",
        (-INFINITE, 0.1),
        each_task(Evidence.untrainable_proposed),
    ),
    Statement(
        "etr1_insignificant",
        "the performance improvement for MNIST can be insignificant",
        "ETR-1 on MNIST, section V",
        "ETR-1's mean ratio over five τ",
        (0.9, INFINITE),
        each_goal(lambda evidence, goal: evidence.mean_ratio(goal, ETR1)),
    ),
    Statement(
        "training_costs_more",
        "the amount of time required for DNN training takes tens to hundreds of times more than "
        "that required for optimization",
        "MNIST and CIFAR-10, section III.A",
        "seconds of training over the searcher's own processor seconds",
        (10.0, 1000.0),
        each_task(Evidence.training_over_thinking),
    ),
)
STATEMENTS = OF_CURVES + OF_SEARCHES
