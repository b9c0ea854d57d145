package dev.brigandine.runtime.internal.local;

/**
 * A client's first frame: what it wants.
 *
 * @param model name; empty for the only one there is, or the one of that bundle
 * @param version of it; -1 for the newest
 * @param bundle a bundle's id; empty if the name says it all
 */
public record Hello(String model, long version, String bundle) {
  /**
   * @throws MalformedFrameException also if it is of another protocol or version
   */
  public static Hello read(Fields in) {
    if (in.i32() != Wire.MAGIC) {
      throw new MalformedFrameException("a first frame does not begin with BRGV");
    }
    int lowest = in.u16();
    int highest = in.u16();
    if (lowest > Wire.VERSION || highest < Wire.VERSION) {
      throw new MalformedFrameException(
          "the client speaks versions "
              + lowest
              + " to "
              + highest
              + " of the protocol, the vault version "
              + Wire.VERSION);
    }
    Hello hello = new Hello(in.text(), in.i64(), in.text());
    in.end();
    return hello;
  }

  public FrameOut write(FrameOut out) {
    return out.begin(Wire.HELLO)
        .i32(Wire.MAGIC)
        .u16(Wire.VERSION)
        .u16(Wire.VERSION)
        .text(model)
        .i64(version)
        .text(bundle);
  }
}
