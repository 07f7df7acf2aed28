package io.vmcaster.repository.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A version of a list that was made public. */
@Entity
@Table(name = "vmcaster_publication")
public final class PublicationRow {
  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "list")
  private String list;

  @Column(name = "version")
  private String version;

  @Column(name = "at")
  private String at;

  @Column(name = "expires")
  private String expires;

  @Column(name = "signer")
  private String signer;

  @Column(name = "uri")
  private String uri;

  @Column(name = "summary")
  private String summary;

  @Column(name = "message")
  private byte[] message;

  /** For Hibernate. */
  PublicationRow() {}

  /** A row. */
  public PublicationRow(
      long id,
      String list,
      String version,
      String at,
      String expires,
      String signer,
      String uri,
      String summary,
      byte[] message) {
    this.id = id;
    this.list = list;
    this.version = version;
    this.at = at;
    this.expires = expires;
    this.signer = signer;
    this.uri = uri;
    this.summary = summary;
    this.message = message.clone();
  }
}
