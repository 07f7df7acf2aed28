package io.vmcaster.repository.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A build of an image that another one has taken the place of. */
@Entity
@Table(name = "vmcaster_replaced")
public final class ReplacedRow {
  @Id
  @Column(name = "uri")
  private String uri;

  @Column(name = "image")
  private String image;

  @Column(name = "at")
  private String at;

  /** For Hibernate. */
  ReplacedRow() {}

  /** A row. */
  public ReplacedRow(String uri, String image, String at) {
    this.uri = uri;
    this.image = image;
    this.at = at;
  }
}
