package dev.brigandine.onnx.testing;

import static dev.brigandine.onnx.testing.Protos.BOOL;
import static dev.brigandine.onnx.testing.Protos.FLOAT;
import static dev.brigandine.onnx.testing.Protos.INT64;
import static dev.brigandine.onnx.testing.Protos.attribute;
import static dev.brigandine.onnx.testing.Protos.constant;
import static dev.brigandine.onnx.testing.Protos.floats;
import static dev.brigandine.onnx.testing.Protos.graph;
import static dev.brigandine.onnx.testing.Protos.longs;
import static dev.brigandine.onnx.testing.Protos.model;
import static dev.brigandine.onnx.testing.Protos.node;
import static dev.brigandine.onnx.testing.Protos.value;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.List;

/** Models with weights in subgraphs. */
final class BranchModels {
  private BranchModels() {}

  /** One branch gives out a constant as it is, the other multiplies. */
  static ModelProto branches() {
    GraphProto.Builder yes =
        graph("yes", constant(floats("fixed", 30, 20, 20)))
            .addInitializer(floats("table", 31, 20, 20))
            .addOutput(value("fixed", FLOAT, 20, 20))
            .addOutput(value("table", FLOAT, 20, 20));
    GraphProto.Builder no =
        graph(
                "no",
                constant(floats("shift", 32, 20)),
                node("MatMul", List.of("x", "kernel"), List.of("product")),
                node("Add", List.of("product", "shift"), List.of("moved")),
                node("MatMul", List.of("moved", "common"), List.of("twice")))
            .addInitializer(floats("kernel", 33, 20, 20))
            .addValueInfo(value("kernel", FLOAT, 20, 20))
            .addOutput(value("moved", FLOAT, 20, 20))
            .addOutput(value("twice", FLOAT, 20, 20));
    return model(
            graph(
                    "branches",
                    node(
                        "If",
                        List.of("choice"),
                        List.of("y", "z"),
                        attribute("then_branch", yes),
                        attribute("else_branch", no)),
                    node("Not", List.of("choice"), List.of("other")),
                    node(
                        "If",
                        List.of("other"),
                        List.of("v", "w"),
                        attribute("then_branch", yes),
                        attribute("else_branch", no)))
                .addInitializer(floats("common", 34, 20, 20))
                .addInput(value("choice", BOOL))
                .addInput(value("x", FLOAT, 20, 20))
                .addOutput(value("y", FLOAT, 20, 20))
                .addOutput(value("z", FLOAT, 20, 20))
                .addOutput(value("v", FLOAT, 20, 20))
                .addOutput(value("w", FLOAT, 20, 20)))
        .build();
  }

  static ModelProto loop() {
    GraphProto.Builder body =
        graph(
                "body",
                constant(floats("bias", 35, 20)),
                node("MatMul", List.of("state", "kernel"), List.of("product")),
                node("Add", List.of("product", "bias"), List.of("sum")),
                node("Tanh", List.of("sum"), List.of("next")),
                node("Identity", List.of("go"), List.of("on")),
                node("ReduceSum", List.of("next"), List.of("trace"), attribute("keepdims", 0)))
            .addInput(value("turn", INT64))
            .addInput(value("go", BOOL))
            .addInput(value("state", FLOAT, "batch", 20))
            .addInitializer(floats("kernel", 36, 20, 20))
            .addOutput(value("on", BOOL))
            .addOutput(value("next", FLOAT, "batch", 20))
            .addOutput(value("trace", FLOAT));
    return model(
            graph(
                    "loop",
                    node(
                        "Loop",
                        List.of("turns", "", "x"),
                        List.of("y", "traces"),
                        attribute("body", body)))
                .addInitializer(longs("turns", new long[] {5}))
                .addInput(value("x", FLOAT, "batch", 20))
                .addOutput(value("y", FLOAT, "batch", 20))
                .addOutput(value("traces", FLOAT, 5)))
        .build();
  }

  static ModelProto scan() {
    GraphProto.Builder body =
        graph(
                "body",
                node("MatMul", List.of("row", "kernel"), List.of("product")),
                node("Add", List.of("state", "product"), List.of("next")),
                node("Identity", List.of("next"), List.of("seen")))
            .addInput(value("state", FLOAT, 1, 20))
            .addInput(value("row", FLOAT, 1, 20))
            .addInitializer(floats("kernel", 37, 20, 20))
            .addOutput(value("next", FLOAT, 1, 20))
            .addOutput(value("seen", FLOAT, 1, 20));
    return model(
            graph(
                    "scan",
                    node(
                        "Scan",
                        List.of("start", "rows"),
                        List.of("end", "y"),
                        attribute("body", body),
                        attribute("num_scan_inputs", 1)))
                .addInitializer(floats("start", 38, 1, 20))
                .addInput(value("rows", FLOAT, "sequence", 1, 20))
                .addOutput(value("end", FLOAT, 1, 20))
                .addOutput(value("y", FLOAT, "sequence", 1, 20)))
        .build();
  }

