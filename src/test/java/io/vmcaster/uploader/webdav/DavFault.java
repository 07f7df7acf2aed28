package io.vmcaster.uploader.webdav;

/** A way in which a {@link DavDoor} misbehaves. */
enum DavFault {
  /** Requests are read, and never answered. */
  SILENT,
  /** An answer comes byte by byte, one a second. */
  DRIPPING,
  /** The head of an answer comes, its body never. */
  HANGING_BODY,
  /** The body of an answer never ends. */
  ENDLESS_BODY,
  /** Properties are answered by text. */
  NO_XML,
  /** Properties are answered with a document type. */
  DOCUMENT_TYPE,
  /** PROPFIND is an unknown method. */
  NO_PROPERTIES,
  /** The connection ends when the head of a PUT has come. */
  CUT_PUT,
  /** The connection ends in the middle of a file. */
  CUT_DATA,
  /** The connection ends in place of the answer to a file. */
  CUT_ANSWER,
  /** A move is made, and its answer lost. */
  CUT_MOVE,
  /** A move is made, and a proxy in front of the server waits for its answer in vain. */
  LATE_MOVE,
  /** The connection ends when a request has come. */
  CUT_REQUEST,
  /** The connection ends in the middle of an answer's body. */
  CUT_BODY,
  /** What is answered is not HTTP. */
  RUBBISH,
  /** The length of an answer is no number. */
  UNCOUNTABLE,
  /** The bytes of a file are counted, and none is kept. */
  FORGETFUL,
  /** A move is answered by success, and not made. */
  FALSE_MOVE,
  /** No bytes of a file are read. */
  STALLED_DATA,
  /** There is no space after some bytes, which is said at once before the connection ends. */
  FULL_IN_THE_MIDDLE,
  /** A file is stored with another byte in it. */
  CORRUPT,
  /** A file needs its size first. */
  LENGTH_REQUIRED,
  /** Files are sent on in a circle. */
  CIRCLE,
  /** Files are sent on to ftp. */
  OTHER_SCHEME,
  /** Files are sent on to what is no address. */
  BROKEN_REDIRECT,
  /** Files are sent on to a port that cannot be. */
  NO_PORT,
  /** Whatever is asked for is sent on, to another place each time. */
  ENDLESS_REDIRECTS,
  /** Whatever is asked for is sent on, and nobody is told where. */
  REDIRECT_TO_NOWHERE,
  /** Files are sent on only when their bytes come. */
  LATE_REDIRECT,
  /** Expect is answered by 417. */
  NO_EXPECT;
}
