package dev.brigandine.armor.classes;

/** How many bytes an element has. */
public final class Widths {
  private Widths() {}

  /** Of a {@code TensorProto.DataType}; 0 if elements are no whole bytes, or no numbers. */
  public static int of(int elementType) {
    return switch (elementType) {
      case 2, 3, 9, 17, 18, 19, 20 -> 1;
      case 4, 5, 10, 16 -> 2;
      case 1, 6, 12 -> 4;
      case 7, 11, 13, 14 -> 8;
      case 15 -> 16;
      default -> 0;
    };
  }
}
