"""Writes what onnxruntime-web needs into a folder: the model for prediction, and the training build's models for
training, evaluation and the optimizer with its checkpoint. The last release that could make these is 1.19.2.
"""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.training import artifacts, onnxblock

CONVOLUTIONS = [("conv1", 3, 6, True), ("conv2", 6, 16, True), ("conv3", 16, 120, False)]
OPSET, IR_VERSION = 17, 8
DENSES = [("dense1", 7680, 84), ("dense2", 84, 10)]


class Graph:
    """A chain of nodes: each takes what the one before gave."""

    def __init__(self):
        self.nodes, self.weights, self.last = [], [], "images"
        self.draw = np.random.default_rng(1)

    def add(self, kind, *parameters, **attributes):
        output = f"{kind}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, [self.last, *parameters], [output], output, **attributes))
        self.last = output

    def layer(self, name, shape, fan_in, fan_out):
        """A kernel drawn as Glorot's uniform, and a bias of zeros; returns their names."""
        limit = np.sqrt(6 / (fan_in + fan_out))
        kernel = self.draw.uniform(-limit, limit, shape).astype(np.float32)
        bias = np.zeros(fan_out if len(shape) == 2 else shape[0], np.float32)
        self.weights += [numpy_helper.from_array(kernel, name + ".kernel"), numpy_helper.from_array(bias, name + ".bias")]
        return name + ".kernel", name + ".bias"

    def model(self):
        images = helper.make_tensor_value_info("images", TensorProto.FLOAT, ["batch", 3, 32, 32])
        output = helper.make_tensor_value_info(self.last, TensorProto.FLOAT, ["batch", 10])
        graph = helper.make_graph(self.nodes, "lenet5", [images], [output], self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        onnx.checker.check_model(model)
        return model


def lenet5():
    graph = Graph()
    for name, inputs, outputs, pooled in CONVOLUTIONS:
        names = graph.layer(name, (outputs, inputs, 5, 5), 25 * inputs, 25 * outputs)
        graph.add("Conv", *names, kernel_shape=[5, 5], pads=[2, 2, 2, 2])
        graph.add("Relu")
        if pooled:
            graph.add("MaxPool", kernel_shape=[2, 2], strides=[2, 2])
    graph.add("Flatten")
    for name, inputs, outputs in DENSES:
        graph.add("Gemm", *graph.layer(name, (inputs, outputs), inputs, outputs))
        if name != DENSES[-1][0]:
            graph.add("Relu")
    return graph


def keep_readable(file):
    """The optimizer's model is written in the newest form that `onnx` knows, which onnxruntime 1.19 does not."""
    model = onnx.load(file)
    model.ir_version = IR_VERSION
    for opset in model.opset_import:
        opset.version = OPSET if opset.domain == "" else opset.version
    onnx.save(model, file)


def main(folder):
    graph = lenet5()
    training = graph.model()
    names = [weight.name for weight in graph.weights]
    graph.add("Softmax", axis=1)
    onnx.save(graph.model(), f"{folder}/predict.onnx")
    # AdamW without weight decay is Adam.
    adam = onnxblock.optim.AdamW(betas=(0.9, 0.999), eps=1e-7, weight_decay=0.0)
    artifacts.generate_artifacts(training, requires_grad=names, loss=artifacts.LossType.CrossEntropyLoss, optimizer=adam,
                                 artifact_directory=folder)
    keep_readable(f"{folder}/optimizer_model.onnx")


main(sys.argv[1])
