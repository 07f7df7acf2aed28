package io.vmcaster.uploader.webdav;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmcaster.context.PlainXml;
import io.vmcaster.model.Url;
import io.vmcaster.uploader.Uploader.RemoteFile;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a server answers to PROPFIND (RFC 4918, 13 and 14): for each file its address, whether it is
 * a collection, and its size.
 */
final class Multistatus {

  /** What is asked for. */
  static final byte[] QUESTION =
      "<propfind xmlns=\"DAV:\"><prop><resourcetype/><getcontentlength/></prop></propfind>"
          .getBytes(UTF_8);

  private static final String DAV = "DAV:";

  private final XMLStreamReader reader;
  private final List<Entry> entries = new ArrayList<>();
  private String href = "";
  private boolean collection;
  private long size = -1;

  private Multistatus(XMLStreamReader reader) {
    this.reader = reader;
  }

  /**
   * A file or collection of the answer.
   *
   * @param path its path, decoded
   * @param file what it is; its size is -1 when the server does not tell
   */
  record Entry(String path, RemoteFile file) {}

  /**
   * Reads an answer.
   *
   * @throws XMLStreamException when it is not one
   */
  static List<Entry> parse(byte[] xml) throws XMLStreamException {
    Multistatus answer = new Multistatus(PlainXml.reader(xml));
    answer.read();
    return answer.entries;
  }

  private void read() throws XMLStreamException {
    boolean isOne = false;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.DTD) {
        throw new XMLStreamException("it has a document type");
      }
      if (event == XMLStreamConstants.START_ELEMENT && DAV.equals(reader.getNamespaceURI())) {
        isOne |= reader.getLocalName().equals("multistatus");
        begin(reader.getLocalName());
      } else if (event == XMLStreamConstants.END_ELEMENT && isEndOfResponse()) {
        entries.add(new Entry(path(href), new RemoteFile(size, collection)));
      }
    }
    if (!isOne) {
      throw new XMLStreamException("it is no multistatus");
    }
  }

  private boolean isEndOfResponse() {
    return DAV.equals(reader.getNamespaceURI()) && reader.getLocalName().equals("response");
  }

  private void begin(String name) throws XMLStreamException {
    switch (name) {
      case "response" -> {
        href = "";
        collection = false;
        size = -1;
      }
      case "href" -> href = href.isEmpty() ? reader.getElementText().strip() : href;
      case "collection" -> collection = true;
      case "getcontentlength" -> size = number(reader.getElementText().strip());
      default -> {
        // what was not asked for
      }
    }
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  /** Some servers write whole URLs, most the path alone; nginx leaves signs as they are. */
  private static String path(String href) {
    String path =
        href.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://[^/]*", "")
            .replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    return new String(Url.bytes(path), UTF_8);
  }
}
