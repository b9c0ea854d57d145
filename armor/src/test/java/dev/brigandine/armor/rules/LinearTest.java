package dev.brigandine.armor.rules;

import java.util.ArrayList;
import java.util.List;

class LinearTest extends RuleCases {
  @Override
  List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    products(cases);
    attention(cases);
    gemm(cases);
    einsum(cases);
    exact(cases);
    return cases;
  }

  private static void products(List<Case> cases) {
    cases.add(between("MatMul", "permute mix", (s, x) -> x));
    cases.add(
        of(
            "MatMul, an input and an output",
            s -> s.output(s.times(s.input("x", 5, 6), "w", 6, 12)),
            "w/0: 6 still",
            "w/1: 12 still"));
    cases.add(
        of(
            "MatMul by a vector",
            s -> s.output(s.op("MatMul", twelve(s, "w1"), s.weight("v", 12))),
            "w1/1: 12 permute mix",
            "v/0: 12 permute mix"));
    cases.add(
        of(
            "MatMul of a vector",
            s -> {
              String h = s.times(s.input("x", 6), "w1", 6, 12);
              s.output(s.times(h, "w2", 12, 7));
            },
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix"));
    cases.add(
        of(
            "MatMul of two vectors",
            s -> {
              String h = s.times(s.input("x", 6), "w1", 6, 12);
              s.output(s.op("MatMul", h, s.weight("v", 12)));
            },
            "w1/1: 12 permute mix",
            "v/0: 12 permute mix"));
    cases.add(
        of(
            "MatMul of lists by one matrix",
            s -> {
              String h = s.times(s.input("x", 2, 5, 6), "w1", 6, 12);
              s.output(s.times(h, "w2", 12, 7));
            },
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix"));
    // One factor has no lists: the other's may be mixed.
    cases.add(
        of(
            "MatMul of lists of weights",
            s -> {
              String h = s.op("MatMul", s.input("x", 5, 6), s.weight("w1", 4, 6, 12));
              String y = s.op("MatMul", h, s.weight("w2", 4, 12, 7));
              s.output(s.with("axes", List.of(0L)).with("keepdims", 0).op("ReduceMax", y));
            },
            "w1/0: 4 permute",
            "w1/2: 12 permute mix",
            "w2/0: 4 permute",
            "w2/1: 12 permute mix"));
    cases.add(
        of(
            "MatMul, a list that is broadcast",
            s -> {
              String h = s.op("MatMul", s.input("x", 5, 6), s.weight("w1", 4, 6, 12));
              String y = s.op("MatMul", h, s.weight("w2", 1, 12, 7));
              String flat = s.with("perm", List.of(1L, 2L, 0L)).op("Transpose", y);
              s.output(s.times(flat, "w3", 4, 3));
            },
            "w1/0: 4 permute mix",
            "w1/2: 12 permute mix",
            "w2/1: 12 permute mix",
            "w3/0: 4 permute mix"));
    cases.add(
        of(
            "MatMul, two constants",
            s -> {
              String w = s.op("MatMul", s.weight("w1", 6, 12), s.weight("w2", 12, 8));
              s.output(s.times(s.op("MatMul", s.input("x", 5, 6), w), "w3", 8, 3));
            },
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix",
            "w2/1: 8 permute mix",
            "w3/0: 8 permute mix"));
    cases.add(
        of(
            "MatMul, tied weights",
            s -> {
              String w = s.weight("w", 12, 12);
              String h = s.op("MatMul", s.op("Relu", s.op("MatMul", twelve(s, "w1"), w)), w);
              s.output(s.times(h, "w2", 12, 7));
            },
            // What comes out of it goes into it.
            "w1/1: 12 permute rescale",
            "w/0: 12 permute rescale",
            "w/1: 12 permute rescale",
            "w2/0: 12 permute rescale"));
    cases.add(
        of(
                "MatMul of floats, to the bit",
                s -> s.output(s.times(s.op("Relu", twelve(s, "w1")), "w2", 12, 7)),
                "w1/1: 12 still",
                "w2/0: 12 still")
            .asExact());
  }

  /** Queries and keys by head, their products; values by head, what is made of them. */
  private static void attention(List<Case> cases) {
    cases.add(
        of(
            "attention",
            s -> {
              String x = s.input("x", 2, 5, 6);
              String q = heads(s, s.times(x, "wq", 6, 12), 0L, 2L, 1L, 3L);
              String k = heads(s, s.times(x, "wk", 6, 12), 0L, 2L, 3L, 1L);
              String v = heads(s, s.times(x, "wv", 6, 12), 0L, 2L, 1L, 3L);
              String weights = s.op("Softmax", s.op("MatMul", q, k));
              String mixed = s.op("MatMul", weights, v);
              String back = s.with("perm", List.of(0L, 2L, 1L, 3L)).op("Transpose", mixed);
              String flat = s.op("Reshape", back, s.numbers(2, 5, 12));
              s.output(s.times(flat, "wo", 12, 7));
            },
            "wq/1: 4 permute x 3 permute mix",
            "wk/1: 4 permute x 3 permute mix",
            "wv/1: 4 permute x 3 permute mix",
            "wo/0: 4 permute x 3 permute mix"));
  }

  private static String heads(Sketch s, String x, Long... perm) {
    String cut = s.op("Reshape", x, s.numbers(2, 5, 4, 3));
    return s.with("perm", List.of(perm)).op("Transpose", cut);
  }

  private static void gemm(List<Case> cases) {
    for (int ta = 0; ta < 2; ta++) {
      for (int tb = 0; tb < 2; tb++) {
        int a = ta;
        int b = tb;
        cases.add(
            of(
                "Gemm " + ta + tb,
                s -> {
                  String h = s.times(s.input("x", 5, 6), "w1", 6, 12);
                  String first = a == 1 ? s.op("Transpose", h) : h;
                  String w = b == 1 ? s.weight("w", 10, 12) : s.weight("w", 12, 10);
                  Sketch.Next gemm = s.with("transA", a).with("transB", b).with("alpha", 0.5f);
                  String y = gemm.with("beta", 2f).op("Gemm", first, w, s.weight("c", 10));
                  s.output(s.times(y, "w2", 10, 7));
                },
                "w1/1: 12 permute mix",
                "w/" + (1 - b) + ": 10 permute mix",
                "w/" + b + ": 12 permute mix",
                "c/0: 10 permute mix",
                "w2/0: 10 permute mix"));
      }
    }
    cases.add(
        of(
            "Gemm, one number added",
            s -> {
              String y = s.op("Gemm", twelve(s, "w1"), s.weight("w", 12, 10), s.scalar(0.5f));
              s.output(s.times(y, "w2", 10, 7));
            },
            "w1/1: 12 permute mix",
            "w/1: 10 permute",
            "w2/0: 10 permute"));
    cases.add(
        of(
            "Gemm, a column added",
            s -> {
              String y = s.op("Gemm", twelve(s, "w1"), s.weight("w", 12, 10), s.weight("c", 5, 1));
              s.output(s.times(y, "w2", 10, 7));
            },
            "w1/1: 12 permute mix",
            "w/1: 10 permute",
            "w2/0: 10 permute"));
    cases.add(
        of(
            "Gemm, nothing added, and its rows are channels",
            s -> {
              String h = s.op("Transpose", twelve(s, "w1"));
              String y = s.op("Gemm", h, s.weight("w", 5, 10));
              s.output(s.times(s.op("Transpose", y), "w2", 12, 7));
            },
            "w1/1: 12 permute mix",
            "w/0: 5 still",
            "w2/0: 12 permute mix"));
  }

  /** What is largest along the last axis: it adds nothing. */
  private static String greatest(Sketch s, String x) {
    return s.with("axes", List.of(-1L)).op("ReduceMax", x);
  }

  private static void exact(List<Case> cases) {
    cases.add(
        of(
                "Gemm, to the bit",
                s -> s.output(greatest(s, s.op("Gemm", twelve(s, "w1"), s.weight("w", 12, 10)))),
                "w1/1: 12 still",
                "w/0: 12 still",
                "w/1: 10 permute")
            .asExact());
    cases.add(
        of(
                "Gemm, turned, to the bit",
                s -> {
                  String x = s.op("Transpose", twelve(s, "w1"));
                  String y = s.with("transA", 1).op("Gemm", x, s.weight("w", 12, 10));
                  s.output(greatest(s, y));
                },
                "w1/1: 12 still",
                "w/1: 10 permute")
            .asExact());
    for (String equation : List.of("ij,jk->ik", "ij,jk,j->ik")) {
      cases.add(
          of(
                  "Einsum " + equation + ", to the bit",
                  s -> {
                    String x = twelve(s, "w1");
                    String w = s.weight("w", 12, 10);
                    Sketch.Next next = s.with("equation", equation);
                    s.output(
                        greatest(
                            s,
                            equation.length() < 10
                                ? next.op("Einsum", x, w)
                                : next.op("Einsum", x, w, s.weight("v", 12))));
                  },
                  "w1/1: 12 still",
                  "w/0: 12 still",
                  "w/1: 10 permute")
              .asExact());
    }
  }

  private static void einsum(List<Case> cases) {
    cases.add(
        of(
            "Einsum",
            s -> {
              String h =
                  s.with("equation", "ij, jk -> ik").op("Einsum", "x", s.weight("w1", 6, 12));
              s.input("x", 5, 6);
              s.output(s.times(h, "w2", 12, 7));
            },
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix"));
    cases.add(
        of(
            "Einsum, a letter in both and in the result",
            s -> {
              String h = twelve(s, "w1");
              String y = s.with("equation", "ij,jk->ijk").op("Einsum", h, s.weight("w", 12, 8));
              String z = s.with("axes", List.of(1L)).with("keepdims", 0).op("ReduceMax", y);
              s.output(s.times(z, "w2", 8, 7));
            },
            "w1/1: 12 permute",
            "w/0: 12 permute",
            "w/1: 8 permute rescale",
            "w2/0: 8 permute rescale"));
    cases.add(
        of(
            "Einsum, a letter summed alone",
            s -> s.output(s.with("equation", "ij->i").op("Einsum", twelve(s, "w1"))),
            "w1/1: 12 permute"));
    cases.add(
        of(
            "Einsum, a letter summed in three",
            s -> {
              String h = twelve(s, "w1");
              String w = s.weight("w", 12, 8);
              s.output(s.with("equation", "ij,jk,j->ik").op("Einsum", h, w, s.weight("v", 12)));
            },
            "w1/1: 12 permute",
            "w/0: 12 permute",
            "v/0: 12 permute"));
    cases.add(
        of(
            "Einsum, a diagonal",
            s -> {
              String h = s.times(s.input("x", 12, 6), "w1", 6, 12);
              s.output(s.with("equation", "ii->i").op("Einsum", h));
            },
            "w1/1: 12 still"));
    cases.add(
        of(
            "Einsum with dots",
            s -> {
              String h = twelve(s, "w1");
              String w = s.weight("w2", 12, 7);
              s.output(s.with("equation", "...j,jk->...k").op("Einsum", h, w));
            },
            "w1/1: 12 still",
            "w2/0: 12 still"));
    cases.add(
        of(
            "Einsum without an arrow",
            s -> {
              String h = twelve(s, "w1");
              s.output(s.with("equation", "ij,jk").op("Einsum", h, s.weight("w2", 12, 7)));
            },
            "w1/1: 12 still",
            "w2/0: 12 still"));
    cases.add(
        of(
            "Einsum that broadcasts",
            s -> {
              String h = twelve(s, "w1");
              s.output(s.with("equation", "ij,jk->ik").op("Einsum", h, s.weight("w2", 1, 7)));
            },
            "w1/1: 12 still"));
  }
}