  /** {@code w} is four different tensors: one outside, one in either branch, one deeper still. */
  static ModelProto shadowed() {
    GraphProto.Builder deepYes =
        graph("deep yes", node("MatMul", List.of("a", "w"), List.of("deep")))
            .addInitializer(floats("w", 40, 20, 20))
            .addOutput(value("deep", FLOAT, 20, 20));
    GraphProto.Builder deepNo =
        graph("deep no", node("Mul", List.of("a", "w"), List.of("deep")))
            .addOutput(value("deep", FLOAT, 20, 20));
    GraphProto.Builder yes =
        graph(
                "yes",
                constant(floats("w", 41, 20, 20)),
                node("MatMul", List.of("x", "w"), List.of("a")),
                node(
                    "If",
                    List.of("other"),
                    List.of("result"),
                    attribute("then_branch", deepYes),
                    attribute("else_branch", deepNo)))
            .addOutput(value("result", FLOAT, 20, 20));
    GraphProto.Builder no =
        graph("no", node("Add", List.of("x", "w"), List.of("result")))
            .addInitializer(floats("w", 42, 20, 20))
            .addOutput(value("result", FLOAT, 20, 20));
    GraphProto.Builder outer =
        graph("outer", node("Add", List.of("x", "w_1"), List.of("result")))
            .addOutput(value("result", FLOAT, 20, 20));
    return model(
            graph(
                    "shadowed",
                    node("Not", List.of("choice"), List.of("other")),
                    node(
                        "If",
                        List.of("choice"),
                        List.of("first"),
                        attribute("then_branch", yes),
                        attribute("else_branch", no)),
                    node(
                        "If",
                        List.of("choice"),
                        List.of("second"),
                        attribute("then_branch", outer),
                        attribute("else_branch", no)))
                .addInitializer(floats("w_1", 43, 20, 20))
                .addInput(value("choice", BOOL))
                .addInput(value("x", FLOAT, 20, 20))
                .addOutput(value("first", FLOAT, 20, 20))
                .addOutput(value("second", FLOAT, 20, 20)))
        .build();
  }

  /** ONNX Runtime packs the weights of an LSTM if they are near, and that shows in last bits. */
  static ModelProto deep() {
    GraphProto.Builder inner =
        graph(
                "inner",
                constant(floats("r", 51, 1, 256, 64)),
                node(
                    "LSTM",
                    List.of("x", "w", "r", "b"),
                    List.of("", "hidden", "cell"),
                    attribute("hidden_size", 64)),
                node("MatMul", List.of("hidden", "r2"), List.of("z")))
            .addInitializer(floats("w", 50, 1, 256, 64))
            .addInitializer(floats("b", 52, 1, 512))
            .addInitializer(floats("r2", 53, 64, 64))
            .addInitializer(floats("plain", 54, 64))
            .addOutput(value("z", FLOAT, 1, 1, 64))
            .addOutput(value("cell", FLOAT, 1, 1, 64))
            .addOutput(value("plain", FLOAT, 64));
    GraphProto.Builder outer =
        graph(
                "outer",
                node(
                    "If",
                    List.of("choice"),
                    List.of("p", "q", "s"),
                    attribute("then_branch", inner),
                    attribute("else_branch", inner)))
            .addOutput(value("p", FLOAT, 1, 1, 64))
            .addOutput(value("q", FLOAT, 1, 1, 64))
            .addOutput(value("s", FLOAT, 64));
    return model(
            graph(
                    "deep",
                    node(
                        "If",
                        List.of("choice"),
                        List.of("y", "c", "t"),
                        attribute("then_branch", outer),
                        attribute("else_branch", outer)))
                .addInput(value("choice", BOOL))
                .addInput(value("x", FLOAT, 7, 1, 64))
                .addOutput(value("y", FLOAT, 1, 1, 64))
                .addOutput(value("c", FLOAT, 1, 1, 64))
                .addOutput(value("t", FLOAT, 64)))
        .build();
  }
}
