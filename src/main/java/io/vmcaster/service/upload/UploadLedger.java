package io.vmcaster.service.upload;

import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Run;
import io.vmcaster.model.Image;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Version;
import io.vmcaster.repository.ImageSource;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.ReplacedBuild;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.WriteTransaction;
import java.time.Instant;
import java.util.Optional;

/** Writes down what is about to be uploaded, and what became of it. */
final class UploadLedger {

  private final Repository repository;
  private final Run run;

  UploadLedger(Repository repository, Run run) {
    this.repository = repository;
    this.run = run;
  }

  UploadIntent begin(Intent intent) {
    run.steps().reached(FailPoint.IMAGE_INTENT_BEGUN);
    UploadIntent begun = UploadIntent.read(repository.change(changes -> changes.begin(intent)));
    run.steps().reached(FailPoint.IMAGE_INTENT_WRITTEN);
    return begun;
  }

  UploadIntent arrived(UploadIntent intent, UploadIntent.Arrived arrived) {
    UploadIntent amended = intent.with(arrived);
    repository.change(
        changes -> {
          changes.amend(amended.intent());
          return null;
        });
    run.steps().reached(FailPoint.IMAGE_ARRIVAL_WRITTEN);
    return amended;
  }

  /**
   * The image is public under its new name: size, digest, URI and version, in one transaction.
   * Returns the new version.
   */
  String complete(UploadIntent intent) {
    run.steps().reached(FailPoint.IMAGE_RECORD_BEGUN);
    String version = repository.change(changes -> record(changes, intent, run.now()));
    run.steps().reached(FailPoint.IMAGE_RECORDED);
    return version;
  }

  void strike(UploadIntent intent) {
    repository.change(
        changes -> {
          changes.end(intent.intent());
          return null;
        });
    run.steps().reached(FailPoint.IMAGE_STRUCK);
  }

  private static String record(WriteTransaction changes, UploadIntent intent, Instant now) {
    changes.end(intent.intent());
    Optional<Image> image = changes.image(intent.image());
    if (image.isEmpty()) {
      return "";
    }
    rememberReplaced(changes, image.get(), now);
    UploadIntent.Arrived arrived = intent.arrived().orElseThrow();
    String version = nextVersion(image.get());
    changes.set(intent.image(), Keys.SIZE, Json.of(arrived.size()));
    changes.set(intent.image(), Keys.FORMAT, Json.of(format(image.get(), intent.format())));
    changes.set(intent.image(), Keys.SHA512, Json.of(arrived.sha512().hex()));
    changes.set(intent.image(), Keys.URI, Json.of(intent.uri()));
    changes.set(intent.image(), Keys.VERSION, Json.of(version));
    changes.recordSource(
        intent.image(),
        new ImageSource(arrived.sourceSize(), arrived.sourceSha512(), arrived.sha512()));
    return version;
  }

  /** A file that is ours, since what is known of its source fits it; no other is ever pruned. */
  private static void rememberReplaced(WriteTransaction changes, Image image, Instant now) {
    Optional<String> digest = image.text(Keys.SHA512);
    boolean ours =
        changes
            .source(image.id())
            .filter(source -> digest.equals(Optional.of(source.published().hex())))
            .isPresent();
    if (ours) {
      image
          .text(Keys.URI)
          .ifPresent(uri -> changes.recordReplaced(new ReplacedBuild(image.id(), uri, now)));
    }
  }

  /** The format that is declared already, else the one found. */
  static String format(Image image, String found) {
    return image.text(Keys.FORMAT).filter(text -> !text.isBlank()).orElse(found);
  }

  /** The version that the next build of an image gets. */
  static String nextVersion(Image image) {
    return image
        .text(Keys.VERSION)
        .filter(text -> !text.isEmpty())
        .map(text -> new Version(text).next())
        .orElse(Version.FIRST)
        .text();
  }
}
