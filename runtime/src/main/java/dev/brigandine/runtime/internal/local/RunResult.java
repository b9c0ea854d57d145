package dev.brigandine.runtime.internal.local;

import java.util.List;

/**
 * The answer to a {@link Run}.
 *
 * @param version of the model that answered
 * @param nanos from the request's arrival to the answer's leaving, as the vault took them
 * @param busy whether the vault has more to do than there are processors, so that nobody should
 *     wait by spinning
 */
public record RunResult(int id, long version, long nanos, boolean busy, List<Placed> outputs) {
  /** Copies the list. */
  public RunResult {
    outputs = List.copyOf(outputs);
  }

  public static RunResult read(Fields in) {
    RunResult result =
        new RunResult(
            in.i32(),
            in.i64(),
            in.i64(),
            (in.u8() & 1) != 0,
            in.list(Wire.MAX_PORTS, Placed::read));
    in.end();
    return result;
  }

  public FrameOut write(FrameOut out) {
    return out.begin(Wire.RESULT)
        .i32(id)
        .i64(version)
        .i64(nanos)
        .u8(busy ? 1 : 0)
        .list(outputs, Placed::write);
  }
}
