#!/usr/bin/env python3
"""Writes the models of these tests, and what network.onnx must compute, worked out by PyTorch.

    python3 make_models.py        # Debian: python3-onnx, python3-torch

The output is the same at every run.
"""
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
OPSET, IR = 16, 8
FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64


def constant(name, array):
    return numpy_helper.from_array(np.asarray(array, order="C"), name)


def value(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def save(file, nodes, inputs, outputs, constants=(), metadata=None, **model_fields):
    graph = helper.make_graph(nodes, file.removesuffix(".onnx"), inputs, outputs, list(constants))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR, **model_fields)
    if metadata:
        helper.set_model_props(model, metadata)
    (HERE / file).write_bytes(model.SerializeToString())
    onnx.checker.check_model(str(HERE / file))


def affine():
    """y = x W + b in whole numbers, n rows at a time; and the model's own metadata."""
    weight = np.array([[1, -2], [3, 4], [-5, 6]], np.float32)
    bias = np.array([10, -20], np.float32)
    save(
        "affine.onnx",
        [helper.make_node("MatMul", ["x", "weight"], ["product"]), helper.make_node("Add", ["product", "bias"], ["y"])],
        [value("x", FLOAT, ["n", 3])],
        [value("y", FLOAT, ["n", 2])],
        [constant("weight", weight), constant("bias", bias)],
        metadata={"version": "3.1", "licence": "测试"},
        producer_name="make_models",
        domain="soraguard.tests",
        doc_string="an affine map",
        model_version=7,
    )


def lookup():
    """Rows of a table by 64-bit number, and the numbers doubled."""
    table = np.arange(12, dtype=np.float32).reshape(4, 3)
    save(
        "lookup.onnx",
        [helper.make_node("Gather", ["table", "ids"], ["rows"]), helper.make_node("Add", ["ids", "ids"], ["doubled"])],
        [value("ids", INT64, [2, 2])],
        [value("rows", FLOAT, [2, 2, 3]), value("doubled", INT64, [2, 2])],
        [constant("table", table)],
    )


def loop():
    """Doubles and halves x as often as asked: a run as long as a test needs."""
    body = helper.make_graph(
        [
            helper.make_node("Mul", ["state", "two"], ["doubled"]),
            helper.make_node("Mul", ["doubled", "half"], ["next"]),
            helper.make_node("Identity", ["go"], ["go_on"]),
        ],
        "body",
        [value("i", INT64, []), value("go", TensorProto.BOOL, []), value("state", FLOAT, [4])],
        [value("go_on", TensorProto.BOOL, []), value("next", FLOAT, [4])],
        [constant("two", np.array(2, np.float32)), constant("half", np.array(0.5, np.float32))],
    )
    save(
        "loop.onnx",
        [helper.make_node("Loop", ["trips", "always", "x"], ["y"], body=body)],
        [value("trips", INT64, []), value("x", FLOAT, [4])],
        [value("y", FLOAT, [4])],
        [constant("always", np.array(True))],
    )


def sequence():
    """An output that is no tensor."""
    save(
        "sequence.onnx",
        [helper.make_node("SequenceConstruct", ["x", "x"], ["pair"])],
        [value("x", FLOAT, [2])],
        [helper.make_tensor_sequence_value_info("pair", FLOAT, [2])],
    )


def external():
    """Weights in a file of their own, which lies where the model says."""
    weight = constant("weight", np.array([5, 6], np.float32))
    (HERE / "external.bin").write_bytes(weight.raw_data)
    set_external_data(weight, "external.bin", 0, len(weight.raw_data))
    weight.ClearField("raw_data")
    weight.data_location = TensorProto.EXTERNAL
    save(
        "external.onnx",
        [helper.make_node("Add", ["x", "weight"], ["y"])],
        [value("x", FLOAT, [2])],
        [value("y", FLOAT, [2])],
        [weight],
    )


def network():
    """Convolution, normalisation by groups, SiLU, attention over pixels: one of each kind of node that the product's own models have."""
    channels, groups, side = 8, 2, 6
    pixels = side * side
    draw = np.random.RandomState(20240215)

    def weight(*shape):
        return (draw.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)

    conv, gain, shift = weight(channels, 3, 3, 3), 1 + weight(channels, 1, 1) / 4, weight(channels, 1, 1) / 4
    query, key, head = weight(channels, channels), weight(channels, channels), weight(channels, 4)
    image = draw.standard_normal((1, 3, side, side)).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["image", "conv"], ["features"], pads=[1, 1, 1, 1]),
        helper.make_node("Reshape", ["features", "grouped"], ["in_groups"]),
        helper.make_node("InstanceNormalization", ["in_groups", "ones", "zeros"], ["normal"], epsilon=1e-5),
        helper.make_node("Reshape", ["normal", "ungrouped"], ["back"]),
        helper.make_node("Mul", ["back", "gain"], ["scaled"]),
        helper.make_node("Add", ["scaled", "shift"], ["shifted"]),
        helper.make_node("Sigmoid", ["shifted"], ["gate"]),
        helper.make_node("Mul", ["shifted", "gate"], ["active"]),
        helper.make_node("Reshape", ["active", "flat"], ["by_channel"]),
        helper.make_node("Transpose", ["by_channel"], ["tokens"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["tokens", "query"], ["queries"]),
        helper.make_node("MatMul", ["tokens", "key"], ["keys"]),
        helper.make_node("Transpose", ["keys"], ["keys_across"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["queries", "keys_across"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["attention"], axis=-1),
        helper.make_node("MatMul", ["attention", "tokens"], ["mixed"]),
        helper.make_node("Add", ["mixed", "tokens"], ["joined"]),
        helper.make_node("ReduceMean", ["joined"], ["pooled"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["pooled", "head"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["chances"], axis=-1),
    ]
    constants = [
        constant("conv", conv), constant("gain", gain), constant("shift", shift), constant("query", query), constant("key", key),
        constant("head", head), constant("ones", np.ones(groups, np.float32)), constant("zeros", np.zeros(groups, np.float32)),
        constant("grouped", np.array([1, groups, -1])), constant("ungrouped", np.array([1, channels, side, side])),
        constant("flat", np.array([1, channels, pixels])),
    ]
    save("network.onnx", nodes, [value("image", FLOAT, [1, 3, side, side])],
         [value("joined", FLOAT, [1, pixels, channels]), value("chances", FLOAT, [1, 4])], constants)

    t = {name: torch.from_numpy(array).double() for name, array in
         dict(conv=conv, gain=gain.reshape(-1), shift=shift.reshape(-1), query=query, key=key, head=head, image=image).items()}
    active = F.silu(F.group_norm(F.conv2d(t["image"], t["conv"], padding=1), groups, t["gain"], t["shift"], eps=1e-5))
    tokens = active.flatten(2).transpose(1, 2)
    joined = torch.softmax(tokens @ t["query"] @ (tokens @ t["key"]).transpose(1, 2), dim=-1) @ tokens + tokens
    chances = torch.softmax(joined.mean(dim=1) @ t["head"], dim=-1)
    expected = {"image": image, "joined": joined.numpy(), "chances": chances.numpy()}
    text = json.dumps({name: [round(float(v), 7) for v in array.reshape(-1)] for name, array in expected.items()})
    (HERE / "network.expected.json").write_text(text + "\n")


if __name__ == "__main__":
    affine()
    lookup()
    loop()
    sequence()
    external()
    network()
