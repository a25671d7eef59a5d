"""Clips as windows of 16 grey frames at 8 fps, 80x80, exactly as the C# side samples them: ffmpeg, area scaling, no crop."""
import csv
import os
import subprocess
import numpy as np

FRAMES, FPS, SIDE = 16, 8, 80


def decode(path, start=None):
    """[n, 80, 80] uint8, 8 frames a second."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", path, "-vf", f"fps={FPS},scale={SIDE}:{SIDE}:flags=area", "-pix_fmt", "gray", "-f", "rawvideo", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, SIDE, SIDE)


def window(frames, first):
    """16 frames from `first` on; a short clip holds its last frame."""
    index = np.minimum(np.arange(first, first + FRAMES), len(frames) - 1)
    return frames[index]


class Clips:
    """The labelled clips: frames, fight (0/1) and the scene they were cut from."""

    def __init__(self, folder, cache):
        with open(os.path.join(folder, "labels.csv")) as f: rows = list(csv.DictReader(f))
        self.labels = np.array([int(r["fight"]) for r in rows])
        self.groups = np.array([int(r["scene_group"]) for r in rows])
        if os.path.exists(cache): self.frames = list(np.load(cache, allow_pickle=True))
        else:
            self.frames = [decode(os.path.join(folder, r["file"])) for r in rows]
            np.save(cache, np.array(self.frames, dtype=object), allow_pickle=True)

    def folds(self, k=5, seed=0):
        """k lists of indices; clips of one scene are always in the same list, and fights are spread evenly."""
        rng = np.random.default_rng(seed)
        scenes = rng.permutation(np.unique(self.groups))
        scenes = sorted(scenes, key=lambda s: -(self.groups == s).sum())
        folds, fights, sizes = [[] for _ in range(k)], np.zeros(k), np.zeros(k)
        for scene in scenes:
            members = np.flatnonzero(self.groups == scene)
            f = int(np.argmin(sizes + (fights if self.labels[members].mean() > .5 else sizes - fights)))
            folds[f] += list(members)
            sizes[f] += len(members); fights[f] += self.labels[members].sum()
        return [np.array(f) for f in folds]
