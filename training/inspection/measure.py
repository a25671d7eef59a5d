"""Figures of a score in 0..1 against labels, with 95 % intervals by drawing scenes, and what the container alone would score."""
import os
import numpy as np

NAMES = ["accuracy", "auc", "recall_at_5_percent_false_positives", "calibration_error"]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def auc(score, y):
    """Chance that a fight outscores another clip, ties by half."""
    fights, others = score[y == 1], score[y == 0]
    return float(((fights[:, None] > others).mean() + (fights[:, None] == others).mean() / 2))


def false_positive_cut(score, y, share):
    """The lowest cut that at most this share of the clips without fights passes (score > cut)."""
    others = np.sort(score[y == 0])
    return others[max(0, len(others) - 1 - int(share * len(others)))]


def calibration_error(score, y):
    """Expected calibration error over ten bins of equal width."""
    bins = np.clip((score * 10).astype(int), 0, 9)
    return sum(abs(score[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins))


def figures(score, probability, y):
    """Rank figures by the score, accuracy and calibration by probabilities that were calibrated on other clips."""
    recall = (score[y == 1] > false_positive_cut(score, y, .05)).mean()
    return np.array([((probability > .5) == y).mean(), auc(score, y), recall, calibration_error(probability, y)])


def resamples(y, scenes, rounds=2000, seed=0):
    """Index arrays of scenes drawn with replacement, both labels among them."""
    rng, names = np.random.default_rng(seed), np.unique(scenes)
    members = {s: np.flatnonzero(scenes == s) for s in names}
    while rounds:
        i = np.concatenate([members[s] for s in rng.choice(names, len(names))])
        if 0 < y[i].sum() < len(i):
            rounds -= 1
            yield i


def interval(rows):
    return np.percentile(rows, [2.5, 97.5], axis=0)


def report(score, probability, y, scenes):
    """{name: [value, low, high]}"""
    low, high = interval([figures(score[i], probability[i], y[i]) for i in resamples(y, scenes)])
    return {n: [round(float(v), 3) for v in t] for n, *t in zip(NAMES, figures(score, probability, y), low, high)}


def auc_gain(score, other, y, scenes):
    """[difference of two AUCs, low, high], paired."""
    low, high = interval([auc(score[i], y[i]) - auc(other[i], y[i]) for i in resamples(y, scenes)])
    return [round(float(v), 3) for v in (auc(score, y) - auc(other, y), low, high)]


def logistic(x, y, ridge):
    """Weights and constant, by Newton's method; the constant is not shrunk."""
    x = np.c_[x, np.ones(len(x))]
    a, penalty = np.zeros(x.shape[1]), np.diag([ridge] * (x.shape[1] - 1) + [1e-6])
    for _ in range(50):
        p = sigmoid(x @ a)
        a = a + np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + penalty, x.T @ (y - p) - penalty @ a)
    return a


def metadata_scores(clips, folds):
    """Out-of-fold scores of a logistic regression on file size, frame count and bytes a frame."""
    size, count = np.array([os.path.getsize(p) for p in clips.paths], float), np.array([len(f) for f in clips.frames], float)
    x = np.stack([np.log(size), np.log(count), np.log(size / count)], 1)
    x, score = (x - x.mean(0)) / x.std(0), np.zeros(len(x))
    for test in folds:
        train = np.setdiff1d(np.arange(len(x)), test)
        score[test] = sigmoid(np.c_[x[test], np.ones(len(test))] @ logistic(x[train], clips.labels[train], .1))
    return score


def cross_calibrated(logits, y, folds):
    """Each fold's probabilities by a calibration (Platt 1999) fitted on the other folds."""
    probability = np.zeros(len(y))
    for test in folds:
        rest = np.setdiff1d(np.arange(len(y)), test)
        scale, shift = logistic(logits[rest, None], y[rest], 1e-3)
        probability[test] = sigmoid(scale * logits[test] + shift)
    return probability
