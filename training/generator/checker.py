"""Reads the four factors back from pixels: a small network for background, subject and colour, trained on drawn frames only,
and a rule for the motion.   python checker.py --steps 1200 --out run"""
import argparse
import torch
import torch.nn as nn
import torch.nn.functional as F
from clips import LONGEST, render
from factors import MOTIONS, split

NO_MOTION = len(MOTIONS)                                    # none of the six
CELL = 4                                                    # pixels a side of one cell of the 16x16 mask


class Checker(nn.Module):
    """Finds the subject (a mask of 16x16 cells), then names subject and colour from the features under it, background from the rest."""

    def __init__(self, a=32, b=64, d=96):
        super().__init__()
        def layer(i, o, stride=1): return nn.Sequential(nn.Conv2d(i, o, 3, stride, 1), nn.GroupNorm(8, o), nn.SiLU())
        self.body = nn.Sequential(nn.PixelUnshuffle(2), layer(12, a), layer(a, b, 2), layer(b, b), layer(b, d), layer(d, d))
        self.mask, self.back = nn.Conv2d(d, 1, 1), nn.Linear(d, 6)
        self.fore = nn.Sequential(nn.Linear(d, d), nn.SiLU(), nn.Linear(d, 12))

    def forward(self, frames):
        """frames [n, 3, 64, 64] -> mask logits [n, 16, 16], logits of background, subject, colour [n, 6] each."""
        h = self.body(frames * 2 - 1)
        mask = self.mask(h)[:, 0]
        w = torch.sigmoid(mask)[:, None]
        fore = self.fore((h * w).sum((2, 3)) / (w.sum((2, 3)) + 1e-3))
        return mask, self.back((h * (1 - w)).sum((2, 3)) / ((1 - w).sum((2, 3)) + 1e-3)), fore[:, :6], fore[:, 6:]


def train(steps, out):
    torch.manual_seed(5)
    net = Checker()
    opt = torch.optim.AdamW(net.parameters(), 2e-3)
    labels, _ = split()
    for step in range(steps):
        for group in opt.param_groups: group["lr"] = 2e-3 * min(1, (1 - step / steps) * 2)
        y = labels[torch.randint(len(labels), (32,))]
        frames, cover = render(y, 1, torch.randint(LONGEST, (32,)) * (torch.rand(32) < .3))
        x, m = frames[:, 0], F.avg_pool2d(cover, CELL)[:, 0]
        if step % 2: x = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1) * .6 + x * .4        # blur, as a decoder makes
        x = (x + .06 * torch.rand(1) * torch.randn_like(x)).clamp(0, 1)
        mask, back, subject, colour = net(x)
        seen = (m.sum((1, 2)) > 6).float()                  # subject and colour count only where enough of the subject is in the picture
        named = sum((F.cross_entropy(o, y[:, f], reduction="none") * seen).sum() / seen.sum() for o, f in ((subject, 1), (colour, 2)))
        loss = F.cross_entropy(back, y[:, 0]) + named + 2 * F.binary_cross_entropy_with_logits(mask, m)
        opt.zero_grad()
        loss.backward()
        opt.step()
        if step % 200 == 0: print(f"checker {step}  loss {loss.item():.3f}", flush=True)
    torch.save(net.state_dict(), f"{out}/checker.pt")


@torch.no_grad()
def read(net, clips):
    """clips [n, f, 3, 64, 64] -> factors [n, 4], centres in pixels [n, f, 2], subject found [n, f]."""
    n, f = clips.shape[:2]
    mask, back, subject, colour = [torch.cat(o) for o in zip(*[net(c.flatten(0, 1)) for c in clips.split(8)])]
    p = torch.sigmoid(mask).view(n, f, 16, 16)
    p = p * (p > .4)
    area, grid = p.sum((2, 3)), torch.arange(16).float() * CELL + CELL / 2
    centre = torch.stack([(p.sum(2) * grid).sum(-1), (p.sum(3) * grid).sum(-1)], -1) / area[..., None].clamp(min=.1)
    found = (area > 3) & (area < 60)
    weight = found.float()[..., None]
    def named(logits, w): return (logits.view(n, f, 6).log_softmax(-1) * w).sum(1).argmax(-1)
    factors = [named(back, 1), named(subject, weight), named(colour, weight), torch.tensor([motion(c, ok) for c, ok in zip(centre, found)])]
    return torch.stack(factors, 1), centre, found


def motion(centre, found):
    """Index of the motion that a path shows; fewer than three quarters of the frames with a subject is none."""
    if found.float().mean() < .75: return NO_MOTION
    t, c = torch.arange(len(found)).float()[found], centre[found]
    n = max(2, len(c) // 5)
    (rx, ry), (dx, dy) = (c.max(0)[0] - c.min(0)[0]).tolist(), (c[-n:].mean(0) - c[:n].mean(0)).tolist()
    steady = [torch.corrcoef(torch.stack([t, c[:, i] + 1e-3 * t]))[0, 1].item() ** 2 for i in (0, 1)]
    if rx > 14 and ry > 14 and abs(dx) < .75 * rx: return MOTIONS.index("circle")
    if rx > 12 and steady[0] > .7 and rx > 1.5 * ry: return MOTIONS.index("left" if dx < 0 else "right")
    if ry > 12 and steady[1] > .7 and ry > 1.5 * rx: return MOTIONS.index("up" if dy < 0 else "down")
    if ry > 10 and ry > 1.5 * rx: return MOTIONS.index("bounce")
    return NO_MOTION


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--steps", type=int, default=1200); p.add_argument("--out", default="run")
    a = p.parse_args()
    train(a.steps, a.out)
