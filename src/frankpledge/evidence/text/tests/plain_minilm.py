"""The same encoder worked out step by step in NumPy, one sentence at a time: what the graph must agree with.

Written from the published description (Devlin et al., 2019, section 3; Vaswani et al., 2017, section 3.2).
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from scipy.special import erf, softmax

Floats = npt.NDArray[np.float64]


class PlainMiniLM:
    def __init__(self, folder: Path) -> None:
        self.config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.weights = {
            name: values.astype(np.float64) for name, values in load_file(folder / "model.safetensors").items()
        }

    def vector(self, tokens: list[int]) -> Floats:
        part = "embeddings."
        hidden = (
            self.weights[part + "word_embeddings.weight"][tokens]
            + self.weights[part + "position_embeddings.weight"][: len(tokens)]
            + self.weights[part + "token_type_embeddings.weight"][0]
        )
        hidden = self._norm(hidden, part + "LayerNorm")
        for layer in range(self.config["num_hidden_layers"]):
            hidden = self._layer(hidden, f"encoder.layer.{layer}.")
        mean = hidden.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _layer(self, x: Floats, part: str) -> Floats:
        attended = self._dense(self._attend(x, part + "attention.self."), part + "attention.output.dense")
        x = self._norm(x + attended, part + "attention.output.LayerNorm")
        wide = self._dense(x, part + "intermediate.dense")
        gelu = wide * 0.5 * (1 + erf(wide / np.sqrt(2)))
        return self._norm(x + self._dense(gelu, part + "output.dense"), part + "output.LayerNorm")

    def _attend(self, x: Floats, part: str) -> Floats:
        heads = self.config["num_attention_heads"]
        query, key, value = (
            self._dense(x, part + name).reshape(len(x), heads, -1).swapaxes(0, 1) for name in ("query", "key", "value")
        )
        share = softmax(query @ key.swapaxes(1, 2) / np.sqrt(query.shape[-1]), axis=-1)
        return (share @ value).swapaxes(0, 1).reshape(x.shape)

    def _dense(self, x: Floats, name: str) -> Floats:
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def _norm(self, x: Floats, name: str) -> Floats:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self.config["layer_norm_eps"])
        return scaled * self.weights[name + ".weight"] + self.weights[name + ".bias"]
