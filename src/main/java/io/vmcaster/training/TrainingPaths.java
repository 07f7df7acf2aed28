package io.vmcaster.training;

import java.util.List;

/** The commands that a class archive is made from, in their order. */
final class TrainingPaths {

  private static final String LIST = TrainingSite.LIST;
  private static final String IMAGE = TrainingSite.IMAGE;
  private static final String ENDORSER = TrainingSite.ENDORSER;

  static final List<List<String>> EDIT =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("--no-such-option"),
          List.of("--imagelist-list"),
          List.of("--imagelist-add", LIST),
          List.of(
              "--imagelist", LIST, "--imagelist-key-set", "hv:version", "--imagelist-value", "1"),
          List.of("--endorser-add", ENDORSER),
          List.of("--connect", "--imagelist", LIST, "--endorser", ENDORSER),
          List.of("--image-add", IMAGE, "--imagelist", LIST),
          List.of("--image", IMAGE, "--image-key-set", "dc:title", "--image-value", "A node"),
          List.of("--image", IMAGE, "--image-key-set", "hv:size", "--image-value", "1024"),
          List.of("--imagelist-list"),
          List.of("--image-list"),
          List.of("--endorser-list", "--json"),
          List.of("--imagelist", LIST, "--imagelist-show"),
          List.of("--image", IMAGE, "--image-show"),
          List.of("--endorser", ENDORSER, "--endorser-show"),
          List.of("--imagelist", LIST, "--imagelist-keys"),
          List.of("--image", IMAGE, "--image-keys"),
          List.of("--endorser", ENDORSER, "--endorser-keys"),
          List.of("--imagelist", LIST, "--imagelist-check"),
          List.of("--imagelist", LIST, "--imagelist-history"),
          List.of("--status"),
          List.of("--image", IMAGE, "--image-key-del", "dc:title"),
          List.of("--disconnect", "--imagelist", LIST, "--image", IMAGE),
          List.of("--image", IMAGE, "--image-del"),
          List.of("--imagelist-import-json", "-", "--force"));

  static final List<List<String>> WORK =
      List.of(
          List.of("--imagelist-import-json", "-"),
          List.of("--imagelist", LIST, "--imagelist-check"),
          List.of("--image", IMAGE, "--image-upload", TrainingSite.BUILD),
          List.of("--imagelist", LIST, "--update"),
          List.of("--imagelist", LIST, "--imagelist-diff"),
          List.of("--imagelist-verify", TrainingSite.PUBLISHED),
          List.of("--imagelist-import-smime", TrainingSite.PUBLISHED, "--force"),
          List.of("--status"),
          List.of("--image", IMAGE, "--image-upload", TrainingSite.BUILD, "--update"),
          List.of("--image-prune", "--dry-run"),
          List.of("--image", IMAGE, "--image-key-set", "hv:uri", "--image-value", TrainingSite.FAR),
          List.of("--image", IMAGE, "--image-upload", TrainingSite.FAR_BUILD, "--retries", "0"));

  private TrainingPaths() {}
}
