package dev.brigandine.runtime.internal.local;

/**
 * The file that both ends share from now on; the client opens it and says {@link Wire#ATTACHED},
 * then it has no name any more.
 *
 * @param id counts from 1 on a connection
 * @param size in bytes
 */
public record Region(int id, long size, String path) {
  public static Region read(Fields in) {
    Region region = new Region(in.i32(), in.i64(), in.text());
    in.end();
    if (region.size <= 0) {
      throw new MalformedFrameException("a region has " + region.size + " bytes");
    }
    return region;
  }

  public FrameOut write(FrameOut out) {
    return out.begin(Wire.REGION).i32(id).i64(size).text(path);
  }
}
