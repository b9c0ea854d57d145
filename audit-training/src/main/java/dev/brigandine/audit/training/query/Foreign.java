package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Samples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Questions of another distribution than the victim's, for a thief who has none of its kind. The
 * owner may give some. The others are made up, and take of his pool the range of values, and the
 * vocabulary, alone.
 */
public final class Foreign {
  private static final int SOME = 100;

  private Foreign() {}

  /**
   * Half of what there is to ask is what the owner gave, and half made up, since neither alone
   * serves against all victims: photographs say little to some, and made-up pictures to others.
   *
   * @param own some inputs of the victim's kind
   * @param given inputs of other kinds; may be none
   */
  public static List<Pool> pools(Form form, List<float[]> own, Samples given) {
    List<Pool> pools = new ArrayList<>(pools(form, own));
    int parts = given.count() == 0 ? 0 : pools.size();
    for (int part = 0; part < parts; part++) {
      int first = part;
      int[] its = IntStream.range(0, given.count()).filter(i -> i % parts == first).toArray();
      pools.add(Pool.of("given, part " + (part + 1), form, given.only(its)));
    }
    return pools;
  }

  /** Pools for inputs of a form. */
  public static List<Pool> pools(Form form, List<float[]> own) {
    return switch (form.kind()) {
      case IMAGES -> pictures(form, Range.of(own));
      case TOKENS -> List.of(words(form, own));
      case VECTORS -> List.of(columns(own), normal(own));
    };
  }

  /** Between what values the first inputs of the victim's kind lie. */
  static Range range(Form form, Samples own) {
    int[] some = new int[Math.min(SOME, own.count())];
    for (int i = 0; i < some.length; i++) {
      some[i] = i;
    }
    return Range.of(form.rows(own.only(some)));
  }

  /** Made-up pictures. */
  static List<Pool> pictures(Form form, Range range) {
    List<Pool> pools = new ArrayList<>();
    for (Pictures kind : Pictures.values()) {
      pools.add(
          Pool.endless(
              kind.words(), random -> form.row(range.stretch(kind.picture(form.seen(), random)))));
    }
    return pools;
  }

  /** Random words in sentences of the usual lengths (Krishna et al., Thieves on Sesame Street). */
  private static Pool words(Form form, List<float[]> own) {
    Set<Integer> found = new HashSet<>();
    for (float[] row : own) {
      for (int token : form.tokens(row)) {
        found.add(token);
      }
    }
    List<Integer> vocabulary = found.stream().sorted().toList();
    return Pool.endless(
        "random words",
        random -> {
          float[] like = own.get(random.nextInt(own.size()));
          int[] tokens = form.tokens(like);
          for (int i = 1; i < tokens.length - 1; i++) {
            tokens[i] = vocabulary.get(random.nextInt(vocabulary.size()));
          }
          return form.with(like, tokens);
        });
  }

  /** Each element as it is in some sample. */
  private static Pool columns(List<float[]> own) {
    return Pool.endless(
        "elements of the pool, mixed",
        random -> {
          float[] row = new float[own.get(0).length];
          for (int i = 0; i < row.length; i++) {
            row[i] = own.get(random.nextInt(own.size()))[i];
          }
          return row;
        });
  }

  private static Pool normal(List<float[]> own) {
    int length = own.get(0).length;
    double[] mean = new double[length];
    double[] square = new double[length];
    for (float[] row : own) {
      for (int i = 0; i < length; i++) {
        mean[i] += row[i] / own.size();
        square[i] += (double) row[i] * row[i] / own.size();
      }
    }
    return Pool.endless("normal noise", random -> noise(mean, square, random));
  }

  private static float[] noise(double[] mean, double[] square, Random random) {
    float[] row = new float[mean.length];
    for (int i = 0; i < row.length; i++) {
      double deviation = Math.sqrt(Math.max(0, square[i] - mean[i] * mean[i]));
      row[i] = (float) (mean[i] + deviation * random.nextGaussian());
    }
    return row;
  }
}
