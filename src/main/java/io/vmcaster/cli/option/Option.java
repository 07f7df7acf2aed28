package io.vmcaster.cli.option;

import static io.vmcaster.cli.option.Arity.NONE;
import static io.vmcaster.cli.option.Arity.OPTIONAL;
import static io.vmcaster.cli.option.Arity.REQUIRED;

import java.util.List;
import java.util.Optional;

/**
 * Every option of the program, once. The parser, the help, the manual page and the completion are
 * made from this table. An option without a description is not shown: it is there for scripts that
 * were written for the original's later releases.
 */
public enum Option {
  ENDORSER(Group.SELECT, REQUIRED, "DN", "the endorser", "--endorser", "--select-endorser"),
  IMAGELIST(
      Group.SELECT,
      REQUIRED,
      "UUID",
      "the image list; the first eight characters will do if no other list has them",
      "--imagelist",
      "--select-imagelist"),
  IMAGE(Group.SELECT, REQUIRED, "UUID", "the image, likewise", "--image", "--select-image"),

  ENDORSER_LIST(
      Group.LOOK, NONE, "", "print each endorser's name", "--endorser-list", "--list-endorser"),
  IMAGELIST_LIST(
      Group.LOOK, NONE, "", "print each list with each of its images", "--imagelist-list", ""),
  IMAGE_LIST(Group.LOOK, NONE, "", "print each image's identifier", "--image-list", "--list-image"),
  LIST_IMAGELIST(Group.LOOK, NONE, "", "", "--list-imagelist", ""),
  IMAGELIST_LIST_IMAGE(Group.LOOK, NONE, "", "", "--imagelist-list-image", ""),
  IMAGELIST_LIST_ENDORSER(Group.LOOK, NONE, "", "", "--imagelist-list-endorser", ""),
  ENDORSER_SHOW(
      Group.LOOK, NONE, "", "print an endorser as JSON", "--endorser-show", "--show-endorser"),
  IMAGELIST_SHOW(
      Group.LOOK,
      NONE,
      "",
      "print a list as JSON, as it would be signed",
      "--imagelist-show",
      "--show-imagelist"),
  IMAGE_SHOW(Group.LOOK, NONE, "", "print an image as JSON", "--image-show", "--show-image"),
  ENDORSER_KEYS(
      Group.LOOK,
      OPTIONAL,
      "DN",
      "print an endorser's metadata",
      "--endorser-keys",
      "--keys-endorser"),
  IMAGELIST_KEYS(
      Group.LOOK,
      OPTIONAL,
      "UUID",
      "print a list's own metadata",
      "--imagelist-keys",
      "--keys-imagelist"),
  IMAGE_KEYS(
      Group.LOOK, OPTIONAL, "UUID", "print an image's metadata", "--image-keys", "--keys-image"),

