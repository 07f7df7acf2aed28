package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Messages;
import io.vmcaster.credential.ServerCredential;
import io.vmcaster.uploader.OneKey;
import io.vmcaster.uploader.ServerUrl;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/** Makes lines through the GSI tunnel, with one credential for all of them. */
final class GsiLines implements LineOpener {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final Supplier<ServerCredential> reader;
  private final Supplier<DoorTrust.Anchors> anchorsReader;
  private final Messages messages;
  private ServerCredential credential;
  private DoorTrust.Anchors anchors;

  /**
   * Starts without having read anything.
   *
   * @param reader finds and reads the credential; may ask for a passphrase
   * @param anchorsReader finds the trust anchors
   */
  GsiLines(
      Supplier<ServerCredential> reader,
      Supplier<DoorTrust.Anchors> anchorsReader,
      Messages messages) {
    this.reader = reader;
    this.anchorsReader = anchorsReader;
    this.messages = messages;
  }

  @Override
  public void prepare() {
    credential();
  }

  /** The credential, which is valid now. It is read once, so that nobody is asked twice. */
  synchronized ServerCredential credential() {
    if (credential == null) {
      ServerCredential read = reader.get();
      read.requireValid(Instant.now(), messages);
      anchors = anchorsReader.get();
      credential = read;
    }
    credential.requireValid(Instant.now(), Messages.SILENT);
    return credential;
  }

  @Override
  public ControlLine open(TimedChannel channel, ServerUrl door, Timeouts timeouts)
      throws IOException {
    ServerCredential user = credential();
    PlainLine line = new PlainLine(channel, timeouts.answer());
    String shown = user.toString();
    return GsiLine.through(line, engine(user, door), door.endpoint(), shown, timeouts.answer());
  }

  private SSLEngine engine(ServerCredential user, ServerUrl door) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new OneKey(user.credential())},
          new TrustManager[] {new DoorTrust(anchors, door.host())},
          null);
      SSLEngine engine = context.createSSLEngine(door.host(), door.port());
      engine.setUseClientMode(true);
      engine.setEnabledProtocols(VERSIONS);
      return engine;
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot speak TLS", e);
    }
  }
}
