package dev.brigandine.vault.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.brigandine.vault.grpc.wire.ModelInferRequest;
import inference.GrpcPredictV2;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Our file says what the published one says, by the copy that another project compiled. */
class PublishedProtocolTest {
  @Test
  void namesTypesAndNumbersAreThePublished() {
    FileDescriptor ours = ModelInferRequest.getDescriptor().getFile();
    FileDescriptor published = GrpcPredictV2.getDescriptor();
    assertThat(ours.getPackage()).isEqualTo(published.getPackage());
    TreeMap<String, String> expected = facts(published.getMessageTypes());
    TreeMap<String, String> found = facts(ours.getMessageTypes());
    assertThat(expected).containsKey("inference.ModelInferRequest.raw_input_contents");
    assertThat(found).containsAllEntriesOf(expected);
    // Numbers that were given after that copy was made, by the specification's file.
    found.keySet().removeAll(expected.keySet());
    assertThat(found.keySet())
        .isSubsetOf(
            "inference.InferParameter.double_param", "inference.InferParameter.uint64_param");
    List<MethodDescriptor> methods =
        published.findServiceByName("GRPCInferenceService").getMethods();
    assertThat(ours.findServiceByName("GRPCInferenceService").getMethods())
        .extracting(PublishedProtocolTest::signature)
        .containsExactlyInAnyOrderElementsOf(
            methods.stream().map(PublishedProtocolTest::signature).toList());
  }

  private static TreeMap<String, String> facts(List<Descriptor> messages) {
    TreeMap<String, String> facts = new TreeMap<>();
    for (Descriptor message : messages) {
      facts.put(message.getFullName(), "message");
      for (FieldDescriptor field : message.getFields()) {
        String type =
            field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? field.getMessageType().getFullName()
                : field.getType().toString();
        facts.put(
            field.getFullName(),
            field.getNumber() + " " + type + " " + field.isRepeated() + " " + field.isPacked());
      }
      facts.putAll(facts(message.getNestedTypes()));
    }
    return facts;
  }

  private static String signature(MethodDescriptor method) {
    return method.getFullName()
        + " "
        + method.getInputType().getFullName()
        + " "
        + method.getOutputType().getFullName()
        + " "
        + method.isClientStreaming()
        + method.isServerStreaming();
  }
}
