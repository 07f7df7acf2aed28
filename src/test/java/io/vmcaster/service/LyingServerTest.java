package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.Upload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that says yes and does something else: nothing is told or recorded that was not seen.
 */
class LyingServerTest {

  @TempDir Path directory;
  private ServiceSite site;

  @BeforeEach
  void open() throws Exception {
    site = new ServiceSite(directory);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** What becomes of a rename. */
  enum Rename implements UnaryOperator<Uploader> {
    DOES_NOTHING {
      @Override
      void rename(Uploader server, String from, String to) {}
    },
    REMOVES_BOTH {
      @Override
      void rename(Uploader server, String from, String to) {
        server.remove(from);
        server.remove(to);
      }
    },
    CUTS_SHORT {
      @Override
      void rename(Uploader server, String from, String to) {
        server.remove(to);
        try (Upload upload = server.create(to, 3)) {
          upload.write(new byte[] {1, 2, 3}, 0, 3);
          upload.commit();
        }
        server.remove(from);
      }
    };

    abstract void rename(Uploader server, String from, String to);

    @Override
    public Uploader apply(Uploader server) {
      return new ServerInBetween(server) {
        @Override
        public void rename(String from, String to) {
          Rename.this.rename(server, from, to);
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Rename.class)
  void anImageIsUploadedOnlyWhereItIsSeen(Rename rename) throws Exception {
    Image before = image();
    site.lie(rename);

    assertThatThrownBy(() -> site.upload(1))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("the server said that it gave the image its name, but");

    assertThat(image()).isEqualTo(before);
    site.lie(server -> server);
    site.upload(1);
    assertThat(site.publicFiles()).hasSize(1);
    assertThat(image().text(Keys.VERSION)).contains("1.0.1");
  }

  @ParameterizedTest
  @EnumSource(Rename.class)
  void aListIsPublishedOnlyWhereItIsSeen(Rename rename) throws Exception {
    site.upload(1);
    site.publish();
    assertThat(site.isDue()).isFalse();
    site.lie(rename);

    assertThatThrownBy(site::publish)
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("the server said that it gave the list its name, but");

    assertThat(site.repository().contents().publications(ServiceSite.LIST)).hasSize(1);
    assertThat(site.isDue()).as("cron tries again").isTrue();
    site.lie(server -> server);
    site.publish();
    assertThat(site.isDue()).isFalse();
    assertThat(site.publicFiles()).hasSize(2).contains("list.smime");
    assertThat(site.repository().contents().intents()).isEmpty();
  }

  /** Something replaces the list as soon as it has been seen. */
  @Test
  void aListThatIsReplacedWhileItIsLookedAtCountsAsChanged() throws Exception {
    site.upload(1);
    site.lie(
        server ->
            new ServerInBetween(server) {
              private int looks;

              @Override
              public java.io.InputStream read(String path) {
                if (path.endsWith("/list.smime") && ++looks == 2) {
                  server.remove(path);
                  try (Upload other = server.create(path, 1)) {
                    other.write(new byte[] {1}, 0, 1);
                    other.commit();
                  }
                }
                return server.read(path);
              }
            });
    assertThatThrownBy(site::publish)
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("holds something else");
    assertThat(site.isDue()).isTrue();
  }

  /** Damages what is sent, keeping its length. */
  private static Uploader otherBytes(Uploader server) {
    return new ServerInBetween(server) {
      @Override
      public Upload create(String path, long size) {
        Upload honest = server.create(path, size);
        return new Upload() {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            byte[] other = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
            other[length / 2] ^= 1;
            honest.write(other, 0, length);
          }

          @Override
          public void commit() {
            honest.commit();
          }

          @Override
          public void close() {
            honest.close();
          }
        };
      }
    };
  }

  @Test
  void otherBytesOfTheSameLengthAreNoUpload() throws Exception {
    Image before = image();
    site.lie(LyingServerTest::otherBytes);

    assertThatThrownBy(() -> site.upload(1))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("and other bytes");

    assertThat(image()).isEqualTo(before);
    site.lie(server -> server);
    site.upload(1);
    assertFits();
  }

  @Test
  void otherBytesOfTheSameLengthAreNoList() throws Exception {
    site.upload(1);
    site.lie(LyingServerTest::otherBytes);
    assertThatThrownBy(site::publish)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("is not what was sent");
    assertThat(site.publicFiles()).hasSize(1);
  }

  @Test
  void theSizeAloneIsComparedWhenTheSectionSaysSo() throws Exception {
    site.configure("verify = \"size\"\n");
    site.lie(LyingServerTest::otherBytes);
    site.upload(1);
    assertThat(site.told()).anyMatch(text -> text.contains("its content is not compared"));
  }

  @Test
  void theServersOwnDigestIsAskedWhereThereIsOne() throws Exception {
    site.lie(
        server ->
            new ServerInBetween(server) {
              @Override
              public Set<Capability> capabilities() {
                return EnumSet.of(Capability.STREAM, Capability.DIGEST);
              }

              @Override
              public Optional<Sha512> sha512(String path) {
                return Optional.of(new Sha512("0".repeat(128)));
              }
            });
    assertThatThrownBy(() -> site.upload(1)).hasMessageContaining("and other bytes");
  }

  private Image image() {
    return site.repository().contents().image(ServiceSite.IMAGE).orElseThrow();
  }

  private void assertFits() throws Exception {
    Path file = site.file("www").resolve(site.publicFiles().get(0));
    assertThat(image().text(Keys.SHA512))
        .contains(Sha512.of(Sha512.digest().digest(Files.readAllBytes(file))).hex());
  }
}
