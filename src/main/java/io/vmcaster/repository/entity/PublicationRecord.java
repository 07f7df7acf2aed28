package io.vmcaster.repository.entity;

import io.vmcaster.model.Dn;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;

/** A version of a list that was made public. The list may be gone since. */
@MappedSuperclass
public abstract class PublicationRecord {

  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "list", nullable = false)
  private String list;

  @Column(name = "version", nullable = false)
  private String version;

  @Column(name = "at", nullable = false)
  private String at;

  @Column(name = "expires", nullable = false)
  private String expires;

  @Column(name = "signer", nullable = false)
  private String signer;

  @Column(name = "uri", nullable = false)
  private String uri;

  @Column(name = "summary", nullable = false)
  private String summary;

  /** For Hibernate. */
  PublicationRecord() {}

  PublicationRecord(long id, Publication publication) {
    this.id = id;
    this.list = publication.list().text();
    this.version = publication.version().text();
    this.at = publication.at().toString();
    this.expires = publication.expires().toString();
    this.signer = publication.signer().text();
    this.uri = publication.uri();
    this.summary = publication.summary();
  }

  /** The publication, with its number. */
  public Publication publication() {
    return new Publication(
        id,
        new ListId(list),
        new Version(version),
        Instant.parse(at),
        Instant.parse(expires),
        new Dn(signer),
        uri,
        summary);
  }
}
