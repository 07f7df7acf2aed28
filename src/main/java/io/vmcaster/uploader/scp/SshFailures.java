package io.vmcaster.uploader.scp;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.Session;
import io.vmcaster.error.Causes;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what goes wrong on the way to a server into failures that tell what to do. */
final class SshFailures {

  private static final String LATER = "Run the command again later.";

  /** JSch tells here by what the server lets users in. */
  private static final Pattern METHODS = Pattern.compile("for methods '([^']+)'");

  private SshFailures() {}

  /** A session could not be set up or nobody could log in. */
  static Failure login(SshHost host, Identities identities, JSchException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("Too many authentication failures")) {
      return new TrustFailure(
          "cannot log in as "
              + host.display()
              + ": the server lost patience with so many keys ("
              + identities.describe()
              + ")",
          "Name the right key by IdentityFile in ~/.ssh/config, with IdentitiesOnly yes.",
          e);
    }
    Matcher methods = METHODS.matcher(message);
    if (methods.find()) {
      List<String> offered = List.of(methods.group(1).split(",", -1));
      List<String> tried = new ArrayList<>(SshHost.METHODS);
      tried.retainAll(offered);
      if (!host.methods().containsAll(tried)) {
        return notAllowed(host, offered, identities, e);
      }
      if (!offered.contains("publickey")) {
        return withoutKeys(host, methods.group(1), e);
      }
    }
    if (message.startsWith("Auth ") || message.contains("USERAUTH")) {
      return new TrustFailure(
          "cannot log in as "
              + host.display()
              + ": the server accepts none of the keys ("
              + identities.describe()
              + ")",
          "See that \"ssh "
              + host.name()
              + "\" works without a password: add your public key to"
              + " ~/.ssh/authorized_keys there, name it by IdentityFile in ~/.ssh/config, or add it"
              + " to ssh-agent."
              + identities.advice()
              + ignored(host),
          e);
    }
    return connecting(host, e);
  }

  /** What the configuration says that is not obeyed, and might be why it works with ssh. */
  private static String ignored(SshHost host) {
    return host.ignored().isEmpty()
        ? ""
        : " Of the ssh configuration this program does not obey: "
            + String.join(", ", host.ignored())
            + ".";
  }

  private static TrustFailure notAllowed(
      SshHost host, List<String> offered, Identities identities, JSchException e) {
    return new TrustFailure(
        "cannot log in as "
            + host.display()
            + ": the server takes "
            + String.join(", ", offered)
            + ", and the ssh configuration allows "
            + String.join(", ", host.methods())
            + ", which was not enough"
            + (host.methods().contains("publickey") ? " (" + identities.describe() + ")" : ""),
        "See PreferredAuthentications, PubkeyAuthentication, PasswordAuthentication and"
            + " KbdInteractiveAuthentication in what \"ssh -G "
            + host.name()
            + "\" prints."
            + ignored(host),
        e);
  }

  private static TrustFailure withoutKeys(SshHost host, String methods, JSchException e) {
    boolean asks = methods.contains("password") || methods.contains("keyboard-interactive");
    return new TrustFailure(
        "cannot log in as "
            + host.display()
            + ": the server takes no keys, only "
            + methods.replace(",", ", ")
            + (asks
                ? ", and no answer was given that it takes"
                : ", which this program does not do"),
        asks
            ? "Run the command where you can be asked, or have the server take public keys."
            : "Ask the server's administrator to take public keys (PubkeyAuthentication)."
                + ignored(host),
        e);
  }

  /** Tells the user which key a server showed and why that is not enough. */
  static TrustFailure hostKey(
      SshHost host, KnownHosts known, JSch jsch, Session session, JSchException e) {
    String key = describe(jsch, session.getHostKey());
    String server = host.address() + " port " + host.port();
    if (known.listsAnAuthority() && !known.listsTheServer() && session.getHostKey() == null) {
      return certificate(server, e);
    }
    Path file = host.knownHosts().isEmpty() ? Path.of("known_hosts") : host.knownHosts().get(0);
    if (e instanceof JSchChangedHostKeyException) {
      return new TrustFailure(
          "the host key of "
              + server
              + " is not the one in "
              + file
              + ": it shows "
              + key
              + "; either the server was set up anew, or somebody stands in between",
          "Ask its administrator for the fingerprint; only if it is the same: ssh-keygen -f "
              + file
              + " -R '"
              + KnownHosts.listedAs(host)
              + "', then ssh "
              + sshArguments(host),
          e);
    }
    if (e instanceof JSchRevokedHostKeyException) {
      return new TrustFailure(
          "the host key of "
              + server
              + " is marked as revoked in the known hosts"
              + (host.revoked().isEmpty() ? "" : " or by RevokedHostKeys")
              + ": "
              + key,
          "Ask the server's administrator for its new key.",
          e);
    }
    return new TrustFailure(
        "the host key of " + server + " is not known: it shows " + key,
        "Run \"ssh "
            + sshArguments(host)
            + "\" once and compare the fingerprint with what its"
            + " administrator says, or put the output of \"ssh-keyscan -p "
            + host.port()
            + " "
            + host.address()
            + "\" into "
            + file
            + " after comparing it."
            + ignored(host),
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

  private static String describe(JSch jsch, HostKey key) {
    return key == null ? "none" : key.getType() + " " + key.getFingerPrint(jsch);
  }

  private static String sshArguments(SshHost host) {
    String port = host.port() == 22 ? "" : "-p " + host.port() + " ";
    return port + host.user() + "@" + host.name();
  }

  /** The connection could not be made. */
  static Failure connecting(SshHost host, Exception e) {
    String tried = "cannot connect to " + host.display() + ": ";
    if (Causes.has(e, UnknownHostException.class)) {
      return new TemporaryFailure(
          tried + "the name " + host.address() + " has no address",
          "See whether the name is right; name servers may fail for a while.",
          e);
    }
    if (Causes.has(e, InterruptedIOException.class)) {
      return silent(host, e);
    }
    if (Causes.has(e, ConnectException.class) || Causes.has(e, SocketException.class)) {
      return new TemporaryFailure(
          tried + Causes.root(e), "See whether sshd runs there. " + LATER, e);
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
    if (Causes.has(e, InterruptedIOException.class)) {
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
}
