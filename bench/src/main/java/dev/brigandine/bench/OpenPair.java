package dev.brigandine.bench;

import ai.onnxruntime.OrtException;

/** Both sides open in this process. */
record OpenPair(Engine plain, Engine sealed) implements AutoCloseable {
  static OpenPair open(BenchOptions options, int threads, boolean sealedFirst) throws OrtException {
    Contender first = sealedFirst ? options.sealed() : options.plain();
    Contender second = sealedFirst ? options.plain() : options.sealed();
    Engine one = first.open(threads, options.provider());
    boolean done = false;
    try {
      Engine other = second.open(threads, options.provider());
      done = true;
      return sealedFirst ? new OpenPair(other, one) : new OpenPair(one, other);
    } finally {
      if (!done) {
        one.close();
      }
    }
  }

  @Override
  public void close() throws OrtException {
    try {
      plain.close();
    } finally {
      sealed.close();
    }
  }
}
