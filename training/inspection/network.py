"""A small network on frame differences: what moves and how, not what the scene looks like."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class MotionNetwork(nn.Module):
    """Grey frames [n, 16, 80, 80] in 0..1 -> logit of violence [n], and the evidence map [n, 10, 10] whose mean it is built on.
    The 15 differences pass one 2-D network; two convolutions along time follow; ending in an average makes the map exact."""

    def __init__(self, a=16, b=32, c=48, d=64):
        super().__init__()
        self.space = nn.ModuleList([nn.Conv2d(1, a, 5, 2, 2), nn.Conv2d(a, b, 3, 2, 1), nn.Conv2d(b, c, 3, 2, 1)])
        self.norms = nn.ModuleList([nn.GroupNorm(4, n) for n in (a, b, c)])
        self.time = nn.ModuleList([nn.Conv2d(c, d, (3, 1), padding=(1, 0)), nn.Conv2d(d, d, (3, 1), padding=(1, 0))])
        self.drop, self.head = nn.Dropout(.4), nn.Conv2d(d, 1, 1)

    def forward(self, frames):
        n = frames.shape[0]
        h = ((frames[:, 1:] - frames[:, :-1]) * 4).reshape(n * 15, 1, 80, 80)
        for conv, norm in zip(self.space, self.norms): h = F.relu(norm(conv(h)))
        h = h.reshape(n, 15, -1, 100).transpose(1, 2)                     # [n, c, time, place]
        for conv in self.time: h = F.relu(conv(h))
        evidence = self.head(self.drop(h)).mean(2).reshape(n, 10, 10)
        return evidence.mean((1, 2)), evidence
