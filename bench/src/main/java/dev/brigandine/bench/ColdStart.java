package dev.brigandine.bench;

import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The child's side of a cold start: read the inputs, open the engine, run it once, and say so on
 * standard output. The parent stops its watch when it reads the first line, so everything up to
 * there loads as few classes as can be: no lambda, no concatenated string, no reflection.
 *
 * <pre>
 * answered
 * main-to-inputs NANOS · inputs-to-open NANOS · open-to-answer NANOS   (three lines)
 * peak BYTES                             -1 where the system does not tell
 * digest HEX                             SHA-256 over the answer
 * done
 * </pre>
 *
 * A failure is instead {@code error CODE}, {@code message TEXT}, {@code hint TEXT}, status 1.
 */
final class ColdStart {
  static final String ANSWERED = "answered";
  static final String READ = "main-to-inputs ";
  static final String OPEN = "inputs-to-open ";
  static final String RUN = "open-to-answer ";
  static final String PEAK = "peak ";
  static final String DIGEST = "digest ";
  static final String DONE = "done";
  static final String ERROR = "error ";
  static final String MESSAGE = "message ";
  static final String HINT = "hint ";

  private static final int FIXED_ARGUMENTS = 4;

  private ColdStart() {}

  /**
   * @param args path of the input file, intra-op threads, provider, {@code secret} if a passphrase
   *     comes on standard input or else {@code -}, then the engine's own
   */
  static void serve(Engine engine, String[] args) {
    long main = System.nanoTime();
    int status = 1;
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      System.setOut(System.err); // whatever else prints must not break the protocol
      status = serve(engine, args, out, main);
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
    System.exit(status);
  }

  private static int serve(Engine engine, String[] args, FileOutputStream out, long main)
      throws IOException {
    try (engine) {
      List<BenchInput> inputs = InputFile.read(args[0]);
      List<String> own = Arrays.asList(args).subList(FIXED_ARGUMENTS, args.length);
      char[] secret = args[3].equals("secret") ? readSecret() : null;
      Engine.Setup setup = new Engine.Setup(own, secret, Integer.parseInt(args[1]), args[2]);
      long read = System.nanoTime();
      engine.open(setup);
      long open = System.nanoTime();
      try (InputTensors tensors = InputTensors.of(inputs);
          Answer answer = engine.run(tensors.byName())) {
        line(out, ANSWERED, "");
        long answered = System.nanoTime();
        // Before the digest, whose classes and copies belong to neither side.
        long peak = PeakMemory.ofThisProcess();
        line(out, READ, Long.toString(read - main));
        line(out, OPEN, Long.toString(open - read));
        line(out, RUN, Long.toString(answered - open));
        line(out, PEAK, Long.toString(peak));
        line(out, DIGEST, AnswerDigest.of(answer));
      }
      line(out, DONE, "");
      return 0;
    } catch (BrigandineException e) {
      fail(out, e.code(), e.getMessage(), e.hint().orElse(""));
    } catch (OrtException e) {
      fail(out, ErrorCode.ENGINE, "onnx runtime refused: " + e.getMessage(), "");
    } catch (IOException e) {
      fail(out, ErrorCode.IO, "a read failed: " + e.getMessage(), "");
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      // Its text could hold anything, a name from inside a sealed model included.
      fail(out, ErrorCode.INTERNAL, "the engine failed with " + e.getClass().getName(), "");
    }
    return 1;
  }

  private static char[] readSecret() throws IOException {
    byte[] bytes = System.in.readAllBytes();
    CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    char[] secret = new char[chars.remaining()];
    chars.get(secret);
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(chars.array(), '\0');
    return secret;
  }

  private static void fail(FileOutputStream out, ErrorCode code, String message, String hint)
      throws IOException {
    line(out, ERROR, code.name());
    line(out, MESSAGE, message);
    line(out, HINT, hint);
  }

  private static void line(FileOutputStream out, String key, String value) throws IOException {
    String text = key.concat(value).replace('\n', ' ').replace('\r', ' ').concat("\n");
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
