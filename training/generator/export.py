"""Writes encoder, decoder and video network as ONNX (opset 16, fixed shapes, so that no shape arithmetic stays in the graph),
the vocabulary, and reference numbers for the C# sampler.

  python export.py --run run --models ../../models/generator --reference ../../tests/SoraGuard.Inference.Tests/Generation/Reference
"""
import argparse
import json
import os
import numpy as np
import torch
from autoencoder import CHANNELS, GRID
from captions import MAX_TOKENS, VOCABULARY, ZH_LONGEST, tokenize
from factors import FPS, FRAMES, SIZE
from pool import load_autoencoder
from sampling import GUIDANCE, SHIFT, STEPS, sample
from video_network import VideoNetwork

REFERENCE_CAPTIONS = ["a red paper boat sails left across a stormy sea", "雪地里，蓝色的鱼上升"]
REFERENCE_STEPS = 4


class Call(torch.nn.Module):
    """A method of a network as a module, which is what the exporter takes."""

    def __init__(self, network, call):
        super().__init__()
        self.network, self.call = network, call

    def forward(self, *x):
        return self.call(self.network, *x)


def export(folder, name, network, call, example, inputs, output):
    torch.onnx.export(Call(network, call).eval(), example, f"{folder}/{name}.onnx", opset_version=16, input_names=inputs, output_names=[output])


def reference(network, autoencoder, folder):
    """One guided run from written-out noise: [steps, 16, 8, 8, 8] noise, caption ids, latents and frames that come out."""
    g = torch.Generator().manual_seed(7)
    noise = torch.randn(REFERENCE_STEPS, 1, FRAMES, CHANNELS, GRID, GRID, generator=g)
    ids = torch.tensor([tokenize(REFERENCE_CAPTIONS[0])])
    latents = sample(network, ids, noise=lambda step: noise[step], steps=REFERENCE_STEPS)
    with torch.no_grad(): frames = autoencoder.decode(latents[0])
    for name, value in {"noise": noise, "latents": latents, "frames": frames[:1]}.items():
        value.numpy().astype("<f4").tofile(f"{folder}/{name}.f32")
    with open(f"{folder}/reference.json", "w", encoding="utf-8") as f:
        json.dump({"captions": REFERENCE_CAPTIONS, "ids": [tokenize(c) for c in REFERENCE_CAPTIONS], "steps": REFERENCE_STEPS,
                   "guidance": GUIDANCE, "shift": SHIFT}, f, ensure_ascii=False, indent=1)


def main(a):
    os.makedirs(a.models, exist_ok=True), os.makedirs(a.reference, exist_ok=True)
    autoencoder, network = load_autoencoder(a.run), VideoNetwork(len(VOCABULARY))
    network.load_state_dict(torch.load(f"{a.run}/video.pt"))
    network.eval()
    export(a.models, "encoder", autoencoder, lambda m, x: m.encode(x), (torch.rand(1, 3, SIZE, SIZE),), ["frames"], "latents")
    export(a.models, "decoder", autoencoder, lambda m, z: m.decode(z), (torch.randn(FRAMES, CHANNELS, GRID, GRID),), ["latents"], "frames")
    ids = torch.tensor([tokenize(c) for c in REFERENCE_CAPTIONS])
    example = (torch.randn(2, FRAMES, CHANNELS, GRID, GRID), torch.zeros(2, FRAMES), torch.full((2,), .7), ids)
    export(a.models, "video", network, lambda m, *x: m(*x)[0], example, ["x", "given", "t", "ids"], "clean")
    with open(f"{a.models}/generator.json", "w", encoding="utf-8") as f:
        json.dump({"size": SIZE, "frames": FRAMES, "framesPerSecond": FPS, "channels": CHANNELS, "grid": GRID, "maxTokens": MAX_TOKENS,
                   "longestWord": ZH_LONGEST, "steps": STEPS, "guidance": GUIDANCE, "shift": SHIFT, "vocabulary": VOCABULARY}, f, ensure_ascii=False, indent=0)
    reference(network, autoencoder, a.reference)


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--run", default="run"); p.add_argument("--models", required=True); p.add_argument("--reference", required=True)
    main(p.parse_args())
