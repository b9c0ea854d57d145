package dev.brigandine.audit.training.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Samples;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormTest {
  private static final Samples SENTENCES =
      Samples.batched(
          2,
          i ->
              i == 0
                  ? sentence(new long[] {101, 30_521, 102, 0}, new long[] {1, 1, 1, 0})
                  : sentence(new long[] {101, 7, 8, 102}, new long[] {1, 1, 1, 1}),
          null);

  @Test
  void rowsBecomeTheRunThatTheyCameFrom() {
    Form form = Form.of(SENTENCES).orElseThrow();
    assertThat(form.kind()).isEqualTo(Form.Kind.TOKENS);
    List<SampleTensor> batch = SENTENCES.batch(0, 1);
    for (List<SampleTensor> run :
        List.of(form.run(form.split(batch)), form.run(form.rows(SENTENCES)))) {
      assertThat(run).hasSameSizeAs(batch);
      for (int i = 0; i < batch.size(); i++) {
        assertThat(run.get(i).name()).isEqualTo(batch.get(i).name());
        assertThat(run.get(i).type()).isEqualTo(batch.get(i).type());
        assertThat(run.get(i).shape()).isEqualTo(batch.get(i).shape());
        assertThat(run.get(i).data()).isEqualTo(batch.get(i).data());
      }
    }
  }

  @Test
  void onlyWhatTheMaskLetsThroughIsRead() {
    Form form = Form.of(SENTENCES).orElseThrow();
    float[] row = form.row(SENTENCES.item(0));
    assertThat(form.tokens(row)).containsExactly(101, 30_521, 102);
    float[] other = form.with(row, new int[] {1, 2, 3});
    assertThat(other).containsExactly(1, 2, 3, 0, 1, 1, 1, 0);
    row[3] = 99;
    assertThat(form.seen(row)).isEqualTo(form.seen(form.row(SENTENCES.item(0))));
    assertThat(form.counts(row, 4)).containsExactly(true, true, true, false);
  }

  @Test
  void channelsLastAreSeenFirst() {
    float[] values = new float[3 * 8 * 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Form form = images(values, 1, 8, 8, 3);
    assertThat(form.seen()).containsExactly(3, 8, 8);
    float[] seen = form.seen(values);
    assertThat(seen[0]).isEqualTo(0);
    assertThat(seen[1]).isEqualTo(3);
    assertThat(seen[64]).isEqualTo(1);
    assertThat(form.row(seen)).isEqualTo(values);
    assertThat(images(values, 1, 3, 8, 8).seen(values)).isEqualTo(values);
  }

  @Test
  void otherInputsHaveNoForm() {
    SampleTensor words =
        new SampleTensor("x", "string", new long[] {1}, ByteBuffer.allocate(0), List.of("a"));
    assertThat(Form.of(Samples.single(1, i -> List.of(words), null))).isEmpty();
    assertThat(Form.of(Samples.single(0, i -> List.of(), null))).isEmpty();
    SampleTensor floats = tensor("y", "float32", new long[] {1, 3}, 12);
    SampleTensor ids = tensor("z", "int64", new long[] {1, 3}, 24);
    assertThat(Form.of(Samples.single(1, i -> List.of(floats, ids), null))).isEmpty();
    assertThat(Form.of(Samples.single(1, i -> List.of(floats, floats), null)).orElseThrow().seen())
        .containsExactly(6);
  }

  private static Form images(float[] values, long... shape) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    SampleTensor image = new SampleTensor("x", "float32", shape, data, List.of());
    return Form.of(Samples.batched(1, i -> List.of(image), null)).orElseThrow();
  }

  private static SampleTensor tensor(String name, String type, long[] shape, int bytes) {
    return new SampleTensor(name, type, shape, ByteBuffer.allocate(bytes), List.of());
  }

  private static List<SampleTensor> sentence(long[] ids, long[] mask) {
    return List.of(integers("input_ids", ids), integers("attention_mask", mask));
  }

  private static SampleTensor integers(String name, long[] values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(data::putLong);
    return new SampleTensor(name, "int64", new long[] {1, values.length}, data.flip(), List.of());
  }
}
