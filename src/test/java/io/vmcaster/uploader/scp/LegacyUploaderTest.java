package io.vmcaster.uploader.scp;

import io.vmcaster.testing.OpenSshServer;
import java.io.IOException;
import java.nio.file.Path;

class LegacyUploaderTest extends ScpUploaderContract {

  @Override
  OpenSshServer start(Path directory) throws IOException {
    return OpenSshServer.startWithoutSftp(directory);
  }

  @Override
  protected int repetitions() {
    return 4;
  }
}
