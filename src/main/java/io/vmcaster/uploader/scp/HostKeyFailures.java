package io.vmcaster.uploader.scp;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.Session;
import io.vmcaster.error.Failure.TrustFailure;
import java.nio.file.Path;

/** What to say of a server whose host key is not good enough. */
final class HostKeyFailures {

  private HostKeyFailures() {}

  /** Tells the user which key a server showed and why that is not enough. */
  static TrustFailure of(
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
          "the host key of " + server + " is marked as revoked in the known hosts: " + key,
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
            + " after comparing it.",
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
}
