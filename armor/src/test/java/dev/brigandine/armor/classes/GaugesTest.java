package dev.brigandine.armor.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GaugesTest {
  private static final Axis A = new Axis("a", 0);
  private static final Axis B = new Axis("b", 0);
  private static final Axis C = new Axis("c", 0);

  private final Shapes shapes = new Shapes();

  private Gauges relate(Set<String> weights, Consumer<Relations> said) {
    return relate(Level.MIX, weights, said);
  }

  private Gauges relate(Level most, Set<String> weights, Consumer<Relations> said) {
    Classes classes = new Classes(shapes, false);
    said.accept(classes);
    Gauges gauges = new Gauges(shapes, classes, most, weights::contains);
    said.accept(gauges);
    return gauges;
  }

  private static Gauge.Share of(Gauges gauges, Axis axis) {
    return gauges.of(new Occurrence(axis, 0));
  }

  private void three(long size) {
    for (String name : List.of("a", "b", "c")) {
      shapes.put(name, 1, size);
    }
  }

  @Test
  void tiesShareAndLimit() {
    three(8);
    Gauges gauges =
        relate(
            Set.of(),
            r -> {
              r.tie(A, B, Level.SIGNED);
              r.tie(B, C, Level.MIX);
            });
    assertThat(of(gauges, A)).isEqualTo(of(gauges, B)).isEqualTo(of(gauges, C));
    assertThat(of(gauges, C).gauge().level()).isEqualTo(Level.SIGNED);
    assertThat(of(gauges, C).gauge().size()).isEqualTo(8);
  }

  @Test
  void aTieOfNothingSharesNothing() {
    three(8);
    Gauges gauges = relate(Set.of(), r -> r.tie(A, B, Level.NONE));
    assertThat(of(gauges, A).gauge()).isNotSameAs(of(gauges, B).gauge());
    assertThat(of(gauges, A).gauge().level()).isEqualTo(Level.NONE);
    assertThat(of(gauges, B).gauge().level()).isEqualTo(Level.NONE);
  }

  @Test
  void dualsAreInverse() {
    three(8);
    Gauges gauges =
        relate(
            Set.of(),
            r -> {
              r.dual(A, B);
              r.dual(B, C);
            });
    assertThat(of(gauges, A).gauge()).isSameAs(of(gauges, B).gauge());
    assertThat(of(gauges, A).inverse()).isNotEqualTo(of(gauges, B).inverse());
    assertThat(of(gauges, A)).isEqualTo(of(gauges, C));
    assertThat(of(gauges, A).gauge().level()).isEqualTo(Level.MIX);
  }

  @Test
  void whatWouldBeItsOwnInverseIsNothing() {
    three(8);
    Gauges gauges =
        relate(
            Set.of(),
            r -> {
              r.dual(A, B);
              r.tie(A, B, Level.MIX);
            });
    assertThat(of(gauges, A).gauge().level()).isEqualTo(Level.NONE);
    Gauges round =
        relate(
            Set.of(),
            r -> {
              r.dual(A, B);
              r.tie(B, C, Level.MIX);
              r.dual(C, A);
            });
    assertThat(of(round, A).gauge().level()).isEqualTo(Level.MIX);
  }

  @Test
  void aLimitReachesAllThatShare() {
    three(8);
    Gauges gauges =
        relate(
            Set.of(),
            r -> {
              r.dual(A, B);
              r.tie(B, C, Level.MIX);
              r.limit(A, Level.POSITIVE);
            });
    assertThat(of(gauges, C).gauge().level()).isEqualTo(Level.POSITIVE);
    Gauges fixed =
        relate(
            Set.of(),
            r -> {
              r.tie(A, B, Level.MIX);
              r.fix(B);
              r.align(B, C);
            });
    assertThat(of(fixed, A).gauge().level()).isEqualTo(Level.NONE);
    assertThat(of(fixed, C).gauge().level()).isEqualTo(Level.MIX);
  }

  @Test
  void typesBearAsMuchAsTheirWidthAllows() {
    shapes.put("a", 1, 8);
    shapes.put("b", 10, 8);
    shapes.put("c", 3, 8);
    Gauges gauges = relate(Set.of(), r -> r.align(A, B));
    assertThat(of(gauges, A).gauge().level()).isEqualTo(Level.MIX);
    assertThat(of(gauges, B).gauge().level()).isEqualTo(Level.NONE);
    assertThat(of(gauges, C).gauge().level()).isEqualTo(Level.NONE);
    shapes.put("a", 16, 8);
    shapes.put("b", 11, 8);
    gauges = relate(Level.SIGNED, Set.of(), r -> r.align(A, B));
    assertThat(of(gauges, A).gauge().level()).isEqualTo(Level.POSITIVE);
    assertThat(of(gauges, B).gauge().level()).isEqualTo(Level.SIGNED);
  }

  @Test
  void aWeightTakesUpBothSides() {
    three(8);
    Gauges gauges = relate(Set.of("a"), r -> r.absorb(A, B, C));
    assertThat(of(gauges, A).gauge().level()).isEqualTo(Level.NONE);
    assertThat(of(gauges, B).gauge().level()).isEqualTo(Level.SIGNED);
    assertThat(of(gauges, C).gauge().level()).isEqualTo(Level.SIGNED);
    assertThat(of(gauges, B).gauge()).isNotSameAs(of(gauges, C).gauge());
    assertThat(gauges.factors(new Occurrence(A, 0)))
        .containsExactly(
            new Gauges.Factor(new Occurrence(C, 0), false),
            new Gauges.Factor(new Occurrence(B, 0), true));
    assertThat(gauges.factors(new Occurrence(B, 0))).isEmpty();
  }

  @Test
  void aDivisorTakesThemUpTheOtherWay() {
    three(8);
    Gauges gauges = relate(Set.of("a"), r -> r.absorbDivisor(A, B, C));
    assertThat(gauges.factors(new Occurrence(A, 0)))
        .containsExactly(
            new Gauges.Factor(new Occurrence(C, 0), true),
            new Gauges.Factor(new Occurrence(B, 0), false));
  }

  @Test
  void aWeightAloneOnOneSide() {
    three(8);
    Gauges gauges = relate(Set.of("a"), r -> r.absorb(A, null, C));
    assertThat(gauges.factors(new Occurrence(A, 0)))
        .containsExactly(new Gauges.Factor(new Occurrence(C, 0), false));
    assertThat(of(gauges, B).gauge().level()).isEqualTo(Level.MIX);
  }

  @Test
  void whatIsNoWeightOfItsOwnTakesNothingUp() {
    three(8);
    Gauges gauges = relate(Set.of(), r -> r.absorb(A, B, C));
    assertThat(gauges.factors(new Occurrence(A, 0))).isEmpty();
    assertThat(of(gauges, A).gauge().level()).isEqualTo(Level.NONE);
    assertThat(of(gauges, B)).isEqualTo(of(gauges, C));
    assertThat(of(gauges, C).gauge().level()).isEqualTo(Level.SIGNED);
    gauges = relate(Set.of(), r -> r.absorb(A, null, C));
    assertThat(of(gauges, C).gauge().level()).isEqualTo(Level.NONE);
    shapes.put("a", 3, 8);
    gauges = relate(Set.of("a"), r -> r.absorb(A, B, C));
    assertThat(gauges.factors(new Occurrence(A, 0))).isEmpty();
  }

  @Test
  void segmentsAndFactorsHaveGaugesOfTheirOwn() {
    shapes.put("a", 1, 4);
    shapes.put("b", 1, 8);
    shapes.put("c", 1, 12);
    Gauges gauges =
        relate(
            Set.of(),
            r -> {
              r.concat(List.of(A, B), C);
              r.limit(A, Level.POSITIVE);
            });
    assertThat(gauges.of(C)).hasSize(2);
    assertThat(gauges.of(new Occurrence(C, 0))).isEqualTo(of(gauges, A));
    assertThat(gauges.of(new Occurrence(C, 1))).isEqualTo(of(gauges, B));
    assertThat(gauges.of(new Occurrence(C, 1)).gauge().level()).isEqualTo(Level.MIX);
    gauges = relate(Set.of(), r -> r.slice(C, 4, 12, B));
    assertThat(gauges.of(new Occurrence(C, 1))).isEqualTo(of(gauges, B));
    assertThat(gauges.of(new Occurrence(C, 0)).gauge()).isNotSameAs(of(gauges, B).gauge());
  }

  @Test
  void blocksBearNothing() {
    shapes.put("a", 1, 4);
    shapes.put("c", 1, 12);
    Gauges gauges = relate(Set.of(), r -> r.blocks(C, 3, A));
    assertThat(of(gauges, A).gauge().level()).isEqualTo(Level.NONE);
    assertThat(gauges.of(C)).hasSize(2).allMatch(o -> gauges.of(o).gauge().level() == Level.NONE);
    Gauges alone = relate(Set.of(), r -> r.blocks(C, 3, null));
    assertThat(alone.of(C)).hasSize(2);
  }

  @Test
  void axesThatDoNotFitBearNothing() {
    shapes.put("a", 1, 4);
    shapes.put("b", 1, 8);
    Gauges gauges = relate(Set.of(), r -> r.tie(A, B, Level.MIX));
    assertThat(of(gauges, A).gauge().level()).isEqualTo(Level.NONE);
    assertThat(of(gauges, B).gauge().level()).isEqualTo(Level.NONE);
  }

  @Test
  void sumsOfFloatsFixOnlyWhatMustBeExact() {
    three(8);
    shapes.put("b", 3, 8);
    Classes exact = new Classes(shapes, true);
    exact.adds(A);
    exact.adds(B);
    assertThat(exact.of(A).isFixed()).isTrue();
    assertThat(exact.of(B).isFixed()).isFalse();
    Classes loose = new Classes(shapes, false);
    loose.adds(A);
    assertThat(loose.of(A).isFixed()).isFalse();
  }

  @Test
  void classesFollowEachRelation() {
    three(8);
    Classes classes = new Classes(shapes, false);
    classes.align(A, B);
    assertThat(classes.of(A)).isSameAs(classes.of(B));
    classes.absorbDivisor(A, null, C);
    assertThat(classes.of(A)).isSameAs(classes.of(C));
    classes.fix(C);
    assertThat(classes.of(B).isFixed()).isTrue();
    Classes others = new Classes(shapes, false);
    others.slice(A, 3, 3, B);
    assertThat(others.of(A).isFixed()).isTrue();
    assertThat(others.of(B).isFixed()).isTrue();
    others.concat(List.of(), C);
    assertThat(others.of(C).isLeaf()).isTrue();
    shapes.put("none", 1, 0);
    others.concat(List.of(new Axis("none", 0), C), C);
    assertThat(others.of(C).isLeaf()).isTrue();
  }
}
