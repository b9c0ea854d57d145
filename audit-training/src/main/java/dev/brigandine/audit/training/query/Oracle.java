package dev.brigandine.audit.training.query;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The victim as a thief sees it: questions in, answers out, each counted before it is asked. */
final class Oracle {
  private static final int AT_ONCE = 64;
  private static final int FLOAT = 1;
  private static final int DOUBLE = 11;

  private final Answering victim;
  private final Form form;
  private final String output;
  private final QueryBudget budget;

  Oracle(Answering victim, Form form, String output, QueryBudget budget) {
    this.victim = victim;
    this.form = form;
    this.output = output;
    this.budget = budget;
  }

  QueryBudget budget() {
    return budget;
  }

  Form form() {
    return form;
  }

  /**
   * The answers, one row a question, as the victim gives them.
   *
   * @throws IllegalStateException if the budget does not cover them all; none is asked then
   */
  List<float[]> ask(List<float[]> questions) throws Exception {
    budget.spend(questions.size());
    List<float[]> answers = new ArrayList<>(questions.size());
    int from = 0;
    while (from < questions.size()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int to = from + 1;
      while (to < questions.size()
          && to - from < AT_ONCE
          && form.together(questions.get(from), questions.get(to))) {
        to++;
      }
      List<float[]> run = questions.subList(from, to);
      answers.addAll(rows(victim.answer(form.run(run)).get(output), run));
      from = to;
    }
    return answers;
  }

  /** Of answers for each place of a sequence the mean, as embeddings are pooled. */
  private List<float[]> rows(Tensor tensor, List<float[]> asked) {
    boolean floats =
        tensor != null && (tensor.elementType() == FLOAT || tensor.elementType() == DOUBLE);
    if (!floats || tensor.count() == 0 || tensor.count() % asked.size() != 0) {
      throw new IllegalStateException(
          "the victim's answer " + output + " is not a row of floats for each question");
    }
    long[] shape = tensor.shape();
    boolean sequences = shape.length == 3 && shape[0] == asked.size();
    ByteBuffer data = tensor.data();
    int width = (int) (tensor.count() / asked.size());
    List<float[]> rows = new ArrayList<>();
    for (float[] question : asked) {
      float[] row = new float[width];
      for (int j = 0; j < width; j++) {
        row[j] = tensor.elementType() == FLOAT ? data.getFloat() : (float) data.getDouble();
      }
      rows.add(sequences ? mean(row, form.counts(question, (int) shape[1])) : row);
    }
    return rows;
  }

  private static float[] mean(float[] row, boolean[] counts) {
    float[] mean = new float[row.length / counts.length];
    int places = 0;
    for (int place = 0; place < counts.length; place++) {
      if (counts[place]) {
        places++;
        for (int i = 0; i < mean.length; i++) {
          mean[i] += row[place * mean.length + i];
        }
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= Math.max(1, places);
    }
    return mean;
  }
}
