package io.vmcaster.cli.output;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Whether the run waits for somebody at the keyboard, or for standard input. Such a wait cannot be
 * interrupted, and there is nothing to clean up in it.
 */
public final class InputWait {

  private volatile boolean now;

  /** Whether it waits. */
  public boolean now() {
    return now;
  }

  void begin() {
    now = true;
  }

  void end() {
    now = false;
  }

  /** The same stream; reading it is waiting. */
  public InputStream on(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        begin();
        try {
          return super.read();
        } finally {
          end();
        }
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        begin();
        try {
          return super.read(bytes, offset, length);
        } finally {
          end();
        }
      }
    };
  }
}
