package dev.brigandine.armor.rules;

import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import java.util.ArrayList;
import java.util.List;

class LayoutTest extends RuleCases {
  @Override
  List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    reshapes(cases);
    orders(cases);
    copies(cases);
    joins(cases);
    cuts(cases);
    slices(cases);
    pads(cases);
    places(cases);
    return cases;
  }

  private static void reshapes(List<Case> cases) {
    cases.add(
        of(
            "Reshape to heads",
            s -> {
              String cut = s.op("Reshape", twelve(s, "w1"), s.numbers(5, 3, 4));
              String turned = s.with("perm", List.of(0L, 2L, 1L)).op("Transpose", cut);
              String flat = s.op("Reshape", s.op("Relu", turned), s.numbers(5, 12));
              s.output(s.times(flat, "w2", 12, 7));
            },
            "w1/1: 3 permute rescale x 4 permute rescale",
            "w2/0: 4 permute rescale x 3 permute rescale"));
    cases.add(
        of(
            "Reshape to heads, of which each is read by a weight",
            s -> {
              String cut = s.op("Reshape", twelve(s, "w1"), s.numbers(5, 3, 4));
              s.output(s.with("axes", List.of(1L)).op("ReduceMax", s.times(cut, "w2", 4, 7)));
            },
            "w1/1: 3 permute x 4 permute mix",
            "w2/0: 4 permute mix"));
    cases.add(
        of(
            "Reshape by -1 and 0",
            s -> {
              String cut = s.op("Reshape", twelve(s, "w1"), s.numbers(0, 3, -1));
              s.output(s.times(s.op("Reshape", cut, s.numbers(0, -1)), "w2", 12, 7));
            },
            "w1/1: 3 permute mix x 4 permute mix",
            "w2/0: 3 permute mix x 4 permute mix"));
    cases.add(
        between(
            "Reshape with axes of one element",
            "permute mix",
            (s, x) ->
                s.op("Reshape", s.op("Reshape", x, s.numbers(1, 5, 1, 12)), s.numbers(5, 12))));
    cases.add(
        of(
            "Reshape that cuts across",
            s -> s.output(s.times(s.op("Reshape", twelve(s, "w1"), s.numbers(4, 15)), "w2", 15, 7)),
            "w1/1: 12 still",
            "w2/0: 15 still"));
    cases.add(
        of(
            "Reshape that cuts a row in two",
            s -> s.output(s.times(s.op("Reshape", twelve(s, "w1"), s.numbers(10, 6)), "w2", 6, 7)),
            "w1/1: 2 still x 6 permute mix",
            "w2/0: 6 permute mix"));
    cases.add(
        of(
            "Flatten",
            s -> {
              String h = ConvolutionTest.eight(s);
              s.output(s.times(s.op("Flatten", s.op("Relu", h)), "w2", 288, 7));
            },
            "w1/0: 8 permute rescale",
            "w2/0: 8 permute rescale x 6 still x 6 still"));
    cases.add(
        of(
            "Reshape of nothing",
            s -> {
              String none =
                  s.op("Slice", twelve(s, "w1"), s.numbers(0), s.numbers(0), s.numbers(0));
              s.output(s.op("Reshape", none, s.numbers(0, 3, 4)));
            },
            "w1/1: 12 still"));
  }

  private static void orders(List<Case> cases) {
    cases.add(
        between(
            "Transpose, twice",
            "permute mix",
            (s, x) -> s.with("perm", List.of(1L, 0L)).op("Transpose", s.op("Transpose", x))));
    cases.add(
        between(
            "Squeeze and Unsqueeze",
            "permute mix",
            (s, x) -> {
              String wide = s.op("Unsqueeze", x, s.numbers(0, 2));
              return s.op("Squeeze", wide, s.numbers(0, 2));
            }));
    cases.add(
        between(
            "Squeeze and Unsqueeze of old",
            "permute mix",
            (s, x) -> {
              s.opset(11);
              String wide = s.with("axes", List.of(1L)).op("Unsqueeze", x);
              return s.op("Squeeze", wide);
            }));
    cases.add(
        between(
            "Shape",
            "permute mix",
            (s, x) -> {
              s.output(s.op("Shape", x), s.op("Size", x));
              return x;
            }));
  }

  private static void copies(List<Case> cases) {
    cases.add(
        between(
            "Expand rows",
            "permute mix",
            (s, x) -> s.op("Expand", s.op("Unsqueeze", x, s.numbers(0)), s.numbers(3, 5, 12))));
    cases.add(
        of(
            "Expand channels",
            s -> {
              String one = s.times(s.input("x", 5, 6), "w1", 6, 1);
              s.output(s.times(s.op("Expand", one, s.numbers(5, 12)), "w2", 12, 7));
            },
            "w2/0: 12 still"));
    cases.add(between("Tile rows", "permute mix", (s, x) -> s.op("Tile", x, s.numbers(3, 1))));
    cases.add(
        of(
            "Tile channels",
            s -> s.output(s.times(s.op("Tile", twelve(s, "w1"), s.numbers(1, 2)), "w2", 24, 7)),
            "w1/1: 12 still",
            "w2/0: 24 still"));
    cases.add(
        between(
            "ConstantOfShape",
            "still",
            (s, x) -> {
              Attribute two = new Attribute.Tensor(Constant.of(List.of(1L), 2f));
              return s.op("Add", x, s.with("value", two).op("ConstantOfShape", s.op("Shape", x)));
            }));
    cases.add(
        between(
            "Range",
            "still",
            (s, x) -> s.op("Add", x, s.op("Range", s.scalar(0), s.scalar(12), s.scalar(1)))));
  }

  private static void joins(List<Case> cases) {
    cases.add(
        of(
            "Concat of channels",
            s -> {
              String one = s.op("Relu", twelve(s, "w1"));
              String two = s.times("x", "w3", 6, 8);
              s.output(s.times(s.with("axis", 1).op("Concat", one, two), "w2", 20, 7));
            },
            "w1/1: 12 permute rescale",
            "w3/1: 8 permute mix",
            "w2/0: 12 permute rescale + 8 permute mix"));
    cases.add(
        of(
            "Concat of rows",
            s -> {
              String one = s.op("Relu", twelve(s, "w1"));
              String two = s.times("x", "w3", 6, 12);
              s.output(s.times(s.with("axis", -2).op("Concat", one, two), "w2", 12, 7));
            },
            "w1/1: 12 permute rescale",
            "w3/1: 12 permute rescale",
            "w2/0: 12 permute rescale"));
    cases.add(
        of(
            "Concat with itself",
            s -> {
              String h = twelve(s, "w1");
              s.output(s.times(s.with("axis", 1).op("Concat", h, h), "w2", 24, 7));
            },
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix + 12 permute mix"));
    cases.add(
        of(
            "Concat with an input",
            s -> {
              String h = twelve(s, "w1");
              s.output(s.times(s.with("axis", 1).op("Concat", "x", h), "w2", 18, 7));
            },
            "w1/1: 12 permute mix",
            "w2/0: 6 still + 12 permute mix"));
    cases.add(
        of(
            "Concat with nothing",
            s -> {
              String h = twelve(s, "w1");
              String none = s.constant("none", Constant.of(List.of(5L, 0L), new float[0]));
              s.output(s.times(s.with("axis", 1).op("Concat", none, h), "w2", 12, 7));
            },
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix"));
  }

  private static void cuts(List<Case> cases) {
    cases.add(
        of(
            "Split of channels",
            s -> {
              String h = twelve(s, "w1");
              List<String> y = s.with("axis", 1).ops(2, "Split", h, s.numbers(4, 8));
              s.output(s.times(s.op("Relu", y.get(0)), "w2", 4, 7), s.times(y.get(1), "w3", 8, 7));
            },
            "w1/1: 4 permute rescale + 8 permute mix",
            "w2/0: 4 permute rescale",
            "w3/0: 8 permute mix"));
    cases.add(
        of(
            "Split in halves that are multiplied",
            s -> {
              List<String> y = s.opset(13).with("axis", -1).ops(2, "Split", twelve(s, "w1"));
              s.output(s.times(s.op("Mul", y.get(0), s.op("Sigmoid", y.get(1))), "w2", 6, 7));
            },
            "w1/1: 6 permute signed + 6 permute",
            "w2/0: 6 permute signed"));
    cases.add(
        of(
            "Split of rows",
            s -> {
              List<String> y = s.ops(2, "Split", twelve(s, "w1"), s.numbers(2, 3));
              s.output(s.times(y.get(0), "w2", 12, 7), s.times(y.get(1), "w3", 12, 7));
            },
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix",
            "w3/0: 12 permute mix"));
    cases.add(
        of(
            "Split across heads",
            s -> {
              // Six of twelve channels are one head and a half.
              String cut = s.op("Reshape", twelve(s, "w1"), s.numbers(5, 3, 4));
              String turned = s.with("perm", List.of(0L, 2L, 1L)).op("Transpose", cut);
              String flat = s.op("Reshape", turned, s.numbers(5, 12));
              s.output(s.times(flat, "w2", 12, 7));
              List<String> y = s.opset(13).with("axis", 1).ops(2, "Split", "x");
              s.output(s.times(y.get(0), "w3", 3, 2));
            },
            "w1/1: 3 permute mix x 4 permute mix",
            "w2/0: 4 permute mix x 3 permute mix",
            "w3/0: 3 still"));
  }

  /** Slices between w1 and w2, which reads {@code left} channels. */
  private static Case slice(String name, int left, Draws slice, String... says) {
    return of(name, s -> s.output(s.times(slice.draw(s, twelve(s, "w1")), "w2", left, 7)), says);
  }

  private static void slices(List<Case> cases) {
    cases.add(
        slice(
            "Slice",
            8,
            (s, x) -> s.op("Slice", x, s.numbers(4), s.numbers(12), s.numbers(1), s.numbers(1)),
            "w1/1: 4 permute mix + 8 permute mix",
            "w2/0: 8 permute mix"));
    cases.add(
        slice(
            "Slice from the end",
            3,
            (s, x) -> s.op("Slice", x, s.numbers(-5), s.numbers(-2), s.numbers(-1)),
            "w1/1: 7 permute mix + (3 permute mix + 2 permute mix)",
            "w2/0: 3 permute mix"));
    cases.add(
        slice(
            "Slice from far before the start",
            10,
            (s, x) -> s.op("Slice", x, s.numbers(-100), s.numbers(10), s.numbers(1)),
            "w1/1: 10 permute mix + 2 permute mix",
            "w2/0: 10 permute mix"));
    cases.add(
        slice(
            "Slice without axes",
            8,
            (s, x) -> s.op("Slice", x, s.numbers(1, 4), s.numbers(3, 100)),
            "w1/1: 4 permute mix + 8 permute mix",
            "w2/0: 8 permute mix"));
    cases.add(
        slice(
            "Slice of old",
            8,
            (s, x) -> {
              s.opset(9);
              Sketch.Next slice = s.with("axes", List.of(1L)).with("starts", List.of(4L));
              return slice.with("ends", List.of(12L)).op("Slice", x);
            },
            "w1/1: 4 permute mix + 8 permute mix",
            "w2/0: 8 permute mix"));
    cases.add(
        slice(
            "Slice of old without axes",
            12,
            (s, x) -> {
              s.opset(9);
              return s.with("starts", List.of(1L)).with("ends", List.of(3L)).op("Slice", x);
            },
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix"));
    cases.add(
        slice(
            "Slice of rows",
            12,
            (s, x) -> s.op("Slice", x, s.numbers(0), s.numbers(4), s.numbers(0), s.numbers(2)),
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix"));
    cases.add(
        slice(
            "Slice of every other",
            6,
            (s, x) -> s.op("Slice", x, s.numbers(0), s.numbers(12), s.numbers(1), s.numbers(2)),
            "w1/1: 12 still",
            "w2/0: 6 still"));
    cases.add(
        slice(
            "Slice backwards",
            12,
            (s, x) -> s.op("Slice", x, s.numbers(-1), s.numbers(-99), s.numbers(1), s.numbers(-1)),
            "w1/1: 12 still",
            "w2/0: 12 still"));
    cases.add(
        slice(
            "Slice to where an input says",
            12,
            (s, x) -> {
              String end = s.op("Add", s.indices("end", 1, 1), s.numbers(12));
              return s.op("Slice", x, s.numbers(0), end, s.numbers(1));
            },
            "w1/1: 12 still",
            "w2/0: 12 still"));
    cases.add(
        slice(
            "Slice from where an input says",
            12,
            (s, x) -> s.op("Slice", x, s.indices("start", 1, 1), s.numbers(12), s.numbers(1)),
            "w1/1: 12 still"));
    cases.add(
        slice(
            "Slice along an axis that an input says",
            12,
            (s, x) -> {
              String axis = s.op("Add", s.indices("axis", 1, 1), s.numbers(1));
              return s.op("Slice", x, s.numbers(0), s.numbers(12), axis);
            },
            "w1/1: 12 still"));
    cases.add(
        slice(
            "Slice in steps that an input says",
            12,
            (s, x) -> {
              String step = s.op("Add", s.indices("step", 1, 1), s.numbers(1));
              return s.op("Slice", x, s.numbers(0), s.numbers(12), s.numbers(1), step);
            },
            "w1/1: 12 still"));
  }

  private static void pads(List<Case> cases) {
    cases.add(between("Pad rows", "permute mix", (s, x) -> s.op("Pad", x, s.numbers(1, 0, 2, 0))));
    cases.add(
        between(
            "Pad rows by zeros",
            "permute mix",
            (s, x) -> s.op("Pad", x, s.numbers(1, 0, 0, 0), s.scalar(0))));
    cases.add(
        between(
            "Pad rows by ones",
            "permute",
            (s, x) -> s.op("Pad", x, s.numbers(0, 0, 2, 0), s.scalar(1))));
    cases.add(
        between(
            "Pad rows by their edge",
            "permute mix",
            (s, x) -> s.with("mode", "edge").op("Pad", x, s.numbers(1, 0, 2, 0), s.scalar(1))));
    cases.add(
        between(
            "Pad by axis",
            "permute mix",
            (s, x) -> {
              s.opset(18);
              return s.op("Pad", x, s.numbers(1, 1), "", s.numbers(-2));
            }));
    cases.add(
        slice(
            "Pad channels",
            14,
            (s, x) -> s.op("Pad", x, s.numbers(0, 0, 0, 2)),
            "w1/1: 12 still",
            "w2/0: 14 still"));
    cases.add(
        slice(
            "Pad channels before",
            14,
            (s, x) -> s.op("Pad", x, s.numbers(0, 2, 0, 0)),
            "w1/1: 12 still",
            "w2/0: 14 still"));
    cases.add(
        slice(
            "Pad of old",
            12,
            (s, x) -> s.opset(10).with("pads", List.of(1L, 0L, 0L, 0L)).op("Pad", x),
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix"));
    cases.add(
        slice(
            "Pad of old by a number",
            12,
            (s, x) -> {
              s.opset(10);
              return s.with("pads", List.of(1L, 0L, 0L, 0L)).with("value", 2f).op("Pad", x);
            },
            "w1/1: 12 permute",
            "w2/0: 12 permute"));
    cases.add(
        slice(
            "Pad by what an input says",
            12,
            (s, x) -> s.op("Pad", x, s.indices("pads", 1, 4)),
            "w1/1: 12 still"));
  }

  private static void places(List<Case> cases) {
    cases.add(
        ConvolutionTest.maps(
            "Resize",
            "permute mix",
            (s, x) -> {
              String scales = s.constant("scales", Constant.of(List.of(4L), 1f, 1f, 2f, 2f));
              return s.with("mode", "linear").op("Resize", x, "", scales);
            }));
    cases.add(
        ConvolutionTest.maps(
            "Upsample",
            "permute mix",
            (s, x) -> {
              s.opset(9);
              return s.op("Upsample", x, s.constant("k", Constant.of(List.of(4L), 1f, 1f, 2f, 2f)));
            }));
    cases.add(
        of(
            "Resize of channels",
            s -> {
              String k = s.constant("k", Constant.of(List.of(4L), 1f, 2f, 1f, 1f));
              String y = s.op("Resize", ConvolutionTest.eight(s), "", k);
              s.output(s.op("Conv", y, s.weight("w2", 4, 16, 1, 1)));
            },
            "w1/0: 8 still",
            "w2/1: 16 still"));
    cases.add(
        of(
            "DepthToSpace",
            s -> {
              String y = s.with("blocksize", 2).op("DepthToSpace", ConvolutionTest.eight(s));
              s.output(s.op("Conv", y, s.weight("w2", 4, 2, 1, 1)));
            },
            "w1/0: 4 still x 2 permute",
            "w2/1: 2 permute"));
    cases.add(
        of(
            "DepthToSpace, channels first",
            s -> {
              String x = ConvolutionTest.eight(s);
              String y = s.with("blocksize", 2).with("mode", "CRD").op("DepthToSpace", x);
              s.output(s.op("Conv", y, s.weight("w2", 4, 2, 1, 1)));
            },
            "w1/0: 8 still",
            "w2/1: 2 still"));
    cases.add(
        of(
            "SpaceToDepth",
            s -> {
              String y = s.with("blocksize", 2).op("SpaceToDepth", ConvolutionTest.eight(s));
              s.output(s.op("Conv", y, s.weight("w2", 4, 32, 1, 1)));
            },
            "w1/0: 8 permute",
            "w2/1: 4 still x 8 permute"));
  }
}
