"""Trains the video network on latent clips.   python train_video.py --steps 14000 --out run   (goes on from its checkpoint)"""
import argparse
import copy
import os
import time
import torch
import torch.nn.functional as F
from autoencoder import CHANNELS, GRID
from captions import VOCABULARY, caption, tokenize
from factors import FACTORS, FRAMES
from optim import average_gradients, launch, optimizers, set_rates
from pool import Pool, load_autoencoder
from video_network import VideoNetwork

UNSAID, UNCAPTIONED, LONGEST_GIVEN = .08, .1, 10


def given_mask(first):
    """[n, 16]. Windows of a longer film always have given frames; films from frame 0 half of the time: the first one, a few,
    or the first and the last."""
    mask = torch.zeros(len(first), FRAMES)
    for i, later in enumerate(first > 0):
        u = torch.rand(1).item() if later else torch.rand(1).item() * 2 - 1
        if u < 0: continue
        if u < .35: mask[i, 0] = 1
        elif u < .92: mask[i, :int(torch.randint(2, LONGEST_GIVEN + 1, (1,)))] = 1
        else: mask[i, 0] = mask[i, -1] = 1
    return mask


def captions_of(labels):
    """Token ids [n, 16] (all zero where no caption is given) and which factors each caption names [n, 4]."""
    said = torch.rand(len(labels), len(FACTORS)) > UNSAID
    said[:, 1] = True
    shown = torch.rand(len(labels)) > UNCAPTIONED
    ids = torch.tensor([tokenize(caption(l, s.tolist())) for l, s in zip(labels, said)])
    return ids * shown[:, None], said & shown[:, None]


def loss_of(net, labels, first, clean):
    """Squared error of the clean latents on frames that are not given, weighted 1 / max(t, 1/4)^2; and reading the caption back."""
    ids, said = captions_of(labels)
    t = torch.sigmoid(torch.randn(len(labels)) * 1.2 + 1.1)          # leans to the noise, where motion is decided
    mask = given_mask(first)
    wide, mixed = mask[:, :, None, None, None], t.view(-1, 1, 1, 1, 1)
    noisy = (1 - mixed) * clean + mixed * torch.randn_like(clean)
    shown = clean + .1 * torch.rand(len(labels), 1, 1, 1, 1) * torch.randn_like(clean)        # given frames slightly noisy: less drift
    out, vector = net(torch.where(wide > 0, shown, noisy), mask, t, ids)
    weight = (1 - wide) / mixed.clamp(min=.25) ** 2
    video = ((out - clean) ** 2 * weight).sum() / (1 - wide).sum() / (CHANNELS * GRID * GRID)
    logits = net.read_back(vector).view(-1, len(FACTORS), 6)
    words = (F.cross_entropy(logits.transpose(1, 2), labels, reduction="none") * said).sum() / said.sum().clamp(min=1)
    return video, words


def is_matrix(name, p):
    return p.dim() >= 2 and "modulate" not in name and name.split(".")[0] in ("before", "after", "local", "whole")


class Checkpoint:
    """Everything a stopped run needs to go on, in one file that is replaced whole."""

    def __init__(self, path): self.path = path

    def load(self, net, ema, opts):
        if not os.path.exists(self.path): return 0
        state = torch.load(self.path)
        net.load_state_dict(state["net"]); ema.load_state_dict(state["ema"])
        for (opt, _), s in zip(opts, state["opts"]): opt.load_state_dict(s)
        return state["step"]

    def save(self, net, ema, opts, step):
        state = {"net": net.state_dict(), "ema": ema.state_dict(), "opts": [o.state_dict() for o, _ in opts], "step": step}
        torch.save(state, self.path + ".new")
        os.replace(self.path + ".new", self.path)


def work(rank, world, a):
    pool = Pool(load_autoencoder(a.out), a.pool, 1000 + rank, f"{a.out}/pool{rank}.pt")
    torch.manual_seed(0)
    net = VideoNetwork(len(VOCABULARY))
    ema, params = copy.deepcopy(net), list(net.parameters())
    opts = optimizers(net, is_matrix, 2e-3, .02, rank, world)
    checkpoint = Checkpoint(f"{a.out}/checkpoint{rank}.pt")
    done = checkpoint.load(net, ema, opts)
    torch.manual_seed(200 + rank + done)
    if rank == 0: print("parameters", sum(p.numel() for p in params), "from step", done, flush=True)
    start, mean = time.time(), None
    for step in range(done + 1, a.steps + 1):
        set_rates(opts, step, a.steps)
        video, words = loss_of(net, *pool.draw(a.batch, step))
        for opt, _ in opts: opt.zero_grad()
        (video + .1 * words).backward()
        average_gradients(params, world)
        torch.nn.utils.clip_grad_norm_(params, 2.)
        for opt, _ in opts: opt.step()
        with torch.no_grad():
            keep = min(.999, (1 + step) / (20 + step))
            for e, p in zip(ema.parameters(), params): e.lerp_(p, 1 - keep)
        mean = video.item() if mean is None else .98 * mean + .02 * video.item()
        if rank == 0 and step % 50 == 0: print(f"video {step} {time.time() - start:.0f} s  loss {mean:.4f}  words {words.item():.3f}", flush=True)
        if step % 500 == 0 or step == a.steps:
            checkpoint.save(net, ema, opts, step)
            if rank == 0: torch.save(ema.state_dict(), f"{a.out}/video.pt")


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--steps", type=int, default=14000); p.add_argument("--batch", type=int, default=6, help="clips per process and step")
    p.add_argument("--pool", type=int, default=3000, help="latent clips per process"); p.add_argument("--out", default="run")
    p.add_argument("--processes", type=int, default=2); p.add_argument("--port", type=int, default=29511)
    launch(work, (args := p.parse_args()).processes, args)
