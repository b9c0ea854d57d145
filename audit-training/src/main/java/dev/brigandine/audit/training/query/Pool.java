package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Where a thief takes questions from.
 *
 * @param name for the report
 * @param dealer of questions in an order that a seed decides; empty once there are no more
 */
public record Pool(String name, Function<Random, Dealer> dealer) {
  /** Deals questions, each once. */
  public interface Dealer {
    /** The next question, as a row of the {@link Form}. */
    Optional<float[]> deal();
  }

  /** Of samples, each of which is dealt once. */
  public static Pool of(String name, Form form, Samples samples) {
    return new Pool(
        name,
        random -> {
          List<Integer> order = new ArrayList<>();
          for (int i = 0; i < samples.count(); i++) {
            order.add(i);
          }
          Collections.shuffle(order, random);
          var rest = order.iterator();
          return () ->
              rest.hasNext() ? Optional.of(form.row(samples.item(rest.next()))) : Optional.empty();
        });
  }

  /** Of questions that are made up, and never end. */
  public static Pool endless(String name, Function<Random, float[]> maker) {
    return new Pool(name, random -> () -> Optional.of(maker.apply(random)));
  }

  /** All of them, dealt in turns as long as they last. */
  static Dealer inTurns(List<Pool> pools, Random random) {
    List<Dealer> dealers = new ArrayList<>();
    pools.forEach(pool -> dealers.add(pool.dealer().apply(new Random(random.nextLong()))));
    return () -> {
      while (!dealers.isEmpty()) {
        int which = random.nextInt(dealers.size());
        Optional<float[]> dealt = dealers.get(which).deal();
        if (dealt.isPresent()) {
          return dealt;
        }
        dealers.remove(which);
      }
      return Optional.empty();
    };
  }

  /** As many as there are, or fewer. */
  static List<float[]> deal(Dealer dealer, int count) {
    List<float[]> dealt = new ArrayList<>();
    while (dealt.size() < count) {
      Optional<float[]> next = dealer.deal();
      if (next.isEmpty()) {
        break;
      }
      dealt.add(next.get());
    }
    return dealt;
  }
}
