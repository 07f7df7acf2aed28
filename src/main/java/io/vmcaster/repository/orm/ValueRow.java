package io.vmcaster.repository.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What a value is in JSON, where the original's text cannot tell. */
@Entity
@Table(name = "vmcaster_value")
public final class ValueRow {
  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "kind")
  private String kind;

  @Column(name = "identifier")
  private String identifier;

  @Column(name = "key")
  private String key;

  @Column(name = "text")
  private String text;

  @Column(name = "json")
  private String json;

  /** For Hibernate. */
  ValueRow() {}

  /** A row. */
  public ValueRow(long id, String kind, String identifier, String key, String text, String json) {
    this.id = id;
    this.kind = kind;
    this.identifier = identifier;
    this.key = key;
    this.text = text;
    this.json = json;
  }
}
