package io.vmcaster.uploader.webdav;

import io.vmcaster.model.Sha512;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Adler32;

/**
 * What was sent, to be compared with what a server says that it has: by {@code Digest} (RFC 3230)
 * or {@code Repr-Digest} (RFC 9530), SHA-512 where it knows it, else the Adler-32 that dCache
 * always has.
 */
final class SentDigest {

  private static final Pattern SHA512 =
      Pattern.compile("sha-512=:?([A-Za-z0-9+/]{86}==)", Pattern.CASE_INSENSITIVE);
  private static final Pattern ADLER32 =
      Pattern.compile("adler32=([0-9a-f]{1,8})(?![0-9a-z])", Pattern.CASE_INSENSITIVE);

  private final MessageDigest sha512 = sha512();
  private final Adler32 adler32 = new Adler32();
  private byte[] finished;

  /** A question that asks for them. */
  static DavClient.Question asked(DavClient.Question question) {
    return question
        .with("Want-Digest", "sha-512, adler32;q=0.5")
        .with("Want-Repr-Digest", "sha-512=10");
  }

  void update(byte[] bytes, int offset, int length) {
    sha512.update(bytes, offset, length);
    adler32.update(bytes, offset, length);
  }

  /** Whether an answer tells the digest of what was sent; empty when it tells none that we know. */
  Optional<Boolean> matches(Answer answer) {
    Optional<byte[]> sha = sha512(answer);
    if (sha.isPresent()) {
      return Optional.of(Arrays.equals(sha.get(), sent()));
    }
    Matcher adler = ADLER32.matcher(answer.header("digest").orElse(""));
    return adler.find()
        ? Optional.of(Long.parseLong(adler.group(1), 16) == adler32.getValue())
        : Optional.empty();
  }

  private byte[] sent() {
    if (finished == null) {
      finished = sha512.digest();
    }
    return finished;
  }

  /** The SHA-512 that an answer tells. */
  static Optional<Sha512> told(Answer answer) {
    return sha512(answer).map(HexFormat.of()::formatHex).flatMap(Sha512::parse);
  }

  private static Optional<byte[]> sha512(Answer answer) {
    String headers =
        answer.header("repr-digest").orElse("") + "," + answer.header("digest").orElse("");
    Matcher matcher = SHA512.matcher(headers);
    return matcher.find()
        ? Optional.of(Base64.getDecoder().decode(matcher.group(1)))
        : Optional.empty();
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }
}
