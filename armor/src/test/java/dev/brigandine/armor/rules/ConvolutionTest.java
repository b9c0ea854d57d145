package dev.brigandine.armor.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

class ConvolutionTest extends RuleCases {
  @Override
  List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    plain(cases);
    groups(cases);
    transposed(cases);
    pools(cases);
    return cases;
  }

  /** Eight channels of 6 × 6 places from the filters w1. */
  static String eight(Sketch s) {
    return s.op("Conv", s.input("x", 1, 3, 6, 6), s.weight("w1", 8, 3, 1, 1));
  }

  /** Eight channels made by w1 and read by w2, with something between. */
  static Case maps(String name, String said, BiFunction<Sketch, String, String> middle) {
    return of(
        name,
        s -> s.output(s.op("Conv", middle.apply(s, eight(s)), s.weight("w2", 4, 8, 1, 1))),
        "w1/0: 8 " + said,
        "w2/1: 8 " + said);
  }

  private static void plain(List<Case> cases) {
    cases.add(maps("Conv", "permute mix", (s, x) -> x));
    cases.add(
        of(
            "Conv with a bias, of several places",
            s -> {
              String x = s.input("x", 1, 3, 7, 8);
              String h = s.op("Conv", x, s.weight("w1", 8, 3, 3, 2), s.weight("b", 8));
              s.output(s.op("Conv", s.op("Relu", h), s.weight("w2", 4, 8, 2, 3)));
            },
            "w1/0: 8 permute rescale",
            "w1/1: 3 still",
            "w1/2: 3 still",
            "w1/3: 2 still",
            "b/0: 8 permute rescale",
            "w2/0: 4 still",
            "w2/1: 8 permute rescale",
            "w2/2: 2 still",
            "w2/3: 3 still"));
    cases.add(
        of(
            "Conv along a line",
            s -> {
              String h = s.op("Conv", s.input("x", 1, 3, 9), s.weight("w1", 8, 3, 2));
              s.output(s.op("Conv", h, s.weight("w2", 4, 8, 2)));
            },
            "w1/0: 8 permute mix",
            "w1/2: 2 still",
            "w2/1: 8 permute mix"));
    cases.add(
        of(
            "Conv of a batch",
            s -> {
              // The batch is no channel, even if one could think so.
              String rows = s.op("MatMul", s.weight("p", 4, 5), s.input("x", 5, 12));
              String x = s.op("Reshape", rows, s.numbers(4, 3, 2, 2));
              String h = s.op("Conv", x, s.weight("w1", 8, 3, 1, 1));
              String flat = s.op("Reshape", h, s.numbers(4, 32));
              s.output(s.op("MatMul", s.weight("q", 3, 4), flat));
            },
            "p/0: 4 permute",
            "q/1: 4 permute"));
  }

  private static void groups(List<Case> cases) {
    cases.add(
        of(
            "Conv by channel",
            s -> {
              String w = s.weight("dw", 8, 1, 3, 3);
              String h = s.with("group", 8).op("Conv", eight(s), w, s.weight("b", 8));
              s.output(s.op("Conv", h, s.weight("w2", 4, 8, 1, 1)));
            },
            "w1/0: 8 permute signed",
            "dw/0: 8 permute absorb",
            "b/0: 8 permute signed",
            "w2/1: 8 permute signed"));
    cases.add(
        of(
            "Conv by channel, twice as many",
            s -> {
              String h = s.with("group", 8).op("Conv", eight(s), s.weight("dw", 16, 1, 3, 3));
              s.output(s.op("Conv", h, s.weight("w2", 4, 16, 1, 1)));
            },
            "w1/0: 8 still",
            "dw/0: 8 still x 2 permute",
            "w2/1: 8 still x 2 permute"));
    cases.add(
        of(
            "Conv in two groups",
            s -> {
              String h = s.with("group", 2).op("Conv", eight(s), s.weight("w", 6, 4, 1, 1));
              s.output(s.op("Conv", h, s.weight("w2", 4, 6, 1, 1)));
            },
            "w1/0: 2 still x 4 permute",
            "w/1: 4 permute",
            "w/0: 2 still x 3 permute",
            "w2/1: 2 still x 3 permute"));
    cases.add(
        of(
                "Conv in two groups, to the bit",
                s -> {
                  String h = s.with("group", 2).op("Conv", eight(s), s.weight("w", 6, 4, 1, 1));
                  s.output(s.op("Conv", h, s.weight("w2", 4, 6, 1, 1)));
                },
                "w1/0: 2 still x 4 still",
                "w/1: 4 still",
                "w2/1: 2 still x 3 still")
            .asExact());
  }

  private static void transposed(List<Case> cases) {
    cases.add(
        of(
            "ConvTranspose",
            s -> {
              String w = s.weight("w", 8, 6, 2, 2);
              String h = s.op("ConvTranspose", eight(s), w, s.weight("b", 6));
              s.output(s.op("Conv", h, s.weight("w2", 4, 6, 1, 1)));
            },
            "w1/0: 8 permute mix",
            "w/0: 8 permute mix",
            "w/1: 6 permute mix",
            "w/2: 2 still",
            "b/0: 6 permute mix",
            "w2/1: 6 permute mix"));
    cases.add(
        of(
            "ConvTranspose in groups",
            s -> {
              String h =
                  s.with("group", 2).op("ConvTranspose", eight(s), s.weight("w", 8, 3, 2, 2));
              s.output(s.op("Conv", h, s.weight("w2", 4, 6, 1, 1)));
            },
            "w1/0: 8 still",
            "w/0: 8 still",
            "w2/1: 6 still"));
    cases.add(
        of(
                "ConvTranspose, to the bit",
                s -> {
                  String h = s.op("ConvTranspose", eight(s), s.weight("w", 8, 6, 2, 2));
                  s.output(s.op("Conv", h, s.weight("w2", 4, 6, 1, 1)));
                },
                "w1/0: 8 still",
                "w/0: 8 still")
            .asExact());
  }

  private static void pools(List<Case> cases) {
    List<Long> two = List.of(2L, 2L);
    cases.add(
        maps(
            "AveragePool",
            "permute mix",
            (s, x) -> s.with("kernel_shape", two).op("AveragePool", x)));
    cases.add(maps("GlobalAveragePool", "permute mix", (s, x) -> s.op("GlobalAveragePool", x)));
    cases.add(
        maps("MaxPool", "permute rescale", (s, x) -> s.with("kernel_shape", two).op("MaxPool", x)));
    cases.add(maps("GlobalMaxPool", "permute rescale", (s, x) -> s.op("GlobalMaxPool", x)));
    cases.add(
        maps(
            "LpPool",
            "permute rescale",
            (s, x) -> s.with("kernel_shape", two).with("p", 2).op("LpPool", x)));
    cases.add(
        maps("GlobalLpPool", "permute rescale", (s, x) -> s.with("p", 2).op("GlobalLpPool", x)));
    cases.add(
        maps(
            "MaxPool that tells where",
            "still",
            (s, x) -> {
              List<String> both = s.with("kernel_shape", two).ops(2, "MaxPool", x);
              s.output(both.get(1));
              return both.get(0);
            }));
  }
}
