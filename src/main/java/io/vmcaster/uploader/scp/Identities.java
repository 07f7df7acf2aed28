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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Vector;

/** The keys to log in with: first those of the agent, then those in files. */
final class Identities implements IdentityRepository {

  private static final String PUBLIC = ".pub";

  private final List<Identity> identities = new ArrayList<>();
  private final List<String> tried = new ArrayList<>();

  /** Gathers the keys for a server; a file that cannot be read is left out with a warning. */
  Identities(SshHost host, Passphrases passphrases, Messages messages) {
    List<Identity> files = new ArrayList<>();
    for (Path file : host.identities()) {
      if (Files.isRegularFile(file) && !file.toString().endsWith(PUBLIC)) {
        load(file, files, messages);
      }
    }
    host.agent().ifPresent(socket -> addAgent(socket, host, files, messages));
    for (Identity identity : files) {
      if (!holds(identities, identity)) {
        identities.add(new LazyIdentity(identity, host.batch() ? Passphrases.NONE : passphrases));
        tried.add(identity.getName());
      }
    }
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
        if (!host.identitiesOnly() || holds(files, key) || isNamed(host, key)) {
          identities.add(key);
          tried.add("agent key " + key.getName());
        }
      }
    } catch (AgentProxyException e) {
      messages.warn("the ssh agent at " + socket + " cannot be asked: " + e.getMessage());
    }
  }

  /** Whether a file with the public half alone asks for this key of the agent. */
  private static boolean isNamed(SshHost host, Identity key) {
    String wanted = Base64.getEncoder().encodeToString(key.getPublicKeyBlob());
    return host.identities().stream().anyMatch(file -> publicKey(file).equals(wanted));
  }

  private static String publicKey(Path identity) {
    String name = identity.toString();
    try {
      Path file = Path.of(name.endsWith(PUBLIC) ? name : name + PUBLIC);
      String[] words = Files.readString(file, StandardCharsets.ISO_8859_1).split(" ", 3);
      return words.length > 1 ? words[1].strip() : "";
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
}
