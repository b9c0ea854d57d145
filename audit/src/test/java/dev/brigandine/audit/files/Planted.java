package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Models and hiding places. */
final class Planted {
  private Planted() {}

  /** Of some hundred kilobytes, with names. */
  static ModelGraph graph(Random random) {
    Map<String, byte[]> weights = new LinkedHashMap<>();
    weights.put("encoder.layer.1.weight", normal(random, 30_000));
    weights.put("encoder.layer.2.weight", normal(random, 30_000));
    weights.put("encoder.layer.2.bias", normal(random, 64));
    return KnownContentTest.graph(weights);
  }

  static byte[] onnx(ModelGraph graph) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OnnxModel.of(graph).writeTo(Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  /** The first bytes of a TFLite file as converters write it, then noise. */
  static byte[] tflite(Random random) {
    byte[] bytes = noise(random, 50_000);
    byte[] head = {
      0x1c, 0, 0, 0, 'T', 'F', 'L', '3', 0x14, 0, 0x20, 0, 0x1c, 0, 0x18, 0, 0x14, 0, 0x10, 0, 0x0c,
      0, 0, 0, 8, 0, 4, 0, 0x14, 0, 0, 0, 0x1c, 0, 0, 0, 0x30, 0, 0, 0, 0x40, 0, 0, 0, 0x50, 0, 0,
      0, 0x60, 0, 0, 0, 0x70, 0, 0, 0, 3, 0, 0, 0
    };
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  static byte[] gguf(Random random) {
    byte[] bytes = noise(random, 5_000);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("GGUF".getBytes(ISO_8859_1))
        .putInt(3)
        .putLong(291)
        .putLong(24);
    return bytes;
  }

  static byte[] safetensors(Random random) {
    String json = "{\"a.weight\":{\"dtype\":\"F32\",\"shape\":[10,10],\"data_offsets\":[0,400]}}";
    byte[] bytes = noise(random, 8 + json.length() + 400);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length())
        .put(json.getBytes(UTF_8));
    return bytes;
  }

  static byte[] xored(byte[] plain, byte... key) {
    byte[] veiled = plain.clone();
    for (int i = 0; i < veiled.length; i++) {
      veiled[i] ^= key[i % key.length];
    }
    return veiled;
  }

  /** Something in the midst of noise. */
  static byte[] within(Random random, int size, int at, byte[] something) {
    byte[] place = noise(random, size);
    System.arraycopy(something, 0, place, at, something.length);
    return place;
  }

  static byte[] normal(Random random, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat((float) (0.04 * random.nextGaussian()));
    }
    return bytes.array();
  }

  static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
