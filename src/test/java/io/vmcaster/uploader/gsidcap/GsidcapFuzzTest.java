package io.vmcaster.uploader.gsidcap;

import io.vmcaster.testing.Fuzz;
import io.vmcaster.uploader.ServerUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What dCache's doors and its program say, and addresses there, damaged at random. */
class GsidcapFuzzTest {

  @Test
  void lines() throws IOException {
    new Fuzz(
            "lines of doors",
            Fuzz.texts(
                "0 0 server welcome 0 0",
                "12 3 client stat -st_size=1024 -st_mode=-rw-r--r-- -st_ino=7\n",
                "12 0 client failed 30 \"No such file or \\\"directory\\\"\" ENOENT\n",
                "13 0 client connect 127.0.0.1 33115 1:2:3\n"))
        .mayThrow(IOException.class)
        .mayThrow(DcapException.class)
        .run(
            input -> {
              ControlLine.LineBuffer buffer = new ControlLine.LineBuffer(30_000);
              buffer.add(input, 0, input.length);
              buffer.add(new byte[] {'\n'}, 0, 1);
              for (Optional<String> line = buffer.next(); line.isPresent(); line = buffer.next()) {
                Optional<Reply> reply = Reply.parse(line.get());
                if (reply.isPresent()) {
                  reply.get().refusal();
                  reply.get().stat().asRemoteFile();
                }
              }
            });
  }

  @Test
  void addresses() throws IOException {
    new Fuzz(
            "dcap addresses",
            Fuzz.texts("gsidcap://door.example.org:22128/pnfs/a", "dcap://[::1]:22125//pnfs/a b"))
        .mayThrow(IllegalArgumentException.class)
        .run(
            input ->
                ServerUrl.parse(new String(input, StandardCharsets.UTF_8), DcapProtocol.SCHEMES));
  }

  @Test
  void wordsOfDccp() throws IOException {
    new Fuzz(
            "words of dccp",
            Fuzz.texts(
                "Failed to create a control line\nError ( POLLIN) (with data) on control line [3]",
                "Command failed!\nServer error message for [1]: \"Not there\" (errno 30).",
                "1024 bytes (1 kiB) in 0 seconds\nchecksum 1:deadbeef"))
        .run(
            input -> {
              DccpChild.Words words = new DccpChild.Words();
              new String(input, StandardCharsets.UTF_8).lines().forEach(words::add);
              words.refusal();
              words.checksum();
              words.lastWords();
            });
  }
}
