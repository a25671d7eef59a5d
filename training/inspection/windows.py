"""Footage as the service sees it: 16 grey frames at 8 a second, 80x80, scaled by ffmpeg over areas, nothing cut off."""
import csv
import os
import subprocess
import numpy as np

FRAMES, FPS, SIDE, HOP = 16, 8, 80, 8


def decode(path):
    """[n, 80, 80] uint8."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", path, "-vf", f"fps={FPS},scale={SIDE}:{SIDE}:flags=area", "-pix_fmt", "gray", "-f", "rawvideo", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, SIDE, SIDE)


def decode_all(paths, cache):
    """Frames of each file, kept in one file outside the repository: decoding takes longer than training."""
    if not os.path.exists(cache):
        frames = [decode(p) for p in paths]
        np.savez(cache, *frames)
    with np.load(cache) as kept: return [kept[f"arr_{i}"] for i in range(len(paths))]


def window(frames, first):
    """16 frames from `first` on; a short clip holds its last frame."""
    return frames[np.minimum(np.arange(first, first + FRAMES), len(frames) - 1)]


def middle(frames):
    """One window for a clip, whatever its length: a clip's score must not tell how long it is."""
    return window(frames, max(0, (len(frames) - FRAMES) // 2))


def windows(frames):
    """All that the service would score."""
    return np.stack([window(frames, s) for s in range(0, max(1, len(frames) - FRAMES + 1), HOP)])


class LabelledClips:
    """Clips with their frames, fight (0 or 1) and the scene they were cut from."""

    def __init__(self, folder, cache):
        with open(os.path.join(folder, "labels.csv")) as f: rows = list(csv.DictReader(f))
        self.paths = [os.path.join(folder, r["file"]) for r in rows]
        self.labels = np.array([int(r["fight"]) for r in rows])
        self.scenes = np.array([int(r["scene_group"]) for r in rows])
        self.frames = decode_all(self.paths, os.path.join(cache, "labelled.npz"))

    def folds(self, seed, k=5):
        """k arrays of indices. Clips of one scene are in the same one; large scenes are dealt first, to where clips of their kind are fewest."""
        rng = np.random.default_rng(seed)
        scenes = sorted(rng.permutation(np.unique(self.scenes)), key=lambda s: -(self.scenes == s).sum())
        folds, fights, sizes = [[] for _ in range(k)], np.zeros(k), np.zeros(k)
        for scene in scenes:
            members = np.flatnonzero(self.scenes == scene)
            f = int(np.argmin(sizes + (fights if self.labels[members].mean() > .5 else sizes - fights)))
            folds[f] += list(members)
            sizes[f] += len(members)
            fights[f] += self.labels[members].sum()
        return [np.array(f) for f in folds]
