package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Map;

/** Plain ONNX Runtime behind a passphrase: stands for an engine with keys. */
final class SecretEngine extends Engine {
  static final String SECRET = "pass\n phräse";

  private final PlainEngine plain = new PlainEngine();

  /** The cold process. */
  public static void main(String[] args) {
    ColdStart.serve(new SecretEngine(), args);
  }

  @Override
  void open(Setup setup) throws OrtException {
    if (setup.secret() == null || !SECRET.equals(new String(setup.secret()))) {
      throw new BrigandineException(ErrorCode.NO_KEY_FITS, "wrong passphrase", "try another");
    }
    System.out.println("talk that must not break the protocol");
    plain.open(setup);
  }

  @Override
  Answer run(Map<String, OnnxTensor> inputs) throws OrtException {
    return plain.run(inputs);
  }

  @Override
  public void close() throws OrtException {
    plain.close();
  }
}
