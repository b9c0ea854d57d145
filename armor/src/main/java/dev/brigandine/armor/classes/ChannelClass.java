package dev.brigandine.armor.classes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The channels of an axis, and of all axes that move with it. A class may turn out to be made of
 * others: of factors, as when an axis is cut in heads and the channels of each, or of segments, as
 * when axes are concatenated. Classes are unified as the terms of a type checker are.
 */
public final class ChannelClass {
  /** How a class is made of others. */
  enum Form {
    LEAF,
    PRODUCT,
    CONCAT
  }

  private final long size;
  private ChannelClass joined;
  private Form form = Form.LEAF;
  private List<ChannelClass> parts = List.of();
  private boolean fixed;

  ChannelClass(long size) {
    this.size = size;
  }

  private ChannelClass(Form form, List<ChannelClass> parts) {
    this.form = form;
    this.parts = List.copyOf(parts);
    long n = form == Form.PRODUCT ? 1 : 0;
    for (ChannelClass part : parts) {
      n = form == Form.PRODUCT ? n * part.size : n + part.size;
    }
    this.size = n;
  }

  /** The one that stands for all it was unified with. */
  public ChannelClass find() {
    ChannelClass found = this;
    while (found.joined != null) {
      found = found.joined;
    }
    if (joined != null) {
      joined = found;
    }
    return found;
  }

  /** Number of channels. */
  public long size() {
    return size;
  }

  /** Whether it is made of others. */
  public boolean isLeaf() {
    return find().form == Form.LEAF;
  }

  /** Whether its parts are factors, the outermost first; otherwise they are segments. */
  public boolean isProduct() {
    return find().form == Form.PRODUCT;
  }

  /** What it is made of, in order. */
  public List<ChannelClass> parts() {
    return find().parts.stream().map(ChannelClass::find).toList();
  }

  /** Whether its channels have to stay in order. Of a class made of others, ask those. */
  public boolean isFixed() {
    return find().fixed;
  }

  /** The leaves it is made of in the end, in order, without those of one channel. */
  public List<ChannelClass> leaves() {
    List<ChannelClass> leaves = new ArrayList<>();
    find().collect(leaves);
    return leaves;
  }

  private void collect(List<ChannelClass> leaves) {
    if (form == Form.LEAF) {
      if (size > 1) {
        leaves.add(this);
      }
    } else {
      parts.forEach(part -> part.find().collect(leaves));
    }
  }

  /** Its channels have to stay in order from now on. */
  void fix() {
    ChannelClass root = find();
    if (!root.fixed) {
      root.fixed = true;
      root.parts.forEach(ChannelClass::fix);
    }
  }

  /** Both are the same from now on; if they cannot be, both are fixed. */
  static void unify(ChannelClass one, ChannelClass other) {
    ChannelClass x = one.find();
    ChannelClass y = other.find();
    if (x == y) {
      return;
    }
    if (x.size != y.size) {
      x.fix();
      y.fix();
      return;
    }
    if (x.form != Form.LEAF && y.form != Form.LEAF) {
      if (!aligned(x, y)) {
        x.fix();
        y.fix();
      }
      x = x.find();
      y = y.find();
      if (x == y) {
        return;
      }
    }
    if (x.form == Form.LEAF) {
      x.joinTo(y);
    } else {
      y.joinTo(x);
    }
  }

  private void joinTo(ChannelClass other) {
    joined = other;
    if (fixed) {
      other.fix();
    }
  }

  /** The two lists of factors make the same channels in the same order. */
  static void unifyProducts(List<ChannelClass> one, List<ChannelClass> other) {
    List<ChannelClass> x = factors(one);
    List<ChannelClass> y = factors(other);
    boolean fit = false;
    if (x.isEmpty() && y.isEmpty()) {
      return;
    }
    if (x.size() == 1 && y.size() == 1) {
      unify(x.get(0), y.get(0));
      return;
    }
    if (x.size() == 1 && !y.isEmpty()) {
      unify(x.get(0), product(y));
      return;
    }
    if (y.size() == 1 && !x.isEmpty()) {
      unify(y.get(0), product(x));
      return;
    }
    if (!x.isEmpty() && !y.isEmpty()) {
      fit = alignedProducts(x, y);
    }
    if (!fit) {
      x.forEach(ChannelClass::fix);
      y.forEach(ChannelClass::fix);
    }
  }

  /** The channels {@code from} to {@code to} as a class; null if they are none of their own. */
  ChannelClass slice(long from, long to) {
    if (from < 0 || to > size || from >= to || !cut(from) || !cut(to)) {
      return null;
    }
    List<ChannelClass> within = new ArrayList<>();
    long at = 0;
    for (ChannelClass segment : segments(find())) {
      if (at >= from && at + segment.size <= to) {
        within.add(segment);
      }
      at += segment.size;
    }
    return concat(within);
  }

