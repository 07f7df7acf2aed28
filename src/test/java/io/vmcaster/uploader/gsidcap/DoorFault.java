package io.vmcaster.uploader.gsidcap;

/** Ways in which a {@link TestDoor} can misbehave. */
enum DoorFault {
  /** Takes the connection and does not begin the tunnel. */
  SILENT_HANDSHAKE,
  /** Takes the connection and says nothing. */
  SILENT_HELLO,
  /** Does not answer the question of that name. */
  SILENT_STAT,
  SILENT_OPEN,
  SILENT_RENAME,
  SILENT_UNLINK,
  SILENT_CHMOD,
  SILENT_MKDIR,
  /** The pool does not agree to take bytes. */
  SILENT_WRITE,
  /** The pool stops taking bytes. */
  SILENT_DATA,
  /** The pool does not say that it has all bytes. */
  SILENT_FIN,
  /** The pool does not answer to the end of the transfer. */
  SILENT_CLOSE,
  /** The door does not say how the transfer ended. */
  SILENT_END,
  /** The door shows a certificate for another host. */
  WRONG_CERTIFICATE,
  /** The door's certificate is from an authority that nobody knows. */
  UNTRUSTED_CA,
  /** The door has no certificate, and answers in plain text as if all were well. */
  IMPOSTOR,
  /** The door closes in the middle of the handshake. */
  CUT_HANDSHAKE,
  /** The door holds the client's certificate for expired. */
  EXPIRED_PROXY,
  /** No file may be renamed. */
  REFUSE_RENAME,
  /** A file may be renamed, but replaces nothing. */
  REFUSE_OVERWRITE,
  /** A file is renamed in words only: the door says ok and does nothing. */
  RENAME_IN_WORDS,
  /** A name beside that of an old file may be given, but nothing gets the old one's name. */
  REFUSE_NEW_NAME,
  /** The door cuts the line when a new file is to get the name of one that was moved aside. */
  CUT_NEW_NAME,
  /** The same, after it has been done. */
  CUT_AFTER_NEW_NAME,
  /** The door greets nobody any more after such a cut. */
  AWAY_AFTER_CUT,
  /** The door greets nobody. */
  AWAY,
  /** The door says things that nobody asked for, without end, instead of what stat asked. */
  CHATTER,
  /** The door names a pool whose port is above all ports. */
  IMPOSSIBLE_POOL,
  /** The door names a pool without a host. */
  NAMELESS_POOL,
  /** The door refuses with a word of 30,000 characters. */
  LONG_WORD,
  /** The pool sends a byte now and then. */
  DRIP_DATA,
  /** The pool sends more than the file has, without end. */
  FLOOD_DATA,
  /** The pool sends empty blocks without end. */
  EMPTY_BLOCKS,
  /** The user may do nothing. */
  REFUSE_ALL,
  /** No pool takes the file, though its name is made already. */
  NO_POOL,
  /** The pool that the door names cannot be reached. */
  UNREACHABLE_POOL,
  /** The pool's disk is full in the middle. */
  FULL_POOL,
  /** The pool finds another checksum than the client. */
  CHECKSUM_MISMATCH,
  /** The pool loses the last byte, and nobody notices. */
  SHORT_FILE,
  /** The pool drops the connection in the middle. */
  DROP_DATA,
  /** The pool takes and gives bytes slowly. */
  SLOW_POOL,
  /** The pool forgets what it was sent: only the length stays, so that large files are fast. */
  DISCARD;
}
