#!/usr/bin/env python3
"""Writes classifiers whose answers can be worked out by hand.

    python3 make_models.py        # Debian: python3-onnx

brightness.onnx   logit = 16 x mean brightness - 8; evidence = mean brightness of the cell
blind.onnx        the same, but its logit is not a number
short.onnx        the same on 8 frames: not of the contract
mute.onnx         the same without evidence: not of the contract
"""
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE, FLOAT = Path(__file__).resolve().parent, TensorProto.FLOAT


def save(file, frames=16, shift=-8.0, evidence=True):
    nodes = [
        helper.make_node("ReduceMean", ["frames"], ["mean"], axes=[1, 2, 3], keepdims=0),
        helper.make_node("Mul", ["mean", "scale"], ["scaled"]),
        helper.make_node("Add", ["scaled", "shift"], ["logit"]),
        helper.make_node("ReduceMean", ["frames"], ["picture"], axes=[1], keepdims=1),
        helper.make_node("AveragePool", ["picture"], ["cells"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("Squeeze", ["cells", "one"], ["evidence"]),
    ]
    outputs = [helper.make_tensor_value_info("logit", FLOAT, [1]), helper.make_tensor_value_info("evidence", FLOAT, [1, 10, 10])]
    constants = [
        numpy_helper.from_array(np.array([16], np.float32), "scale"),
        numpy_helper.from_array(np.array([shift], np.float32), "shift"),
        numpy_helper.from_array(np.array([1]), "one"),
    ]
    graph = helper.make_graph(nodes if evidence else nodes[:3], file.removesuffix(".onnx"),
                              [helper.make_tensor_value_info("frames", FLOAT, [1, frames, 80, 80])],
                              outputs if evidence else outputs[:1], constants if evidence else constants[:2])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 16)], ir_version=8)
    onnx.checker.check_model(model)
    (HERE / file).write_bytes(model.SerializeToString())


if __name__ == "__main__":
    save("brightness.onnx")
    save("blind.onnx", shift=np.nan)
    save("short.onnx", frames=8)
    save("mute.onnx", evidence=False)
