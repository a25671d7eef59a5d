"""The sampler: from noise (t = 1) to latents (t = 0). The C# sampler does the same arithmetic in the same order."""
import torch
from autoencoder import CHANNELS, GRID
from factors import FRAMES

STEPS, GUIDANCE, SHIFT = 24, 3., 8.


def times(steps, shift):
    """steps + 1 times from 1 to 0; a shift over 1 spends more of them near the noise, where motion is decided."""
    s = torch.linspace(1, 0, steps + 1)
    return shift * s / (1 + (shift - 1) * s)


@torch.no_grad()
def sample(network, ids, known=None, given=None, g=None, noise=None, steps=STEPS, guidance=GUIDANCE, shift=SHIFT):
    """known/given fix frames: image to video, extension. Noise is drawn anew at each step, which repairs early mistakes;
    `noise(step)` may supply it (step 0 is the start) instead of the generator."""
    b = len(ids)
    shape = (b, FRAMES, CHANNELS, GRID, GRID)
    noise = noise or (lambda step: torch.randn(shape, generator=g))
    given = torch.zeros(b, FRAMES) if given is None else given
    mask, known = given.view(b, FRAMES, 1, 1, 1), torch.zeros(shape) if known is None else known
    x, t = noise(0), times(steps, shift)
    for i in range(steps):
        seen = torch.where(mask > 0, known, x)
        said, unsaid = network(seen.repeat(2, 1, 1, 1, 1), given.repeat(2, 1), t[i].expand(2 * b), torch.cat([ids, ids * 0]))[0].chunk(2)
        clean = unsaid + guidance * (said - unsaid)
        x = (1 - t[i + 1]) * clean + (t[i + 1] * noise(i + 1) if i + 1 < steps else 0)
    return torch.where(mask > 0, known, x)
