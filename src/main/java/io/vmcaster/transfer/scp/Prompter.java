package io.vmcaster.transfer.scp;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import io.vmcaster.run.Messages;
import io.vmcaster.run.Passphrases;
import java.util.Arrays;
import java.util.Optional;

/** Answers what a server asks at login, each question once. */
final class Prompter implements UserInfo, UIKeyboardInteractive {

  private final SshHost host;
  private final Passphrases passphrases;
  private final Messages messages;
  private String password;
  private boolean asked;

  Prompter(SshHost host, Passphrases passphrases, Messages messages) {
    this.host = host;
    this.passphrases = host.batch() ? Passphrases.NONE : passphrases;
    this.messages = messages;
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
    asked = false;
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
    messages.detail(message.strip());
  }

  private String ask(String what) {
    if (asked) {
      return null;
    }
    asked = true;
    Optional<char[]> answer = passphrases.ask(what);
    if (answer.isEmpty()) {
      return null;
    }
    String text = String.valueOf(answer.get());
    Arrays.fill(answer.get(), '\0');
    return text;
  }
}
