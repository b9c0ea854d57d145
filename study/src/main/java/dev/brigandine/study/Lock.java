package dev.brigandine.study;

import java.util.Random;
import org.ejml.simple.SimpleMatrix;

/**
 * A kind of lock on a linear layer's input, as the thief meets it: the layer's weights times a
 * matrix whose inverse he does not have, and what he makes of them with the base's weights.
 */
interface Lock {
  /**
   * The weights as they are in the captured graph.
   *
   * @param weights [out, in]
   */
  SimpleMatrix apply(SimpleMatrix weights, Random random);

  /**
   * The thief's estimate of the weights.
   *
   * @param locked what {@link #apply} gave
   * @param base the layer's weights in the public base, with rows and columns in the same order
   */
  SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random);
}
