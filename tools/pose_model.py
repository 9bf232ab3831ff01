"""Build the two pose models that a browser loads, from what `@mediapipe/pose` carries.

`python -m tools.pose_model PACKAGE SCHEMAS TARGET` runs in our environment, with the folder of the
npm package, the folder of the modules that describe model files, and where the models go.  No
package ships them in the form the pose component loads: a stored archive of a detector and of a
model that finds the points, each with metadata that say how pixels become numbers.
"""

import importlib
import sys
import zipfile
from pathlib import Path
from typing import Any

DETECTOR = ("pose_solution_packed_assets.data", 127.5, 127.5)
"""The file in the package, and the mean and the deviation of its pixels."""
LANDMARKS = {
    "pose_full.task": ("pose_landmark_full.tflite", 0.0, 255.0),
    "pose_lite.task": ("pose_landmark_lite.tflite", 0.0, 255.0),
}
WHEN = (1980, 1, 1, 0, 0, 0)
"""So that the same files make the same bytes."""


def _described(model: bytes, mean: float, deviation: float) -> bytes:
    """The model with metadata that say how its pixels are normalised."""
    flatbuffers: Any = importlib.import_module("flatbuffers")
    schema: Any = importlib.import_module("schema_py_generated")
    whole = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(bytearray(model), 0))
    buffer = schema.BufferT()
    buffer.data = _metadata(flatbuffers, mean, deviation, outputs=len(whole.subgraphs[0].outputs))
    whole.buffers.append(buffer)
    entry = schema.MetadataT()
    entry.name, entry.buffer = "TFLITE_METADATA", len(whole.buffers) - 1
    whole.metadata = [*(whole.metadata or []), entry]
    builder = flatbuffers.Builder(len(model) + 4096)
    builder.Finish(whole.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _metadata(flatbuffers: Any, mean: float, deviation: float, *, outputs: int) -> bytes:  # noqa: ANN401
    meta: Any = importlib.import_module("metadata_schema_py_generated")
    options = meta.NormalizationOptionsT()
    options.mean, options.std = [mean], [deviation]
    unit = meta.ProcessUnitT()
    unit.optionsType, unit.options = meta.ProcessUnitOptions.NormalizationOptions, options
    image = meta.ImagePropertiesT()
    image.colorSpace = meta.ColorSpaceType.RGB
    content = meta.ContentT()
    content.contentPropertiesType = meta.ContentProperties.ImageProperties
    content.contentProperties = image
    tensor = meta.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", content, [unit]
    graph = meta.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    graph.outputTensorMetadata = [meta.TensorMetadataT() for _ in range(outputs)]
    whole = meta.ModelMetadataT()
    whole.name, whole.subgraphMetadata, whole.minParserVersion = "pose", [graph], "1.0.0"
    builder = flatbuffers.Builder(0)
    builder.Finish(whole.Pack(builder), b"M001")
    return bytes(builder.Output())


def main(package: Path, schemas: Path, target: Path) -> None:
    """Write both models."""
    sys.path.insert(0, str(schemas))
    name, mean, deviation = DETECTOR
    detector = _described((package / name).read_bytes(), mean, deviation)
    for model, (name, mean, deviation) in LANDMARKS.items():
        landmarks = _described((package / name).read_bytes(), mean, deviation)
        with zipfile.ZipFile(target / model, "w", zipfile.ZIP_STORED) as packed:
            packed.writestr(zipfile.ZipInfo("pose_detector.tflite", WHEN), detector)
            packed.writestr(zipfile.ZipInfo("pose_landmarks_detector.tflite", WHEN), landmarks)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
