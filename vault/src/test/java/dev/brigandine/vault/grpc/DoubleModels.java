package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.License;
import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.Models;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.ServedModel;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Models that answer as a test says. The buffers of an answer are overwritten once it is closed, as
 * real ones may be.
 */
final class DoubleModels implements Models {
  static final long NEWEST = 7;

  private final Map<String, Function<Request, List<Tensor>>> models = new ConcurrentHashMap<>();
  volatile boolean ready = true;
  volatile BrigandineException trouble;

  /** Told of each answer that was closed. */
  volatile Runnable closed = () -> {};

  /** With {@code echo}, whose outputs are its inputs, in versions 7 and 6. */
  DoubleModels() {
    serve("echo", Request::inputs);
  }

  void serve(String name, Function<Request, List<Tensor>> answers) {
    models.put(name, answers);
  }

  @Override
  public ServedModel find(String name, OptionalLong version) {
    if (!models.containsKey(name) || !versions(name).contains(version.orElse(NEWEST))) {
      throw new BrigandineException(ErrorCode.MODEL_UNKNOWN, "no model '" + name + "' here");
    }
    return new Served(name, version.orElse(NEWEST));
  }

  @Override
  public List<ServedModel> all() {
    return List.of(new Served("echo", NEWEST));
  }

  @Override
  public List<Long> versions(String name) {
    return models.containsKey(name) ? List.of(NEWEST, NEWEST - 1) : List.of();
  }

  @Override
  public boolean ready() {
    return ready;
  }

  private final class Served implements ServedModel {
    private final String name;
    private final long version;

    Served(String name, long version) {
      this.name = name;
      this.version = version;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long version() {
      return version;
    }

    @Override
    public List<TensorSpec> inputs() {
      return List.of(new TensorSpec("x", "float32", List.of("batch", "4", "?")));
    }

    @Override
    public List<TensorSpec> outputs() {
      return List.of(new TensorSpec("y", "string", List.of()));
    }

    @Override
    public Manifest manifest() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SignerId signer() {
      throw new UnsupportedOperationException();
    }

    @Override
    public License license() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path bundle() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<BrigandineException> trouble() {
      return Optional.ofNullable(trouble);
    }

    @Override
    public Answer run(Request request) {
      List<ByteBuffer> buffers = new ArrayList<>();
      List<Tensor> outputs = new ArrayList<>();
      for (Tensor tensor : models.get(name).apply(request)) {
        ByteBuffer data = tensor.data().duplicate();
        ByteBuffer copy = ByteBuffer.allocateDirect(data.remaining() + 3).position(3);
        copy.put(data).position(3);
        buffers.add(copy);
        outputs.add(new Tensor(tensor.name(), tensor.type(), tensor.shape(), copy.slice()));
      }
      return new Answer() {
        @Override
        public List<Tensor> outputs() {
          return outputs;
        }

        @Override
        public long version() {
          return version;
        }

        @Override
        public void close() {
          for (ByteBuffer buffer : buffers) {
            for (int i = 0; i < buffer.capacity(); i++) {
              buffer.put(i, (byte) 0x55);
            }
          }
          closed.run();
        }
      };
    }
  }
}
