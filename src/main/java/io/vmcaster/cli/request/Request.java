package io.vmcaster.cli.request;

import io.vmcaster.model.Item;
import io.vmcaster.service.edit.Assignment;
import io.vmcaster.service.edit.Selection;
import java.util.List;
import java.util.Optional;

/** What one command line asks for: possible and complete, nothing of it looked up yet. */
public sealed interface Request {

  /**
   * Print the identifiers of a kind.
   *
   * @param kind which
   * @param pairs for lists: each with each of its images
   */
  record ListItems(Item.Kind kind, boolean pairs) implements Request {}

  /**
   * Print the endorsers or images of one list.
   *
   * @param list the list
   * @param kind which of the two
   */
  record ListMembers(Selection list, Item.Kind kind) implements Request {}

  /**
   * Print an item as JSON.
   *
   * @param item which
   */
  record Show(Selection item) implements Request {}

  /**
   * Print the metadata of an item.
   *
   * @param item which
   */
  record ShowKeys(Selection item) implements Request {}

  /**
   * Create a list or an endorser.
   *
   * @param item its identifier
   */
  record Add(Item item) implements Request {}

  /** Create the endorser that the certificate names. */
  record AddCertified() implements Request {}

  /**
   * Create an image.
   *
   * @param image its identifier
   * @param list the list that it joins, if any
   * @param like the image whose values it begins with, if any
   * @param values what is set at once
   */
  record AddImage(
      Item image, Optional<Selection> list, Optional<Selection> like, List<Assignment> values)
      implements Request {}

  /**
   * Delete an item.
   *
   * @param item which
   */
  record Delete(Selection item) implements Request {}

  /**
   * Set metadata.
   *
   * @param item of which
   * @param values what
   */
  record SetKeys(Selection item, List<Assignment> values) implements Request {}

  /**
   * Remove metadata.
   *
   * @param item of which
   * @param keys what
   */
  record RemoveKeys(Selection item, List<String> keys) implements Request {}

  /**
   * Bind to a list.
   *
   * @param list the list
   * @param members an endorser, an image or both
   */
  record Connect(Selection list, List<Selection> members) implements Request {}

  /**
   * Unbind from a list.
   *
   * @param list the list
   * @param members an endorser, an image or both
   */
  record Disconnect(Selection list, List<Selection> members) implements Request {}

  /**
   * Import a list from a file.
   *
   * @param file where it is, {@code -} for standard input
   * @param signed whether it is a signed message or bare JSON
   * @param force whether older versions are taken, too
   * @param trusted whether the signer must be trusted
   */
  record Import(String file, boolean signed, boolean force, boolean trusted) implements Request {}

  /**
   * Fetch, verify and import a list.
   *
   * @param url where it is; empty for the list's own {@code hv:uri}
   * @param list the list, if one was selected
   * @param force whether older versions are taken, too
   * @param trusted whether the signer must be trusted
   */
  record Download(Optional<String> url, Optional<Selection> list, boolean force, boolean trusted)
      implements Request {}

  /**
   * Upload an image.
   *
   * @param file the local file
   * @param image the image
   * @param add creates the image first, when asked in the same run
   * @param compressLevel 1 to 9
   * @param publish publishes lists afterwards, when asked in the same run
   * @param hints hints for an uploader
   */
  record Upload(
      String file,
      Selection image,
      Optional<AddImage> add,
      Optional<Integer> compressLevel,
      Optional<Publish> publish,
      List<String> hints)
      implements Request {}

  /**
   * Sign and publish lists.
   *
   * @param list the list; empty for all, or, after an upload, those that hold the image
   * @param ifNeeded only when it changed or expires soon
   * @param renewDays how soon that is
   * @param checkImages whether the servers are asked for the images
   * @param force whether a newer list on the server that differs is replaced
   */
  record Publish(
      Optional<Selection> list, boolean ifNeeded, int renewDays, boolean checkImages, boolean force)
      implements Request {}

  /**
   * Tell what consumers will make of a list.
   *
   * @param target a selected list, or a file or URL
   * @param consumers only for these; all when empty
   */
  record Check(Target target, List<String> consumers) implements Request {}

  /**
   * Verify a published list.
   *
   * @param target a file or URL, or the {@code hv:uri} of a selected list
   * @param images whether its images are downloaded, too
   */
  record Verify(Target target, boolean images) implements Request {}

  /**
   * What is checked or verified: exactly one of the two.
   *
   * @param list a list of the database
   * @param source a file or URL
   */
  record Target(Optional<Selection> list, Optional<String> source) {}

  /**
   * Print a list's publications.
   *
   * @param list which
   */
  record History(Selection list) implements Request {}

  /**
   * Print what publishing would change.
   *
   * @param list which
   * @param version against which publication; the latest when empty
   */
  record Diff(Selection list, Optional<String> version) implements Request {}

  /**
   * Publish an earlier content again.
   *
   * @param list which
   * @param version of which publication
   * @param checkImages whether the servers are asked for the images
   * @param force whether a newer list on the server that differs is replaced
   */
  record Rollback(Selection list, String version, boolean checkImages, boolean force)
      implements Request {}

  /**
   * Remove uploaded images that nothing names.
   *
   * @param list only of this list
   * @param image only of this image
   * @param keep how many publications keep theirs
   * @param olderThanDays only uploads older than this
   */
  record Prune(
      Optional<Selection> list,
      Optional<Selection> image,
      int keep,
      Optional<Integer> olderThanDays)
      implements Request {}

  /**
   * Tell how lists stand.
   *
   * @param list only this one
   * @param nagios with the statuses of a Nagios check
   * @param renewDays how near an expiry is a warning
   */
  record Status(Optional<Selection> list, boolean nagios, int renewDays) implements Request {}

  /**
   * Look at everything that a run needs.
   *
   * @param tryWrite whether to write a small file on each server
   */
  record Doctor(boolean tryWrite) implements Request {}

  /**
   * Copy the database.
   *
   * @param url where to
   */
  record CopyDatabase(String url) implements Request {}

  /**
   * Print the completion.
   *
   * @param shell {@code bash} or {@code zsh}
   */
  record Completion(String shell) implements Request {}

  /** Print the manual page. */
  record Manual() implements Request {}

  /** Print the help. */
  record Help() implements Request {}

  /** Print the version. */
  record ShowVersion() implements Request {}
}
