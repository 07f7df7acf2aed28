package io.vmcaster.faults;

import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.ImageList;
import io.vmcaster.service.publish.PublicView;
import io.vmcaster.testing.LocalSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A subscriber who reads without pause while a list is published again and again. */
class PollingReaderTest {

  private static final int PUBLICATIONS = 100;

  @TempDir Path directory;

  @Test
  void everyReadIsAWholeListWithARightSignature() throws Exception {
    LocalSite site = LocalSite.published(directory);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> polls = reader.submit(poll(site.file("www/list.smime"), over));
      for (int i = 0; i < PUBLICATIONS; i++) {
        site.run("--update", "--imagelist", LIST).succeeded();
      }
      over.set(true);
      System.out.println(
          PUBLICATIONS + " publications, " + polls.get() + " polls, bad lists seen: none");
      assertThat(polls.get()).isGreaterThan(PUBLICATIONS);
    } finally {
      reader.shutdownNow();
    }
  }

  /** Reads until it is over; any list that cannot be read ends the test. */
  private static Callable<Integer> poll(Path list, AtomicBoolean over) {
    return () -> {
      Set<String> versions = new HashSet<>();
      int polls = 0;
      while (!over.get()) {
        ImageList read = PublicView.parse(Files.readAllBytes(list), "the list");
        versions.add(read.version().orElseThrow().text());
        polls++;
      }
      assertThat(versions).hasSizeGreaterThan(1);
      return polls;
    };
  }
}
