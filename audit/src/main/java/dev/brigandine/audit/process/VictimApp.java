package dev.brigandine.audit.process;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.SessionOptions;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * A customer's application, as a program of its own: {@code plain FILE}, which makes a session of
 * an ONNX file as any application does; {@code resource FILE}, one that has the model's bytes, as
 * where it lies in the application's own jar, and keeps them; or {@code bundle BUNDLE LICENCE
 * DEVICE SIGNER STATE}, which opens a bundle by the SDK. Then it does what it is told on standard
 * input (see {@link Orders}), and answers each order by a line.
 *
 * <p>For the audit's child processes only; it says why it fails on standard error, as an
 * application would.
 */
public final class VictimApp {
  private VictimApp() {}

  /** A model that is open. */
  private interface Opened {
    void run(Map<String, OnnxTensor> inputs) throws Exception;

    void close() throws Exception;
  }

  /** Ends with status 1 if the model cannot be opened or run. */
  public static void main(String[] args) throws Exception {
    Opened model =
        switch (args[0]) {
          case "plain" -> plain(args[1]);
          case "resource" -> resource(Files.readAllBytes(Path.of(args[1])));
          case "vault" -> protectedModel(Brigandine.connect(Path.of(args[1])));
          default -> bundle(args);
        };
    say(Orders.READY);
    try (DataInputStream in = new DataInputStream(System.in)) {
      while (obey(in, model)) {
        // Until it is told to end, or nobody is there to tell.
      }
    }
  }

  private static boolean obey(DataInputStream in, Opened model) throws Exception {
    int order;
    try {
      order = in.readUnsignedByte();
    } catch (EOFException e) {
      return false;
    }
    switch (order) {
      case Orders.RUN -> {
        Map<String, OnnxTensor> inputs = Orders.readInputs(in);
        try {
          model.run(inputs);
        } finally {
          inputs.values().forEach(OnnxTensor::close);
        }
        say(Orders.RAN);
      }
      case Orders.CLOSE -> {
        model.close();
        System.gc();
        say(Orders.CLOSED);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static Opened plain(String file) throws Exception {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    return of(OrtEnvironment.getEnvironment().createSession(file, options), options, new byte[0]);
  }

  private static Opened resource(byte[] model) throws Exception {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    return of(OrtEnvironment.getEnvironment().createSession(model, options), options, model);
  }

  /**
   * @param kept bytes that the application holds on to
   */
  private static Opened of(OrtSession session, OrtSession.SessionOptions options, byte[] kept) {
    return new Opened() {
      @Override
      public void run(Map<String, OnnxTensor> inputs) throws Exception {
        session.run(inputs).close();
      }

      @Override
      public void close() throws Exception {
        session.close();
        options.close();
        Arrays.fill(kept, (byte) 0);
      }
    };
  }

  private static Opened bundle(String[] args) throws IOException {
    OpenOptions options =
        OpenOptions.defaults()
            .trust(new SignerId(args[4]))
            .stateFolder(Path.of(args[5]))
            .session(new SessionOptions().setIntraOpNumThreads(1));
    ProtectedModel model =
        Brigandine.open(Path.of(args[1]), Path.of(args[2]), Path.of(args[3]), options);
    return protectedModel(model);
  }

  private static Opened protectedModel(ProtectedModel model) {
    return new Opened() {
      @Override
      public void run(Map<String, OnnxTensor> inputs) {
        Map<String, ? extends OnnxTensorLike> given = inputs;
        model.run(given).close();
      }

      @Override
      public void close() {
        model.close();
      }
    };
  }
}
