package dev.brigandine.audit.training.query;

import java.util.Random;

/**
 * Pictures of nothing, for a thief without any: simple random processes that share some statistics
 * with photographs. Values are 0 to 1, channels first.
 *
 * <p>Source of the idea: Baradad et al., Learning to See by Looking at Noise, NeurIPS 2021. A thief
 * with photographs by the million does better than with these, if anything.
 */
enum Pictures {
  /** Discs and boxes of all sizes, one over the other. */
  LEAVES("dead leaves") {
    @Override
    void draw(Canvas canvas, Random random) {
      canvas.fill(colour(canvas, random));
      int count = 5 + random.nextInt(40);
      for (int i = 0; i < count; i++) {
        double size = 0.04 + 0.3 * Math.pow(random.nextDouble(), 3);
        canvas.patch(
            random.nextDouble(),
            random.nextDouble(),
            size,
            size * (0.3 + 0.7 * random.nextDouble()),
            random.nextDouble() * Math.PI,
            random.nextBoolean() ? 2 : 12,
            colour(canvas, random));
      }
    }
  },

  /** Waves of all lengths, the long ones strongest, as in photographs. */
  WAVES("noise with the spectrum of photographs") {
    @Override
    void draw(Canvas canvas, Random random) {
      double fall = 0.3 + 1.7 * random.nextDouble();
      canvas.fill(colour(canvas, random));
      for (int i = 0; i < 24; i++) {
        double frequency = 0.5 * Math.pow(2, 4.5 * random.nextDouble());
        double angle = random.nextDouble() * Math.PI;
        double strength = 0.35 * Math.pow(frequency, -fall);
        canvas.wave(
            frequency * Math.cos(angle),
            frequency * Math.sin(angle),
            random.nextDouble() * 2 * Math.PI,
            strength,
            random);
      }
    }
  },

  /** Some bent lines on a plain ground. */
  STROKES("strokes") {
    @Override
    void draw(Canvas canvas, Random random) {
      boolean dark = random.nextInt(4) > 0;
      canvas.fill(dark ? new float[canvas.channels()] : colour(canvas, random));
      int lines = 1 + random.nextInt(3);
      for (int line = 0; line < lines; line++) {
        double thick = 0.03 + 0.05 * random.nextDouble();
        float[] ink = dark ? bright(canvas, random) : colour(canvas, random);
        double x = 0.2 + 0.6 * random.nextDouble();
        double y = 0.2 + 0.6 * random.nextDouble();
        double heading = random.nextDouble() * 2 * Math.PI;
        double bend = 0.35 * random.nextGaussian();
        int steps = 6 + random.nextInt(18);
        for (int i = 0; i < steps; i++) {
          canvas.patch(x, y, thick, thick, 0, 2, ink);
          x += 0.045 * Math.cos(heading);
          y += 0.045 * Math.sin(heading);
          heading += bend;
        }
      }
    }
  },

  /** One thing in the middle, of a few pieces, alike to the left and to the right or not. */
  THINGS("a thing in the middle") {
    @Override
    void draw(Canvas canvas, Random random) {
      canvas.fill(random.nextInt(4) > 0 ? new float[canvas.channels()] : colour(canvas, random));
      boolean mirrored = random.nextBoolean();
      int pieces = 1 + random.nextInt(5);
      for (int i = 0; i < pieces; i++) {
        float[] colour = bright(canvas, random);
        double x = 0.5 + 0.12 * random.nextGaussian();
        double y = 0.5 + 0.15 * random.nextGaussian();
        double wide = 0.05 + 0.3 * random.nextDouble();
        double high = 0.05 + 0.4 * random.nextDouble();
        double angle = 0.4 * random.nextGaussian();
        int edge = random.nextBoolean() ? 2 : 8;
        canvas.patch(x, y, wide, high, angle, edge, colour);
        if (mirrored) {
          canvas.patch(1 - x, y, wide, high, -angle, edge, colour);
        }
      }
      canvas.wave(
          6 * random.nextGaussian(),
          6 * random.nextGaussian(),
          0,
          0.15 * random.nextDouble(),
          random);
    }
  };

  private final String words;

  Pictures(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  abstract void draw(Canvas canvas, Random random);

  /** A picture of this kind. */
  float[] picture(int[] seen, Random random) {
    Canvas canvas = new Canvas(seen[0], seen[1], seen[2]);
    draw(canvas, random);
    return canvas.values();
  }

  private static float[] colour(Canvas canvas, Random random) {
    float[] colour = new float[canvas.channels()];
    for (int c = 0; c < colour.length; c++) {
      colour[c] = random.nextFloat();
    }
    return colour;
  }

  private static float[] bright(Canvas canvas, Random random) {
    float[] colour = new float[canvas.channels()];
    for (int c = 0; c < colour.length; c++) {
      colour[c] = 0.3f + 0.7f * random.nextFloat();
    }
    return colour;
  }
}
