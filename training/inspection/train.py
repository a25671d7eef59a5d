"""Trains the violence classifier and measures it by scenes it never saw.

  python train.py --data ../../../shared/data/violence --calm ../../../shared/data/clips --out run
Five folds grouped by scene give the figures and the calibration; the shipped network is then trained on all clips.
"""
import argparse
import glob
import json
import os
import sys
import numpy as np
import torch
import torch.nn.functional as F
from network import MotionNetwork
from windows import FRAMES, Clips, decode, window

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "generator"))


def augment(frames, rng):
    """Mirror, play backwards, crop, another contrast, another speed."""
    x = frames.astype(np.float32) / 255
    if rng.random() < .5: x = x[:, :, ::-1]
    if rng.random() < .5: x = x[::-1]
    m = rng.integers(0, 11)
    if m:
        top, left = rng.integers(0, m + 1, 2)
        x = torch.from_numpy(np.ascontiguousarray(x[:, top:80 - m + top, left:80 - m + left]))[None]
        x = F.interpolate(x, (80, 80), mode="bilinear", align_corners=False)[0].numpy()
    return np.clip((x - .5) * rng.uniform(.7, 1.3) + .5 + rng.uniform(-.1, .1), 0, 1)


def batch(clips, index, rng):
    starts = [rng.integers(0, max(1, len(clips.frames[i]) - FRAMES + 1)) for i in index]
    return np.stack([augment(window(clips.frames[i], s), rng) for i, s in zip(index, starts)])


def calm_batch(calm, n, rng):
    """Windows without violence from other sources: real footage and drawn clips."""
    picks = [calm[i] for i in rng.integers(0, len(calm), n)]
    return np.stack([augment(window(c, rng.integers(0, max(1, len(c) - FRAMES + 1))), rng) for c in picks])


