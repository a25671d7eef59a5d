"""Latent clips to train the video network on: encoded once, and renewed one clip a step."""
import os
import torch
from autoencoder import CHANNELS, GRID, AutoEncoder
from clips import LONGEST, render
from factors import FRAMES, split


def load_autoencoder(folder):
    net = AutoEncoder()
    net.load_state_dict(torch.load(f"{folder}/autoencoder.pt"))
    return net.eval()


@torch.no_grad()
def latent_clips(autoencoder, n, g):
    """Latents of n clips: half start at frame 0, half are later windows of a longer film, as extension meets them."""
    labels, _ = split()
    labels = labels[torch.randint(len(labels), (n,), generator=g)]
    first = torch.randint(LONGEST, (n,), generator=g) * (torch.rand(n, generator=g) < .5)
    latents = torch.empty(n, FRAMES, CHANNELS, GRID, GRID, dtype=torch.float16)
    for i in range(0, n, 32):
        frames, _ = render(labels[i:i + 32], FRAMES, first[i:i + 32], g)
        latents[i:i + 32] = autoencoder.encode(frames.flatten(0, 1)).view(-1, *latents.shape[1:]).half()
    return labels, first, latents


class Pool:
    def __init__(self, autoencoder, size, seed, cache):
        self.autoencoder, self.seed = autoencoder, seed
        if os.path.exists(cache): self.labels, self.first, self.latents = torch.load(cache)
        else:
            self.labels, self.first, self.latents = latent_clips(autoencoder, size, torch.Generator().manual_seed(seed))
            torch.save((self.labels, self.first, self.latents), cache)

    def draw(self, batch, step):
        """labels [batch, 4], first frame numbers [batch], latents [batch, 16, 8, 8, 8]; one clip of the pool is new."""
        i = torch.randint(len(self.latents), (batch,))
        fresh = latent_clips(self.autoencoder, 1, torch.Generator().manual_seed(self.seed * 1_000_003 + step))
        self.labels[i[0]], self.first[i[0]], self.latents[i[0]] = (v[0] for v in fresh)
        return self.labels[i], self.first[i], self.latents[i].float()
