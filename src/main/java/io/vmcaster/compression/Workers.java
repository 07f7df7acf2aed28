package io.vmcaster.compression;

import io.vmcaster.error.Failure.InterruptedFailure;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that work for one stream, and are gone when it is closed. */
final class Workers implements AutoCloseable {

  private static final int PATIENCE = 60;

  private final ExecutorService executor;

  /**
   * Starts nothing yet: a thread is started when there is work for it.
   *
   * @param name of the threads, for who looks at them
   * @param count how many work at a time; one works in the order it was asked
   */
  Workers(String name, int count) {
    executor =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  <T> Future<T> submit(Callable<T> work) {
    return executor.submit(work);
  }

  /**
   * Waits for a chunk of work.
   *
   * @throws InterruptedFailure when this thread is interrupted; it stays so
   */
  static <T> T await(Future<T> work) {
    try {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedFailure("interrupted while packing the image", e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  /** Drops the work that waits, and waits for the work under way. */
  @Override
  public void close() {
    executor.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      if (!executor.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a thread that packs the image does not end");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
