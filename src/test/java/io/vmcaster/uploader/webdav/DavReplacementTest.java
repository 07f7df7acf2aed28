package io.vmcaster.uploader.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Messages;
import io.vmcaster.testing.DavServer;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who reads a list without pause, by http, while it is replaced always gets a whole one. Apache
 * looks at the size of a file before it opens it, and may cut a longer one that has come between,
 * whoever put it there; so its lists are of one size here.
 */
class DavReplacementTest {

  private static final int REPLACEMENTS = 60;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"APACHE, put", "LIGHTTPD, move", "LIGHTTPD, put", "NGINX, move", "NGINX, put"})
  void aReaderNeverMissesTheList(DavServer.Kind kind, String replace) throws Exception {
    int growth = kind == DavServer.Kind.APACHE ? 0 : 100;
    Path files = Files.createDirectory(directory.resolve("www"));
    try (DavServer server = DavServer.start(kind, directory.resolve("server"), files);
        Uploader uploader =
            DavSections.connect(
                server.url(),
                Messages.SILENT,
                DavSections.section(DavSections.PATIENT, "replace", replace))) {
      publish(uploader, 0, growth);
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Integer> one = poll(server.url() + "list", growth, done);
      CompletableFuture<Integer> two = poll(server.url() + "list", growth, done);
      for (int i = 1; i < REPLACEMENTS; i++) {
        publish(uploader, i, growth);
      }
      done.set(true);
      assertThat(one.get() + two.get()).isPositive();
      assertThat(files.toFile().list()).containsExactly("list");
      assertThat(uploader.warnings()).isEmpty();
    }
  }

  private static void publish(Uploader uploader, int version, int growth) {
    byte[] list = new byte[5_000 + growth * version];
    Arrays.fill(list, (byte) ('a' + version % 26));
    try (Upload upload = uploader.create("/new", list.length)) {
      upload.write(list, 0, list.length);
      upload.commit();
    }
    uploader.rename("/new", "/list");
  }

  private static CompletableFuture<Integer> poll(String url, int growth, AtomicBoolean done) {
    return CompletableFuture.supplyAsync(
        () -> {
          HttpClient client = HttpClient.newHttpClient();
          HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
          int reads = 0;
          while (!done.get()) {
            var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).join();
            assertThat(answer.statusCode()).isEqualTo(200);
            byte[] list = answer.body();
            assertThat(list).containsOnly(list[0]);
            assertThat(growth == 0 || (list.length - 5_000) / growth % 26 == list[0] - 'a')
                .isTrue();
            reads++;
          }
          return reads;
        },
        task -> new Thread(task).start()); // the pool of all is the web client's on newer Javas
  }
}
