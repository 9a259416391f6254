"""The MiniLM-L6 sentence encoder written down as an ONNX graph, from the packaged weights and `onnx` alone.

Source: Wang et al., "MiniLM" (2020), as the BERT encoder of Devlin et al. (2019): six layers of
self-attention and feed-forward, each followed by adding the input and normalising. A sentence vector is the
mean of its tokens' vectors, scaled to length one (Reimers and Gurevych, "Sentence-BERT", 2019; model
all-MiniLM-L6-v2, Apache-2.0).

In the int8 graph each matrix product is of whole numbers. The scale of the left side is taken for each token
by itself, not for a whole batch as is usual, so that an answer's vector does not depend on which other
answers it travels with. Weights use 7 of the 8 bits, so that no processor can overflow its 16-bit steps:
every one gets the same sum of the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Weights = Mapping[str, npt.NDArray[Any]]

FUSED = "com.microsoft"  # onnxruntime's own operators for transformers
OPSET, FUSED_OPSET, IR_VERSION = 17, 1, 9
ACTIVATION_REACH = 127  # tokens become unsigned bytes around 128
WEIGHT_REACH = 63  # weights become signed bytes, of which 7 bits are used


@dataclass(frozen=True)
class Shape:
    """The sizes of the encoder, as its configuration file names them."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    layer_norm_eps: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "Shape":
        """Take the needed entries out of the model's config.json."""
        return cls(**{name: config[name] for name in cls.__dataclass_fields__})


@dataclass
class _Graph:
    """Nodes and constants as they are added, each under the name of its output."""

    weights: Weights
    shape: Shape
    int8: bool
    nodes: list[Any] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)

    def constant(self, name: str, values: npt.ArrayLike) -> str:
        from onnx import numpy_helper

        self.constants[name] = numpy_helper.from_array(np.array(values, order="C"), name)
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name])

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def has(self, output: str) -> bool:
        return any(node.output[0] == output for node in self.nodes)


def build_graph(weights: Weights, shape: Shape, *, int8: bool = True) -> Any:
    """The whole encoder: `input_ids` and `attention_mask`, int64 (batch, tokens), to `vector`, float32
    (batch, hidden).

    Args:
        weights: the tensors of the packaged safetensors file by their names there.
        shape: the sizes from the packaged configuration.
        int8: products of whole numbers (a quarter of the weight, about twice as fast); else of float32, for
            comparison.
    Returns:
        An onnx.ModelProto. The same weights give the same bytes.
    """
    from onnx import TensorProto, helper

    graph = _Graph(weights, shape, int8)
    hidden = _embed_tokens(graph)
    graph.add("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    for layer in range(shape.num_hidden_layers):
        hidden = _encoder_layer(graph, f"encoder.layer.{layer}.", hidden)
    _mean_of_tokens(graph, hidden)
    sizes, whole = ("batch", "tokens"), TensorProto.INT64
    inputs = [helper.make_tensor_value_info(name, whole, sizes) for name in ("input_ids", "attention_mask")]
    output = helper.make_tensor_value_info("vector", TensorProto.FLOAT, ("batch", shape.hidden_size))
    body = helper.make_graph(graph.nodes, "minilm", inputs, [output], list(graph.constants.values()))
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, FUSED_OPSET)]
    return helper.make_model(body, opset_imports=opsets, ir_version=IR_VERSION, producer_name="frankpledge")


def _embed_tokens(graph: _Graph) -> str:
    """Word vectors plus place vectors; the one segment there is adds the same vector everywhere."""
    places = graph.weights["embeddings.position_embeddings.weight"]
    segment = graph.weights["embeddings.token_type_embeddings.weight"][0]
    words = graph.weight("embeddings.word_embeddings.weight")
    graph.constant("places", places + segment)
    graph.constant("first", np.array([0], np.int64))
    graph.add("Shape", ["input_ids"], "token count", start=1, end=2)
    graph.add("Slice", ["places", "first", "token count", "first"], "place vectors")
    graph.add("Gather", [words, "input_ids"], "word vectors")
    graph.add("Add", ["word vectors", "place vectors"], "embedded")
    scale, shift = graph.weight("embeddings.LayerNorm.weight"), graph.weight("embeddings.LayerNorm.bias")
    epsilon = graph.shape.layer_norm_eps
    return graph.add("LayerNormalization", ["embedded", scale, shift], "tokens", epsilon=epsilon, axis=-1)


