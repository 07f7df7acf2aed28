package io.vmcaster.uploader.scp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads a file by SFTP, asking ahead. */
final class SftpInput extends InputStream {

  private static final int MOST_UNDER_WAY = 2 << 20;

  private final SftpClient client;
  private final byte[] handle;
  private final int ahead;
  private final Deque<Question> questions = new ArrayDeque<>();
  private byte[] current = {};
  private int position;
  private long asked;
  private boolean ended;
  private boolean closed;

  /** Reads an open file from its beginning. */
  SftpInput(SftpClient client, byte[] handle) {
    this.client = client;
    this.handle = handle;
    this.ahead = Math.max(2, MOST_UNDER_WAY / client.readChunk());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == current.length) {
      if (ended || closed) {
        return -1;
      }
      fetch();
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, bytes, offset, count);
    position += count;
    return count;
  }

  private void fetch() throws IOException {
    while (questions.size() < ahead) {
      questions.addLast(ask(asked, client.readChunk()));
      asked += client.readChunk();
    }
    Question question = questions.removeFirst();
    SftpReply reply = client.await(question.id);
    try {
      current = SftpClient.expect(SftpReply.DATA, reply).bytes();
      position = 0;
      if (current.length < question.length) {
        long next = question.offset + current.length;
        questions.addFirst(ask(next, question.length - current.length));
      }
    } catch (SftpStatus e) {
      ended = true;
      if (e.code() != SftpReply.END_OF_FILE) {
        throw new IOException("the server stopped sending: " + e.getMessage(), e);
      }
    }
  }

  private Question ask(long offset, int length) throws IOException {
    SftpRequest request = client.request(SftpRequest.READ);
    client.send(request.bytes(handle).offset(offset).number(length));
    return new Question(client.lastId(), offset, length);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    for (Question question : questions) {
      client.await(question.id);
    }
    try {
      client.close(handle);
    } catch (SftpStatus e) {
      throw new IOException("the server could not close the file: " + e.getMessage(), e);
    }
  }

  private record Question(int id, long offset, int length) {}
}
