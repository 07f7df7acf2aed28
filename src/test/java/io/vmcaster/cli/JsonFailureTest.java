package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.model.Json;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --json} prints exactly one document, whatever goes wrong. */
class JsonFailureTest {

  @TempDir Path directory;
  private final Set<ExitStatus> seen = EnumSet.noneOf(ExitStatus.class);

  private void fails(ExitStatus status, VmcasterRun.Ran ran) {
    assertThat(ran.status()).as(ran.err()).isEqualTo(status.code());
    ObjectNode error =
        (ObjectNode) ((ObjectNode) Json.read(ran.out(), "standard output")).get("error");
    assertThat(error.get("status")).isEqualTo(Json.number(Integer.toString(status.code())));
    assertThat(error.has("message")).isTrue();
    seen.add(status);
  }

  @Test
  void isOneDocumentForEveryStatus() throws Exception {
    LocalSite site = LocalSite.create(directory);
    site.writeImage("build.img", 1);
    fails(ExitStatus.USAGE, site.run("--json", "--imagelist-show"));
    fails(ExitStatus.USAGE, site.run("--imagelist-lst", "--json"));
    fails(ExitStatus.NOT_FOUND, site.run("--image", "00000000", "--image-show", "--json"));
    fails(ExitStatus.INVALID, site.run("--imagelist-import-json", "build.img", "--json"));
    fails(
        ExitStatus.TEMPORARY,
        site.run("--imagelist-verify", "http://127.0.0.1:1/x", "--json", "--retries", "0"));
    String[] update = {"--imagelist", LIST, "--update", "--json"};
    fails(ExitStatus.TRANSFER, site.run(update));
    String[] upload = {"--image", IMAGE, "--image-upload", "build.img", "--json"};
    site.signWith(site.ca().user("/DC=org/DC=example/CN=Somebody Else").issue());
    fails(ExitStatus.TRUST, site.run(upload));
    site.signWith(site.endorser());
    Files.writeString(site.file("vmcaster.cfg"), "[x]\nserver = unquoted\n");
    fails(ExitStatus.CONFIGURATION, site.run(upload));
    fails(ExitStatus.INTERNAL, failing(new IllegalStateException("a fault")));
    fails(ExitStatus.LOCKED, failing(new LockedFailure("held")));
    fails(ExitStatus.INTERRUPTED, interrupted());

    assertThat(seen).containsExactlyInAnyOrderElementsOf(all());
  }

  private static Set<ExitStatus> all() {
    Set<ExitStatus> all = EnumSet.allOf(ExitStatus.class);
    all.remove(ExitStatus.DONE);
    return all;
  }

  private VmcasterRun.Ran failing(RuntimeException failure) throws IOException {
    return new VmcasterRun(
            directory,
            (url, environment, wait, messages) -> {
              throw failure;
            })
        .run("--imagelist-list", "--json");
  }

  private VmcasterRun.Ran interrupted() throws IOException {
    return failing(new InterruptedFailure("interrupted"));
  }
}
