package io.vmcaster.repository.entity;

import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.ValueTypeEntity;
import jakarta.persistence.AssociationOverride;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

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
  public static final class ValueType extends ValueTypeEntity {

    @ManyToOne
    @JoinColumn(name = "identifier", referencedColumnName = "identifier")
    @SuppressWarnings("UnusedVariable") // Hibernate reads it
    private ImageEntity owner;

    @Override
    void setOwner(ItemEntity<?, ?> item) {
      owner = (ImageEntity) item;
    }
  }
}
