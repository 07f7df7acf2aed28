package io.vmcaster.service;

import io.vmcaster.config.Configuration;
import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.Progress;
import io.vmcaster.context.Run;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.PublishRun.UploadResult;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import io.vmcaster.uploader.Destinations;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Protocol;
import io.vmcaster.uploader.Protocols;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import io.vmcaster.uploader.local.LocalProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** An endorser with a list of one image, and the services, without a command line. */
public final class ServiceSite implements AutoCloseable {

  /** The site's list. */
  public static final ListId LIST = new ListId(LocalSite.LIST);

  /** The image in the list. */
  public static final ImageId IMAGE = new ImageId(LocalSite.IMAGE);

  /** How long lists are valid. */
  public static final Duration LIFETIME = Duration.ofDays(28);

  /** How long runs wait for each other. */
  static final Duration WAIT = Duration.ofSeconds(30);

  private final Path directory;
  private final TestCa ca;
  private final List<String> told = new ArrayList<>();
  private final Repository repository;
  private final Protocols protocols;
  private final Fetcher fetcher;
  private TestIdentity endorser;
  private UnaryOperator<Uploader> lie = server -> server;
  private Duration later = Duration.ZERO;

  /** A site with its list in the database, neither list nor image published. */
  public ServiceSite(Path directory) throws IOException {
    this.directory = directory;
    this.ca = TestPki.in(directory.resolve("pki")).ca("/DC=org/DC=example/CN=Test CA");
    this.endorser = ca.user("/DC=org/DC=example/CN=Owen Synge").issue();
    Environment environment = new Environment(Map.of(), directory);
    this.repository = open("dish.db");
    this.protocols =
        new Protocols(
            List.of(new Protocols.Kind(List.of("local"), Map.of(), means -> new LocalServer())),
            null);
    this.fetcher = new Fetcher(environment, Duration.ofSeconds(30), ServiceSite::noNetwork);
    Files.createDirectories(directory.resolve("www/images"));
    configure("");
    importList(listJson());
  }

  private static SSLContext noNetwork() {
    throw new TrustFailure("tests do not look at the real web", null);
  }

  private Repository open(String name) {
    return Repository.open(
        "sqlite:///" + directory.resolve(name),
        new Environment(Map.of(), directory),
        Duration.ofSeconds(30),
        messages());
  }

  /** Writes the configuration, with more lines in its section. */
  public void configure(String more) throws IOException {
    Files.writeString(
        directory.resolve("vmcaster.cfg"),
        "[example]\nserver = \"example.org\"\nwriteprotocol = \"local\"\n"
            + "readprefix = \"https://example.org/\"\nwriteprefix = \""
            + directory.resolve("www")
            + "/\"\n"
            + more);
  }

  /** Makes the list what a document says. */
  public void importList(String json) {
    ImageList list = ImageList.parse(Json.read(json, "test"), "test");
    new ListImporter(new ListEditor(repository, false, Messages.SILENT), true).keep(list);
  }

  /** Puts something between the services and the server from now on. */
  public void lie(UnaryOperator<Uploader> how) {
    this.lie = how;
  }

  /** The directory of the trust anchors. */
  public Path anchors() {
    return ca.directory();
  }

  /** Who signs. */
  public TestIdentity endorser() {
    return endorser;
  }

  /** Signs with a certificate that ends then. */
  public void certificateUntil(Instant end) {
    endorser = ca.user(endorser.subject()).validUntil(end).issue();
  }

  /** Lets the clock go on. */
  public void wait(Duration time) {
    later = later.plus(time);
  }

  /** What users were told, warnings with that word. */
  public List<String> told() {
    return told;
  }

  public Repository repository() {
    return repository;
  }

  public Path file(String name) {
    return directory.resolve(name);
  }

