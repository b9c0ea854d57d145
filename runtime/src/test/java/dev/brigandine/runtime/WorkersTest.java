package dev.brigandine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
  @ParameterizedTest
  @CsvSource({"0,4", "1,1", "1,8", "7,1", "7,2", "500,8", "3,0"})
  void everyTaskRunsOnce(int count, int workers) {
    AtomicIntegerArray runs = new AtomicIntegerArray(count);
    Workers.forEach(count, workers, runs::incrementAndGet);
    for (int i = 0; i < count; i++) {
      assertThat(runs.get(i)).as("runs of task " + i).isEqualTo(1);
    }
  }

  @Test
  void tasksRunSideBySide() {
    CountDownLatch both = new CountDownLatch(2);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Workers.forEach(
        2,
        2,
        i -> {
          threads.add(Thread.currentThread());
          both.countDown();
          awaitQuietly(both);
        });
    assertThat(threads).hasSize(2).contains(Thread.currentThread());
  }

  @Test
  void firstFailureIsThrownOnceAllThreadsAreDone() {
    AtomicInteger under = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Workers.forEach(
                    1000,
                    4,
                    i -> {
                      under.incrementAndGet();
                      try {
                        if (i == 1) {
                          failed.countDown();
                          throw new IllegalStateException("task 1");
                        }
                        awaitQuietly(failed);
                      } finally {
                        under.decrementAndGet();
                      }
                    }))
        .hasMessage("task 1");
    assertThat(under).as("tasks still at work").hasValue(0);
  }

  @Test
  void noNewTaskStartsAfterAFailure() {
    AtomicInteger started = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Workers.forEach(
                    1000,
                    1,
                    i -> {
                      started.incrementAndGet();
                      throw new AssertionError("at once");
                    }))
        .isInstanceOf(AssertionError.class);
    assertThat(started).hasValue(1);
  }

  @Test
  void anInterruptIsKeptAndDoesNotLetTheWorkBeLeft() {
    AtomicBoolean helperDone = new AtomicBoolean();
    Thread caller = Thread.currentThread();
    CountDownLatch helperAtWork = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Workers.forEach(
        2,
        2,
        i -> {
          if (Thread.currentThread() == caller) {
            awaitQuietly(helperAtWork);
            caller.interrupt();
            interrupted.countDown();
          } else {
            helperAtWork.countDown();
            awaitQuietly(interrupted);
            helperDone.set(true);
          }
        });
    assertThat(Thread.interrupted()).as("interrupt kept").isTrue();
    assertThat(helperDone).as("other thread waited for").isTrue();
  }

  @Test
  void backgroundThrowsWhatMakingThrew() {
    Background<String> broken =
        new Background<>("broken") {
          @Override
          String make() {
            throw new UnsatisfiedLinkError("no library");
          }
        };
    broken.start();
    assertThatThrownBy(broken::get).isInstanceOf(UnsatisfiedLinkError.class);
    assertThatThrownBy(broken::get).as("again").isInstanceOf(UnsatisfiedLinkError.class);
    assertThat(broken.isDaemon()).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
