package io.vmcaster.repository.entity;

import io.vmcaster.model.Publication;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A publication with its signed message. */
@Entity
@Table(name = "vmcaster_publication")
public final class PublishedMessageEntity extends PublicationRecord {

  @Column(name = "message", nullable = false)
  private byte[] message;

  /** For Hibernate. */
  PublishedMessageEntity() {}

  /** A new one. */
  public PublishedMessageEntity(long id, Publication publication, byte[] message) {
    super(id, publication);
    this.message = message.clone();
  }

  /** The message as it was sent. */
  public byte[] message() {
    return message.clone();
  }
}