  ENDORSER_ADD(
      Group.EDIT,
      OPTIONAL,
      "DN",
      "create an endorser; without a name, that of the certificate",
      "--endorser-add",
      "--add-endorser"),
  IMAGELIST_ADD(
      Group.EDIT, OPTIONAL, "UUID", "create an empty list", "--imagelist-add", "--add-imagelist"),
  IMAGE_ADD(
      Group.EDIT,
      OPTIONAL,
      "UUID",
      "create an image; with --imagelist, in that list",
      "--image-add",
      "--add-image"),
  LIKE(
      Group.EDIT,
      REQUIRED,
      "IMAGE",
      "with --image-add and --imagelist: begin with the values that IMAGE shares with the list",
      "--like",
      ""),
  ENDORSER_DEL(
      Group.EDIT, OPTIONAL, "DN", "delete an endorser", "--endorser-del", "--del-endorser"),
  IMAGELIST_DEL(
      Group.EDIT,
      OPTIONAL,
      "UUID",
      "delete a list; its images stay",
      "--imagelist-del",
      "--del-imagelist"),
  IMAGE_DEL(Group.EDIT, OPTIONAL, "UUID", "delete an image", "--image-del", "--del-image"),
  ENDORSER_KEY_SET(
      Group.EDIT,
      REQUIRED,
      "KEY",
      "set a value of an endorser; key and value may be given several times",
      "--endorser-key-set",
      "--key-set-endorser"),
  IMAGELIST_KEY_SET(
      Group.EDIT,
      REQUIRED,
      "KEY",
      "set a value of a list",
      "--imagelist-key-set",
      "--key-set-imagelist"),
  IMAGE_KEY_SET(
      Group.EDIT, REQUIRED, "KEY", "set a value of an image", "--image-key-set", "--key-set-image"),
  ENDORSER_VALUE(
      Group.EDIT,
      REQUIRED,
      "VALUE",
      "the value for --endorser-key-set",
      "--endorser-value",
      "--key-value-endorser"),
  IMAGELIST_VALUE(
      Group.EDIT,
      REQUIRED,
      "VALUE",
      "the value for --imagelist-key-set",
      "--imagelist-value",
      "--key-value-imagelist"),
  IMAGE_VALUE(
      Group.EDIT,
      REQUIRED,
      "VALUE",
      "the value for --image-key-set",
      "--image-value",
      "--key-value-image"),
  ENDORSER_VALUE_FILE(
      Group.EDIT,
      REQUIRED,
      "FILE",
      "the value, as the file holds it",
      "--endorser-value-file",
      "--key-value-endorser-file"),
  IMAGELIST_VALUE_FILE(
      Group.EDIT,
      REQUIRED,
      "FILE",
      "the value, as the file holds it",
      "--imagelist-value-file",
      "--key-value-imagelist-file"),
  IMAGE_VALUE_FILE(
      Group.EDIT,
      REQUIRED,
      "FILE",
      "the value, as the file holds it",
      "--image-value-file",
      "--key-value-image-file"),
  ENDORSER_VALUES(
      Group.EDIT,
      REQUIRED,
      "FILE",
      "set all values of a file, JSON or KEY = VALUE a line",
      "--endorser-values",
      ""),
  IMAGELIST_VALUES(
      Group.EDIT,
      REQUIRED,
      "FILE",
      "set all values of a file, JSON or KEY = VALUE a line",
      "--imagelist-values",
      ""),
  IMAGE_VALUES(
      Group.EDIT,
      REQUIRED,
      "FILE",
      "set all values of a file, JSON or KEY = VALUE a line",
      "--image-values",
      ""),
  ENDORSER_KEY_DEL(
      Group.EDIT,
      REQUIRED,
      "KEY",
      "remove a value of an endorser",
      "--endorser-key-del",
      "--key-del-endorser"),
  IMAGELIST_KEY_DEL(
      Group.EDIT,
      REQUIRED,
      "KEY",
      "remove a value of a list",
      "--imagelist-key-del",
      "--key-del-imagelist"),
  IMAGE_KEY_DEL(
      Group.EDIT,
      REQUIRED,
      "KEY",
      "remove a value of an image",
      "--image-key-del",
      "--key-del-image"),
  CONNECT(
      Group.EDIT,
      NONE,
      "",
      "bind --endorser and --image to --imagelist",
      "--connect",
      "--imagelist-add-endorser --imagelist-add-image"),
  DISCONNECT(
      Group.EDIT,
      NONE,
      "",
      "take --endorser and --image from --imagelist",
      "--disconnect",
      "--imagelist-del-endorser --imagelist-del-image"),

  IMPORT_SMIME(
      Group.IMPORT,
      REQUIRED,
      "FILE",
      "import a signed list; - is standard input",
      "--imagelist-import-smime",
      "--import-imagelist-smime"),
  IMPORT_JSON(
      Group.IMPORT,
      REQUIRED,
      "FILE",
      "import a list that is not signed",
      "--imagelist-import-json",
      "--import-imagelist-json"),
  DOWNLOAD(
      Group.IMPORT,
      OPTIONAL,
      "URL",
      "fetch the published list, verify and import it",
      "--imagelist-download",
      "--download-imagelist"),
  DOWNLOAD_FLAGS(Group.IMPORT, REQUIRED, "FLAGS", "", "--download-imagelist-flags", ""),
  FORCE(
      Group.IMPORT,
      NONE,
      "",
      "import what is older than what is here; publish over a list that is newer than ours",
      "--force",
      ""),
  TRUSTED(
      Group.IMPORT,
      NONE,
      "",
      "refuse a list whose signer the trust anchors do not know",
      "--trusted",
      ""),

