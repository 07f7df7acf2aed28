package io.vmcaster.uploader.scp;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.Session;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.error.TrustFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which servers are known. Nothing is ever added here: that is for the user to decide. */
final class HostKeys {

  private HostKeys() {}

  /** Makes a session library trust what the files of known hosts say, and nothing else. */
  static void trust(JSch jsch, SshHost host) throws JSchException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : host.knownHosts()) {
      if (Files.isRegularFile(file)) {
        append(file, all);
      }
    }
    jsch.setKnownHosts(new ByteArrayInputStream(all.toByteArray()));
  }

  private static void append(Path file, ByteArrayOutputStream all) {
    try {
      all.write(Files.readAllBytes(file));
      all.write('\n');
    } catch (IOException e) {
      throw new ConfigurationFailure("cannot read the known hosts in " + file, null, e);
    }
  }

  /** Tells the user which key a server showed and why that is not enough. */
  static TrustFailure failure(SshHost host, JSch jsch, Session session, JSchHostKeyException e) {
    String key = describe(jsch, session.getHostKey());
    String server = host.address() + " port " + host.port();
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
              + lookupName(host)
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

  private static String describe(JSch jsch, HostKey key) {
    return key == null ? "none" : key.getType() + " " + key.getFingerPrint(jsch);
  }

  private static String lookupName(SshHost host) {
    boolean plain = host.port() == 22 || !host.keyName().equals(host.address());
    return plain ? host.keyName() : "[" + host.keyName() + "]:" + host.port();
  }

  private static String sshArguments(SshHost host) {
    String port = host.port() == 22 ? "" : "-p " + host.port() + " ";
    return port + host.user() + "@" + host.name();
  }
}
