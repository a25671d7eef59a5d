"""Clips drawn on the fly: a background, one subject with a dark outline, and its path."""
import math
import torch
from backgrounds import background, mix
from factors import BACKGROUNDS, FRAMES, MOTIONS, SIZE, SUBJECTS
from shapes import SUBJECT

RGB = torch.tensor([[.90, .12, .12], [.98, .85, .10], [.10, .75, .20], [.12, .30, .95], [.95, .35, .80], [.97, .97, .97]])
LOOP = SIZE + 26                                            # a subject leaves the picture wholly before it enters on the other side
LONGEST = 96                                                # a window of a longer film starts at most here


def path(motion, n, frames, first, g):
    """Centre of the subject in pixels, [n, frames, 2]. A film that starts at frame 0 shows the motion in the middle of the
    picture; a later window is the same film further on, so straight motions have left and come back."""
    def uniform(low, high):
        return low + (high - low) * torch.rand(n, 1, generator=g)

    t = (first.view(n, 1) + torch.arange(frames)).float() / (FRAMES - 1)
    start, speed, across = uniform(13, 19), uniform(28, 36), uniform(19, 45)
    line, flat = (start + speed * t + 13) % LOOP - 13, across.expand(n, frames)
    turn = 2 * math.pi * t * 15 / 16
    if motion == "right": x, y = line, flat
    elif motion == "left": x, y = SIZE - line, flat
    elif motion == "down": x, y = flat, line
    elif motion == "up": x, y = flat, SIZE - line
    elif motion == "bounce": x, y = flat, uniform(44, 50) - uniform(20, 26) * torch.sin(turn + uniform(0, 3.14)).abs()
    else:
        angle, radius = turn + uniform(0, 6.28), uniform(12, 15)
        x, y = uniform(30, 34) + radius * torch.cos(angle), uniform(30, 34) + radius * torch.sin(angle)
    return torch.stack([x, y], -1)


def _indices(column, count):
    return [(k, i) for k in range(count) if len(i := (column == k).nonzero()[:, 0])]


@torch.no_grad()
def render(labels, frames=FRAMES, first=None, g=None):
    """labels [n, 4] of factor indices, first [n] = frame number of the first frame -> clips [n, frames, 3, 64, 64] in 0..1
    and the subject's cover [n, frames, 64, 64]."""
    n = len(labels)
    first = torch.zeros(n) if first is None else first.float()
    out, centre, cover = torch.empty(n, frames, 3, SIZE, SIZE), torch.empty(n, frames, 2), torch.empty(n, frames, SIZE, SIZE)
    for k, i in _indices(labels[:, 0], len(BACKGROUNDS)): out[i] = background(k, len(i), frames, first[i], g)
    for k, i in _indices(labels[:, 3], len(MOTIONS)): centre[i] = path(MOTIONS[k], len(i), frames, first[i], g)
    half = 10 + 2 * torch.rand(n, 1, 1, 1, generator=g)     # subjects are 20 to 24 pixels long
    face = torch.where(labels[:, 3] == MOTIONS.index("left"), -1., 1.).view(n, 1, 1, 1)
    pixel = torch.arange(SIZE).float() + .5
    u, v = torch.broadcast_tensors((pixel.view(1, 1, 1, -1) - centre[..., 0, None, None]) / half * face,
                                   (pixel.view(1, 1, -1, 1) - centre[..., 1, None, None]) / half)
    beat = torch.rand(n, 1, 1, 1, generator=g) * 6.28 + (first.view(-1, 1, 1, 1) + torch.arange(frames).view(1, -1, 1, 1)) * 1.3
    for k, i in _indices(labels[:, 1], len(SUBJECTS)):
        body, details = SUBJECT[SUBJECTS[k]](u[i], v[i], beat[i])
        def inside(distance, grow=0.): return (.5 + grow - distance * half[i]).clamp(0, 1)[:, :, None]
        colour = RGB[labels[i, 2]].view(-1, 1, 3, 1, 1)
        frame = mix(mix(out[i], torch.zeros(1), inside(body, 1.) * .85), colour, inside(body))
        for distance, shade in details:
            tint = colour * 0 + .05 if shade == 0 else colour * .45 + .55 if shade == 1 else colour * shade
            frame = mix(frame, tint, inside(distance))
        out[i], cover[i] = frame, inside(body, 1.)[:, :, 0]
    return out, cover
