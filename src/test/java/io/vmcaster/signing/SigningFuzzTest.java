package io.vmcaster.signing;

import io.vmcaster.model.Json;
import io.vmcaster.testing.Fuzz;
import io.vmcaster.testing.RealLists;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signed lists, damaged at random. */
class SigningFuzzTest {

  @Test
  void messages() throws IOException {
    List<byte[]> seeds =
        List.of(
            RealLists.bytes(RealLists.APPDB),
            RealLists.bytes(RealLists.APPDB_CUT),
            RealLists.bytes(RealLists.CLOUDKEEPER),
            RealLists.bytes(RealLists.CLOUDKEEPER_WRONG));
    new Fuzz("signed lists", seeds)
        .run(input -> Json.read(SignedList.read(input, "the list").content(), "the list"));
  }

  @Test
  void formsOfMessages() throws IOException {
    List<byte[]> seeds =
        List.of(RealLists.bytes(RealLists.APPDB), RealLists.bytes(RealLists.CLOUDKEEPER));
    new Fuzz("forms of signed lists", seeds)
        .run(
            input -> {
              MessageForm form = MessageForm.of(input, "the list");
              form.fits();
              form.overLf();
              form.signer();
              form.weakDigest();
              form.contentTypeOnLine2();
              form.boundaryQuoted();
            });
  }
}
