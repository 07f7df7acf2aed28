package io.vmcaster.repository.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A value of an endorser's metadata. */
@Entity
@Table(name = "endorserMetadata")
public final class EndorserMetadataRow {
  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "fkEndorser")
  private long item;

  @Column(name = "key")
  private String key;

  @Column(name = "value")
  private String value;

  /** For Hibernate. */
  EndorserMetadataRow() {}

  /** A row. */
  public EndorserMetadataRow(long id, long item, String key, String value) {
    this.id = id;
    this.item = item;
    this.key = key;
    this.value = value;
  }
}
