package io.vmcaster.faults;

/** The list that a site begins with. */
final class FirstList {
  private FirstList() {}

  static String json(String subject, String issuer) {
    return """
        {"hv:imagelist": {
          "dc:identifier": "%s", "dc:title": "Example", "dc:description": "An example",
          "dc:source": "example.org", "hv:uri": "%s", "hv:version": "1.0.0",
          "hv:endorser": {"hv:x509": {"hv:dn": "%s", "hv:ca": "%s",
            "hv:email": "owen@example.org", "dc:creator": "Owen Synge"}},
          "hv:images": [{"hv:image": {
            "dc:identifier": "%s", "dc:title": "Image", "dc:description": "An image",
            "hv:uri": "https://example.org/images/first.img", "hv:format": "raw.gz",
            "hv:version": "1.0.0", "hv:hypervisor": "kvm", "hv:size": 1,
            "sl:arch": "x86_64", "sl:os": "Linux", "sl:osversion": "12", "sl:comments": "",
            "sl:checksum:sha512": "%s"}}]}}
        """
        .formatted(Site.LIST, Site.URI, subject, issuer, Site.IMAGE, "0".repeat(128));
  }
}
