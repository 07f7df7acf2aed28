package io.vmcaster.repository.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Json;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.entity.PublicationEntity.InstantText;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What was begun on a server. */
@Entity
@Table(name = "vmcaster_intent")
public final class IntentEntity {

  @Id private long id;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  private Kind kind;

  @Column(nullable = false)
  private String identifier;

  @Convert(converter = InstantText.class)
  @Column(nullable = false)
  private Instant begun;

  @Column(nullable = false)
  private String owner;

  @Column(nullable = false)
  private String details;

  /** For Hibernate. */
  IntentEntity() {}

  /** A new one. */
  public IntentEntity(long id, Intent intent) {
    this.id = id;
    this.kind = intent.item().kind();
    this.identifier = intent.item().text();
    this.begun = intent.begun();
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
        Item.of(kind, identifier),
        begun,
        owner,
        (ObjectNode) Json.read(details, "an intent in the database"));
  }
}