  static ChannelClass concat(List<ChannelClass> segments) {
    return segments.size() == 1 ? segments.get(0).find() : new ChannelClass(Form.CONCAT, segments);
  }

  static ChannelClass product(List<ChannelClass> factors) {
    List<ChannelClass> real = factors(factors);
    if (real.isEmpty()) {
      return new ChannelClass(1);
    }
    return real.size() == 1 ? real.get(0) : new ChannelClass(Form.PRODUCT, real);
  }

  private static boolean aligned(ChannelClass x, ChannelClass y) {
    if (x.form == Form.PRODUCT && y.form == Form.PRODUCT) {
      return alignedProducts(factors(List.of(x)), factors(List.of(y)));
    }
    long at = 0;
    for (ChannelClass segment : segments(y)) {
      at += segment.size;
      if (!x.cut(at)) {
        return false;
      }
    }
    at = 0;
    for (ChannelClass segment : segments(x.find())) {
      at += segment.size;
      if (!y.cut(at)) {
        return false;
      }
    }
    List<ChannelClass> xs = segments(x.find());
    List<ChannelClass> ys = segments(y.find());
    if (xs.size() != ys.size()) {
      return false;
    }
    for (int i = 0; i < xs.size(); i++) {
      unify(xs.get(i), ys.get(i));
    }
    return true;
  }

  private static boolean alignedProducts(List<ChannelClass> one, List<ChannelClass> other) {
    Deque<ChannelClass> x = new ArrayDeque<>(one);
    Deque<ChannelClass> y = new ArrayDeque<>(other);
    while (!x.isEmpty() && !y.isEmpty()) {
      ChannelClass a = x.pop().find();
      ChannelClass b = y.pop().find();
      if (a.form == Form.PRODUCT || b.form == Form.PRODUCT) {
        push(x, a);
        push(y, b);
      } else if (a.size == b.size) {
        unify(a, b);
      } else if (a.size > b.size) {
        if (!a.factor(b.size)) {
          return false;
        }
        push(x, a);
        y.push(b);
      } else {
        if (!b.factor(a.size)) {
          return false;
        }
        push(y, b);
        x.push(a);
      }
    }
    return x.isEmpty() && y.isEmpty();
  }

  private static void push(Deque<ChannelClass> stack, ChannelClass factor) {
    List<ChannelClass> all = factors(List.of(factor));
    for (int i = all.size() - 1; i >= 0; i--) {
      stack.push(all.get(i));
    }
  }

  /** Makes a leaf a product whose outer factor has {@code outer} channels. */
  private boolean factor(long outer) {
    if (form != Form.LEAF || outer < 1 || size % outer != 0) {
      return false;
    }
    become(Form.PRODUCT, List.of(new ChannelClass(outer), new ChannelClass(size / outer)));
    return true;
  }

  /** Sees to it that a segment ends at {@code at}. */
  private boolean cut(long at) {
    ChannelClass root = find();
    if (at == 0 || at == size) {
      return true;
    }
    switch (root.form) {
      case LEAF -> {
        root.become(Form.CONCAT, List.of(new ChannelClass(at), new ChannelClass(size - at)));
        return true;
      }
      case CONCAT -> {
        long start = 0;
        for (ChannelClass part : root.parts) {
          if (at >= start && at <= start + part.size) {
            return part.cut(at - start);
          }
          start += part.size;
        }
        return false;
      }
      default -> {
        return root.cutProduct(at);
      }
    }
  }

  private boolean cutProduct(long at) {
    List<ChannelClass> factors = factors(List.of(this));
    List<ChannelClass> inner = factors.subList(1, factors.size());
    ChannelClass outer = factors.get(0);
    long step = size / outer.size;
    if (at % step != 0 || !outer.cut(at / step)) {
      return false;
    }
    List<ChannelClass> segments = new ArrayList<>();
    for (ChannelClass segment : segments(outer.find())) {
      List<ChannelClass> product = new ArrayList<>(List.of(segment));
      product.addAll(inner);
      segments.add(product(product));
    }
    form = Form.CONCAT;
    parts = List.copyOf(segments);
    return true;
  }

  private void become(Form newForm, List<ChannelClass> newParts) {
    form = newForm;
    parts = newParts;
    if (fixed) {
      newParts.forEach(ChannelClass::fix);
    }
  }

  private static List<ChannelClass> factors(List<ChannelClass> of) {
    List<ChannelClass> factors = new ArrayList<>();
    for (ChannelClass each : of) {
      ChannelClass root = each.find();
      if (root.form == Form.PRODUCT) {
        factors.addAll(factors(root.parts));
      } else if (root.size != 1) {
        factors.add(root);
      }
    }
    return factors;
  }

  private static List<ChannelClass> segments(ChannelClass of) {
    ChannelClass root = of.find();
    if (root.form != Form.CONCAT) {
      return List.of(root);
    }
    List<ChannelClass> segments = new ArrayList<>();
    root.parts.forEach(part -> segments.addAll(segments(part)));
    return segments;
  }
}
