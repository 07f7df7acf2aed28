package io.vmcaster.fetch;

import java.io.Closeable;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a web server answered, its body not read yet.
 *
 * @param url what was asked for in the end, behind all redirects
 * @param status the number of the answer
 * @param headers by name, in any case
 * @param body null when there is none
 */
record WebAnswer(WebUrl url, int status, Map<String, List<String>> headers, InputStream body)
    implements Closeable {

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** Where the server sends us; empty when it answers itself. */
  Optional<String> redirect() {
    return REDIRECTS.contains(status) ? header("location") : Optional.empty();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
  }

  /** How long the file is said to be; empty when that is not said, or is no number. */
  Optional<Long> length() {
    return header("content-length").filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong);
  }

  /** What programs that read an image by HTTP make of the answer beyond its bytes. */
  List<String> faults() {
    List<String> faults = new ArrayList<>(labels());
    header("content-type")
        .filter(type -> type.strip().toLowerCase(Locale.ROOT).matches("(text|multipart)/.*"))
        .ifPresent(type -> faults.add(converted(type)));
    if (header("content-length").isPresent() && length().isEmpty()) {
      faults.add(
          "the server says Content-Length: "
              + header("content-length").get()
              + ", which is no length");
    }
    return faults;
  }

  /** The labels by which programs unpack what they read. */
  List<String> labels() {
    return Optional.ofNullable(headers.get("content-encoding"))
        .map(values -> String.join(", ", values))
        .filter(encoding -> !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity"))
        .map(encoding -> List.of(unpacked(encoding)))
        .orElse(List.of());
  }

  private static String unpacked(String encoding) {
    return "the server labels the file Content-Encoding: "
        + encoding
        + ", so that consumers (Python's requests, Ruby's Net::HTTP) unpack it on the way and get"
        + " another size and digest: remove the label (Apache: RemoveEncoding .gz .tgz .bz2 .xz"
        + " instead of AddEncoding; nginx: no add_header Content-Encoding)";
  }

  private static String converted(String type) {
    return "the server calls the image Content-Type: "
        + type
        + ", which programs on the way may convert: serve it as application/octet-stream (Apache:"
        + " AddType application/octet-stream and the file's ending)";
  }

  @Override
  public void close() {
    HttpClients.hangUp(body);
  }
}
