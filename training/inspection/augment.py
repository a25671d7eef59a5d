"""Other takes of the same scene: what a camera, an editor or an encoder may do to footage without changing what happens in it."""
import numpy as np
import torch
import torch.nn.functional as F
from windows import FRAMES, window


def variant(frames, rng):
    """A random window of a clip [n, 80, 80] uint8, altered: [16, 80, 80] float32 in 0..1."""
    x = window(frames, rng.integers(0, max(1, len(frames) - FRAMES + 1))).astype(np.float32) / 255
    if rng.random() < .5: x = x[::-1]
    if rng.random() < .1: x = hold(x, rng)
    x = torch.from_numpy(np.ascontiguousarray(x))
    if rng.random() < .1:                       # a cut: the same action from another place
        at = int(rng.integers(3, FRAMES - 3))
        return torch.cat([take(x, rng)[:at], take(x, rng)[at:]]).numpy()
    return take(x, rng).numpy()


def hold(x, rng):
    """Repeats frames: the end of a short clip, or footage with fewer frames a second."""
    if rng.random() < .5: return x[np.minimum(np.arange(FRAMES), FRAMES - 1 - rng.integers(1, 4))]
    return x[np.arange(FRAMES) - (np.arange(FRAMES) % rng.integers(2, 5) == 1)]


def take(x, rng):
    """One camera: mirrored or not, nearer or not, steady or not, in another light."""
    mirror, near = (-1 if rng.random() < .5 else 1), rng.uniform(.75, 1)
    zoom = near * np.linspace(1, rng.uniform(.93, 1.07) if rng.random() < .15 else 1, FRAMES)
    centre = rng.uniform(-1, 1, (1, 2)) * (1 - near)
    if rng.random() < .2: centre = centre + np.linspace(-.5, .5, FRAMES)[:, None] * rng.uniform(-.4, .4, (1, 2))           # pan
    if rng.random() < .3: centre = centre + np.cumsum(rng.normal(0, rng.uniform(.003, .02), (FRAMES, 2)), 0)           # hand
    theta = np.zeros((FRAMES, 2, 3), np.float32)
    theta[:, 0, 0], theta[:, 1, 1], theta[:, :, 2] = zoom * mirror, zoom, centre
    grid = F.affine_grid(torch.from_numpy(theta), (FRAMES, 1, *x.shape[1:]), align_corners=False)
    seen = F.grid_sample(x[:, None], grid, padding_mode="reflection", align_corners=False)[:, 0]
    return ((seen - .5) * rng.uniform(.7, 1.3) + .5 + rng.uniform(-.1, .1)).clamp(0, 1)