def fit(clips, index, calm, epochs, seed, size=16):
    torch.manual_seed(seed)
    rng, net = np.random.default_rng(seed), MotionNetwork()
    opt = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=.02)
    steps = epochs * (len(index) // size)
    for step in range(steps):
        for group in opt.param_groups: group["lr"] = 2e-3 * min(1, (1 - step / steps) * 1.5, (step + 1) / 30)
        pick = rng.choice(index, size, replace=False)
        x, y = batch(clips, pick, rng), clips.labels[pick].astype(np.float32)
        if calm: x, y = np.concatenate([x, calm_batch(calm, size // 4, rng)]), np.concatenate([y, np.zeros(size // 4, np.float32)])
        logit, _ = net(torch.from_numpy(np.ascontiguousarray(x)))
        target = torch.from_numpy(y) * .9 + .05
        loss = F.binary_cross_entropy_with_logits(logit, target)
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.)
        opt.step()
    return net.eval()


@torch.no_grad()
def logits(net, frames):
    """The strongest window of a clip, windows half overlapping, as the service scores it."""
    starts = range(0, max(1, len(frames) - FRAMES + 1), FRAMES // 2)
    x = np.stack([window(frames, s).astype(np.float32) / 255 for s in starts])
    return net(torch.from_numpy(x))[0].max().item()


def calibrate(z, y):
    """Platt scaling: (scale, shift) of the logit, by Newton's method."""
    a = np.array([1., 0.])
    x = np.stack([z, np.ones_like(z)], 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ a))
        a = a + np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + 1e-3 * np.eye(2), x.T @ (y - p))
    return a


def auc(score, y):
    order = np.argsort(score, kind="stable")
    ranks = np.empty(len(score))
    ranks[order] = np.arange(1, len(score) + 1)
    n1 = y.sum()
    return (ranks[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * (len(y) - n1))


def figures(score, y, groups, seed=0, rounds=2000):
    """Accuracy at .5, AUC, recall at 5 % false positives and calibration error; 95 % intervals by drawing scenes."""
    def all_of(s, t):
        cut = np.sort(s[t == 0])[int(np.ceil(.95 * (t == 0).sum())) - 1]
        bins = np.clip((s * 10).astype(int), 0, 9)
        error = sum(abs(s[bins == b].mean() - t[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any())
        return np.array([((s > .5) == t).mean(), auc(s, t), (s[t == 1] > cut).mean(), error])
    rng, scenes, rows = np.random.default_rng(seed), np.unique(groups), []
    members = {g: np.flatnonzero(groups == g) for g in scenes}
    while len(rows) < rounds:
        i = np.concatenate([members[g] for g in rng.choice(scenes, len(scenes))])
        if 0 < y[i].sum() < len(i): rows.append(all_of(score[i], y[i]))
    low, high = np.percentile(rows, [2.5, 97.5], axis=0)
    return {n: [round(float(v), 3) for v in t] for n, *t in zip(["accuracy", "auc", "recall_at_5_percent_false_positives", "calibration_error"], all_of(score, y), low, high)}


def metadata_control(clips, folder, folds):
    """How far the container alone gets: file size, frame count and size per frame, logistic, same folds."""
    size = np.array([os.path.getsize(p) for p in sorted(glob.glob(os.path.join(folder, "clips", "*.mp4")))], float)
    count = np.array([len(f) for f in clips.frames], float)
    x = np.stack([np.log(size), np.log(count), np.log(size / count)], 1)
    x, score = (x - x.mean(0)) / x.std(0), np.zeros(len(size))
    for test in folds:
        train = np.setdiff1d(np.arange(len(size)), test)
        a, xt = np.zeros(4), np.c_[x, np.ones(len(x))]
        for _ in range(30):
            p = 1 / (1 + np.exp(-xt[train] @ a))
            a += np.linalg.solve(xt[train].T @ (xt[train] * (p * (1 - p))[:, None]) + .1 * np.eye(4), xt[train].T @ (clips.labels[train] - p) - .1 * a)
        score[test] = 1 / (1 + np.exp(-xt[test] @ a))
    return figures(score, clips.labels, clips.groups)


def drawn_clips(n):
    """Clips of the generator's world: their motion is calm by definition."""
    from clips import render
    from factors import split
    torch.manual_seed(3)
    labels = split()[0]
    frames, _ = render(labels[torch.randperm(len(labels))[:n]], 24)
    grey = (frames * torch.tensor([.299, .587, .114]).view(1, 1, 3, 1, 1)).sum(2)
    return [(F.interpolate(c[None], (80, 80), mode="bilinear", align_corners=False)[0].clamp(0, 1) * 255).byte().numpy() for c in grey]


def main(a):
    torch.set_num_threads(a.threads)
    os.makedirs(a.out, exist_ok=True)
    clips = Clips(a.data, f"{a.out}/frames.npy")
    real = [decode(p) for p in sorted(glob.glob(os.path.join(a.calm, "*.m[pk][4v]")))]
    drawn = drawn_clips(160)
    calm, unseen = real[::2] + drawn[:120], {"real footage": real[1::2], "drawn": drawn[120:]}
    folds, z = clips.folds(), np.zeros(len(clips.labels))
    calm_scores = {name: [] for name in unseen}
    for k, test in enumerate(folds):
        nets = [fit(clips, np.setdiff1d(np.arange(len(z)), test), calm, a.epochs, 10 * k + s) for s in range(a.seeds)]
        for i in test: z[i] = np.mean([logits(n, clips.frames[i]) for n in nets])
        for name, group in unseen.items(): calm_scores[name].append([np.mean([logits(n, c) for n in nets]) for c in group])
        print("fold", k, "auc", round(auc(z[test], clips.labels[test]), 3), flush=True)
    scale, shift = calibrate(z, clips.labels)
    probability = lambda v: 1 / (1 + np.exp(-(scale * np.asarray(v) + shift)))
    report = {"clips": len(z), "scenes": len(np.unique(clips.groups)), **figures(probability(z), clips.labels, clips.groups),
              "metadata_control": metadata_control(clips, a.data, folds), "calibration": [float(scale), float(shift)],
              "calm_unseen": {name: {"clips": len(unseen[name]), "mean": round(float(probability(s).mean()), 3), "over_half": round(float((probability(s) > .5).mean()), 3),
                                     "highest": round(float(probability(s).max()), 3)} for name, s in calm_scores.items()}}
    print(json.dumps(report, indent=1), flush=True)
    with open(f"{a.out}/report.json", "w") as f: json.dump(report, f, indent=1)
    np.savez(f"{a.out}/outoffold.npz", logit=z, label=clips.labels, group=clips.groups)
    nets = [fit(clips, np.arange(len(z)), calm, a.epochs, 100 + s) for s in range(a.seeds)]
    torch.save([n.state_dict() for n in nets], f"{a.out}/networks.pt")


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", required=True); p.add_argument("--calm", required=True, help="a folder of footage without violence"); p.add_argument("--out", default="run")
    p.add_argument("--epochs", type=int, default=40); p.add_argument("--seeds", type=int, default=2); p.add_argument("--threads", type=int, default=1)
    main(p.parse_args())
