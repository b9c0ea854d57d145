package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Shapes;
import java.util.List;
import java.util.Set;

/**
 * What is known of a model before the rules are applied.
 *
 * @param shapes of its values
 * @param moving axes whose size is another one on other inputs
 * @param rigid constants that may be reordered, but not computed with
 * @param care how far to go
 */
public record Facts(Shapes shapes, List<Axis> moving, Set<String> rigid, Care care) {
  /** Copies the collections. */
  public Facts {
    moving = List.copyOf(moving);
    rigid = Set.copyOf(rigid);
  }
}
