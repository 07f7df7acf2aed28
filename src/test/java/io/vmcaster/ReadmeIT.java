package io.vmcaster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.Shell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what README and manual tell, in their order: each file and each command they show. */
final class ReadmeIT {
  private static final Path README = Path.of("README.md").toAbsolutePath();
  private static final Path LAUNCHER = Path.of("scripts").toAbsolutePath();

  /** Files are announced by their name in the line before them. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:`([^`\\n]+)`[^`\\n]*:\\n\\n)?```(ini|console)\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern EXAMPLE =
      Pattern.compile("\\.nf\\n(    vmcaster .*?)\\.fi", Pattern.DOTALL);

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void prepare() throws Exception {
    Path globus = Files.createDirectories(directory.resolve("home/.globus"));
    certify(globus);
    try (var image = new RandomAccessFile(directory.resolve("worker.img").toFile(), "rw")) {
      image.write("an image".getBytes(UTF_8));
      image.setLength(1 << 20);
    }
    environment.put("HOME", directory.resolve("home").toString());
    environment.put("PATH", LAUNCHER + ":" + System.getenv("PATH"));
    environment.put("VMCASTER_JAR", System.getProperty("vmcaster.jar"));
    environment.put("VMCASTER_JAVA", System.getProperty("java.home"));
    environment.put("VMCASTER_ARCHIVE", "off");
    environment.put("X509_CERT_DIR", directory.resolve("anchors").toString());
  }

  @Test
  void everyCommandShownWorks() throws Exception {
    Matcher block = BLOCK.matcher(Files.readString(README));
    int commands = 0;
    while (block.find()) {
      if (block.group(2).equals("console")) {
        commands += runAll(block.group(3).lines().toList());
      } else {
        write(block.group(1), block.group(3));
      }
    }
    assertThat(commands).isGreaterThan(15);
    List<String> shown =
        Files.readString(README).lines().filter(line -> line.startsWith("    vmcaster ")).toList();
    assertThat(runAll(shown.stream().map(line -> "$ " + line.strip()).toList())).isPositive();
    Shell.Outcome verified =
        sh("openssl smime -verify -CApath anchors -in web/lists/example.smime");
    assertThat(verified.status()).as(verified.err()).isZero();
    everyCommandOfTheManualWorks();
  }

  /** The manual page goes on where the README ends: with the same list and image. */
  private void everyCommandOfTheManualWorks() throws Exception {
    Files.copy(directory.resolve("web/lists/example.smime"), directory.resolve("testing.smime"));
    Shell.Outcome page = sh("vmcaster --manual-page");
    Matcher example = EXAMPLE.matcher(page.out());
    int commands = 0;
    while (example.find()) {
      String text = example.group(1).replace("\\-", "-").replace("\\(aq", "'");
      for (String command : text.replace("\\e\n", " ").lines().toList()) {
        assertThat(command.strip()).startsWith("vmcaster ");
        Shell.Outcome outcome = sh(command);
        assertThat(outcome.status()).as(command + "\n" + outcome.err()).isZero();
        commands++;
      }
    }
    assertThat(commands).isGreaterThan(5);
  }

  private int runAll(List<String> lines) throws Exception {
    for (String line : lines) {
      assertThat(line).matches("[$] (vmcaster|mkdir) .*");
      if (line.contains("published.smime")) {
        Files.copy(
            directory.resolve("web/lists/example.smime"), directory.resolve("published.smime"));
      }
      Shell.Outcome outcome = sh(here(line.substring(2)));
      assertThat(outcome.status()).as(line + "\n" + outcome.err()).isZero();
    }
    return lines.size();
  }

  private void write(String name, String content) throws IOException {
    assertThat(name).as("the name of the file in the line before it").isNotNull();
    String path = name.startsWith("~/") ? "home/" + name.substring(2) : name;
    Files.writeString(directory.resolve(path), here(content));
  }

  /** The README's web server has its files elsewhere. */
  private String here(String text) {
    return text.replace("/srv/www/images/", directory.resolve("web") + "/");
  }

  private void certify(Path globus) throws Exception {
    Files.writeString(
        directory.resolve("ca.cnf"),
        """
        [req]
        prompt = no
        distinguished_name = name
        x509_extensions = ca
        [name]
        0.DC = org
        1.DC = example
        CN = Example CA
        [ca]
        basicConstraints = critical, CA:true
        keyUsage = critical, keyCertSign, cRLSign
        [endorser]
        keyUsage = critical, digitalSignature
        extendedKeyUsage = emailProtection
        """);
    Shell.Outcome outcome =
        sh(
            """
            set -e
            mkdir anchors
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -config ca.cnf -keyout ca.key -out anchors/ca.pem
            openssl req -new -newkey rsa:2048 -nodes -keyout %1$s/userkey.pem -out request.pem \
              -subj '/DC=org/DC=example/CN=Jane Doe'
            chmod 600 %1$s/userkey.pem
            openssl x509 -req -days 1 -in request.pem -CA anchors/ca.pem -CAkey ca.key -CAcreateserial \
              -extfile ca.cnf -extensions endorser -out %1$s/usercert.pem
            openssl rehash anchors
            """
                .formatted("home/.globus"));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(globus.resolve("usercert.pem")).exists();
  }

  private Shell.Outcome sh(String line) throws Exception {
    return Shell.run(directory, environment, "bash", "-c", line);
  }
}
