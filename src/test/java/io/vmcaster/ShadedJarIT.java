package io.vmcaster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What packing a dozen libraries into one jar likes to lose is still there. */
final class ShadedJarIT {
  private static JarFile jar;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(System.getProperty("vmcaster.jar"));
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @Test
  void manifestStartsTheProgramAndOpensWhatItNeeds() throws IOException {
    Attributes attributes = jar.getManifest().getMainAttributes();
    assertThat(attributes.getValue("Main-Class")).isEqualTo("io.vmcaster.Main");
    assertThat(attributes.getValue("Multi-Release")).isEqualTo("true");
    assertThat(attributes.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
    assertThat(attributes.getValue("Implementation-Version"))
        .isEqualTo(System.getProperty("vmcaster.version"));
  }

  /** ssh-ed25519 keys and the ssh-agent are in JSch's classes for newer Java releases alone. */
  @Test
  void classesForNewerJavaReleasesAreKept() {
    assertThat(names())
        .contains("META-INF/versions/16/com/jcraft/jsch/UnixDomainSocketFactory.class");
  }

  @Test
  void servicesOfSeveralLibrariesAreMerged() throws IOException {
    assertThat(lines("META-INF/services/java.sql.Driver"))
        .contains("org.sqlite.JDBC", "org.postgresql.Driver");
  }

  @Test
  void signaturesOfTheLibrariesAreGone() {
    assertThat(names())
        .noneMatch(Pattern.compile("META-INF/[^/]*\\.(SF|DSA|RSA|EC)").asMatchPredicate());
  }

  @Test
  void noModuleDescriptorSpeaksForTheWhole() {
    assertThat(names()).noneMatch(name -> name.endsWith("module-info.class"));
  }

  @Test
  void licenceAndNoticesComeAlong() throws IOException {
    assertThat(lines("META-INF/LICENSE")).anyMatch(line -> line.contains("Apache License"));
    assertThat(lines("META-INF/NOTICE")).anyMatch(line -> line.contains("vmcaster"));
  }

  private static List<String> names() {
    return jar.stream().map(ZipEntry::getName).toList();
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream content = jar.getInputStream(jar.getJarEntry(name))) {
      return new String(content.readAllBytes(), UTF_8).lines().toList();
    }
  }
}
