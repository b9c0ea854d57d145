package dev.brigandine.audit.data;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder of pictures: PNG, JPEG, GIF or BMP, in folders that each hold a class or kind, or all in
 * one. They are cut to the shape of the model's one input, scaled to it, and their values brought
 * to a range; a model that wants them prepared otherwise (a mean taken off for each channel) is fed
 * by an {@code .npz}.
 */
public final class PictureFolder {
  private static final int MOST = 200_000;

  private PictureFolder() {}

  /**
   * Pictures of the model's own kind, with values from 0 to 1; folders are classes, counted from 0
   * in the order of their names.
   *
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) if there are no two pictures, more
   *     than 200,000, one that cannot be read, or the model takes none
   */
  public static AuditData read(Path folder, OnnxModel model) throws IOException {
    Samples all = samples(folder, PictureForm.of(model, 0, 1));
    if (all.count() < 2) {
      throw bad("there are no two pictures in " + folder, hint());
    }
    String origin = all.count() + " pictures of " + folder.getFileName();
    return Split.of(all, Split.MOST_TESTED, origin);
  }

  /**
   * Pictures of other kinds, with values in the range of the model's own inputs; folders in it are
   * looked into.
   *
   * @param own some inputs of the model
   * @throws BrigandineException as {@link #read}
   */
  public static Samples foreign(Path folder, OnnxModel model, Samples own) throws IOException {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < Math.min(own.count(), 100); i++) {
      SampleTensor input = own.item(i).get(0);
      var data = input.data();
      while (input.type().equals("float32") && data.hasRemaining()) {
        float value = data.getFloat();
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    PictureForm form = low < high ? PictureForm.of(model, low, high) : PictureForm.of(model, 0, 1);
    Samples all = samples(folder, form);
    if (all.count() == 0) {
      throw bad("there is no picture in " + folder, hint());
    }
    return all;
  }

  private static Samples samples(Path folder, PictureForm form) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Integer> kinds = new ArrayList<>();
    List<Path> folders = list(folder, Files::isDirectory);
    boolean sorted = !folders.isEmpty();
    int kind = 0;
    for (Path one : sorted ? folders : List.of(folder)) {
      for (Path file : list(one, PictureFolder::isPicture)) {
        form.check(file);
        files.add(file);
        kinds.add(kind);
        if (files.size() > MOST) {
          throw bad("there are more than " + MOST + " pictures in " + folder, "take some of them");
        }
      }
      kind++;
    }
    int[] labels = sorted ? kinds.stream().mapToInt(Integer::intValue).toArray() : null;
    return Samples.batched(files.size(), i -> List.of(form.picture(files.get(i))), labels);
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(wanted).filter(file -> !isHidden(file)).sorted().toList();
    }
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && Stream.of(".png", ".jpg", ".jpeg", ".gif", ".bmp").anyMatch(name::endsWith);
  }

  private static String hint() {
    return "pictures are PNG, JPEG, GIF or BMP, in folders that each hold a class, or all in one";
  }

  static BrigandineException bad(String message, String hint) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message, hint);
  }
}
