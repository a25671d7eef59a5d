"""Writes the trained network as ONNX with its configuration and report, and what PyTorch computes for drawn windows, for the tests.

  python export.py --run DIR --models ../../models/inspection --reference ../../tests/SoraGuard.Inference.Tests/Classifiers/Reference
"""
import argparse
import gzip
import hashlib
import json
import os
import shutil
import numpy as np
import onnx
import torch
import calm
from motion import CHANNELS
from network import Head, ViolenceNetwork
from train import HEADS
from windows import FPS, FRAMES, HOP, SIDE, window

ID, VERSION, OPSET = "soraguard-violence-motion", "1", 16
THRESHOLDS = {"review": .8, "severe": .9, "segmentStart": .8, "segmentEnd": .5}


def load(run):
    kept = torch.load(os.path.join(run, "network.pt"))
    network = ViolenceNetwork([Head(torch.zeros(CHANNELS), torch.ones(CHANNELS)) for _ in range(HEADS)])
    network.load_state_dict(kept["network"])
    return network.eval(), kept["calibration"]


def export(network, path):
    torch.onnx.export(network, torch.zeros(1, FRAMES, SIDE, SIDE), path, opset_version=OPSET, input_names=["frames"], output_names=["logit", "evidence"])
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {"id": ID, "version": VERSION})
    onnx.checker.check_model(model)
    onnx.save(model, path)
    with open(path, "rb") as f: return hashlib.sha256(f.read()).hexdigest()


def reference_windows():
    """Bytes of windows that have little, nothing and much to see: a drawn clip, its first frame held, and drawn clips in turns."""
    clips = calm.drawn(False, 4, 7)
    restless = np.stack([clips[(5 * t) % 4][(7 * t) % 24] for t in range(FRAMES)])
    return {"drawn": window(clips[0], 0), "still": np.repeat(clips[0][:1], FRAMES, 0), "restless": restless}


@torch.no_grad()
def write_reference(network, folder):
    os.makedirs(folder, exist_ok=True)
    expected = {}
    for name, frames in reference_windows().items():
        logit, evidence = network(torch.from_numpy(frames.astype(np.float32) / 255)[None])
        expected[name] = {"logit": round(logit.item(), 6), "evidence": [round(v, 6) for v in evidence.flatten().tolist()]}
        with open(os.path.join(folder, name + ".gray.gz"), "wb") as f: f.write(gzip.compress(frames.tobytes(), 9, mtime=0))
        print(name, expected[name]["logit"])
    with open(os.path.join(folder, "expected.json"), "w") as f: f.write(json.dumps(expected) + "\n")


def main(a):
    torch.set_num_threads(1)
    network, (scale, shift) = load(a.run)
    os.makedirs(a.models, exist_ok=True)
    sha256 = export(network, os.path.join(a.models, "violence.onnx"))
    config = {"id": ID, "version": VERSION, "category": "violence", "sha256": sha256, "frames": FRAMES, "fps": FPS, "side": SIDE, "hop": HOP,
              "scale": round(scale, 6), "shift": round(shift, 6), "thresholds": THRESHOLDS}
    with open(os.path.join(a.models, "violence.json"), "w") as f: f.write(json.dumps(config, indent=2) + "\n")
    shutil.copyfile(os.path.join(a.run, "report.json"), os.path.join(a.models, "report.json"))
    write_reference(network, a.reference)


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--run", required=True, help="where train.py wrote")
    p.add_argument("--models", required=True)
    p.add_argument("--reference", required=True)
    main(p.parse_args())
