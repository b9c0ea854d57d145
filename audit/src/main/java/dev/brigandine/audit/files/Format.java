package dev.brigandine.audit.files;

/** A format that models are kept in. */
enum Format {
  ONNX("ONNX"),
  ORT("ORT format"),
  TFLITE("TFLite"),
  EXECUTORCH("ExecuTorch"),
  TORCH("PyTorch"),
  GGUF("GGUF"),
  SAFETENSORS("safetensors"),
  KERAS("Keras HDF5"),
  SAVED_MODEL("TensorFlow SavedModel"),
  GRAPH_DEF("TensorFlow GraphDef"),
  TFJS("TensorFlow.js"),
  CORE_ML("Core ML"),
  OPENVINO("OpenVINO"),
  NCNN("ncnn"),
  MNN("MNN"),
  TENSORRT("TensorRT engine"),
  RKNN("RKNN"),
  BUNDLE("Brigandine bundle"),
  /** No format: numbers that look trained. */
  NUMBERS("bare numbers"),
  /** No format: bytes that look encrypted. */
  NOISE("encrypted data");

  private final String words;

  Format(String words) {
    this.words = words;
  }

  /** As it is told to people. */
  String words() {
    return words;
  }
}
