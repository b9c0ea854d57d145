package dev.brigandine.audit.training.query;

import java.util.Optional;
import java.util.Random;

/**
 * Pictures that are mirrored, moved, inverted or mixed before they are asked, so that few yield
 * many. Half of them go as they are.
 */
final class Altered implements Pool.Dealer {
  private final Pool.Dealer dealer;
  private final Form form;
  private final Random random;
  private float[] last;

  Altered(Pool.Dealer dealer, Form form, Random random) {
    this.dealer = dealer;
    this.form = form;
    this.random = random;
  }

  @Override
  public Optional<float[]> deal() {
    return dealer.deal().map(this::altered);
  }

  private float[] altered(float[] row) {
    float[] picture = form.seen(row);
    float[] before = last == null ? picture : last;
    last = picture;
    if (random.nextBoolean()) {
      return row;
    }
    float[] other =
        switch (random.nextInt(4)) {
          case 0 -> Moved.by(picture, form.seen(), true, 0, 0);
          case 1 -> Moved.by(picture, form.seen(), false, shift(1), shift(2));
          case 2 -> inverted(picture);
          default -> mixed(picture, before, 0.3f + 0.4f * random.nextFloat());
        };
    return form.row(other);
  }

  private int shift(int axis) {
    int most = Math.max(1, form.seen()[axis] / 8);
    return random.nextInt(2 * most + 1) - most;
  }

  private static float[] inverted(float[] picture) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : picture) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    float[] inverted = new float[picture.length];
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = low + high - picture[i];
    }
    return inverted;
  }

  private static float[] mixed(float[] one, float[] other, float share) {
    float[] mixed = new float[one.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = share * one[i] + (1 - share) * other[i];
    }
    return mixed;
  }
}