  IMAGE_UPLOAD(
      Group.PUBLISH,
      REQUIRED,
      "FILE",
      "compress and upload an image, and update its entry; with --update, publish its lists",
      "--image-upload",
      "--upload-image"),
  UPDATE(
      Group.PUBLISH,
      NONE,
      "",
      "sign and publish a list under a new version",
      "--update",
      "--imagelist-upload --upload-imagelist"),
  ALL(Group.PUBLISH, NONE, "", "with --update: every list", "--all", ""),
  IF_NEEDED(
      Group.PUBLISH,
      NONE,
      "",
      "with --update: only when it changed or expires soon",
      "--if-needed",
      ""),
  RENEW_DAYS(Group.PUBLISH, REQUIRED, "DAYS", "how soon that is (7)", "--renew-days", ""),
  LIFETIME(
      Group.PUBLISH,
      REQUIRED,
      "DAYS",
      "how long a published list is valid (28)",
      "--lifetime",
      "--lifetime-imagelist"),
  NO_CHECK_IMAGES(
      Group.PUBLISH,
      NONE,
      "",
      "publish without asking the servers for the list's images",
      "--no-check-images",
      ""),
  COMPRESS_LEVEL(
      Group.PUBLISH, REQUIRED, "N", "how hard to compress, 1 to 9", "--compress-level", ""),
  FLAG(Group.PUBLISH, REQUIRED, "HINT", "", "--flag", ""),

  CHECK(
      Group.CHECK,
      OPTIONAL,
      "FILE|URL",
      "tell what each subscriber will make of a list, and how to mend it",
      "--imagelist-check",
      ""),
  FOR(
      Group.CHECK,
      REQUIRED,
      "CONSUMER",
      "only for hepix, vmcatcher, cloudkeeper or atrope; may be repeated",
      "--for",
      ""),
  VERIFY(
      Group.CHECK,
      OPTIONAL,
      "FILE|URL",
      "fetch and verify a published list as a strict subscriber",
      "--imagelist-verify",
      ""),
  IMAGES(Group.CHECK, NONE, "", "with --imagelist-verify: its images, too", "--images", ""),

  HISTORY(Group.HISTORY, NONE, "", "print a list's publications", "--imagelist-history", ""),
  DIFF(
      Group.HISTORY,
      OPTIONAL,
      "VERSION",
      "print what --update would change",
      "--imagelist-diff",
      ""),
  ROLLBACK(
      Group.HISTORY,
      REQUIRED,
      "VERSION",
      "publish that content again, under a higher version",
      "--imagelist-rollback",
      ""),
  PRUNE(
      Group.HISTORY,
      NONE,
      "",
      "remove uploaded images that nothing names any more",
      "--image-prune",
      ""),
  KEEP(
      Group.HISTORY,
      REQUIRED,
      "N",
      "with --image-prune: publications whose images stay (3)",
      "--keep",
      ""),
  OLDER_THAN(
      Group.HISTORY,
      REQUIRED,
      "DAYS",
      "with --image-prune: only images uploaded longer ago",
      "--older-than",
      ""),
  STATUS(Group.HISTORY, NONE, "", "print how each list stands", "--status", ""),
  NAGIOS(Group.HISTORY, NONE, "", "with --status: as a Nagios check", "--nagios", ""),

  DOCTOR(Group.CARE, NONE, "", "look at everything that a run will need", "--doctor", ""),
  TRY_WRITE(
      Group.CARE, NONE, "", "with --doctor: write a small file on each server", "--try-write", ""),
  DATABASE_COPY(
      Group.CARE, REQUIRED, "URL", "copy everything to another database", "--database-copy", ""),
  COMPLETION(
      Group.CARE, REQUIRED, "SHELL", "print the completion for bash or zsh", "--completion", ""),
  MANUAL(Group.CARE, NONE, "", "", "--manual-page", ""),

  DATABASE(
      Group.SETTINGS, REQUIRED, "URL", "the database (sqlite:///dish.db)", "-d --database", ""),
  CONFIG_FILE(
      Group.SETTINGS,
      REQUIRED,
      "FILE",
      "the configuration (~/.vmcaster.cfg, else /etc/vmcaster/vmcaster.cfg)",
      "-C --config-file",
      ""),
  X509_KEY(
      Group.SETTINGS,
      REQUIRED,
      "FILE",
      "the private key (~/.globus/userkey.pem)",
      "--x509-key",
      ""),
  X509_CERT(
      Group.SETTINGS,
      REQUIRED,
      "FILE",
      "the certificate (~/.globus/usercert.pem)",
      "--x509-cert",
      ""),
  X509_DIR(Group.SETTINGS, REQUIRED, "DIR", "the directory of both", "--x509-dir", ""),
  PASSIN(
      Group.SETTINGS,
      REQUIRED,
      "SOURCE",
      "where the key's passphrase is: env:NAME, file:PATH or fd:N",
      "--passin",
      ""),
  CA_DIR(
      Group.SETTINGS,
      REQUIRED,
      "DIR",
      "the trust anchors (/etc/grid-security/certificates)",
      "--ca-dir",
      ""),
  LOCK_WAIT(
      Group.SETTINGS,
      REQUIRED,
      "SECONDS",
      "how long to wait for another run (60)",
      "--lock-wait",
      ""),
  RETRIES(
      Group.SETTINGS,
      REQUIRED,
      "N",
      "how often to try again after a temporary failure (2)",
      "--retries",
      ""),

