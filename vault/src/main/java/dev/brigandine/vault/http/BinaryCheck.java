package dev.brigandine.vault.http;

import dev.brigandine.vault.model.ElementType;
import java.nio.ByteBuffer;

/** Whether binary data is what its type allows. */
final class BinaryCheck {
  private BinaryCheck() {}

  /**
   * @throws dev.brigandine.bundle.BrigandineException if a boolean is neither 0 nor 1, or strings'
   *     lengths do not add up
   */
  static void check(String name, ElementType type, long elements, ByteBuffer data) {
    if (type == ElementType.BOOL) {
      for (int i = 0; i < data.limit(); i++) {
        if ((data.get(i) & ~1) != 0) {
          throw Bad.input("input " + Bad.shown(name) + " has a boolean that is neither 0 nor 1");
        }
      }
    } else if (type == ElementType.BYTES) {
      strings(name, elements, data);
    }
  }

  private static void strings(String name, long elements, ByteBuffer data) {
    int at = 0;
    long count = 0;
    while (data.limit() - at >= 4) {
      long length = data.getInt(at) & 0xffff_ffffL;
      if (length > data.limit() - at - 4) {
        break;
      }
      at += 4 + (int) length;
      count++;
    }
    if (at != data.limit() || count != elements) {
      throw Bad.input(
          "the strings of input " + Bad.shown(name) + " do not add up to its size and shape");
    }
  }
}
