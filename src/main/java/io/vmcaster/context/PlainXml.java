package io.vmcaster.context;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML of others: in UTF-8, without document types, so that nothing outside of it is read. */
public final class PlainXml {

  private PlainXml() {}

  /**
   * A reader of a document.
   *
   * @throws XMLStreamException when it has a document type
   */
  public static XMLStreamReader reader(byte[] xml) throws XMLStreamException {
    String text = new String(xml, StandardCharsets.UTF_8); // Java prints what is wrong with bytes
    if (text.contains("<!DOCTYPE")) {
      throw new XMLStreamException("it has a document type");
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory.createXMLStreamReader(new StringReader(text));
  }
}