def _encoder_layer(graph: _Graph, prefix: str, hidden: str) -> str:
    """Self-attention, then the feed-forward half, each added to what came in and normalised."""
    attention = prefix + "attention.self."
    parts = [_project(graph, attention + part, hidden) for part in ("query", "key", "value")]
    biases = [graph.weights[f"{attention}{part}.bias"] for part in ("query", "key", "value")]
    bias = graph.constant(attention + "bias", np.concatenate(biases))
    heads = graph.shape.num_attention_heads
    inputs = [*parts, bias, "mask"]
    attended = graph.add("MultiHeadAttention", inputs, attention + "out", domain=FUSED, num_heads=heads)
    hidden = _add_and_normalise(graph, prefix + "attention.output.", attended, hidden)
    widened = _project(graph, prefix + "intermediate.dense", hidden)
    bias = graph.weight(prefix + "intermediate.dense.bias")
    bent = graph.add("BiasGelu", [widened, bias], prefix + "gelu", domain=FUSED)
    return _add_and_normalise(graph, prefix + "output.", bent, hidden)


def _add_and_normalise(graph: _Graph, prefix: str, new: str, old: str) -> str:
    projected = _project(graph, prefix + "dense", new)
    scale, shift = graph.weight(prefix + "LayerNorm.weight"), graph.weight(prefix + "LayerNorm.bias")
    inputs = [projected, old, scale, shift, graph.weight(prefix + "dense.bias")]
    epsilon = graph.shape.layer_norm_eps
    return graph.add("SkipLayerNormalization", inputs, prefix + "normed", domain=FUSED, epsilon=epsilon)


def _project(graph: _Graph, name: str, hidden: str) -> str:
    """`hidden` times a weight matrix, shape (batch, tokens, outputs)."""
    matrix = graph.weights[name + ".weight"].T
    if not graph.int8:
        return graph.add("MatMul", [hidden, graph.constant(name + ".weight", matrix)], name)
    from onnx import TensorProto

    scales = np.abs(matrix).max(axis=0) / np.float32(WEIGHT_REACH)
    whole = graph.constant(name + ".int8", np.rint(matrix / scales).astype(np.int8))
    columns = graph.constant(name + ".scales", scales.astype(np.float32))
    rows = _whole_rows(graph, hidden, len(matrix))
    graph.add("MatMulInteger", [rows, whole, "middle byte"], name + " whole")
    graph.add("Cast", [name + " whole"], name + " unscaled", to=TensorProto.FLOAT)
    graph.add("Mul", [name + " unscaled", columns], name + " by column")
    graph.add("Mul", [name + " by column", hidden + " row scales"], name + " flat")
    width = graph.constant(f"width {matrix.shape[1]}", np.array([matrix.shape[1]], np.int64))
    graph.add("Concat", [hidden + " sizes", width], name + " sizes", axis=0)
    return graph.add("Reshape", [name + " flat", name + " sizes"], name)


def _whole_rows(graph: _Graph, hidden: str, width: int) -> str:
    """Each token's vector as bytes around 128, with a scale of its own; computed once and used by all that
    read it."""
    rows = hidden + " bytes"
    if graph.has(rows):
        return rows
    from onnx import helper

    middle = np.array([128], np.uint8)
    graph.constant("middle byte", middle[0])
    graph.constant("step", np.float32(1 / ACTIVATION_REACH))
    graph.constant("least scale", np.float32(1e-12))  # a vector of noughts must not divide by nought
    flat = graph.constant(f"rows of {width}", np.array([-1, width], np.int64))
    graph.add("Reshape", [hidden, flat], hidden + " flat")
    graph.add("Abs", [hidden + " flat"], hidden + " size")
    graph.add("ReduceMax", [hidden + " size"], hidden + " reach", axes=[1], keepdims=0)
    graph.add("Mul", [hidden + " reach", "step"], hidden + " step")
    graph.add("Max", [hidden + " step", "least scale"], hidden + " scale")
    graph.add("Shape", [hidden + " scale"], hidden + " count")
    value = helper.make_tensor("value", 2, [1], middle.tobytes(), raw=True)
    graph.add("ConstantOfShape", [hidden + " count"], hidden + " middles", value=value)
    graph.constant("axis 1", np.array([1], np.int64))
    graph.add("Unsqueeze", [hidden + " scale", "axis 1"], hidden + " row scales")
    graph.add("Shape", [hidden], hidden + " sizes", start=0, end=2)
    return graph.add("QuantizeLinear", [hidden + " flat", hidden + " scale", hidden + " middles"], rows, axis=0)


def _mean_of_tokens(graph: _Graph, hidden: str) -> str:
    """The mean over the real tokens (padding has weight nought), scaled to length one."""
    from onnx import TensorProto

    graph.constant("axis 1", np.array([1], np.int64))
    graph.constant("axis 2", np.array([2], np.int64))
    graph.add("Cast", ["attention_mask"], "counts", to=TensorProto.FLOAT)
    graph.add("Unsqueeze", ["counts", "axis 2"], "counts by token")
    graph.add("Mul", [hidden, "counts by token"], "counted")
    graph.add("ReduceSum", ["counted", "axis 1"], "sum", keepdims=0)
    graph.add("ReduceSum", ["counts", "axis 1"], "how many", keepdims=1)
    graph.add("Div", ["sum", "how many"], "mean")
    return graph.add("LpNormalization", ["mean"], "vector", axis=-1, p=2)
