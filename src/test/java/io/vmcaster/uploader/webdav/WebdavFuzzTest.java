package io.vmcaster.uploader.webdav;

import io.vmcaster.testing.Fuzz;
import io.vmcaster.uploader.ServerUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

/** What WebDAV servers answer, and addresses there, damaged at random. */
class WebdavFuzzTest {

  @Test
  void multistatus() throws IOException {
    new Fuzz(
            "answers to PROPFIND",
            Fuzz.texts(
                "<?xml version='1.0'?><!DOCTYPE a><d:multistatus xmlns:d='DAV:'><d:response>"
                    + "<d:href>/a%20b</d:href><d:propstat><d:prop><d:getcontentlength>7"
                    + "</d:getcontentlength><d:resourcetype><d:collection/></d:resourcetype>"
                    + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
                    + "</d:multistatus>"))
        .mayThrow(XMLStreamException.class)
        .run(Multistatus::parse);
  }

  @Test
  void addresses() throws IOException {
    new Fuzz(
            "addresses of WebDAV",
            Fuzz.texts("davs://door.example.org:2880/pnfs/a%20b", "http://[::1]/a"))
        .mayThrow(IllegalArgumentException.class)
        .run(
            input ->
                ServerUrl.parse(new String(input, StandardCharsets.UTF_8), WebDavProtocol.SCHEMES));
  }
}
