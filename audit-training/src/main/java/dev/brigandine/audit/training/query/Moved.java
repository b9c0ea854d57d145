package dev.brigandine.audit.training.query;

/** Moves pictures; what comes in at an edge is as the edge is. */
final class Moved {
  private Moved() {}

  /**
   * A picture at another place.
   *
   * @param seen its channels, height, width
   * @param mirrored left for right, before it is moved
   */
  static float[] by(float[] picture, int[] seen, boolean mirrored, int down, int right) {
    float[] moved = new float[picture.length];
    for (int c = 0; c < seen[0]; c++) {
      for (int row = 0; row < seen[1]; row++) {
        for (int column = 0; column < seen[2]; column++) {
          int fromRow = within(row - down, seen[1]);
          int fromColumn = within(column - right, seen[2]);
          fromColumn = mirrored ? seen[2] - 1 - fromColumn : fromColumn;
          moved[(c * seen[1] + row) * seen[2] + column] =
              picture[(c * seen[1] + fromRow) * seen[2] + fromColumn];
        }
      }
    }
    return moved;
  }

  private static int within(int place, int size) {
    return Math.max(0, Math.min(size - 1, place));
  }
}
