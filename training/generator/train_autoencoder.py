"""Trains the frame autoencoder on frames drawn on the fly.   python train_autoencoder.py --steps 8000 --out run"""
import argparse
import os
import time
import torch
from autoencoder import AutoEncoder
from clips import LONGEST, render
from factors import split
from optim import average_gradients, launch, optimizers, set_rates


def loss_of(net, frames, cover):
    """Absolute and squared error, three times as heavy on the subject, and the error of the edges."""
    latents = net.encode(frames)
    out = net.decode(latents + .1 * torch.randn_like(latents))
    weight = 1 + 2 * cover
    edges = sum((out.diff(dim=d) - frames.diff(dim=d)).abs().mean() for d in (2, 3))
    return ((out - frames).abs() * weight).mean() + .5 * edges + ((out - frames) ** 2 * weight).mean(), out


def work(rank, world, a):
    labels, _ = split()
    torch.manual_seed(0)
    net = AutoEncoder()
    params = list(net.parameters())
    torch.manual_seed(100 + rank)
    opts = optimizers(net, lambda n, p: p.dim() == 4 and p.shape[0] == p.shape[1], 2e-3, .02, rank, world)
    start = time.time()
    for step in range(1, a.steps + 1):
        set_rates(opts, step, a.steps)
        frames, cover = render(labels[torch.randint(len(labels), (a.batch,))], 1, torch.randint(LONGEST, (a.batch,)))
        loss, out = loss_of(net, frames[:, 0], cover)
        for opt, _ in opts: opt.zero_grad()
        loss.backward()
        average_gradients(params, world)
        for opt, _ in opts: opt.step()
        if rank == 0 and step % 200 == 0:
            psnr = (-10 * ((out.clamp(0, 1) - frames[:, 0]) ** 2).mean((1, 2, 3)).log10()).mean()
            print(f"autoencoder {step} {time.time() - start:.0f} s  loss {loss.item():.4f}  psnr {psnr.item():.2f}", flush=True)
            torch.save(net.state_dict(), f"{a.out}/autoencoder.pt")


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--steps", type=int, default=8000); p.add_argument("--batch", type=int, default=10, help="frames per process and step")
    p.add_argument("--out", default="run"); p.add_argument("--processes", type=int, default=2); p.add_argument("--port", type=int, default=29511)
    args = p.parse_args()
    os.makedirs(args.out, exist_ok=True)
    launch(work, args.processes, args)