  JSON(Group.OUTPUT, NONE, "", "print one JSON document, on failure too", "--json", ""),
  DRY_RUN(
      Group.OUTPUT, NONE, "", "do everything but write, and say what would be", "--dry-run", ""),
  YES(Group.OUTPUT, NONE, "", "do not ask before pruning or rolling back", "--yes", ""),
  VERBOSE(
      Group.OUTPUT,
      NONE,
      "",
      "say more, and what libraries warn of; -vv: all they say",
      "-v --verbose",
      ""),
  QUIET(Group.OUTPUT, NONE, "", "say nothing but errors", "-q --quiet", ""),
  DEBUG(
      Group.OUTPUT,
      NONE,
      "",
      "say everything, with traces of failures, and what libraries do",
      "--debug",
      ""),
  LOG_FILE(Group.OUTPUT, REQUIRED, "FILE", "write what is said to a file, too", "--log-file", ""),
  LOG_FORMAT(
      Group.OUTPUT,
      REQUIRED,
      "FORMAT",
      "its lines: text, json or syslog (on standard error, too, as by itself under systemd)",
      "--log-format",
      ""),
  LOG_CONFIGURATION(Group.OUTPUT, REQUIRED, "FILE", "", "-L", "--logcfg"),
  VERSION(Group.OUTPUT, NONE, "", "print the version", "--version", ""),
  HELP(Group.OUTPUT, NONE, "", "print this help", "-h --help", "");

  private static final List<Option> ALL_OF_THEM = List.of(values());

  private final Group group;
  private final Arity arity;
  private final String label;
  private final String description;
  private final String names;
  private final String laterNames;

  Option(
      Group group, Arity arity, String label, String description, String names, String laterNames) {
    this.group = group;
    this.arity = arity;
    this.label = label;
    this.description = description;
    this.names = names;
    this.laterNames = laterNames;
  }

  /** Every option, in the order of the help. */
  public static List<Option> all() {
    return ALL_OF_THEM;
  }

  /** The option of that name, a hidden one included. */
  static Optional<Option> named(String name) {
    for (Option option : ALL_OF_THEM) {
      if (isAmong(option.names, name) || isAmong(option.laterNames, name)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** Without cutting the names apart: this runs at every start. */
  private static boolean isAmong(String names, String name) {
    int end = -1;
    for (int start = 0; end < names.length(); start = end + 1) {
      end = names.indexOf(' ', start);
      end = end < 0 ? names.length() : end;
      if (end > start && end - start == name.length() && names.startsWith(name, start)) {
        return true;
      }
    }
    return false;
  }

  /** The heading it stands under. */
  public Group group() {
    return group;
  }

  /** Whether it has a value. */
  public Arity arity() {
    return arity;
  }

  /** What its value is called. */
  public String label() {
    return label;
  }

  /** What it does, in a line without a final dot; empty when it is hidden. */
  public String description() {
    return description;
  }

  /** Whether the help leaves it out. */
  public boolean hidden() {
    return description.isEmpty();
  }

  /** Its names as the help shows them, a short one first. */
  public String[] names() {
    return names.split(" ");
  }

  /** Its hidden names, those of the original's later releases. */
  public String[] laterNames() {
    return laterNames.isEmpty() ? new String[0] : laterNames.split(" ");
  }

  /** Its long name, for messages. */
  public String flag() {
    return names.substring(names.lastIndexOf(' ') + 1);
  }

  /** Its long name and value, for messages that name what is missing. */
  public String flagWithValue() {
    return arity == REQUIRED ? flag() + " " + label : flag();
  }

  /** Whether it may be given several times. */
  public boolean repeatable() {
    return switch (this) {
      case ENDORSER_KEY_SET,
          IMAGELIST_KEY_SET,
          IMAGE_KEY_SET,
          ENDORSER_VALUE,
          IMAGELIST_VALUE,
          IMAGE_VALUE,
          ENDORSER_VALUE_FILE,
          IMAGELIST_VALUE_FILE,
          IMAGE_VALUE_FILE,
          ENDORSER_KEY_DEL,
          IMAGELIST_KEY_DEL,
          IMAGE_KEY_DEL,
          FOR,
          FLAG,
          VERBOSE,
          QUIET ->
          true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return flag();
  }
}
