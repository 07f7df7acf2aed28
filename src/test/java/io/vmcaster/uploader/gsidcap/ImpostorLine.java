package io.vmcaster.uploader.gsidcap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Queue;

/**
 * A door without a certificate that hopes for clients which carry on without protection: it answers
 * the handshake with nonsense, and everything after it in plain text.
 */
final class ImpostorLine implements DoorLine {
  private static final byte TLS_HANDSHAKE = 0x16;

  private final PlainDoorLine line;
  private final Queue<String> lines = new ArrayDeque<>();

  ImpostorLine(PlainDoorLine line) {
    this.line = line;
  }

  @Override
  public String read() throws IOException {
    while (lines.isEmpty()) {
      String text = line.read();
      if (text == null) {
        return null;
      }
      byte[] token = Base64.getDecoder().decode(text.replaceFirst("^enc ", "").strip());
      if (token.length > 0 && token[0] == TLS_HANDSHAKE) {
        sendToken("trust me");
      } else {
        String words = new String(token, StandardCharsets.ISO_8859_1);
        words.lines().filter(l -> l.matches("\\d+ \\d+ .*")).forEach(lines::add);
      }
    }
    return lines.remove();
  }

  @Override
  public void send(String text) throws IOException {
    sendToken(text + "\n");
  }

  private void sendToken(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    line.send("enc " + Base64.getEncoder().encodeToString(bytes));
  }

  @Override
  public void close() throws IOException {
    line.close();
  }
}
