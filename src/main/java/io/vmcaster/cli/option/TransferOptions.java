package io.vmcaster.cli.option;

/** What commands share that bring lists in, or images and lists out. */
public final class TransferOptions {

  private static final int MOST_DAYS = 1_000_000;

  /** {@code --force}. */
  public final Flag force =
      Flag.of(
          Flag.Heading.IMPORT,
          "--force",
          "import what is older than what is here; publish over a list that is newer than ours;"
              + " upload what is not a whole image");

  /** {@code --trusted}. */
  public final Flag trusted =
      Flag.of(
          Flag.Heading.IMPORT,
          "--trusted",
          "refuse a list whose signer the trust anchors do not know");

  /** {@code --renew-days}. */
  public final Flag renewDays =
      Flag.of(Flag.Heading.PUBLISH, "--renew-days", "how soon that is (7)").takes("DAYS");

  /** {@code --no-check-images}. */
  public final Flag noCheckImages =
      Flag.of(
          Flag.Heading.PUBLISH,
          "--no-check-images",
          "publish without asking the servers for the list's images");

  /** {@code --flag}: hints of the original for its uploaders, which ours do not need. */
  public final Flag hint = Flag.of(Flag.Heading.PUBLISH, "--flag", "").takes("HINT").repeatable();

  TransferOptions() {}

  /** How many days before its end a list is to be renewed. */
  public int renewDaysOrUsual() {
    return renewDays.number(0, MOST_DAYS).orElse(7);
  }
}
