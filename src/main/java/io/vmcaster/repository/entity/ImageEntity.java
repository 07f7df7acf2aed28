package io.vmcaster.repository.entity;

import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Sha512;
import io.vmcaster.repository.Look.ImageSource;
import io.vmcaster.repository.Look.ReplacedBuild;
import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.OwnedValueType;
import jakarta.persistence.AssociationOverride;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;

/** A virtual machine image. */
@Entity
@Table(name = "Image")
public final class ImageEntity
    extends ItemEntity.MemberEntity<
        ImageEntity.Binding, ImageEntity.Metadata, ImageEntity.ValueType> {

  /** For Hibernate. */
  ImageEntity() {}

  /** A new one. */
  public ImageEntity(long id, String identifier) {
    super(id, identifier);
  }

  @Override
  Binding newBinding() {
    return new Binding();
  }

  @Override
  Metadata newMetadata() {
    return new Metadata();
  }

  @Override
  ValueType newType() {
    return new ValueType();
  }

  /** An image in a list. */
  @Entity(name = "ImageListImage")
  @Table(name = "ImageListImage")
  @AssociationOverride(name = "member", joinColumns = @JoinColumn(name = "fkImage"))
  public static final class Binding extends BindingEntity<ImageEntity> {}

  /** A value of an image's metadata. */
  @Entity(name = "ImageMetadata")
  @Table(name = "ImageMetadata")
  @AssociationOverride(name = "owner", joinColumns = @JoinColumn(name = "fkImage"))
  public static final class Metadata extends MetadataEntity<ImageEntity> {}

  /** What a value of an image is in JSON. */
  @Entity(name = "ImageValueType")
  @DiscriminatorValue("IMAGE")
  @AssociationOverride(
      name = "owner",
      joinColumns = @JoinColumn(name = "identifier", referencedColumnName = "identifier"))
  public static final class ValueType extends OwnedValueType<ImageEntity> {}

  /** The file that an image was made of. */
  @Entity
  @Table(name = "vmcaster_source")
  public static final class SourceEntity {

    @Id private String image;

    @Column(nullable = false)
    private long size;

    @Column(nullable = false)
    private String sha512;

    @Column(nullable = false)
    private String published;

    /** For Hibernate. */
    SourceEntity() {}

    /** A new one. */
    public SourceEntity(String image, ImageSource source) {
      this.image = image;
      this.size = source.size();
      this.sha512 = source.sha512().hex();
      this.published = source.published().hex();
    }

    /** The file. */
    public ImageSource source() {
      return new ImageSource(size, new Sha512(sha512), new Sha512(published));
    }
  }

  /** A build of an image that another one has taken the place of. */
  @Entity
  @Table(name = "vmcaster_replaced")
  public static final class ReplacedBuildEntity {

    @Id private String uri;

    @Column(nullable = false)
    private String image;

    @Column(nullable = false)
    private String at;

    /** For Hibernate. */
    ReplacedBuildEntity() {}

    /** A new one. */
    public ReplacedBuildEntity(ReplacedBuild build) {
      this.uri = build.uri();
      this.image = build.image().text();
      this.at = build.at().toString();
    }

    /** The build. */
    public ReplacedBuild build() {
      return new ReplacedBuild(new ImageId(image), uri, Instant.parse(at));
    }
  }
}
