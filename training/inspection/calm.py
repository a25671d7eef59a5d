"""Footage without violence that is nothing like the labelled set: hands and objects close up, moving cameras, and drawn clips."""
import glob
import os
import sys
import numpy as np
import torch
import torch.nn.functional as F
from windows import SIDE, decode_all

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "generator"))


def real(folder, cache):
    """{source: [frames of a clip]}; the source is the file name's first word."""
    paths = sorted(glob.glob(os.path.join(folder, "*.m[pk][4v]")))
    found = {}
    for path, frames in zip(paths, decode_all(paths, os.path.join(cache, "calm.npz"))):
        found.setdefault(os.path.basename(path).split("_")[0], []).append(frames)
    return found


def drawn(seen, count, seed, frames=24):
    """Clips of the world that the generator draws, as it draws them: of factor combinations trained on (`seen`), or of those held out."""
    from clips import render
    from factors import split
    g = torch.Generator().manual_seed(seed)
    labels = split()[0 if seen else 1]
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        colour, _ = render(labels[torch.randperm(len(labels), generator=g)[:count]], frames, g=g)
    grey = (colour * torch.tensor([.299, .587, .114]).view(1, 1, 3, 1, 1)).sum(2)
    return list((F.interpolate(grey, (SIDE, SIDE), mode="bilinear", align_corners=False).clamp(0, 1) * 255).round().to(torch.uint8).numpy())
