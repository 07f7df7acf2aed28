package io.vmcaster.uploader.scp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what goes wrong on the way to a server into failures that tell what to do. */
final class SshFailures {

  private static final String LATER = "Run the command again later.";

  /** JSch tells here by what the server lets users in. */
  private static final Pattern METHODS = Pattern.compile("for methods '([^']+)'");

  /** SSH_FX_NO_SPACE_ON_FILESYSTEM and SSH_FX_QUOTA_EXCEEDED of later versions. */
  private static final int NO_SPACE = 14;

  private static final int QUOTA = 15;
  private static final String SPACE =
      "Make room there, or ask for more, and run the command again.";

  private SshFailures() {}

  /** A session could not be set up or nobody could log in. */
  static Failure login(SshHost host, Identities identities, JSchException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("Too many authentication failures")) {
      return noLogin(
          host,
          "the server ended the login after too many keys (%s)".formatted(identities.describe()),
          "Name the right key by IdentityFile in ~/.ssh/config, with IdentitiesOnly yes.",
          e);
    }
    Matcher methods = METHODS.matcher(message);
    if (methods.find()) {
      List<String> offered = List.of(methods.group(1).split(",", -1));
      if (SshHost.METHODS.stream()
          .anyMatch(each -> offered.contains(each) && !host.methods().contains(each))) {
        return notAllowed(host, offered, identities, e);
      }
      if (!offered.contains("publickey")) {
        return withoutKeys(host, offered, e);
      }
    }
    if (message.startsWith("Auth ") || message.contains("USERAUTH")) {
      return noLogin(
          host,
          "the server accepts none of the keys (%s)".formatted(identities.describe()),
          "See that \"ssh %s\" works without a password: add your public key to"
                  .formatted(host.name())
              + " ~/.ssh/authorized_keys there, name it by IdentityFile in ~/.ssh/config, or add"
              + " it to ssh-agent."
              + identities.advice()
              + ignored(host),
          e);
    }
    return connecting(host, e);
  }

  private static TrustFailure noLogin(SshHost host, String why, String advice, JSchException e) {
    return new TrustFailure("cannot log in as " + host.display() + ": " + why, advice, e);
  }

  /** What the configuration says that is not obeyed, and might be why it works with ssh. */
  private static String ignored(SshHost host) {
    return host.ignored().isEmpty()
        ? ""
        : " Of the ssh configuration this program does not obey: %s."
            .formatted(String.join(", ", host.ignored()));
  }

  private static TrustFailure notAllowed(
      SshHost host, List<String> offered, Identities identities, JSchException e) {
    return noLogin(
        host,
        "the server takes %s, and the ssh configuration allows %s, which was not enough%s"
            .formatted(
                String.join(", ", offered),
                String.join(", ", host.methods()),
                host.methods().contains("publickey") ? " (" + identities.describe() + ")" : ""),
        "See PreferredAuthentications, PubkeyAuthentication, PasswordAuthentication and"
            + " KbdInteractiveAuthentication in what \"ssh -G %s\" prints.%s"
                .formatted(host.name(), ignored(host)),
        e);
  }

  private static TrustFailure withoutKeys(SshHost host, List<String> offered, JSchException e) {
    String only = "the server takes no keys, only " + String.join(", ", offered);
    return offered.contains("password") || offered.contains("keyboard-interactive")
        ? noLogin(
            host,
            only + ", and no answer was given that it takes",
            "Run the command where you can be asked, or have the server take public keys.",
            e)
        : noLogin(
            host,
            only + ", which this program does not do",
            "Ask the server's administrator to take public keys (PubkeyAuthentication)."
                + ignored(host),
            e);
  }

  /** Tells the user which key a server showed and why that is not enough. */
  static TrustFailure hostKey(
      SshHost host, KnownHosts known, JSch jsch, Session session, JSchException e) {
    HostKey shown = session.getHostKey();
    String server = host.address() + " port " + host.port();
    if (known.listsAnAuthority() && !known.listsTheServer() && shown == null) {
      return certificate(server, e);
    }
    String key = shown == null ? "none" : shown.getType() + " " + shown.getFingerPrint(jsch);
    String file = known.getKnownHostsRepositoryID();
    String login = host.port() == 22 ? "" : "-p " + host.port() + " ";
    login += host.user() + "@" + host.name();
    if (e instanceof JSchChangedHostKeyException) {
      return new TrustFailure(
          ("the host key of %s is not the one in %s: it shows %s; either the server was set up"
                  + " anew, or somebody stands in between")
              .formatted(server, file, key),
          ("Ask its administrator for the fingerprint; only if it is the same: ssh-keygen -f %s"
                  + " -R '%s', then ssh %s")
              .formatted(file, KnownHosts.listedAs(host), login),
          e);
    }
    if (e instanceof JSchRevokedHostKeyException) {
      return new TrustFailure(
          "the host key of %s is marked as revoked in the known hosts%s: %s"
              .formatted(server, host.revoked().isEmpty() ? "" : " or by RevokedHostKeys", key),
          "Ask the server's administrator for its new key.",
          e);
    }
    return new TrustFailure(
        "the host key of " + server + " is not known: it shows " + key,
        ("Run \"ssh %s\" once and compare the fingerprint with what its administrator says, or"
                + " put the output of \"ssh-keyscan -p %s %s\" into %s after comparing it.%s")
            .formatted(login, host.port(), host.address(), file, ignored(host)),
        e);
  }

  /**
   * The server showed a certificate, of an authority that is listed or of another.
   *
   * @param e what JSch found: the time, the name, who signed it
   */
  private static TrustFailure certificate(String server, JSchException e) {
    if (e instanceof JSchRevokedHostKeyException) {
      return new TrustFailure(
          "the host certificate of " + server + " is of a key that the known hosts revoke",
          "Ask the server's administrator for a new one.",
          e);
    }
    String why = String.valueOf(e.getMessage()).replaceFirst("(?i)^rejected (HostKey: )?", "");
    return new TrustFailure(
        "the host certificate of " + server + " is not good: " + why,
        "Ask the server's administrator for a certificate of this name that is valid now, signed by"
            + " the authority that the known hosts name.",
        e);
  }

  /** The connection could not be made. */
  static Failure connecting(SshHost host, Exception e) {
    String tried = "cannot connect to " + host.display() + ": ";
    if (Failure.cause(e, UnknownHostException.class).isPresent()) {
      return new TemporaryFailure(
          tried + "the name " + host.address() + " has no address",
          "See whether the name is right; name servers may fail for a while.",
          e);
    }
    if (Failure.cause(e, InterruptedIOException.class).isPresent()) {
      return silent(host, e);
    }
    if (Failure.cause(e, SocketException.class).isPresent()) {
      return new TemporaryFailure(
          tried + Failure.rootMessage(e), "See whether sshd runs there. " + LATER, e);
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("negotiation")) {
      return new TransferFailure(
          tried + "client and server have no algorithm in common (" + message + ")",
          "The server's software is too old, or its configuration too narrow.",
          e);
    }
    return new TemporaryFailure(tried + plain(message), LATER, e);
  }

  /** An established connection broke. */
  static Failure broken(SshHost host, String tried, Exception e) {
    if (Failure.cause(e, InterruptedIOException.class).isPresent()) {
      return silent(host, e);
    }
    return new TemporaryFailure(
        tried + ": the connection to " + host.display() + " broke", LATER, e);
  }

  /** Nothing came in time, or never an end. */
  static Failure silent(SshHost host, Exception e) {
    return new TemporaryFailure(
        "no answer from " + host.display() + " in time",
        LATER + " Or raise \"timeout\" in the section of the configuration.",
        e);
  }

  /** The library puts names of classes before its messages. */
  private static String plain(String message) {
    return message
        .replaceAll("\\b[a-z]+(\\.\\w+)*\\.\\w*(Exception|Error): ?", "")
        .replace("Session.connect: ", "");
  }

  /** The server said no, or nothing that makes sense; then the connection is not used again. */
  static Failure refused(SshConnection connection, String verb, String path, SftpException e) {
    if (!SftpUploader.isRefusal(e)) {
      return connection.broken(verb, path, e);
    }
    String tried = "cannot " + verb + " " + connection.where(path) + ": ";
    return switch (e.id) {
      case ChannelSftp.SSH_FX_NO_SUCH_FILE ->
          new TransferFailure(
              tried + "there is no such file or directory",
              "See that the directory %s exists there, or correct writeprefix in the configuration."
                  .formatted(directory(path)),
              e);
      case ChannelSftp.SSH_FX_PERMISSION_DENIED ->
          new TransferFailure(
              tried + "permission denied",
              "Let the user \"%s\" write in %s."
                  .formatted(connection.host().user(), directory(path)),
              e);
      default ->
          isSpace(e)
              ? new TemporaryFailure(tried + words(e), SPACE, e)
              : new TransferFailure(
                  tried + "the server refuses (" + words(e) + ")",
                  "See the server's log, or try the same by hand with sftp.",
                  e);
    };
  }

  /** The server could not store data; its words rarely tell why, a full disk most often. */
  static Failure unwritten(SshConnection connection, String path, Exception e) {
    Throwable reason = e instanceof SftpException ? e : e.getCause();
    if (!(reason instanceof SftpException said) || !SftpUploader.isRefusal(said)) {
      return connection.broken("write", path, e);
    }
    if (said.id == ChannelSftp.SSH_FX_PERMISSION_DENIED
        || said.id == ChannelSftp.SSH_FX_OP_UNSUPPORTED) {
      return refused(connection, "write", path, said);
    }
    return new TemporaryFailure(
        "cannot write %s: the server could not store the data (%s); its disk may be full"
            .formatted(connection.where(path), words(said)),
        SPACE,
        e);
  }

  /** Something that this program found out itself. */
  static TransferFailure wrong(
      SshConnection connection, String verb, String path, String why, String advice) {
    return new TransferFailure(
        "cannot " + verb + " " + connection.where(path) + ": " + why, advice);
  }

  private static boolean isSpace(SftpException e) {
    String words = words(e).toLowerCase(Locale.ROOT);
    return e.id == NO_SPACE || e.id == QUOTA || words.matches("(?s).*(no space|quota|disk full).*");
  }

  private static String words(SftpException e) {
    String words = e.getMessage().replaceFirst(SftpUploader.STATUS, "").strip();
    return words.isEmpty() ? "code " + e.id : words;
  }

  private static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "the home directory" : path.substring(0, Math.max(slash, 1));
  }
}
