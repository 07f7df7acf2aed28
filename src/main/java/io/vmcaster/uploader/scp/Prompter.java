package io.vmcaster.uploader.scp;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import io.vmcaster.context.Passphrases;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what a server asks at login, each question once. */
final class Prompter implements UserInfo, UIKeyboardInteractive {

  private static final Logger LOG = LoggerFactory.getLogger(Prompter.class);

  private final SshHost host;
  private final Passphrases passphrases;
  private String password;
  private final Set<String> asked = new HashSet<>();

  Prompter(SshHost host, Passphrases passphrases) {
    this.host = host;
    this.passphrases = host.batch() ? Passphrases.NONE : passphrases;
  }

  @Override
  public boolean promptPassword(String message) {
    password = ask("password of " + host.display());
    return password != null;
  }

  @Override
  public String getPassword() {
    return password;
  }

  @Override
  public String[] promptKeyboardInteractive(
      String destination, String name, String instruction, String[] prompt, boolean[] echo) {
    String[] answers = new String[prompt.length];
    for (int i = 0; i < prompt.length; i++) {
      answers[i] = ask(host.display() + ": " + prompt[i].strip());
      if (answers[i] == null) {
        return null;
      }
    }
    return answers;
  }

  /** Keys open themselves. */
  @Override
  public boolean promptPassphrase(String message) {
    return false;
  }

  @Override
  public String getPassphrase() {
    return null;
  }

  /** Nothing is agreed to on the user's behalf. */
  @Override
  public boolean promptYesNo(String message) {
    return false;
  }

  @Override
  public void showMessage(String message) {
    LOG.debug(message.strip());
  }

  /** The answer; null when nobody can be asked, or it was not good enough before. */
  private String ask(String what) {
    if (!asked.add(what)) {
      return null;
    }
    Optional<char[]> answer = passphrases.ask(what);
    if (answer.isEmpty()) {
      return null;
    }
    String text = String.valueOf(answer.get());
    Arrays.fill(answer.get(), '\0');
    return text;
  }
}
