"""What moves and how, measured on a grid of 10x10 cells: fixed arithmetic, nothing learned.

Fights are few cells in which much changes, for long, in no steady direction; so each channel is a map, and the learned part
(network.py) weighs the channels of a cell and looks for the strongest cells."""
import torch
import torch.nn.functional as F

GRID, CHANNELS = 10, 24
STEPS = (6.5, 15.5, 30.5)                       # grey levels of 255 between two frames; halves, so that no rounding decides
SLOWEST = .05                                   # added before the logarithm, so that stillness is no abyss


def maps(frames):
    """Grey frames [n, 16, 80, 80] in 0..1 -> [n, 24, 10, 10], logarithms."""
    change = (frames[:, 1:] - frames[:, :-1]).abs() * 255
    channels = energy(frames, change) + persistence(change) + flow_channels(frames)
    return torch.log(torch.stack(channels, 1).clamp(min=0) + SLOWEST)


def cells(x, pixels=8):
    """Means over cells of so many pixels a side: [n, t, 80, 80] -> [n, t, 10, 10]."""
    return F.avg_pool2d(x, pixels)


def over_time(x):
    """Mean, deviation and mean step of each cell: [n, t, 10, 10] -> three of [n, 10, 10]."""
    mean = x.mean(1)
    return [mean, ((x - mean[:, None]) ** 2).mean(1).sqrt(), (x[:, 1:] - x[:, :-1]).abs().mean(1)]


def energy(frames, change):
    """How much a cell changes, how unevenly, and how much of the change turns back at once."""
    mean, deviation, step = over_time(cells(change))
    turning = cells((frames[:, 2:] - 2 * frames[:, 1:-1] + frames[:, :-2]).abs() * 255).mean(1)
    moving = [m for s in STEPS for m in over_time(cells((change > s).float()))[:2]]
    return [mean, deviation, step, deviation / (mean + 1), step / (mean + 1), turning / (mean + 1)] + moving


def persistence(change):
    """The places inside a cell that change longest and most."""
    lasting, most = (change > 12.5).float().mean(1, keepdim=True), change.mean(1, keepdim=True)
    quarter = lambda x: F.max_pool2d(F.avg_pool2d(x, 4), 2)[:, 0]
    return [F.max_pool2d(lasting, 8)[:, 0], quarter(lasting), quarter(most)]


def optical_flow(frames):
    """Lucas and Kanade 1981 at half size, 7x7 windows: velocity in half-size pixels a frame, two of [n, 15, 40, 40], cut at 4."""
    small = F.avg_pool2d(F.avg_pool2d(frames, 2), 3, 1, 1, count_include_pad=False)
    before, after = small[:, :-1], small[:, 1:]
    padded = F.pad((before + after) / 2, (1, 1, 1, 1), mode="replicate")
    ix, iy = (padded[..., 1:-1, 2:] - padded[..., 1:-1, :-2]) / 2, (padded[..., 2:, 1:-1] - padded[..., :-2, 1:-1]) / 2
    it = after - before
    xx, yy, xy, xt, yt = (F.avg_pool2d(p, 7, 1, 3, count_include_pad=False) for p in (ix * ix, iy * iy, ix * iy, ix * it, iy * it))
    xx, yy = xx + 2e-4, yy + 2e-4               # a flat patch has no velocity rather than any
    determinant = xx * yy - xy * xy
    return ((xy * yt - yy * xt) / determinant).clamp(-4, 4), ((xy * xt - xx * yt) / determinant).clamp(-4, 4)


def flow_channels(frames):
    """Speed and its changes, the part that has a direction, disorder within a cell, against its neighbours and against the whole picture."""
    u, v = optical_flow(frames)
    cu, cv = cells(u, 4), cells(v, 4)
    length = lambda x, y: (x * x + y * y + 1e-6).sqrt()
    directed = length(cu, cv).mean(1)
    drift = length(cu.mean(1), cv.mean(1))
    disorder = (cells(u * u + v * v, 4) - cu * cu - cv * cv).clamp(min=0).add(1e-6).sqrt().mean(1)
    acceleration = length(cu[:, 1:] - cu[:, :-1], cv[:, 1:] - cv[:, :-1]).mean(1)
    around = lambda x: F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
    against_neighbours = length(cu - around(cu), cv - around(cv)).mean(1)
    against_picture = length(cu - cu.mean((2, 3), keepdim=True), cv - cv.mean((2, 3), keepdim=True)).mean(1)
    return over_time(cells(length(u, v), 4)) + [directed, drift, disorder, acceleration, against_neighbours, against_picture]
