package dev.brigandine.armor.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelClassTest {
  private static ChannelClass of(long size) {
    return new ChannelClass(size);
  }

  private static List<Long> sizes(ChannelClass of) {
    return of.leaves().stream().map(ChannelClass::size).toList();
  }

  private static ChannelClass product(ChannelClass... factors) {
    return ChannelClass.product(List.of(factors));
  }

  private static ChannelClass concat(ChannelClass... segments) {
    return ChannelClass.concat(List.of(segments));
  }

  @Test
  void whatIsUnifiedIsOne() {
    ChannelClass a = of(8);
    ChannelClass b = of(8);
    ChannelClass c = of(8);
    ChannelClass.unify(a, b);
    ChannelClass.unify(b, c);
    ChannelClass.unify(a, c);
    assertThat(a.find()).isSameAs(b.find()).isSameAs(c.find());
    assertThat(a.isFixed()).isFalse();
    c.fix();
    assertThat(a.isFixed()).isTrue();
  }

  @Test
  void whatIsFixedFixesWhatItIsUnifiedWith() {
    for (boolean first : List.of(true, false)) {
      ChannelClass a = of(8);
      ChannelClass b = of(8);
      (first ? a : b).fix();
      ChannelClass.unify(a, b);
      assertThat(a.isFixed()).isTrue();
      assertThat(b.isFixed()).isTrue();
    }
  }

  @Test
  void sizesThatDifferFixBoth() {
    ChannelClass a = of(8);
    ChannelClass b = of(6);
    ChannelClass.unify(a, b);
    assertThat(a.isFixed()).isTrue();
    assertThat(b.isFixed()).isTrue();
    assertThat(a.find()).isNotSameAs(b.find());
  }

  @Test
  void aLeafBecomesTheProductItIsUnifiedWith() {
    ChannelClass whole = of(12);
    ChannelClass heads = of(3);
    ChannelClass each = of(4);
    ChannelClass.unifyProducts(List.of(whole), List.of(heads, each));
    assertThat(whole.isProduct()).isTrue();
    assertThat(whole.isLeaf()).isFalse();
    assertThat(whole.parts()).containsExactly(heads.find(), each.find());
    assertThat(whole.isFixed()).isFalse();
    each.fix();
    assertThat(whole.leaves().get(1).isFixed()).isTrue();
    assertThat(whole.leaves().get(0).isFixed()).isFalse();
  }

  @Test
  void theLeafMayComeSecond() {
    ChannelClass whole = of(12);
    ChannelClass.unifyProducts(List.of(of(3), of(4)), List.of(whole));
    assertThat(sizes(whole)).containsExactly(3L, 4L);
    assertThat(whole.isProduct()).isTrue();
  }

  @Test
  void axesOfOneChannelDoNotCount() {
    ChannelClass whole = of(12);
    ChannelClass other = of(12);
    ChannelClass.unifyProducts(List.of(of(1), whole, of(1)), List.of(other, of(1)));
    assertThat(whole.find()).isSameAs(other.find());
    ChannelClass.unifyProducts(List.of(of(1)), List.of());
    assertThat(product(of(1), of(1)).size()).isEqualTo(1);
    assertThat(product(of(1), whole).find()).isSameAs(whole.find());
    assertThat(of(1).leaves()).isEmpty();
  }

  @Test
  void productsOfUnequalFactorsAreRefined() {
    ChannelClass a = of(2);
    ChannelClass b = of(12);
    ChannelClass c = of(6);
    ChannelClass d = of(4);
    ChannelClass.unifyProducts(List.of(a, b), List.of(c, d));
    assertThat(sizes(c)).containsExactly(2L, 3L);
    assertThat(sizes(b)).containsExactly(3L, 4L);
    assertThat(c.leaves().get(0)).isSameAs(a.find());
    assertThat(b.leaves().get(1)).isSameAs(d.find());
    assertThat(b.leaves().get(0)).isSameAs(c.leaves().get(1));
    assertThat(a.isFixed() || b.leaves().get(0).isFixed() || d.isFixed()).isFalse();
  }

  @Test
  void refinedTheOtherWayRoundToo() {
    ChannelClass a = of(6);
    ChannelClass b = of(4);
    ChannelClass c = of(2);
    ChannelClass d = of(12);
    ChannelClass.unifyProducts(List.of(a, b), List.of(c, d));
    assertThat(sizes(a)).containsExactly(2L, 3L);
    assertThat(sizes(d)).containsExactly(3L, 4L);
    assertThat(d.leaves().get(0)).isSameAs(a.leaves().get(1));
  }

  @Test
  void factorsThatDoNotDivideAreFixed() {
    ChannelClass a = of(4);
    ChannelClass b = of(15);
    ChannelClass c = of(6);
    ChannelClass d = of(10);
    ChannelClass.unifyProducts(List.of(a, b), List.of(c, d));
    for (ChannelClass each : List.of(a, b, c, d)) {
      assertThat(each.leaves()).allMatch(ChannelClass::isFixed);
    }
  }

  @Test
  void productsAgainstNothingAreFixed() {
    ChannelClass a = of(4);
    ChannelClass.unifyProducts(List.of(a, of(2)), List.of());
    assertThat(a.isFixed()).isTrue();
    ChannelClass b = of(4);
    ChannelClass.unifyProducts(List.of(), List.of(b));
    assertThat(b.isFixed()).isTrue();
  }

  @Test
  void productsThatWereMadeApartAreUnifiedFactorByFactor() {
    ChannelClass a = of(3);
    ChannelClass b = of(4);
    ChannelClass c = of(3);
    ChannelClass d = of(4);
    ChannelClass.unify(product(a, b), product(c, d));
    assertThat(a.find()).isSameAs(c.find());
    assertThat(b.find()).isSameAs(d.find());
    assertThat(a.isFixed()).isFalse();
  }

  @Test
  void nestedProductsAreFlat() {
    ChannelClass a = of(2);
    ChannelClass b = of(6);
    ChannelClass inner = product(of(2), of(3));
    ChannelClass.unify(b, inner);
    ChannelClass whole = product(a, b);
    ChannelClass other = product(of(4), of(3));
    ChannelClass.unify(whole, other);
    assertThat(sizes(other)).containsExactly(2L, 2L, 3L);
    assertThat(other.leaves().get(0)).isSameAs(a.find());
  }

  @Test
  void productsThatDisagreeAreFixed() {
    ChannelClass a = product(of(4), of(9));
    ChannelClass b = product(of(6), of(6));
    ChannelClass.unify(a, b);
    assertThat(a.isFixed()).isTrue();
    assertThat(b.isFixed()).isTrue();
    assertThat(a.leaves()).allMatch(ChannelClass::isFixed);
    assertThat(b.leaves()).allMatch(ChannelClass::isFixed);
  }

  @Test
  void segmentsAreCutWhereEitherIsCut() {
    ChannelClass a = of(4);
    ChannelClass b = of(8);
    ChannelClass c = of(7);
    ChannelClass d = of(5);
    ChannelClass one = concat(a, b);
    ChannelClass two = concat(c, d);
    ChannelClass.unify(one, two);
    assertThat(sizes(one)).containsExactly(4L, 3L, 5L);
    assertThat(sizes(two)).containsExactly(4L, 3L, 5L);
    assertThat(c.leaves().get(0)).isSameAs(a.find());
    assertThat(b.leaves().get(1)).isSameAs(d.find());
    assertThat(one.leaves()).noneMatch(ChannelClass::isFixed);
    assertThat(one.isProduct()).isFalse();
  }

  @Test
  void aConcatOfOneIsIt() {
    ChannelClass a = of(4);
    assertThat(concat(a)).isSameAs(a);
    assertThat(concat(a, of(3)).size()).isEqualTo(7);
    assertThat(product(of(5), of(3)).size()).isEqualTo(15);
  }

  @Test
  void aSliceIsASegment() {
    ChannelClass whole = of(12);
    ChannelClass slice = whole.slice(4, 9);
    assertThat(slice.size()).isEqualTo(5);
    assertThat(sizes(whole)).containsExactly(4L, 5L, 3L);
    assertThat(whole.leaves().get(1)).isSameAs(slice.find());
    assertThat(sizes(whole.slice(4, 12))).containsExactly(5L, 3L);
    assertThat(sizes(whole.slice(0, 2))).containsExactly(2L);
    assertThat(sizes(whole)).containsExactly(2L, 2L, 5L, 3L);
    assertThat(whole.slice(0, 12).leaves()).isEqualTo(whole.leaves());
  }

  @Test
  void aSliceThatIsNoneIsNull() {
    ChannelClass whole = of(12);
    assertThat(whole.slice(-1, 4)).isNull();
    assertThat(whole.slice(4, 13)).isNull();
    assertThat(whole.slice(4, 4)).isNull();
    assertThat(whole.isLeaf()).isTrue();
    assertThat(of(12).slice(0, 12)).isNotNull();
    assertThat(product(of(3), of(4)).slice(0, 6)).isNull();
    assertThat(product(of(3), of(4)).slice(2, 8)).isNull();
  }

  @Test
  void aProductIsCutBetweenItsOuterChannels() {
    ChannelClass heads = of(3);
    ChannelClass each = of(4);
    ChannelClass whole = product(heads, each);
    ChannelClass slice = whole.slice(4, 12);
    assertThat(sizes(slice)).containsExactly(2L, 4L);
    assertThat(sizes(heads)).containsExactly(2L);
  }

  @Test
  void segmentsOfAProductShareItsInnerFactor() {
    ChannelClass heads = of(6);
    ChannelClass each = of(4);
    ChannelClass whole = product(heads, each);
    ChannelClass slice = whole.slice(8, 24);
    assertThat(sizes(whole)).containsExactly(2L, 4L, 4L, 4L);
    assertThat(slice.leaves()).containsExactly(heads.leaves().get(1), each.find());
    assertThat(whole.isProduct()).isFalse();
    assertThat(whole.parts()).allMatch(ChannelClass::isProduct);
  }

  @Test
  void whatIsFixedIsFixedInItsParts() {
    ChannelClass whole = of(12);
    whole.fix();
    whole.slice(4, 12);
    assertThat(whole.leaves()).allMatch(ChannelClass::isFixed);
    ChannelClass other = of(12);
    other.fix();
    ChannelClass heads = of(3);
    ChannelClass.unifyProducts(List.of(of(2), other), List.of(of(6), of(4)));
    assertThat(other.leaves()).allMatch(ChannelClass::isFixed);
    ChannelClass made = product(heads, of(4));
    made.fix();
    assertThat(heads.isFixed()).isTrue();
  }

  @Test
  void segmentsThatCannotBeCutAlikeAreFixed() {
    ChannelClass one = concat(of(6), of(6));
    ChannelClass two = product(of(3), of(4));
    ChannelClass.unify(one, two);
    assertThat(one.leaves()).allMatch(ChannelClass::isFixed);
    assertThat(two.leaves()).allMatch(ChannelClass::isFixed);
  }

  @Test
  void aConcatMeetsAProductWhoseHeadsItKeepsWhole() {
    ChannelClass heads = of(4);
    ChannelClass each = of(3);
    ChannelClass two = product(heads, each);
    ChannelClass left = of(6);
    ChannelClass one = concat(left, of(6));
    ChannelClass.unify(one, two);
    assertThat(sizes(left)).containsExactly(2L, 3L);
    assertThat(one.leaves()).noneMatch(ChannelClass::isFixed);
    assertThat(one.leaves().get(1)).isSameAs(each.find());
    assertThat(one.leaves().get(3)).isSameAs(each.find());
  }
}
