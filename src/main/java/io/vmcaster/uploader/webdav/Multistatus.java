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

  private Multistatus() {}

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
    XMLStreamReader reader = PlainXml.reader(xml);
    List<Entry> entries = new ArrayList<>();
    boolean isOne = false;
    String href = "";
    boolean collection = false;
    long size = -1;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.DTD) {
        throw new XMLStreamException("it has a document type");
      }
      boolean begins = event == XMLStreamConstants.START_ELEMENT;
      boolean named = begins || event == XMLStreamConstants.END_ELEMENT;
      String name = named && "DAV:".equals(reader.getNamespaceURI()) ? reader.getLocalName() : "";
      if (!begins && name.equals("response")) {
        entries.add(new Entry(path(href), new RemoteFile(size, collection)));
      } else if (begins) {
        switch (name) {
          case "multistatus" -> isOne = true;
          case "response" -> {
            href = "";
            collection = false;
            size = -1;
          }
          case "href" -> href = href.isEmpty() ? reader.getElementText().strip() : href;
          case "collection" -> collection = true;
          case "getcontentlength" -> size = number(reader.getElementText().strip());
          default -> {} // what was not asked for
        }
      }
    }
    if (!isOne) {
      throw new XMLStreamException("it is no multistatus");
    }
    return entries;
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
