package io.vmcaster.uploader.scp;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.Slf4jLogger;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;

/**
 * What to log in with: the keys of the agent, then those in files, each with its certificates
 * before it. Certificates lie beside the keys or are named by CertificateFile.
 */
final class Identities implements IdentityRepository {

  private static final String PUBLIC = ".pub";

  private final List<Identity> identities = new ArrayList<>();
  private final List<String> tried = new ArrayList<>();
  private final Map<Path, byte[]> certificates = new LinkedHashMap<>();

  /** Gathers the keys for a server; a file that cannot be read is left out with a warning. */
  Identities(SshHost host, Passphrases passphrases, Messages messages) {
    List<Identity> files = new ArrayList<>();
    for (Path file : host.identities()) {
      if (Files.isRegularFile(file) && !file.toString().endsWith(PUBLIC)) {
        load(file, files, messages);
      }
      readCertificate(Path.of(file + "-cert" + PUBLIC));
    }
    host.certificates().forEach(this::readCertificate);
    host.agent().ifPresent(socket -> addAgent(socket, host, files, messages));
    for (Identity identity : files) {
      if (isLargeEnough(identity, host, messages) && !holds(identities, identity)) {
        addCertificates(identity, passphrases);
        identities.add(new LazyIdentity(identity, passphrases, null));
        tried.add(identity.getName());
      }
    }
  }

  private void readCertificate(Path file) {
    String blob = publicKey(file);
    if (!blob.isEmpty()) {
      certificates.put(file, Base64.getDecoder().decode(blob));
    }
  }

  private void addCertificates(Identity key, Passphrases passphrases) {
    certificates.forEach(
        (file, certificate) -> {
          if (file.toString().equals(key.getName() + "-cert" + PUBLIC)
              || certifies(certificate, key.getPublicKeyBlob())) {
            identities.add(new LazyIdentity(key, passphrases, certificate));
            tried.add(file.toString());
          }
        });
  }

  /** A certificate has a random number between the type and what follows in the key. */
  private static boolean certifies(byte[] certificate, byte[] key) {
    List<String> shown = SshHost.fields(certificate);
    List<String> wanted = SshHost.fields(key);
    int end = wanted.size() + 1;
    return end > 2
        && shown.size() >= end
        && shown.subList(2, end).equals(wanted.subList(1, end - 1));
  }

  /** What to look at when no certificate was good enough; empty without one. */
  String advice() {
    return certificates.keySet().stream()
        .findFirst()
        .map(" \"ssh-keygen -L -f %s\" says whom a certificate lets in, and until when."::formatted)
        .orElse("");
  }

  /** The keys in words, for the message that none of them was good enough. */
  String describe() {
    return tried.isEmpty() ? "no key was found" : "tried " + String.join(", ", tried);
  }

  private static void load(Path file, List<Identity> files, Messages messages) {
    try {
      JSch loader = new JSch();
      loader.setInstanceLogger(new Slf4jLogger());
      loader.addIdentity(file.toString());
      files.addAll(loader.getIdentityRepository().getIdentities());
    } catch (JSchException e) {
      messages.warn("the ssh key " + file + " cannot be used: " + e.getMessage());
    }
  }

  private void addAgent(Path socket, SshHost host, List<Identity> files, Messages messages) {
    try {
      List<Identity> keys =
          new AgentIdentityRepository(new SSHAgentConnector(socket)).getIdentities();
      for (Identity key : keys) {
        boolean wanted = !host.identitiesOnly() || holds(files, key) || isNamed(host, key);
        if (wanted && isLargeEnough(key, host, messages)) {
          addCertificates(key, Passphrases.NONE);
          identities.add(key);
          tried.add("agent key " + key.getName());
        }
      }
    } catch (AgentProxyException e) {
      messages.warn("the ssh agent at " + socket + " cannot be asked: " + e.getMessage());
    }
  }

  private static boolean isLargeEnough(Identity key, SshHost host, Messages messages) {
    int bits = host.tooSmall(key.getPublicKeyBlob());
    if (bits > 0) {
      messages.warn(
          ("the ssh key %s has %s bits, and RequiredRSASize of the ssh configuration asks for %s:"
                  + " it is not used")
              .formatted(key.getName(), bits, host.smallestRsa()));
    }
    return bits == 0;
  }

  /** Whether a file with the public half alone asks for this key of the agent. */
  private boolean isNamed(SshHost host, Identity key) {
    String wanted = Base64.getEncoder().encodeToString(key.getPublicKeyBlob());
    return host.identities().stream().anyMatch(file -> publicKey(file).equals(wanted))
        || certificates.values().stream().anyMatch(c -> Arrays.equals(c, key.getPublicKeyBlob()));
  }

  /** The second word of the file itself, or of the one beside it that has the public half. */
  private static String publicKey(Path identity) {
    String name = identity.toString();
    try {
      Path file = Path.of(name.endsWith(PUBLIC) ? name : name + PUBLIC);
      String[] words = Files.readString(file, StandardCharsets.ISO_8859_1).strip().split("\\s+", 3);
      String blob = words.length > 1 ? words[1] : "";
      return blob.matches("[A-Za-z0-9+/]{4,}={0,2}") && blob.length() % 4 == 0 ? blob : "";
    } catch (IOException e) {
      // No such file: it asks for nothing.
      return "";
    }
  }

  private static boolean holds(List<Identity> identities, Identity wanted) {
    byte[] blob = wanted.getPublicKeyBlob();
    return blob != null
        && identities.stream().anyMatch(i -> Arrays.equals(i.getPublicKeyBlob(), blob));
  }

  @Override
  public String getName() {
    return "keys";
  }

  @Override
  public int getStatus() {
    return RUNNING;
  }

  // The library asks for this type.
  @SuppressWarnings("JdkObsolete")
  @Override
  public Vector<Identity> getIdentities() {
    return new Vector<>(identities);
  }

  @Override
  public boolean add(byte[] identity) {
    return false;
  }

  @Override
  public boolean remove(byte[] blob) {
    return false;
  }

  @Override
  public void removeAll() {
    identities.clear();
  }

  /**
   * A key in a file or of the agent, with or without a certificate. A passphrase is asked for when
   * a server has said that it accepts the key, and not before; the old formats do not show the
   * public key until they are open, and are opened first. JSch itself would ask first, and sign for
   * an RSA certificate with SHA-1, which servers refuse.
   */
  private static final class LazyIdentity implements Identity {

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
      List<String> fields = SshHost.fields(getPublicKeyBlob());
      String name = fields.isEmpty() ? file.getAlgName() : fields.get(0);
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
      Optional<char[]> passphrase =
          refused ? Optional.empty() : passphrases.ask("ssh key " + file.getName());
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
      encoded.get(bytes).clear();
      encoded.put(new byte[encoded.capacity()]);
      return bytes;
    }
  }
}
