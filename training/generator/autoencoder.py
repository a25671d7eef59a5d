"""Frame autoencoder: 64x64x3 in 0..1 <-> 8x8x8 latents of unit variance."""
import torch.nn as nn
import torch.nn.functional as F

CHANNELS, GRID = 8, 8


class Residual(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.norm = nn.GroupNorm(8, c)
        self.first, self.second = nn.Conv2d(c, c, 3, padding=1), nn.Conv2d(c, c, 3, padding=1)

    def forward(self, x):
        return x + self.second(F.silu(self.first(F.silu(self.norm(x)))))


class AutoEncoder(nn.Module):
    """Batch norm without affine gives the latents unit variance; the decoder is trained on noisy latents, so that it
    forgives small errors of the video network."""

    def __init__(self, a=32, b=64, d=96):
        super().__init__()
        self.encoder = nn.Sequential(nn.PixelUnshuffle(4), nn.Conv2d(48, b, 3, padding=1), Residual(b), nn.Conv2d(b, d, 2, 2), Residual(d),
                                     nn.GroupNorm(8, d), nn.SiLU(), nn.Conv2d(d, CHANNELS, 1))
        self.norm = nn.BatchNorm2d(CHANNELS, affine=False, momentum=.02)
        self.decoder = nn.Sequential(nn.Conv2d(CHANNELS, d, 3, padding=1), Residual(d), Residual(d),
                                     nn.Conv2d(d, 4 * b, 1), nn.PixelShuffle(2), Residual(b), Residual(b),
                                     nn.Conv2d(b, 4 * a, 1), nn.PixelShuffle(2), nn.GroupNorm(8, a), nn.SiLU(),
                                     nn.Conv2d(a, 12, 3, padding=1), nn.PixelShuffle(2))

    def encode(self, frames):
        return self.norm(self.encoder(frames * 2 - 1))

    def decode(self, latents):
        return self.decoder(latents) * .5 + .5
