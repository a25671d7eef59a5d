"""The learned part: a few small convolutions over the motion maps, whose strongest cells decide."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from motion import CHANNELS, GRID, maps

STRONGEST, WIDTH = 10, 12                       # cells of 100 that are averaged; features of a cell


class Head(nn.Module):
    """Motion maps [n, 24, 10, 10] -> evidence of each cell [n, 10, 10]."""

    def __init__(self, mean, deviation):
        super().__init__()
        self.register_buffer("mean", mean.view(1, CHANNELS, 1, 1))
        self.register_buffer("deviation", deviation.view(1, CHANNELS, 1, 1))
        self.mix, self.around = nn.Conv2d(CHANNELS, WIDTH, 1), nn.Conv2d(WIDTH, WIDTH, 3, padding=1)
        self.drop, self.cell, self.picture = nn.Dropout2d(.2), nn.Conv2d(WIDTH, 1, 1), nn.Linear(CHANNELS, 1)

    def forward(self, x):
        x = (x - self.mean) / self.deviation
        h = self.drop(F.relu(self.around(F.relu(self.mix(x)))))
        return (self.cell(h) + self.picture(x.mean((2, 3)))[:, :, None, None]).reshape(-1, GRID, GRID)


def pooled(evidence):
    """Evidence [n, 10, 10] -> logit [n]: the mean of the ten strongest cells."""
    return evidence.flatten(1).topk(STRONGEST, 1)[0].mean(1)


class ViolenceNetwork(nn.Module):
    """Grey frames [n, 16, 80, 80] in 0..1 -> logit [n] and evidence [n, 10, 10], the mean of all heads'. The logit is the pooled evidence."""

    def __init__(self, heads):
        super().__init__()
        self.heads = nn.ModuleList(heads)

    def of_maps(self, x):
        evidence = torch.stack([head(x) for head in self.heads]).mean(0)
        return pooled(evidence), evidence

    def forward(self, frames):
        return self.of_maps(maps(frames))
