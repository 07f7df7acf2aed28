package io.vmcaster.uploader.scp;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSchException;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A key in a file or of the agent, with or without a certificate. A passphrase is asked for when a
 * server has said that it accepts the key, and not before; the old formats do not show the public
 * key until they are open, and are opened first. JSch itself would ask first, and sign for an RSA
 * certificate with SHA-1, which servers refuse.
 */
final class LazyIdentity implements Identity {

  private final Identity file;
  private final Passphrases passphrases;
  private final byte[] certificate;
  private boolean refused;

  /**
   * Wraps a key.
   *
   * @param certificate what is shown in place of the public key; null for none
   */
  LazyIdentity(Identity file, Passphrases passphrases, byte[] certificate) {
    this.file = file;
    this.passphrases = passphrases;
    this.certificate = certificate;
  }

  @Override
  public byte[] getPublicKeyBlob() {
    if (certificate != null) {
      return certificate;
    }
    if (file.getPublicKeyBlob() == null) {
      unlock();
    }
    return file.getPublicKeyBlob();
  }

  @Override
  public byte[] getSignature(byte[] data) {
    return unlock() ? file.getSignature(data) : null;
  }

  @Override
  public byte[] getSignature(byte[] data, String algorithm) {
    return unlock() ? file.getSignature(data, algorithm.replace(SshHost.CERTIFICATE, "")) : null;
  }

  /** The name that the public key begins with; a closed file does not always know it. */
  @Override
  public String getAlgName() {
    byte[] blob = getPublicKeyBlob();
    if (blob == null || blob.length < Integer.BYTES) {
      return file.getAlgName();
    }
    int length = Math.min(ByteBuffer.wrap(blob).getInt(), blob.length - Integer.BYTES);
    String name = new String(blob, Integer.BYTES, Math.max(length, 0), StandardCharsets.US_ASCII);
    return name.replace("ssh-rsa" + SshHost.CERTIFICATE, "rsa-sha2-512" + SshHost.CERTIFICATE);
  }

  @Override
  public String getName() {
    return file.getName();
  }

  /** Says no: the library is not to ask for the passphrase itself. */
  @Override
  public boolean isEncrypted() {
    return false;
  }

  @Override
  public boolean setPassphrase(byte[] passphrase) {
    return true;
  }

  @Override
  public void clear() {
    file.clear();
  }

  /** Opens the key; false when nobody can be asked, so that another key may be tried. */
  private boolean unlock() {
    if (!file.isEncrypted()) {
      return true;
    }
    if (refused) {
      return false;
    }
    Optional<char[]> passphrase = passphrases.ask("ssh key " + file.getName());
    if (passphrase.isEmpty()) {
      refused = true;
      return false;
    }
    byte[] bytes = bytes(passphrase.get());
    try {
      if (file.setPassphrase(bytes) && !file.isEncrypted()) {
        return true;
      }
    } catch (JSchException e) {
      throw wrong(e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
    throw wrong(null);
  }

  private TrustFailure wrong(JSchException cause) {
    return new TrustFailure(
        "cannot open the ssh key " + file.getName() + ": the passphrase is wrong",
        "Try \"ssh-keygen -y -f " + file.getName() + "\", or add the key to ssh-agent.",
        cause);
  }

  private static byte[] bytes(char[] passphrase) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
    Arrays.fill(passphrase, '\0');
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    encoded.clear();
    while (encoded.hasRemaining()) {
      encoded.put((byte) 0);
    }
    return bytes;
  }
}
