package io.vmcaster.transfer.scp;

import io.vmcaster.testing.OpenSshServer;
import java.io.IOException;
import java.nio.file.Path;

class SftpUploaderTest extends ScpUploaderContract {

  @Override
  OpenSshServer start(Path directory) throws IOException {
    return OpenSshServer.start(directory);
  }
}
