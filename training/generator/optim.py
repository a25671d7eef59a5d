"""Training on few CPU cores: one single-threaded process a core, gradients averaged by gloo, AdamW and Muon."""
import os
import torch
import torch.distributed as dist
import torch.multiprocessing as mp


def launch(work, processes, args):
    """Runs work(rank, world, args) in `processes` processes."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if processes == 1: work(0, 1, args)
    else: mp.spawn(_start, (work, processes, args), nprocs=processes)


def _start(rank, work, world, args):
    torch.set_num_threads(1)
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", str(args.port))
    dist.init_process_group("gloo", rank=rank, world_size=world)
    work(rank, world, args)


def average_gradients(params, world):
    if world == 1: return
    flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).flatten() for p in params])
    dist.all_reduce(flat)
    _scatter(flat / world, params, lambda p, v: setattr(p, "grad", v))


def _scatter(flat, params, put):
    i = 0
    for p in params:
        put(p, flat[i:i + p.numel()].view_as(p))
        i += p.numel()


def rate(step, steps, peak, warm=.01, fall=.5):
    """Warm up, hold, then fall linearly to zero over the last part of the run."""
    done = step / steps
    return peak * min(1, done / warm, max(0., (1 - done) / fall))


class Muon(torch.optim.Optimizer):
    """Momentum whose matrix updates are orthogonalised by five Newton-Schulz steps (Jordan et al., 2024); the matrices are
    shared out over the processes."""

    def __init__(self, params, lr, momentum=.95, rank=0, world=1):
        super().__init__(list(params), dict(lr=lr, momentum=momentum))
        self.rank, self.world = rank, world

    @torch.no_grad()
    def step(self):
        group, updates = self.param_groups[0], []
        params = group["params"]
        order = sorted(range(len(params)), key=lambda i: -params[i].numel())
        mine = {i for k, i in enumerate(order) if k % self.world == self.rank}
        for i, p in enumerate(params):
            updates.append(self._update(p, group["momentum"]) if i in mine else torch.zeros(p.numel()))
        flat = torch.cat(updates)
        if self.world > 1: dist.all_reduce(flat)
        _scatter(flat, params, lambda p, v: p.mul_(1 - group["lr"] * .01).add_(v, alpha=-group["lr"]))

    def _update(self, p, momentum):
        buffer = self.state[p].setdefault("m", torch.zeros_like(p))
        buffer.mul_(momentum).add_(p.grad)
        u = p.grad.add(buffer, alpha=momentum).flatten(1)
        tall = u.shape[0] > u.shape[1]
        x = u.t() if tall else u
        x = x / (x.norm() + 1e-7)
        for _ in range(5):
            a = x @ x.t()
            x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
        x = x.t() if tall else x
        return (x * max(1, u.shape[0] / u.shape[1]) ** .5).reshape(-1)


def optimizers(network, is_matrix, lr, muon_lr, rank, world):
    """AdamW for most parameters, Muon for those named by is_matrix(name, parameter); with their peak rates."""
    matrices = [p for n, p in network.named_parameters() if is_matrix(n, p)]
    chosen = {id(p) for p in matrices}
    rest = [p for p in network.parameters() if id(p) not in chosen]
    return [(torch.optim.AdamW(rest, lr=lr, betas=(.9, .98), weight_decay=.01), lr), (Muon(matrices, muon_lr, rank=rank, world=world), muon_lr)]


def set_rates(opts, step, steps):
    for opt, peak in opts:
        for group in opt.param_groups: group["lr"] = rate(step, steps, peak)
