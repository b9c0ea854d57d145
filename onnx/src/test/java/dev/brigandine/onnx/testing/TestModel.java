package dev.brigandine.onnx.testing;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/** Small models, each of which runs under ONNX Runtime and has one thing about it. */
public enum TestModel {
  /** Two layers, weights as initializers in raw_data. */
  MLP(PlainModels::mlp),
  /** The same with typed fields instead of raw_data. */
  TYPED_FIELDS(PlainModels::typedFields),
  /** IR version 3: initializers are listed among the inputs. */
  OLD_IR(PlainModels::oldIr),
  /** IR version 3, and a weight in a Constant node. */
  OLD_IR_CONSTANTS(PlainModels::oldIrConstants),
  /** All weights in Constant nodes, by each of its attributes. */
  CONSTANT_NODES(PlainModels::constantNodes),
  /** Nothing but operators. */
  NO_INITIALIZERS(PlainModels::noInitializers),
  /** Names that are JSON texts. */
  JSON_NAMES(PlainModels::jsonNames),
  /** Scalars in, within and out. */
  SCALARS(PlainModels::scalars),
  /** An input with a default value, and an operator's optional inputs left out. */
  OPTIONAL_INPUT(PlainModels::optionalInput),
  /** Weights that are outputs themselves. */
  WEIGHT_AS_OUTPUT(PlainModels::weightAsOutput),
  /** Weights that nothing uses. */
  UNUSED_WEIGHT(PlainModels::unusedWeight),
  /** A Resize whose scales are constants, and other constants that are read at load. */
  READ_AT_LOAD(PlainModels::readAtLoad),
  /** Token ids that look up rows. */
  EMBEDDING(PlainModels::embedding),
  /** An input that may be empty, as a decoder's cache is at first. */
  PAST(PlainModels::past),
  /** Strings in, as constants, and out. */
  STRINGS(PlainModels::strings),
  /** A small convolution with batch normalization, which ONNX Runtime fuses. */
  CONVOLUTION(PlainModels::convolution),
  /** Custom metadata, and a function of the model's own. */
  FUNCTION(PlainModels::function),
  FP16(TypeModels::fp16),
  BF16(TypeModels::bf16),
  INT8(TypeModels::int8),
  UINT8(TypeModels::uint8),
  /** int4 weights under DequantizeLinear, opset 21. */
  INT4(TypeModels::int4),
  /** Weights in both branches of an If. */
  IF(BranchModels::branches),
  /** Weights in the body of a Loop. */
  LOOP(BranchModels::loop),
  /** Weights in the body of a Scan. */
  SCAN(BranchModels::scan),
  /** Subgraphs within subgraphs that give the same name to different weights. */
  SHADOWED(BranchModels::shadowed),
  /** A recurrent layer in an If within an If. */
  DEEP(BranchModels::deep);

  private final Supplier<ModelProto> maker;

  TestModel(Supplier<ModelProto> maker) {
    this.maker = maker;
  }

  /** The model as it is stored. */
  public byte[] bytes() {
    return maker.get().toByteArray();
  }

  /** Writes the model into {@code folder} and returns the file. */
  public Path write(Path folder) throws IOException {
    Path file = folder.resolve(name().toLowerCase(Locale.ROOT) + ".onnx");
    return Files.write(file, bytes());
  }
}
