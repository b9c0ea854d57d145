package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Messages with the data of every tensor within them, at whatever depth, in them. */
final class Whole {
  private final Tensors tensors;
  private final HeapBudget budget = HeapBudget.half();

  Whole(Tensors tensors) {
    this.tensors = tensors;
  }

  /** The message, or one like it. */
  @SuppressWarnings("unchecked")
  <M extends Message> M of(M message) throws IOException {
    if (message instanceof TensorProto tensor) {
      return (M) tensors.inlined(tensor, budget);
    }
    Message.Builder whole = message.toBuilder();
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (field.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (!field.getKey().isRepeated()) {
        whole.setField(field.getKey(), of((Message) field.getValue()));
        continue;
      }
      List<?> values = (List<?>) field.getValue();
      for (int i = 0; i < values.size(); i++) {
        whole.setRepeatedField(field.getKey(), i, of((Message) values.get(i)));
      }
    }
    return (M) whole.build();
  }
}
