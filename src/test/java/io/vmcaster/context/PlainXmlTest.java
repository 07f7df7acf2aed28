package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;

class PlainXmlTest {

  private static XMLStreamReader reader(String xml) throws XMLStreamException {
    return PlainXml.reader(xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void elementsAndTextsAreRead() throws XMLStreamException {
    XMLStreamReader reader = reader("<a><b>ä &amp; ö</b></a>");
    reader.nextTag();
    reader.nextTag();

    assertThat(reader.getLocalName()).isEqualTo("b");
    assertThat(reader.getElementText()).isEqualTo("ä & ö");
  }

  @Test
  void nothingOutsideOfItIsRead() {
    String xml = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";

    assertThatThrownBy(() -> reader(xml))
        .isInstanceOf(XMLStreamException.class)
        .hasMessageContaining("document type");
  }
}
