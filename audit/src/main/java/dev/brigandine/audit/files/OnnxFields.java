package dev.brigandine.audit.files;

/** The fields of onnx.proto3's messages, as far as a walk must know them. */
final class OnnxFields {
  // Messages.
  static final int MODEL = 0;
  static final int GRAPH = 1;
  static final int NODE = 2;
  static final int ATTRIBUTE = 3;
  static final int TENSOR = 4;

  // What is done about a field: a message to go into, or one of these.
  static final int UNKNOWN = -1;
  static final int SKIP = 10;
  static final int VERSION = 11;
  static final int PRODUCER = 12;
  static final int PRODUCER_VERSION = 13;
  static final int DOC = 14;
  static final int METADATA = 15;
  static final int NAME = 16;
  static final int OP = 17;
  static final int DIMS = 18;
  static final int TYPE = 19;
  static final int EXTERNAL = 20;

  private static final int[][] ACTIONS = new int[5][27];

  /** Which wire types a field may have, as bits. */
  private static final int[][] WIRES = new int[5][27];

  static {
    for (int[] actions : ACTIONS) {
      java.util.Arrays.fill(actions, UNKNOWN);
    }
    int number = 1;
    int text = 1 << 2;
    int fixed = 1 << 5;
    set(MODEL, VERSION, number, 1);
    set(MODEL, PRODUCER, text, 2);
    set(MODEL, PRODUCER_VERSION, text, 3);
    set(MODEL, SKIP, text, 4, 8, 20, 25, 26);
    set(MODEL, SKIP, number, 5);
    set(MODEL, DOC, text, 6);
    set(MODEL, GRAPH, text, 7);
    set(MODEL, METADATA, text, 14);
    set(GRAPH, NODE, text, 1);
    set(GRAPH, NAME, text, 2);
    set(GRAPH, TENSOR, text, 5);
    set(GRAPH, DOC, text, 10);
    set(GRAPH, SKIP, text, 11, 12, 13, 14, 15, 16);
    set(NODE, SKIP, text, 1, 2, 7, 8, 9, 10);
    set(NODE, NAME, text, 3);
    set(NODE, OP, text, 4);
    set(NODE, ATTRIBUTE, text, 5);
    set(NODE, DOC, text, 6);
    set(ATTRIBUTE, SKIP, text, 1, 4, 9, 13, 14, 15, 21, 22, 23);
    set(ATTRIBUTE, SKIP, fixed, 2);
    set(ATTRIBUTE, SKIP, number, 3, 20);
    set(ATTRIBUTE, TENSOR, text, 5, 10);
    set(ATTRIBUTE, GRAPH, text, 6, 11);
    set(ATTRIBUTE, SKIP, text | fixed, 7);
    set(ATTRIBUTE, SKIP, text | number, 8);
    set(TENSOR, DIMS, text | number, 1);
    set(TENSOR, TYPE, number, 2);
    set(TENSOR, SKIP, text, 3, 6, 9, 16);
    set(TENSOR, SKIP, text | fixed, 4);
    set(TENSOR, SKIP, text | number, 5, 7, 11);
    set(TENSOR, NAME, text, 8);
    set(TENSOR, SKIP, text | 1 << 1, 10);
    set(TENSOR, DOC, text, 12);
    set(TENSOR, EXTERNAL, text, 13);
    set(TENSOR, SKIP, number, 14);
  }

  private OnnxFields() {}

  private static void set(int message, int action, int wires, int... fields) {
    for (int field : fields) {
      ACTIONS[message][field] = action;
      WIRES[message][field] = wires;
    }
  }

  /** What is done about a field, or {@link #UNKNOWN}. */
  static int action(int message, long field, int wire) {
    if (field < 1 || field >= ACTIONS[message].length) {
      return UNKNOWN;
    }
    boolean fits = (WIRES[message][(int) field] >> wire & 1) != 0;
    return fits ? ACTIONS[message][(int) field] : UNKNOWN;
  }
}
