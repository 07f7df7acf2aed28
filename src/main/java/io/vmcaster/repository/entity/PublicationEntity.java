package io.vmcaster.repository.entity;

import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A version of a list that was made public. The list may be gone since. */
@MappedSuperclass
public abstract class PublicationEntity {

  @Id private long id;

  @Column(nullable = false)
  private String list;

  @Column(nullable = false)
  private String version;

  @Convert(converter = InstantText.class)
  @Column(nullable = false)
  private Instant at;

  @Convert(converter = InstantText.class)
  @Column(nullable = false)
  private Instant expires;

  @Column(nullable = false)
  private String signer;

  @Column(nullable = false)
  private String uri;

  @Column(nullable = false)
  private String summary;

  /** For Hibernate. */
  PublicationEntity() {}

  PublicationEntity(long id, Publication publication) {
    this.id = id;
    this.list = publication.list().text();
    this.version = publication.version().text();
    this.at = publication.at();
    this.expires = publication.expires();
    this.signer = publication.signer().text();
    this.uri = publication.uri();
    this.summary = publication.summary();
  }

  /** The publication, with its number. */
  public Publication publication() {
    return new Publication(
        id, new ListId(list), new Version(version), at, expires, new Dn(signer), uri, summary);
  }

  /** Without its message, which may be long: a history reads many. */
  @Entity
  @Immutable
  @Table(name = "vmcaster_publication")
  public static final class WithoutMessage extends PublicationEntity {
    /** For Hibernate. */
    WithoutMessage() {}
  }

  /** With its signed message. */
  @Entity
  @Table(name = "vmcaster_publication")
  public static final class WithMessage extends PublicationEntity {

    @Column(nullable = false)
    private byte[] message;

    /** For Hibernate. */
    WithMessage() {}

    /** A new one. */
    public WithMessage(long id, Publication publication, byte[] message) {
      super(id, publication);
      this.message = message.clone();
    }

    /** The message as it was sent. */
    public byte[] message() {
      return message.clone();
    }
  }

  /** A point in time as the tables hold it, whose columns are never null: ISO 8601 in UTC. */
  @Converter
  static final class InstantText implements AttributeConverter<Instant, String> {

    @Override
    public String convertToDatabaseColumn(Instant instant) {
      return instant.toString();
    }

    @Override
    public Instant convertToEntityAttribute(String text) {
      return Instant.parse(text);
    }
  }
}
