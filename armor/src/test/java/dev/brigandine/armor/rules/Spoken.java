package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Relations;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which axes of an operator its rule forgets, which a walk would then fix. */
final class Spoken {
  private Spoken() {}

  /** Those of more than one channel that are not spoken of. */
  static List<Axis> forgotten(Rule rule, Operation op) {
    Set<Axis> spoken = new HashSet<>();
    Relations relations =
        (Relations)
            Proxy.newProxyInstance(
                Relations.class.getClassLoader(),
                new Class<?>[] {Relations.class},
                (proxy, method, arguments) -> {
                  if (!method.getName().equals("adds")) {
                    for (Object argument : arguments) {
                      collect(argument, spoken);
                    }
                  }
                  return null;
                });
    rule.relate(op, relations);
    List<Axis> forgotten = new ArrayList<>();
    for (List<String> values : List.of(op.inputs(), op.outputs())) {
      for (String value : values) {
        if (op.shapes().knows(value)) {
          op.axes(value).stream()
              .filter(axis -> op.size(axis) > 1 && !spoken.contains(axis))
              .filter(axis -> !isParameter(op, axis.value()))
              .forEach(forgotten::add);
        }
      }
    }
    return forgotten;
  }

  /** Sizes, places and factors of sizes, which are left to the walk. */
  private static boolean isParameter(Operation op, String value) {
    boolean resizes = op.node().is("Resize") || op.node().is("Upsample");
    boolean whole = op.shapes().elementType(value) == 7;
    return (whole || resizes) && op.rank(value) == 1 && op.inputs().indexOf(value) > 0;
  }

  private static void collect(Object argument, Set<Axis> spoken) {
    if (argument instanceof Axis axis) {
      spoken.add(axis);
    } else if (argument instanceof Collection<?> several) {
      several.forEach(each -> collect(each, spoken));
    }
  }
}
