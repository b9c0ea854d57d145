package dev.brigandine.audit.files;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A walk tells the same however its bytes are cut, and never of more than there were. */
class OnnxWalkFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void howBytesAreCutDoesNotMatter(byte[] bytes) {
    OnnxWalk whole = walk(bytes, Math.max(1, bytes.length));
    OnnxWalk cut = walk(bytes, 7);
    if (whole.isModel() != cut.isModel()
        || whole.isCut() != cut.isCut()
        || whole.length() != cut.length()
        || !whole.notes().summary().equals(cut.notes().summary())) {
      throw new AssertionError(whole + " and " + cut + " differ");
    }
    if (whole.length() > bytes.length) {
      throw new AssertionError(whole.length() + " of " + bytes.length + " bytes");
    }
  }

  private static OnnxWalk walk(byte[] bytes, int step) {
    OnnxWalk walk = new OnnxWalk();
    for (int at = 0; at < bytes.length; at += step) {
      walk.accept(bytes, at, Math.min(bytes.length, at + step));
    }
    walk.end();
    return walk;
  }
}
