package dev.brigandine.armor.symmetry;

/** Multiplies each channel by a factor of its own. */
public record Diagonal(double[] factors) implements ChannelMap {
  @Override
  public void apply(double[] x, int width) {
    for (int i = 0; i < factors.length; i++) {
      for (int j = i * width; j < (i + 1) * width; j++) {
        x[j] *= factors[i];
      }
    }
  }

  @Override
  public ChannelMap inverse() {
    double[] inverse = new double[factors.length];
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / factors[i];
    }
    return new Diagonal(inverse);
  }

  @Override
  public ChannelMap dual() {
    return inverse();
  }
}
