package dev.brigandine.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Chooses sizes for the open axes of a model's inputs, the same for the same symbol everywhere. */
final class SampleShapes {
  /** Axes that an input of unknown rank gets. */
  private static final List<String> TWO_OPEN = List.of("?", "?");

  private final InputFlow flow;
  private final List<ValueDescription> inputs;
  private final boolean readsText;
  private final Map<String, SampleAxis> bySymbol = new HashMap<>();

  SampleShapes(InputFlow flow, List<ValueDescription> inputs, List<ValueDescription> outputs) {
    this.flow = flow;
    this.inputs = inputs;
    // A picture that becomes a sequence: the model reads text, and pictures of text are wide.
    this.readsText = outputs.stream().anyMatch(output -> output.shape().size() == 3);
  }

  List<SampleAxis> axes(ValueDescription input) {
    List<String> shape =
        input.shape().equals(List.of(ValueDescription.UNKNOWN_RANK)) ? TWO_OPEN : input.shape();
    List<SampleAxis> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.size(); axis++) {
      String key = input.name() + "[" + axis + "]";
      String size = shape.get(axis);
      if (isFixed(size)) {
        axes.add(new SampleAxis(key, "", SampleAxis.Role.FIXED, Long.parseLong(size)));
        continue;
      }
      String symbol = size.equals("?") ? "" : size;
      SampleAxis open = open(input, shape, axis, key, symbol);
      SampleAxis known = symbol.isEmpty() ? null : bySymbol.putIfAbsent(symbol, open);
      axes.add(known == null ? open : new SampleAxis(key, symbol, known.role(), known.size()));
    }
    return axes;
  }

  private SampleAxis open(
      ValueDescription input, List<String> shape, int axis, String key, String symbol) {
    int rank = shape.size();
    OptionalLong demanded = OptionalLong.empty();
    if (axis == 1 && rank > 2) {
      demanded = flow.channels(input.name());
    }
    if (demanded.isEmpty() && axis == rank - 1 && rank > 1) {
      demanded = flow.features(input.name());
    }
    if (demanded.isPresent()) {
      return new SampleAxis(key, symbol, SampleAxis.Role.CHANNELS, demanded.getAsLong());
    }
    SampleAxis.Role role = SampleAxis.byWord(symbol);
    if (axis == rank - 1 && role != SampleAxis.Role.BATCH && isSound(input, rank)) {
      role = SampleAxis.Role.SAMPLES;
    }
    role = role != null ? role : byPlace(input, shape, axis);
    return new SampleAxis(key, symbol, role, size(role, shape));
  }

  private boolean isSound(ValueDescription input, int rank) {
    String name = input.name().toLowerCase(Locale.ROOT);
    return input.type().startsWith("float")
        && rank <= 2
        && (takesRate() || SampleAxis.contains(name, "audio", "wav", "speech", "pcm"));
  }

  private SampleAxis.Role byPlace(ValueDescription input, List<String> shape, int axis) {
    String name = input.name().toLowerCase(Locale.ROOT);
    int rank = shape.size();
    if (axis == 0) {
      boolean one = rank > 1 || SampleAxis.contains(name, "len", "rate", "size", "num");
      return one ? SampleAxis.Role.BATCH : SampleAxis.Role.SEQUENCE;
    }
    // The state of a recurrent layer: layers, batch, features.
    boolean state = rank == 3 && axis == 1 && isFixed(shape.get(0)) && isFixed(shape.get(2));
    if (state) {
      return SampleAxis.Role.BATCH;
    }
    if (rank < 4) {
      return SampleAxis.Role.SEQUENCE;
    }
    boolean channelsLast = List.of("1", "3", "4").contains(shape.get(rank - 1));
    int fromEnd = rank - axis - (channelsLast ? 1 : 0);
    return switch (fromEnd) {
      case 1 -> SampleAxis.Role.WIDTH;
      case 2 -> SampleAxis.Role.HEIGHT;
      default -> axis == 1 ? SampleAxis.Role.CHANNELS : SampleAxis.Role.SEQUENCE;
    };
  }

  private static boolean isFixed(String size) {
    return size.matches("[0-9]{1,18}");
  }

  private long size(SampleAxis.Role role, List<String> shape) {
    boolean low = shape.size() == 4 && (shape.get(2).equals("48") || shape.get(2).equals("32"));
    return switch (role) {
      case SAMPLES -> takesRate() ? 512 : role.size; // streaming models take 32 ms at 16 kHz
      case HEIGHT -> shape.size() == 4 && readsText ? 48 : role.size;
      case WIDTH -> low || shape.size() == 4 && readsText ? 320 : role.size;
      default -> role.size;
    };
  }

  private boolean takesRate() {
    return inputs.stream().anyMatch(input -> SampleValues.isRate(input.name()));
  }
}
