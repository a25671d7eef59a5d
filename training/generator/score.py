"""Scores a trained model on combinations it never saw: text to video, image to video, extension, and a chained minute.

  python score.py --out run --n 208            writes run/score.json and contact sheets
"""
import argparse
import json
import math
import torch
from autoencoder import CHANNELS, GRID
from captions import VOCABULARY, caption, tokenize
from checker import NO_MOTION, Checker, read
from clips import render
from factors import FPS, FRAMES, split
from pool import load_autoencoder
from sampling import sample
from video_network import VideoNetwork

OVERLAP = 4                                                 # frames a chained window is given from the one before


def accuracy(read_factors, labels):
    """Per cent right: background, subject, colour, motion, all four; each with its 95 % Wilson interval."""
    ok = (read_factors == labels).float()
    return [wilson(v.item(), len(ok)) for v in (*ok.mean(0), ok.prod(1).mean())]


def wilson(share, n, z=1.96):
    middle, half = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = ((middle + s * half) / (1 + z * z / n) for s in (-1, 1))
    return [round(100 * v, 1) for v in (share, low, high)]


def psnr(a, b):
    return (-10 * ((a - b) ** 2).flatten(1).mean(1).clamp(min=1e-6).log10()).mean().item()


class Scorer:
    def __init__(self, folder, seed=11):
        self.autoencoder = load_autoencoder(folder)
        self.checker, self.network = Checker(), VideoNetwork(len(VOCABULARY))
        self.checker.load_state_dict(torch.load(f"{folder}/checker.pt"))
        self.network.load_state_dict(torch.load(f"{folder}/video.pt"))
        self.checker.eval(), self.network.eval()
        self.g = torch.Generator().manual_seed(seed)

    @torch.no_grad()
    def decode(self, latents):
        return torch.cat([self.autoencoder.decode(z.flatten(0, 1)).clamp(0, 1).view(len(z), -1, 3, 64, 64) for z in latents.split(16)])

    @torch.no_grad()
    def encode(self, clips):
        return torch.cat([self.autoencoder.encode(c.flatten(0, 1)).view(len(c), -1, CHANNELS, GRID, GRID) for c in clips.split(16)])

    def generate(self, ids, known=None, given=None):
        cut = lambda v, i: None if v is None else v[i:i + 16]
        return torch.cat([sample(self.network, ids[i:i + 16], cut(known, i), cut(given, i), self.g) for i in range(0, len(ids), 16)])

    def text(self, labels, captions):
        ids = torch.tensor([tokenize(c) for c in captions])
        clips = self.decode(self.generate(ids))
        factors, _, found = read(self.checker, clips)
        english = torch.tensor([c[0] < "\u4e00" for c in captions])
        return clips, {"text": accuracy(factors, labels), "english": accuracy(factors[english], labels[english]),
                       "chinese": accuracy(factors[~english], labels[~english]), "no_motion_read": round(100 * (factors[:, 3] == NO_MOTION).float().mean().item(), 1),
                       "subject_found": round(100 * found.float().mean().item(), 1)}

    def extension(self, labels, ids, real, latents, given_frames):
        """Generated frames only; beside them what copying the last given frame would score."""
        k, n = given_frames, len(labels)
        mask = torch.zeros(n, FRAMES)
        mask[:, :k] = 1
        clips = self.decode(self.generate(ids, latents, mask))
        copied = self.decode(latents[:, k - 1:k]).expand(-1, FRAMES - k, -1, -1, -1)
        return clips, {"factors": accuracy(read(self.checker, clips[:, k:])[0], labels), "factors_drawn": accuracy(read(self.checker, real[:, k:])[0], labels),
                       "psnr": psnr(clips[:, k:], real[:, k:]), "psnr_copy_last": psnr(copied, real[:, k:])}

    def minute(self, labels, ids, seconds=60):
        """Share of clips whose background, subject and colour are still read right in the last two seconds."""
        mask = torch.zeros(len(ids), FRAMES)
        mask[:, :OVERLAP] = 1
        window, total = self.generate(ids), FRAMES
        while total < seconds * FPS:
            known = torch.cat([window[:, -OVERLAP:], torch.zeros_like(window[:, OVERLAP:])], 1)
            window, total = self.generate(ids, known, mask), total + FRAMES - OVERLAP
        return accuracy(read(self.checker, self.decode(window))[0], labels)


def sheet(rows, path, every=3, scale=2):
    from PIL import Image
    image = torch.cat([torch.cat(list(r[::every]), -1) for r in rows], -2).permute(1, 2, 0).numpy()
    picture = Image.fromarray((image * 255).astype("uint8"))
    picture.resize((picture.width * scale, picture.height * scale), Image.NEAREST).save(path)


def main(a):
    torch.manual_seed(11)
    s = Scorer(a.out)
    labels = split()[1]
    labels = labels[torch.randperm(len(labels), generator=s.g)][:a.n]
    captions = [caption(l, g=s.g) for l in labels]
    real = render(labels, g=s.g)[0]
    latents = s.encode(real)
    report = {"order": "background, subject, colour, motion, all four: per cent, low, high", "clips": len(labels), "chance": [16.7, 16.7, 16.7, 16.7, .1],
              "drawn": accuracy(read(s.checker, real)[0], labels), "autoencoder_psnr": psnr(s.decode(latents), real)}
    clips, text = s.text(labels, captions)
    report.update(text)
    sheet(clips[:12], f"{a.out}/text.png")
    with open(f"{a.out}/text.txt", "w") as f: f.write("\n".join(captions[:12]))
    few = min(72, len(labels))
    ids = torch.tensor([tokenize(c) for c in captions[:few]])
    for name, k in (("image", 1), ("extend4", OVERLAP), ("extend8", 8)):
        clips, report[name] = s.extension(labels[:few], ids, real[:few], latents[:few], k)
        sheet([r for i in range(5) for r in (real[i], clips[i])], f"{a.out}/{name}.png")
    if a.minute: report["after_a_minute"] = s.minute(labels[:a.minute], ids[:a.minute])
    with open(f"{a.out}/score.json", "w") as f: json.dump(report, f, indent=1)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--out", default="run"); p.add_argument("--n", type=int, default=208)
    p.add_argument("--minute", type=int, default=24, help="clips of the one-minute test; 0 leaves it out")
    main(p.parse_args())
