package dev.brigandine.cli.tensors;

import static dev.brigandine.cli.tensors.BadTensors.bad;
import static dev.brigandine.cli.tensors.BadTensors.shown;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.cli.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tensors in {@code .npz} files (a zip of {@code NAME.npy}, as numpy.savez writes it) and {@code
 * .json} files.
 *
 * <p>JSON, read: {@code {"name": nested arrays}}, elements of the type the model declares, or
 * {@code {"name": {"type": "int64", "shape": [2, 3], "data": nested or flat arrays}}}. JSON,
 * written: the second form with nested arrays, on one line. NaN and the infinities are the strings
 * {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}.
 *
 * <p>npy: versions 1.0, 2.0 and 3.0; both byte orders and both axis orders; types b1, i1 to i8, u1
 * to u8, f2, f4, f8, U (strings; characters NUL at their end are lost, as in numpy) and V2 or u2
 * for bfloat16. Objects, structures and bytes are refused. At most 1024 tensors and 4 GiB decoded,
 * 2 GiB each; JSON text at most 512 MiB.
 */
public final class TensorFile {
  private TensorFile() {}

  /**
   * Reads the inputs of a model.
   *
   * <p>Elements of another type than the declared one are converted if each value stays exactly the
   * same; decimals in JSON become the nearest value. Shapes are not checked against the declared
   * ones, and inputs that are missing are not missed: the run does that.
   *
   * @param declared the model's inputs; a tensor of any other name is refused
   * @return in the order of the file
   * @throws BrigandineException FILE_UNREADABLE if there is no such regular file, USAGE if its name
   *     ends neither in .npz nor .json, BAD_INPUT for everything wrong inside
   */
  public static List<Tensor> read(Path path, List<TensorSpec> declared) throws IOException {
    return read(path, declared, Limits.DEFAULT);
  }

  static List<Tensor> read(Path path, List<TensorSpec> declared, Limits limits) throws IOException {
    boolean npz = isNpz(path);
    if (!Files.isRegularFile(path)) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          Files.exists(path) ? path + " is no regular file" : "there is no file " + path,
          "check the path");
    }
    Map<String, ElementType> types = new LinkedHashMap<>();
    for (TensorSpec spec : declared) {
      ElementType.of(spec.type()).ifPresent(type -> types.put(spec.name(), type));
    }
    List<Tensor> tensors = npz ? NpzFile.read(path, limits) : json(path, types, declared, limits);
    List<Tensor> fitted = new ArrayList<>();
    for (Tensor tensor : tensors) {
      ElementType wanted = types.get(tensor.name());
      if (wanted == null) {
        throw unknown(tensor.name(), declared);
      }
      fitted.add(Conversion.exactly(tensor, wanted));
    }
    return fitted;
  }

  private static List<Tensor> json(
      Path path, Map<String, ElementType> types, List<TensorSpec> declared, Limits limits)
      throws IOException {
    if (Files.size(path) > limits.textBytes()) {
      throw bad(
          path + " has more than " + limits.textBytes() + " bytes of JSON", "use an .npz file");
    }
    return JsonTensors.read(
        () -> Files.newBufferedReader(path, StandardCharsets.UTF_8),
        path.toString(),
        name -> {
          if (types.containsKey(name)) {
            return types.get(name);
          }
          throw unknown(name, declared);
        },
        limits);
  }

  private static BrigandineException unknown(String name, List<TensorSpec> declared) {
    for (TensorSpec spec : declared) {
      if (spec.name().equals(name)) {
        return bad("input " + shown(name) + " is no dense tensor, which files can not hold");
      }
    }
    String names = declared.stream().map(s -> shown(s.name())).collect(Collectors.joining(", "));
    return bad("the model has no input " + shown(name), "its inputs are: " + names);
  }

  /**
   * Writes tensors to a file that stands there whole or not at all; what stood there is replaced.
   *
   * @throws BrigandineException USAGE if the name ends neither in .npz nor .json
   */
  public static void write(Path path, List<Tensor> tensors) throws IOException {
    boolean npz = isNpz(path);
    AtomicFile.write(
        path,
        out -> {
          if (npz) {
            NpzFile.write(out, tensors);
          } else {
            writeJson(out, tensors);
          }
        });
  }

  /** Writes tensors as JSON and flushes. */
  public static void writeJson(OutputStream out, List<Tensor> tensors) throws IOException {
    JsonTensorWriter.write(out, tensors);
  }

  /**
   * Refuses a name that {@link #read} and {@link #write} would refuse, before long work begins.
   *
   * @throws BrigandineException USAGE if the name ends neither in .npz nor .json
   */
  public static void checkName(Path path) {
    isNpz(path);
  }

  private static boolean isNpz(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    if (!name.endsWith(".npz") && !name.endsWith(".json")) {
      throw new BrigandineException(
          ErrorCode.USAGE, path + " is neither .npz nor .json", "tensors are kept in these two");
    }
    return name.endsWith(".npz");
  }
}
