package dev.brigandine.audit.recover;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.ChannelClass;
import dev.brigandine.armor.classes.Gauge;
import dev.brigandine.armor.classes.Gauges;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Occurrence;
import dev.brigandine.armor.rules.Analysis;
import dev.brigandine.onnx.graph.Constant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All weights of both models, and what is unknown between them. */
final class Puzzle {
  /** How wide matrices are that a rewrite draws where nothing stands between two weights. */
  private static final int DRAWN = 64;

  private final Analysis analysis;
  private final Map<ChannelClass, Leaf> leaves = new LinkedHashMap<>();
  private final Map<Gauge, Gain> gains = new LinkedHashMap<>();
  private final List<Block> blocks = new ArrayList<>();

  Puzzle(Analysis analysis) {
    this.analysis = analysis;
  }

  List<Leaf> leaves() {
    return List.copyOf(leaves.values());
  }

  List<Gain> gains() {
    return List.copyOf(gains.values());
  }

  List<Block> blocks() {
    return blocks;
  }

  /** Takes in a pair of weights of the same shape. */
  void add(String captured, String base, Constant ours, Constant theirs) throws IOException {
    float[] mine = Numbers.of(ours);
    float[] known = Numbers.of(theirs);
    int rank = ours.shape().size();
    int stride = 1;
    List<Part> parts = List.of(new Part(0, List.of()));
    for (int i = rank - 1; i >= 0; i--) {
      Axis axis = new Axis(captured, i);
      List<Part> longer = new ArrayList<>();
      for (Spans.Span span : Spans.of(analysis.classes().of(axis))) {
        List<Dim> dims = new ArrayList<>();
        for (Spans.Factor factor : span.factors()) {
          dims.add(dim(axis, factor, stride));
        }
        for (Part part : parts) {
          List<Dim> all = new ArrayList<>(dims);
          all.addAll(part.dims);
          longer.add(new Part(part.offset + span.offset() * stride, all));
        }
      }
      parts = longer;
      stride *= (int) (long) ours.shape().get(i);
    }
    for (Part part : parts) {
      add(base, part, known, mine);
    }
  }

  private record Part(int offset, List<Dim> dims) {}

  private void add(String name, Part part, float[] known, float[] mine) {
    Dim[] dims = part.dims.toArray(new Dim[0]);
    int[] places = places(part.offset, dims);
    boolean whole = places.length == known.length && isPlain(places);
    Block block =
        new Block(
            name,
            part.offset,
            dims,
            whole ? known : picked(known, places),
            whole ? mine : picked(mine, places));
    blocks.add(block);
    for (int i = 0; i < dims.length; i++) {
      Place place = new Place(block, i);
      dims[i].leaf().places().add(place);
      dims[i].terms().forEach(term -> term.gain().places().add(place));
    }
  }

  /** Where each element of a block lies in the whole tensor. */
  static int[] places(int offset, Dim[] dims) {
    int[] places = {offset};
    for (Dim dim : dims) {
      int[] more = new int[places.length * dim.size()];
      for (int i = 0; i < places.length; i++) {
        for (int j = 0; j < dim.size(); j++) {
          more[i * dim.size() + j] = places[i] + j * dim.stride();
        }
      }
      places = more;
    }
    return places;
  }

  private static boolean isPlain(int[] places) {
    for (int i = 0; i < places.length; i++) {
      if (places[i] != i) {
        return false;
      }
    }
    return true;
  }

  private static float[] picked(float[] from, int[] places) {
    float[] picked = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      picked[i] = from[places[i]];
    }
    return picked;
  }

  private Dim dim(Axis axis, Spans.Factor factor, int stride) {
    ChannelClass channels = analysis.classes().of(axis).leaves().get(factor.leaf()).find();
    Occurrence occurrence = new Occurrence(axis, factor.leaf());
    List<Dim.Term> terms = new ArrayList<>();
    term(analysis.gauges().of(occurrence), false, terms);
    for (Gauges.Factor more : analysis.gauges().factors(occurrence)) {
      term(analysis.gauges().of(more.of()), more.inverse(), terms);
    }
    return new Dim(leaf(channels), factor.stride() * stride, terms);
  }

  private void term(Gauge.Share share, boolean inverse, List<Dim.Term> terms) {
    if (share.gauge().level() != Level.NONE) {
      terms.add(new Dim.Term(gain(share.gauge()), share.inverse() ^ inverse));
    }
  }

  /** What is known of a class's order. */
  Leaf leaf(ChannelClass channels) {
    return leaves.computeIfAbsent(channels.find(), c -> new Leaf((int) c.size(), c.isFixed()));
  }

  /** What is known of a gauge. */
  Gain gain(Gauge gauge) {
    return gains.computeIfAbsent(
        gauge,
        g -> {
          Gain gain = new Gain(g.level());
          if (g.level() == Level.MIX) {
            drawn((int) g.size(), gain);
          }
          return gain;
        });
  }

  /** As a rewrite draws it; see armor's symmetries. */
  private static void drawn(int size, Gain gain) {
    int block = size;
    for (int b = 2; block > DRAWN && b <= size; b++) {
      if (size % b == 0 && size / b <= DRAWN && size / b > 1) {
        block = size / b;
      }
    }
    if (block <= 2 * DRAWN) {
      gain.forms().add(new Form.Groups(size / block, block));
    }
  }
}
