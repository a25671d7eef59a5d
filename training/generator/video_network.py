"""The video network: noisy latents of 16 frames, a mask of given frames, a time and a caption -> clean latents.

Convolutions in space and time at 8x8; at 4x4, convolutions and attention over all 16 x 16 places of the clip and the caption.
"""
import math
import torch
import torch.nn as nn
import torch.nn.functional as F
from autoencoder import CHANNELS, GRID
from factors import FACTORS, FRAMES

HALF = GRID // 2


class TextEncoder(nn.Module):
    """Words and their neighbours, read by four learned queries: four caption tokens and one pooled vector."""

    def __init__(self, words, width, out, queries=4):
        super().__init__()
        self.embedding = nn.Embedding(words, width)
        self.neighbours = nn.Conv1d(width, width, 3, padding=1)          # tells "from left to right" from "from right to left"
        self.query = nn.Parameter(torch.randn(queries, width) * width ** -.5)
        self.mlp = nn.Sequential(nn.Linear(width * (queries + 1), out), nn.SiLU(), nn.Linear(out, out))

    def forward(self, ids):
        present = (ids > 0).float()[..., None]
        e = self.embedding(ids) * present
        e = (e + F.silu(self.neighbours(e.transpose(1, 2)).transpose(1, 2))) * present
        weight = torch.softmax(torch.matmul(e, self.query.t()) + (present - 1) * 30, 1) * present
        tokens = torch.matmul(weight.transpose(1, 2), e)
        mean = e.sum(1) / present.sum(1).clamp(min=1)
        return tokens, self.mlp(torch.cat([tokens.flatten(1), mean], 1))


def time_features(t, n=64):
    frequency = torch.exp(torch.arange(n // 2, dtype=torch.float32) * (-math.log(1000.) / (n // 2 - 1)))
    angle = t[:, None] * frequency * 100
    return torch.cat([angle.sin(), angle.cos()], 1)


def zeroed(layer):
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


class ConvBlock(nn.Module):
    """3x3 in space, then 3 in time, modulated by the condition. x: [clips * frames, c, h, w]."""

    def __init__(self, c, cond):
        super().__init__()
        self.norm, self.space = nn.GroupNorm(8, c), nn.Conv2d(c, c, 3, padding=1)
        self.modulate, self.time = zeroed(nn.Linear(cond, 2 * c)), zeroed(nn.Conv2d(c, c, (3, 1), padding=(1, 0)))

    def forward(self, x, cond):
        n, c, h, w = x.shape
        scale, shift = self.modulate(cond)[:, :, None, None].chunk(2, 1)
        y = self.space(F.silu(self.norm(x))).view(-1, FRAMES, c, h * w).transpose(1, 2)           # [clips, c, frames, hw]
        y = self.time(F.silu(y * (1 + scale) + shift))
        return x + y.transpose(1, 2).reshape(n, c, h, w)


class Transformer(nn.Module):
    """Attention over all tokens, then a two-layer network, both behind adaptive layer norms."""

    def __init__(self, d, cond, heads):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.up, self.down = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)
        self.modulate = zeroed(nn.Linear(cond, 6 * d))
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)

    def forward(self, x, cond):
        b, n, d = x.shape
        s1, b1, g1, s2, b2, g2 = self.modulate(cond)[:, None].chunk(6, -1)
        q, k, v = self.qkv(self.norm1(x) * (1 + s1) + b1).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        attention = torch.softmax(torch.matmul(q * (d // self.heads) ** -.5, k.transpose(-1, -2)), -1)
        x = x + g1 * self.out(torch.matmul(attention, v).transpose(1, 2).reshape(b, n, d))
        return x + g2 * self.down(F.silu(self.up(self.norm2(x) * (1 + s2) + b2)))


class VideoNetwork(nn.Module):
    def __init__(self, words, c=64, d=128, depth=3, cond=192, width=64):
        super().__init__()
        self.text = TextEncoder(words, width, cond)
        self.time = nn.Sequential(nn.Linear(64, cond), nn.SiLU(), nn.Linear(cond, cond))
        self.read_back = nn.Linear(cond, sum(len(f) for f in FACTORS))   # reads the factors from the caption: trains the words directly
        self.inp, self.before = nn.Conv2d(CHANNELS + 1, c, 3, padding=1), nn.ModuleList([ConvBlock(c, cond) for _ in range(2)])
        self.shrink, self.grow = nn.Conv2d(c, d, 2, 2), nn.Conv2d(d, 4 * c, 1)
        self.words = nn.Linear(width, d)
        self.at_time = nn.Parameter(torch.randn(1, FRAMES, 1, d) * .1)
        self.at_place = nn.Parameter(torch.randn(1, 1, HALF * HALF, d) * .1)
        self.local = nn.ModuleList([ConvBlock(d, cond) for _ in range(depth)])
        self.whole = nn.ModuleList([Transformer(d, cond, d // 32) for _ in range(depth)])
        self.after = nn.ModuleList([ConvBlock(c, cond) for _ in range(3)])
        self.norm, self.head = nn.GroupNorm(8, c), nn.Conv2d(c, CHANNELS, 3, padding=1)

    def forward(self, x, given, t, ids):
        """x [b, 16, 8, 8, 8] (given frames clean), given [b, 16], t [b] in 0..1 (1 = noise), ids [b, 16] -> clean latents, caption vector."""
        tokens, caption = self.text(ids)
        cond = F.silu(caption + self.time(time_features(t)))
        b, places = x.shape[0], HALF * HALF
        mask = given.view(b, FRAMES, 1, 1, 1).expand(b, FRAMES, 1, GRID, GRID)
        h = self.inp(torch.cat([x, mask], 2).flatten(0, 1))
        for block in self.before: h = block(h, cond)
        skip, words, d = h, self.words(tokens), self.shrink.out_channels
        h = self.shrink(h).reshape(b, FRAMES, d, places).transpose(2, 3) + self.at_time + self.at_place
        for local, whole in zip(self.local, self.whole):
            h = local(h.transpose(2, 3).reshape(b * FRAMES, d, HALF, HALF), cond)
            h = h.view(b, FRAMES, d, places).transpose(2, 3).reshape(b, FRAMES * places, d)
            h = whole(torch.cat([words, h], 1), cond)
            words, h = h[:, :words.shape[1]], h[:, words.shape[1]:].reshape(b, FRAMES, places, d)
        h = F.pixel_shuffle(self.grow(h.transpose(2, 3).reshape(b * FRAMES, d, HALF, HALF)), 2) + skip
        for block in self.after: h = block(h, cond)
        return self.head(F.silu(self.norm(h))).view(b, FRAMES, CHANNELS, GRID, GRID), caption
