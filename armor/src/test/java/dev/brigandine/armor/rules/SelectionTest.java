package dev.brigandine.armor.rules;

import java.util.List;

class SelectionTest extends RuleCases {
  @Override
  List<Case> cases() {
    return List.of(
        of(
            "Gather of rows",
            s -> {
              String rows = s.op("Gather", s.weight("e", 20, 12), s.indices("i", 20, 2, 5));
              s.output(s.times(s.op("Relu", rows), "w2", 12, 7));
            },
            "e/0: 20 still",
            "e/1: 12 permute rescale",
            "w2/0: 12 permute rescale"),
        of(
            "Gather by a number",
            s -> {
              String row = s.op("Gather", s.weight("e", 20, 12), s.indices("i", 20));
              s.output(s.times(row, "w2", 12, 7));
            },
            "e/0: 20 still",
            "e/1: 12 permute mix",
            "w2/0: 12 permute mix"),
        of(
            "Gather along the last axis",
            s -> {
              String e = s.op("Relu", s.op("MatMul", s.weight("p", 12, 5), s.input("x", 5, 20)));
              String picked = s.with("axis", -1).op("Gather", e, s.indices("i", 20, 2, 3));
              String flat = s.op("Reshape", picked, s.numbers(12, 6));
              s.output(s.op("MatMul", s.weight("q", 4, 12), flat));
            },
            "p/0: 12 permute rescale",
            "q/1: 12 permute rescale"),
        of(
            "Gather of channels",
            s -> {
              String picked = s.with("axis", 1).op("Gather", twelve(s, "w1"), s.numbers(3, 1, 2));
              s.output(s.times(picked, "w2", 3, 7));
            },
            "w1/1: 12 still",
            // The numbers of channels are a constant: in another order they pick in another order.
            "n2/0: 3 permute",
            "w2/0: 3 permute"),
        of(
            "Gather by indices that are made",
            s -> {
              String i = s.with("axis", 1).with("keepdims", 0).op("ArgMax", twelve(s, "w1"));
              s.output(s.times(s.op("Gather", s.weight("e", 12, 8), i), "w2", 8, 7));
            },
            "w1/1: 12 still",
            "e/0: 12 still",
            "e/1: 8 permute mix",
            "w2/0: 8 permute mix"));
  }
}
