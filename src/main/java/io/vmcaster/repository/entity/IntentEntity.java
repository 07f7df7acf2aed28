package io.vmcaster.repository.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Json;
import io.vmcaster.repository.Look.Intent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What was begun on a server. */
@Entity
@Table(name = "vmcaster_intent")
public final class IntentEntity {

  @Id private long id;

  @Column(nullable = false)
  private String kind;

  @Column(nullable = false)
  private String identifier;

  @Column(nullable = false)
  private String begun;

  @Column(nullable = false)
  private String owner;

  @Column(nullable = false)
  private String details;

  /** For Hibernate. */
  IntentEntity() {}

  /** A new one. */
  public IntentEntity(long id, Intent intent) {
    this.id = id;
    this.kind = intent.item().kind().name();
    this.identifier = intent.item().text();
    this.begun = intent.begun().toString();
    this.owner = intent.owner();
    this.details = Json.compact(intent.details());
  }

  /** Replaces the details. */
  public void setDetails(ObjectNode details) {
    this.details = Json.compact(details);
  }

  /** The intent, with its number. */
  public Intent intent() {
    return new Intent(
        id,
        Item.of(Kind.valueOf(kind), identifier),
        Instant.parse(begun),
        owner,
        (ObjectNode) Json.read(details, "an intent in the database"));
  }
}
