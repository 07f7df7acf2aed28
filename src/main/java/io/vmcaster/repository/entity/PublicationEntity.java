package io.vmcaster.repository.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A publication without its message, which may be long: a history reads many. */
@Entity
@Immutable
@Table(name = "vmcaster_publication")
public final class PublicationEntity extends PublicationRecord {
  /** For Hibernate. */
  PublicationEntity() {}
}