  /** The files that the web server would show and hide. */
  public List<String> publicFiles() throws IOException {
    Path www = directory.resolve("www");
    try (Stream<Path> files = Files.walk(www)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> www.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** A run at this moment. */
  public Run run() {
    return new Run(
        new Environment(Map.of(), directory),
        messages(),
        Progress.NONE,
        Passphrases.NONE,
        Clock.offset(Clock.system(ZoneOffset.UTC), later),
        ServiceSite::reached);
  }

  private static void reached(FailPoint step) {}

  private Messages messages() {
    return new Messages() {
      @Override
      public void warn(String text) {
        told.add("warning: " + text);
      }

      @Override
      public void info(String text) {
        told.add(text);
      }
    };
  }

  /** What the services work with, now. */
  public PublishingContext context() {
    return context(repository);
  }

  /** What the services work with, on another database. */
  public PublishingContext context(Repository other) {
    return context(other, new PublishingContext.Options(false, false, WAIT, 0));
  }

  /** What the services work with, done in some way. */
  public PublishingContext context(PublishingContext.Options options) {
    return context(repository, options);
  }

  private PublishingContext context(Repository other, PublishingContext.Options options) {
    Run run = run();
    return new PublishingContext(
        other,
        new Destinations(
            () ->
                Configuration.read(directory.resolve("vmcaster.cfg"), Protocols.keys(), messages()),
            protocols),
        new Signer(
            new CredentialReader(Passphrases.NONE, Messages.SILENT),
            endorser.keyFile(),
            endorser.certificateFile(),
            Optional.empty(),
            Optional.empty()),
        fetcher,
        run,
        options);
  }

  /** Uploads a new build of random bytes. */
  public UploadResult upload(long seed) throws IOException {
    byte[] bytes = new byte[20_000];
    new Random(seed).nextBytes(bytes);
    return upload(Files.write(directory.resolve("build.img"), bytes));
  }

  /** Uploads a build; returns what a copy of the database, made while that is sent, has begun. */
  public List<Intent> uploadAndCopyIntents(long seed) throws IOException {
    List<Intent> begun = new ArrayList<>();
    lie(
        server ->
            new ServerInBetween(server) {
              @Override
              public Upload create(String path, long size) {
                begun.addAll(repository().contents().intents());
                return server.create(path, size);
              }
            });
    upload(seed);
    return begun;
  }

  /** Uploads a file. */
  public UploadResult upload(Path file) {
    return new ImageUploader(context(), IMAGE, file, List.of(), OptionalInt.empty()).upload();
  }

  /** How lists are published: at once. */
  public static PublishRun.Options options() {
    return options(false);
  }

  /** How lists are published. */
  public static PublishRun.Options options(boolean ifNeeded) {
    return new PublishRun.Options(LIFETIME, true, ifNeeded, Duration.ofDays(7));
  }

  /** Publishes the list. */
  public Publication publish() {
    return new ListPublisher(context()).publish(LIST, options()).orElseThrow().publication();
  }

  /** Whether the list needs to be published. */
  public boolean isDue() {
    return new PublicationHistory(repository.contents())
        .status(LIST)
        .isDue(run().now(), Duration.ofDays(7));
  }

  /** The list as it is public. */
  public Optional<ImageList> published() throws IOException {
    Path file = directory.resolve("www/list.smime");
    return Files.exists(file)
        ? Optional.of(PublicationHistory.parse(Files.readAllBytes(file), "the published list"))
        : Optional.empty();
  }

  @Override
  public void close() {
    fetcher.close();
    repository.close();
  }

  /** The list as it is imported. */
  public String listJson() {
    return LocalSite.listJson(endorser);
  }

  /** Text as the server has it. */
  public String text(String name) throws IOException {
    return Files.readString(directory.resolve("www").resolve(name), StandardCharsets.US_ASCII);
  }

  /** A directory of this machine, perhaps with something in between. */
  private final class LocalServer implements Protocol {
    private final LocalProtocol local = new LocalProtocol();

    @Override
    public Location locate(String target) {
      return local.locate(target);
    }

    @Override
    public Uploader connect(Location location, Section section) {
      return lie.apply(local.connect(location, section));
    }
  }
}
