package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.ChannelClass;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Occurrence;
import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.armor.engine.Observer;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What the rules say of a small model, in words. */
public final class Look {
  private final Analysis analysis;

  private Look(Analysis analysis) {
    this.analysis = analysis;
  }

  /** Of floats, as far as it goes. */
  public static Look at(Sketch sketch, Axis... moving) throws OnnxException {
    return at(sketch, facts(sketch, false, moving));
  }

  /** Of a model whose answers must stay the same to the bit. */
  public static Look exactly(Sketch sketch) throws OnnxException {
    return at(sketch, facts(sketch, true));
  }

  public static Look at(Sketch sketch, Facts facts) {
    return new Look(Analysis.of(sketch.model(), facts));
  }

  /** What is known of it, from a run. */
  public static Facts facts(Sketch sketch, boolean exact, Axis... moving) throws OnnxException {
    ModelGraph model = sketch.model();
    Shapes shapes = new Shapes();
    Observer.observe(model, sketch.draw(1))
        .forEach((name, seen) -> shapes.put(name, seen.elementType(), seen.shape()));
    model
        .graph()
        .forEachGraph(
            graph ->
                graph
                    .constants()
                    .forEach(
                        (name, constant) ->
                            shapes.put(
                                name,
                                constant.elementType(),
                                constant.shape().stream().mapToLong(n -> n).toArray())));
    return new Facts(shapes, Arrays.asList(moving), Set.of(), exact ? Care.EXACT : Care.MIXING);
  }

  public Analysis analysis() {
    return analysis;
  }

  /**
   * An axis: {@code 12 permute mix}; of a product {@code 4 permute x 8 mix}; of segments {@code 4
   * permute + 8 still}. {@code absorb} if the weight takes up what is done on both of its sides.
   */
  public String says(String value, int index) {
    Axis axis = new Axis(value, index);
    List<Occurrence> occurrences = analysis.gauges().of(axis);
    return says(analysis.classes().of(axis), new ArrayList<>(occurrences));
  }

  /** By a place as {@code w/1}. */
  public String says(String place) {
    int slash = place.lastIndexOf('/');
    return says(place.substring(0, slash), Integer.parseInt(place.substring(slash + 1)));
  }

  private String says(ChannelClass of, List<Occurrence> left) {
    if (!of.isLeaf()) {
      List<String> parts = new ArrayList<>();
      for (ChannelClass part : of.parts()) {
        String said = says(part, left);
        parts.add(part.isLeaf() ? said : "(" + said + ")");
      }
      return String.join(of.isProduct() ? " x " : " + ", parts);
    }
    if (of.size() <= 1) {
      return Long.toString(of.size());
    }
    Occurrence occurrence = left.remove(0);
    Level level = analysis.gauges().of(occurrence).gauge().level();
    boolean absorbs =
        analysis.gauges().factors(occurrence).stream()
            .anyMatch(f -> analysis.gauges().of(f.of()).gauge().level() != Level.NONE);
    StringBuilder said = new StringBuilder(Long.toString(of.size()));
    if (!of.isFixed()) {
      said.append(" permute");
    }
    switch (level) {
      case MIX -> said.append(" mix");
      case SIGNED -> said.append(" signed");
      case POSITIVE -> said.append(" rescale");
      default -> said.append(absorbs ? " absorb" : "");
    }
    return said.indexOf(" ") < 0 ? said + " still" : said.toString();
  }
}
