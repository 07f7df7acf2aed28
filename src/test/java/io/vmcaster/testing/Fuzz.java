package io.vmcaster.testing;

import com.sun.management.ThreadMXBean;
import io.vmcaster.error.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Damages inputs at random and hands them to a reader, which may end in nothing but a failure of
 * ours, soon and with little memory. The same seed makes the same inputs; {@code scripts/fuzz}
 * takes another one, and more time.
 */
public final class Fuzz {

  /** How many readers share the time: a test each in the classes named {@code …FuzzTest}. */
  private static final int READERS = 25;

  private static final double SECONDS = Double.parseDouble(property("seconds", "30"));
  private static final long SEED = Long.parseLong(property("seed", "1"));

  /** What one input may cost: of the processor, in nanoseconds, and of memory, in bytes. */
  private static final long LONGEST = 10_000_000_000L;

  private static final long LARGEST = 1L << 30;

  /** What a person should not have to read. */
  private static final Pattern LEAK = Pattern.compile("(^|[ :])null($|[ ,.:])|Exception");

  /** A failure may quote what it is about. */
  private static final int LONGEST_MESSAGE = 10_000;

  private static final int MOST_CHANGES = 6;

  /** Changes are made at the beginning of what is larger more often than elsewhere. */
  private static final int HEAD = 4096;

  private static final List<String> TOKENS =
      List.of(
          "0",
          "-1",
          "1e999",
          "99999999999999999999",
          "2147483648",
          "-9223372036854775808",
          "65536",
          "\0",
          "\n",
          "\r\n",
          "\n\n",
          " ",
          "\t",
          ":",
          ";",
          "=",
          "%",
          "%00",
          "%2e%2e",
          "..",
          "/",
          "//",
          "\\",
          "\"",
          "'",
          "[",
          "]",
          "{",
          "}",
          "(",
          ")",
          "<",
          ">",
          "@",
          "*",
          "?",
          "!",
          "#",
          "$",
          "|",
          "null",
          "true",
          "\ufeff",
          "\u202e",
          "\ud83d\ude00",
          "\u0130",
          "-----BEGIN ",
          "-----END ");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final List<byte[]> seeds;
  private final List<Class<? extends Exception>> declared = new ArrayList<>();
  private final Random random = new Random(SEED);

  /** Reads an input, and throws what it has to say of it. */
  @FunctionalInterface
  public interface Reader {
    /** Reads. */
    void read(byte[] input) throws Exception;
  }

  /**
   * A reader's trial.
   *
   * @param seeds good inputs
   */
  public Fuzz(String name, List<byte[]> seeds) {
    this.name = name;
    this.seeds = seeds;
  }

  /** What the reader may throw beside our failures, as its callers expect. */
  public Fuzz mayThrow(Class<? extends Exception> kind) {
    declared.add(kind);
    return this;
  }

  /** Texts as inputs. */
  public static List<byte[]> texts(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static String property(String key, String usual) {
    return System.getProperty("vmcaster.fuzz." + key, usual);
  }

  /** Tries until the reader's share of the time is over, the good inputs first. */
  public void run(Reader reader) throws IOException {
    PrintStream shown = System.err;
    try (PrintStream refusing = new PrintStream(new Refusing(), true, StandardCharsets.UTF_8)) {
      System.setErr(refusing);
      runQuietly(reader);
    } finally {
      System.setErr(shown);
    }
  }

  /** Libraries that print something themselves bypass our messages. */
  private static final class Refusing extends OutputStream {
    @Override
    public void write(int b) {
      throw new IllegalStateException("it prints to standard error");
    }
  }

  private void runQuietly(Reader reader) throws IOException {
    seeds.forEach(seed -> attempt(reader, seed));
    long end = System.nanoTime() + (long) (SECONDS / READERS * 1e9);
    long count = 0;
    while (System.nanoTime() < end) {
      attempt(reader, damaged());
      count++;
    }
    System.out.println("fuzz: " + name + ": " + count + " inputs of seed " + SEED);
  }

  private void attempt(Reader reader, byte[] input) {
    long begun = THREADS.getCurrentThreadCpuTime();
    long taken = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reader.read(input);
    } catch (Failure expected) {
      requireOneOfOurs(expected, input);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      if (declared.stream().noneMatch(kind -> kind.isInstance(e))) {
        throw failed(input, e.toString(), e);
      }
    }
    long time = THREADS.getCurrentThreadCpuTime() - begun;
    long memory = THREADS.getCurrentThreadAllocatedBytes() - taken;
    if (time > LONGEST || memory > LARGEST) {
      throw failed(input, time / 1_000_000 + " ms, " + (memory >> 20) + " MiB", null);
    }
  }

  private void requireOneOfOurs(Failure failure, byte[] input) {
    String message = failure.getMessage();
    boolean quoted = text(input).matches("(?s).*(null|Exc).*");
    boolean leaks = message == null || (!quoted && LEAK.matcher(message).find());
    if (leaks || message.length() > LONGEST_MESSAGE) {
      throw failed(input, "it says: " + message, failure);
    }
  }

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  private AssertionError failed(byte[] input, String what, Throwable cause) {
    Path kept = Path.of("target", "fuzz-" + name.replaceAll("\\W", "-"));
    try {
      Files.write(kept, input);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new AssertionError(
        name + ", seed " + SEED + ", input kept in " + kept.toAbsolutePath() + ": " + what, cause);
  }

  private byte[] damaged() {
    byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      input = changed(input);
    }
    return input;
  }

  private byte[] changed(byte[] input) {
    if (input.length == 0) {
      return token();
    }
    int reach = random.nextBoolean() ? Math.min(input.length, HEAD) : input.length;
    int at = random.nextInt(reach);
    int length = Math.min(input.length - at, 1 + random.nextInt(1 << random.nextInt(10)));
    return switch (random.nextInt(9)) {
      case 0 -> {
        input[at] ^= (byte) (1 << random.nextInt(8));
        yield input;
      }
      case 1 -> {
        Arrays.fill(input, at, at + Math.min(length, 8), (byte) (random.nextBoolean() ? -1 : 0));
        yield input;
      }
      case 2 -> replaced(input, at, length, new byte[0]);
      case 3 -> replaced(input, at, 0, Arrays.copyOfRange(input, at, at + length));
      case 4 -> Arrays.copyOf(input, at);
      case 5 -> replaced(input, at, 0, token());
      case 6 -> replaced(input, at, Math.min(length, 4), token());
      case 7 -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = other.length == 0 ? 0 : random.nextInt(other.length);
        int to = Math.min(other.length, from + length);
        yield replaced(input, at, length, Arrays.copyOfRange(other, from, to));
      }
      default -> {
        byte[] noise = new byte[Math.min(length, 16)];
        random.nextBytes(noise);
        yield replaced(input, at, noise.length, noise);
      }
    };
  }

  private byte[] token() {
    String token = TOKENS.get(random.nextInt(TOKENS.size()));
    int times = random.nextInt(20) == 0 ? 1 << random.nextInt(16) : 1;
    return token.repeat(times).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] replaced(byte[] input, int at, int length, byte[] by) {
    byte[] result = new byte[input.length - length + by.length];
    System.arraycopy(input, 0, result, 0, at);
    System.arraycopy(by, 0, result, at, by.length);
    System.arraycopy(input, at + length, result, at + by.length, input.length - at - length);
    return result;
  }

  /** Files as inputs. */
  public static List<byte[]> files(List<Path> files) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }
}
