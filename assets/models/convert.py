#!/usr/bin/env python3
"""Makes the text models of the program from those of the PyPI package `rapidocr`.

    pip download --no-deps rapidocr==3.10.0 && unzip rapidocr-3.10.0-*.whl -d wheel
    pip install onnx numpy
    python3 convert.py wheel/rapidocr/models

Writes next to this script:
    text-detector.onnx    finds the boxes of text in a picture
    text-recognizer.onnx  reads the text in a box
    characters.txt        the characters that the recognizer tells apart, one a line, in the order of its classes

Two changes keep the program small:
1. The recognizer keeps the classes of characters that logs contain. The columns of other classes leave its last layer.
2. Weights are stored as 16-bit floats. A Cast node turns each back into 32-bit floats when the model is loaded.
"""
import hashlib
import pathlib
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

SOURCES = {
    "PP-OCRv6_det_small.onnx": "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    "PP-OCRv6_rec_small.onnx": "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}
# Symbols of consoles, chats and phones beside ASCII and GB 2312.
SYMBOLS = "↑↓←→…·•▶►▼▲●○■□×⚠✕✖✓“”‘’—–－～′″°©®™"
# Greek, Cyrillic, kana and bopomofo of GB 2312: logs have none, and a zero is easily taken for a Greek letter.
UNWANTED = [(0x0370, 0x04FF), (0x3040, 0x30FF), (0x3100, 0x312F)]
# The last layer of the recognizer: one column, and one bias, for each class.
LAST_WEIGHTS, LAST_BIAS = "linear_8.w_0", "linear_8.b_0"
# Smaller tensors would save nothing.
MIN_HALF_VALUES = 256


def wanted_characters():
    """The characters that logs contain."""
    wanted = {chr(code) for code in range(0x21, 0x7F)}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                wanted.add(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    unwanted = {chr(code) for first, last in UNWANTED for code in range(first, last + 1)}
    return (wanted - unwanted) | set(SYMBOLS)


def load(folder, name):
    """Loads a model after a check that it is the expected one."""
    content = (folder / name).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != SOURCES[name]:
        sys.exit(f"{name}: sha256 is {digest}, expected {SOURCES[name]}")
    return onnx.load_model_from_string(content)


def replace(graph, old, values):
    graph.initializer.remove(old)
    graph.initializer.append(numpy_helper.from_array(numpy.ascontiguousarray(values), old.name))


def prune(model):
    """Removes unwanted classes from the recognizer. Returns the characters of the others."""
    characters = next(prop.value for prop in model.metadata_props if prop.key == "character").split("\n")
    wanted = wanted_characters()
    # Class 0 is the blank, the last one the space.
    classes = [0] + [nth + 1 for nth, char in enumerate(characters) if char in wanted] + [len(characters) + 1]
    for tensor in list(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if tensor.name == LAST_WEIGHTS:
            assert values.shape[1] == len(characters) + 2, values.shape
            replace(model.graph, tensor, values[:, classes])
        elif tensor.name == LAST_BIAS:
            replace(model.graph, tensor, values[classes])
    del model.graph.value_info[:]
    del model.metadata_props[:]
    model.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(classes)
    return [characters[nth - 1] for nth in classes[1:-1]]


def store_as_half(model):
    """Stores large weights as 16-bit floats."""
    graph, casts = model.graph, []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or numpy.prod(tensor.dims) < MIN_HALF_VALUES:
            continue
        values = numpy_helper.to_array(tensor)
        assert numpy.abs(values).max() < numpy.finfo(numpy.float16).max, tensor.name
        half = f"{tensor.name}.half"
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(values.astype(numpy.float16), half))
        casts.append(helper.make_node("Cast", [half], [tensor.name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)


def write(path, content):
    path.write_bytes(content)
    print(f"{hashlib.sha256(content).hexdigest()}  {path.name}  {len(content)} bytes")


def main():
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).parent
    detector = load(source, "PP-OCRv6_det_small.onnx")
    recognizer = load(source, "PP-OCRv6_rec_small.onnx")
    characters = prune(recognizer)
    store_as_half(detector)
    store_as_half(recognizer)
    write(target / "text-detector.onnx", detector.SerializeToString())
    write(target / "text-recognizer.onnx", recognizer.SerializeToString())
    write(target / "characters.txt", "\n".join(characters).encode())


if __name__ == "__main__":
    main()
