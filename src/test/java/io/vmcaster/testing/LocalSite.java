package io.vmcaster.testing;

import io.vmcaster.context.FailPoint.FailPoints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** An endorser with a certificate, whose lists go to a directory of this machine. */
public final class LocalSite {

  /** The site's list. */
  public static final String LIST = "9b6fad19-d913-4cca-b77d-c4b4fcd9dc36";

  /** The image in the list. */
  public static final String IMAGE = "7b1aea46-8776-4447-9450-00e720fc042c";

  private final Path directory;
  private final TestCa ca;
  private final TestIdentity endorser;
  private final VmcasterRun program;

  private LocalSite(Path directory) throws IOException {
    this.directory = directory;
    TestPki pki = TestPki.in(directory.resolve("pki"));
    this.ca = pki.ca("/DC=org/DC=example/CN=Test CA");
    this.endorser = ca.user("/DC=org/DC=example/CN=Owen Synge").issue();
    Files.createDirectories(directory.resolve("www/images"));
    configure("");
    this.program =
        VmcasterRun.in(directory)
            .with("DISH_CFG", directory.resolve("vmcaster.cfg").toString())
            .with("X509_CERT_DIR", pki.caDirectory().toString());
    signWith(endorser);
  }

  /** A site with nothing in its database. */
  public static LocalSite empty(Path directory) throws IOException {
    return new LocalSite(directory);
  }

  /** A site with a list of one image, neither of them published. */
  public static LocalSite create(Path directory) throws IOException {
    LocalSite site = new LocalSite(directory);
    Files.writeString(directory.resolve("list.json"), listJson(site.endorser));
    site.run("--imagelist-import-json", "list.json").succeeded();
    return site;
  }

  /** A site whose list has been published once, as version 1.0.1. */
  public static LocalSite published(Path directory) throws IOException {
    LocalSite site = create(directory);
    site.writeImage("build.img", 1);
    site.run("--image-upload", "build.img", "--image", IMAGE, "--update").succeeded();
    return site;
  }

  /** A site with a list of one image in another database than the default. */
  public static LocalSite create(Path directory, String database) throws IOException {
    Files.createDirectories(directory);
    LocalSite site = new LocalSite(directory).with("DISH_RDBMS", database);
    Files.writeString(directory.resolve("list.json"), listJson(site.endorser));
    site.run("--imagelist-import-json", "list.json").succeeded();
    return site;
  }

  /** Sets an environment variable for the runs to come. */
  public LocalSite with(String variable, String value) {
    program.with(variable, value);
    return this;
  }

  /** Tells somebody of the steps of the runs to come. */
  public LocalSite watchedBy(FailPoints watcher) {
    program.watchedBy(watcher);
    return this;
  }

  /** The program in a process of its own, with the environment of {@link #run}. */
  public ProgramProcess child() {
    return ProgramProcess.in(directory).with(program.variables());
  }

  /** Runs the program. */
  public VmcasterRun.Ran run(String... arguments) {
    return program.run(arguments);
  }

  /** Writes the configuration, with more lines in its section. */
  public void configure(String more) throws IOException {
    configure("local", directory.resolve("www") + "/", more);
  }

  /** Writes the configuration, so that lists go to the same directory in another way. */
  public void configure(String protocol, String prefix, String more) throws IOException {
    Files.writeString(
        directory.resolve("vmcaster.cfg"),
        "[example]\nserver = \"example.org\"\nwriteprotocol = \""
            + protocol
            + "\"\nreadprefix = \"https://example.org/\"\nwriteprefix = \""
            + prefix
            + "\"\n"
            + more);
  }

  /** Signs with another certificate from now on. */
  public void signWith(TestIdentity identity) {
    signWith(identity, identity);
  }

  /** Signs with one's key and another's certificate from now on. */
  public void signWith(TestIdentity key, TestIdentity certificate) {
    program.with("DISH_KEY", key.keyFile().toString());
    program.with("DISH_CERT", certificate.certificateFile().toString());
  }

  /** Who certifies. */
  public TestCa ca() {
    return ca;
  }

  /** The endorser of the list. */
  public TestIdentity endorser() {
    return endorser;
  }

  /** A file of the site. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** The published list as it is. */
  public String published() throws IOException {
    return Files.readString(file("www/list.smime"), StandardCharsets.US_ASCII);
  }

  /** The version that is public. */
  public String publicVersion() throws IOException {
    return published()
        .lines()
        .filter(line -> line.startsWith("        \"hv:version\""))
        .findFirst()
        .orElseThrow()
        .replaceAll(".*: \"(.*)\",?", "$1");
  }

  /** Sets a key of the list. */
  public void setKey(String key, String value) {
    run("--imagelist", LIST, "--imagelist-key-set", key, "--imagelist-value", value).succeeded();
  }

  /** Sets a key of the image. */
  public void setImageKey(String key, String value) {
    run("--image", IMAGE, "--image-key-set", key, "--image-value", value).succeeded();
  }

  /** The files of images on the server. */
  public List<Path> images() throws IOException {
    try (Stream<Path> files = Files.list(file("www/images"))) {
      return files.sorted().toList();
    }
  }

  /** Makes a file of random bytes. */
  public void writeImage(String name, long seed) throws IOException {
    writeImage(name, seed, 20_000);
  }

  /** Makes a file of as many random bytes. */
  public void writeImage(String name, long seed, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    Files.write(file(name), bytes);
  }

  /** The digest of a file, in hexadecimal digits. */
  public static String sha512(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }

  /** A list with one image, and this endorser. */
  public static String listJson(TestIdentity endorser) {
    return """
    {"hv:imagelist": {
      "dc:identifier": "%s", "dc:title": "Example", "dc:description": "An example",
      "dc:source": "example.org", "hv:uri": "https://example.org/list.smime",
      "hv:version": "1.0.0",
      "hv:endorser": {"hv:x509": {"hv:dn": "%s", "hv:ca": "%s",
        "hv:email": "owen@example.org", "dc:creator": "Owen Synge"}},
      "hv:images": [{"hv:image": {
        "dc:identifier": "%s", "dc:title": "Image", "dc:description": "An image",
        "hv:uri": "https://example.org/images/first.img", "hv:format": "raw.gz",
        "hv:version": "1.0.0", "hv:hypervisor": "kvm", "hv:size": 1,
        "sl:arch": "x86_64", "sl:os": "Linux", "sl:osversion": "12", "sl:comments": "",
        "sl:checksum:sha512": "%s"}}]}}
    """
        .formatted(LIST, endorser.subject(), endorser.issuer(), IMAGE, "0".repeat(128));
  }
}
