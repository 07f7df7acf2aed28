package io.vmcaster.repository.entity;

import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * What a value is in JSON, where its text in the original's tables cannot tell. It is found by the
 * item's identifier, since the original program gives row numbers again; and it counts only while
 * the value's text is the one that is kept here.
 */
@Entity
@Table(name = "vmcaster_value")
@DiscriminatorColumn(name = "kind")
public abstract class ValueTypeEntity {

  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "key", nullable = false)
  private String key;

  @Column(name = "text", nullable = false)
  private String text;

  @Column(name = "json", nullable = false)
  private String json;

  /** For Hibernate. */
  ValueTypeEntity() {}

  ValueTypeEntity(long id, String key, String text, String json) {
    this.id = id;
    this.key = key;
    this.text = text;
    this.json = json;
  }

  /** The value's text that this is about. */
  public String text() {
    return text;
  }

  /** The value. */
  public String json() {
    return json;
  }

  /** Replaces both. */
  public void set(String newText, String newJson) {
    text = newText;
    json = newJson;
  }
}
