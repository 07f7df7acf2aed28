package io.vmcaster.repository.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What was begun on a server. */
@Entity
@Table(name = "vmcaster_intent")
public final class IntentRow {
  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "kind")
  private String kind;

  @Column(name = "identifier")
  private String identifier;

  @Column(name = "begun")
  private String begun;

  @Column(name = "owner")
  private String owner;

  @Column(name = "details")
  private String details;

  /** For Hibernate. */
  IntentRow() {}

  /** A row. */
  public IntentRow(
      long id, String kind, String identifier, String begun, String owner, String details) {
    this.id = id;
    this.kind = kind;
    this.identifier = identifier;
    this.begun = begun;
    this.owner = owner;
    this.details = details;
  }
}
