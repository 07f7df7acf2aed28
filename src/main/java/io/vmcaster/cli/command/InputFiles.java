package io.vmcaster.cli.command;

import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.service.ListImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads what a user names: small files, standard input as {@code -}, and published lists. */
record InputFiles(Environment environment, InputStream input) {

  /**
   * Reads a list's message or document.
   *
   * @param source a file or URL, or {@code -}
   */
  byte[] readList(String source, CommandContext context) {
    return source.equals("-")
        ? read(source, ListImporter.MAX_BYTES)
        : context.fetcher().fetch(source, ListImporter.MAX_BYTES);
  }

  /** What messages call a file. */
  public static String name(String file) {
    return file.equals("-") ? "standard input" : file;
  }

  /**
   * Reads a file whole.
   *
   * @param file its path, or {@code -}
   * @param limit the most bytes it may have
   * @throws NotFoundFailure when there is no such file, or it cannot be read
   * @throws InvalidDataFailure when it is too large
   */
  public byte[] read(String file, int limit) {
    try (InputStream in = file.equals("-") ? input : open(environment.resolve(file), file)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new InvalidDataFailure(
            name(file) + " is larger than " + limit + " bytes, the most that is read", null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new NotFoundFailure("there is no file " + file, null, e);
    } catch (AccessDeniedException e) {
      throw new NotFoundFailure(file + " may not be read by this user", null, e);
    } catch (IOException e) {
      throw new NotFoundFailure(name(file) + " cannot be read: " + e.getMessage(), null, e);
    }
  }

  /**
   * Reads a file of text.
   *
   * @throws InvalidDataFailure when it is not UTF-8, or too large
   */
  public String readText(String file, int limit) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(read(file, limit)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new InvalidDataFailure(name(file) + " is not valid UTF-8", null, e);
    }
  }

  private static InputStream open(Path path, String file) throws IOException {
    if (Files.isDirectory(path)) {
      throw new NotFoundFailure(file + " is a directory, not a file", null);
    }
    return Files.newInputStream(path);
  }
}
