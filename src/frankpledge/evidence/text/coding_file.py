"""A fitted coding model as bytes: arrays and one page of JSON in a zip file. No pickle, no dates, nothing to run."""

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.text.coding_features import Features
from frankpledge.evidence.text.word_counts import WordWeights

if TYPE_CHECKING:
    from frankpledge.evidence.text.coding_model import FittedCoder

Floats = npt.NDArray[np.float64]

_ABOUT = "about.json"
_NOT_ONE = "this is no coding model"


def packed(coder: "FittedCoder", method: str) -> bytes:
    """The same model gives the same bytes."""
    features = coder.features
    about = {
        "method": method,
        "labels": coder.labels,
        "coded": coder.coded,
        "scale": coder.scale,
        "shift": coder.shift,
        "words": features.words.terms,
        "letters": features.letters.terms,
    }
    single = {"narrow": coder.narrow, "wide": coder.wide}  # the many; kept as such in the model too
    double = {
        "centre": features.centre,
        "names": features.names,
        "usual": features.usual,
        "spread": features.spread,
        "words_rarity": features.words.rarity,
        "letters_rarity": features.letters.rarity,
    }
    arrays: dict[str, npt.NDArray[Any]] = double | {name: array.astype(np.float32) for name, array in single.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        _add(file, _ABOUT, json.dumps(about, ensure_ascii=False, sort_keys=True).encode())
        for name in sorted(arrays):
            _add(file, f"{name}.npy", _bytes_of(arrays[name]))
    return written.getvalue()


def _add(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    """An entry with the date that zip files begin with: no clock in the bytes."""
    file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def _bytes_of(array: npt.NDArray[Any]) -> bytes:
    written = io.BytesIO()
    np.lib.format.write_array(written, np.ascontiguousarray(array), allow_pickle=False)
    return written.getvalue()


def unpacked(content: bytes, method: str) -> dict[str, Any]:
    """The fields of a model, from its bytes.

    Raises:
        ValueError: no such model, or one of another method.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            about = json.loads(file.read(_ABOUT))
            if about.get("method") != method:
                raise ValueError(f"a coding model of method {about.get('method')}, not {method}: fit it again")
            names = [name for name in file.namelist() if name.endswith(".npy")]
            arrays = {name.removesuffix(".npy"): _array_of(file.read(name)) for name in names}
        features = Features(
            arrays["centre"],
            arrays["names"],
            arrays["usual"],
            arrays["spread"],
            WordWeights("words", tuple(about["words"]), arrays["words_rarity"]),
            WordWeights("letters", tuple(about["letters"]), arrays["letters_rarity"]),
        )
        return {
            "labels": tuple(about["labels"]),
            "coded": int(about["coded"]),
            "features": features,
            "narrow": arrays["narrow"],
            "wide": arrays["wide"],
            "scale": float(about["scale"]),
            "shift": float(about["shift"]),
        }
    except (zipfile.BadZipFile, KeyError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(_NOT_ONE) from error


def _array_of(content: bytes) -> Floats:
    array: npt.NDArray[Any] = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    return array.astype(np.float64)
