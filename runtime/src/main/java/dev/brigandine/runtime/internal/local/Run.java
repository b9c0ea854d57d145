package dev.brigandine.runtime.internal.local;

import java.util.List;

/**
 * One run that a client asks for.
 *
 * @param id the client's own; comes back with the answer
 * @param outputs indices of those wanted, in that order; empty for all
 */
public record Run(int id, List<Placed> inputs, List<Integer> outputs) {
  /** Copies the lists. */
  public Run {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public static Run read(Fields in) {
    Run run =
        new Run(
            in.i32(), in.list(Wire.MAX_PORTS, Placed::read), in.list(Wire.MAX_PORTS, Fields::u16));
    in.end();
    return run;
  }

  public FrameOut write(FrameOut out) {
    return out.begin(Wire.RUN).i32(id).list(inputs, Placed::write).list(outputs, FrameOut::u16);
  }
}
