package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Tensor data in files beside the model: the keys {@code location}, {@code offset} and {@code
 * length} of TensorProto.external_data. Only files within the model's own folder are read, since a
 * model from a stranger could otherwise make us seal any file of this machine into a bundle.
 *
 * <p>Source: onnx.ai, docs/ExternalData.md.
 */
final class ExternalFiles {
  private final Path folder;
  private final Map<String, Found> found = new HashMap<>();

  private record Found(Path file, long size) {}

  ExternalFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Where the data of {@code tensor} is.
   *
   * @param expected bytes, by type and dims
   */
  TensorData resolve(TensorProto tensor, long expected) throws IOException {
    String name = tensor.getName();
    Map<String, String> keys = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      if (keys.put(entry.getKey(), entry.getValue()) != null) {
        throw range(name, "gives " + OnnxException.quote(entry.getKey()) + " twice");
      }
    }
    String location = keys.get("location");
    if (location == null || location.isEmpty()) {
      throw location(name, "names no file");
    }
    Found there = find(name, location);
    long offset = number(name, "offset", keys.getOrDefault("offset", "0"));
    long length = number(name, "length", keys.getOrDefault("length", Long.toString(expected)));
    if (length != expected) {
      throw range(
          name,
          "is said to have "
              + length
              + " bytes in "
              + OnnxException.quote(location)
              + ", but its type and dims make "
              + expected);
    }
    if (offset > there.size || length > there.size - offset) {
      throw range(
          name,
          "needs bytes "
              + offset
              + " to "
              + offset
              + "+"
              + length
              + " of "
              + OnnxException.quote(location)
              + ", which has only "
              + there.size);
    }
    return new TensorData.InFile(there.file, there.size, offset, length);
  }

  private Found find(String tensor, String location) throws IOException {
    Found known = found.get(location);
    if (known != null) {
      return known;
    }
    if (location.length() > 4096) {
      throw location(tensor, "names a file by " + location.length() + " characters");
    }
    String quoted = OnnxException.quote(location);
    if (location.startsWith("/") || location.startsWith("\\") || location.matches("[A-Za-z]:.*")) {
      throw location(tensor, "names its data by an absolute path, " + quoted);
    }
    for (String part : location.split("[/\\\\]", -1)) {
      if (part.equals("..")) {
        throw location(tensor, "points outside the model's folder, to " + quoted);
      }
    }
    Path file;
    try {
      file = folder.resolve(location);
    } catch (InvalidPathException e) {
      throw location(tensor, "names its data by an impossible path, " + quoted);
    }
    if (!Files.exists(file)) {
      throw new OnnxException(
          "external-missing",
          "tensor "
              + OnnxException.quote(tensor)
              + " has its data in "
              + quoted
              + ", which is not in "
              + folder,
          "put the data file beside the model, under the name it had when the model was saved");
    }
    Path real = file.toRealPath();
    if (!real.startsWith(folder.toRealPath())) {
      throw location(tensor, "points outside the model's folder, by a link at " + quoted);
    }
    if (!Files.isRegularFile(real) || !Files.isReadable(real)) {
      throw location(tensor, "has its data in " + quoted + ", which is no readable file");
    }
    Found fresh = new Found(real, Files.size(real));
    found.put(location, fresh);
    return fresh;
  }

  private static long number(String tensor, String key, String text) throws OnnxException {
    if (text.matches("[0-9]{1,19}")) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        // 19 digits and over 2^63: refused below
      }
    }
    throw range(tensor, "has the " + key + " " + OnnxException.quote(text));
  }

  private static OnnxException location(String tensor, String what) {
    return new OnnxException(
        "external-location",
        "tensor " + OnnxException.quote(tensor) + " " + what,
        "keep the data file in the model's folder and name it by a relative path");
  }

  private static OnnxException range(String tensor, String what) {
    return new OnnxException(
        "external-range",
        "tensor " + OnnxException.quote(tensor) + " " + what,
        "offset and length are decimal numbers of bytes within the data file; save the model again");
  }
}
