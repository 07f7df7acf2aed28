package io.vmcaster.repository.entity;

import io.vmcaster.repository.orm.EntitySessions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of entities begin with: sessions on a new database. */
abstract class EntityTest {

  EntitySessions sessions;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    sessions = EntitySessions.in(directory);
  }

  @AfterEach
  void close() {
    sessions.close();
  }
}
