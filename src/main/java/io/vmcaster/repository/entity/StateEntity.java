package io.vmcaster.repository.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A number that the schema's steps keep: which step was the last, what was seen of others. */
@Entity
@Table(name = "vmcaster_state")
public final class StateEntity {

  @Id
  @Column(name = "name")
  private String name;

  @Column(name = "value", nullable = false)
  private long value;

  /** For Hibernate. */
  StateEntity() {}

  /** The number. */
  public long value() {
    return value;
  }
}
