package dev.brigandine.audit.training.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
  private static final long SEED = 4;
  private final Random random = new Random(SEED);

  @Test
  void asManyAnswersAsUnknownsSolveALayer() {
    List<float[]> questions = noise(31, 30);
    float[][] weights = noise(5, 31).toArray(float[][]::new);
    LeastSquares solved = LeastSquares.fit(questions, answers(weights, questions));
    List<float[]> others = noise(20, 30);
    List<float[]> wanted = answers(weights, others);
    for (int i = 0; i < others.size(); i++) {
      assertThat(solved.apply(others.get(i)))
          .as("seed " + SEED)
          .containsExactly(wanted.get(i), Offset.offset(1e-2f));
    }
  }

  @Test
  void tooFewAnswersDoNot() {
    List<float[]> questions = noise(15, 30);
    float[][] weights = noise(5, 31).toArray(float[][]::new);
    LeastSquares solved = LeastSquares.fit(questions, answers(weights, questions));
    float[] other = noise(1, 30).get(0);
    float[] wanted = answers(weights, List.of(other)).get(0);
    assertThat(Math.abs(solved.apply(other)[0] - wanted[0])).as("seed " + SEED).isGreaterThan(0.1f);
  }

  @Test
  void theRankIsTheWidthOfTheLayerBefore() {
    float[][] last = noise(40, 13).toArray(float[][]::new);
    assertThat(LeastSquares.rank(answers(last, noise(100, 12)))).isEqualTo(13);
    assertThat(LeastSquares.rank(noise(100, 12))).isEqualTo(12);
  }

  /** Weights, the last of each row an offset. */
  private static List<float[]> answers(float[][] weights, List<float[]> questions) {
    List<float[]> answers = new ArrayList<>();
    for (float[] question : questions) {
      float[] answer = new float[weights.length];
      for (int i = 0; i < answer.length; i++) {
        answer[i] = weights[i][question.length];
        for (int j = 0; j < question.length; j++) {
          answer[i] += weights[i][j] * question[j];
        }
      }
      answers.add(answer);
    }
    return answers;
  }

  private List<float[]> noise(int count, int width) {
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] row = new float[width];
      for (int j = 0; j < width; j++) {
        row[j] = (float) random.nextGaussian();
      }
      rows.add(row);
    }
    return rows;
  }
}
