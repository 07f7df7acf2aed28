package io.vmcaster.repository.entity;

import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.ValueTypeEntity;
import jakarta.persistence.AssociationOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.BatchSize;

/** A virtual machine image. */
@Entity
@Table(name = "Image")
public final class ImageEntity extends ItemEntity<ImageEntity.Metadata, ImageEntity.ValueType> {

  @OneToMany(mappedBy = "member", cascade = CascadeType.REMOVE)
  @OrderBy("id")
  @BatchSize(size = BATCH)
  private List<Binding> bindings = new ArrayList<>();

  /** For Hibernate. */
  ImageEntity() {}

  /** A new one. */
  public ImageEntity(long id, String identifier) {
    super(id, identifier);
  }

  @Override
  public List<Binding> bindings() {
    return bindings;
  }

  @Override
  public void addMetadata(long row, String key, String value) {
    metadata().add(new Metadata(row, this, key, value));
  }

  @Override
  public void addType(long row, String key, String text, String json) {
    types().put(key, new ValueType(row, this, key, text, json));
  }

  /** An image in a list. */
  @Entity(name = "ImageListImage")
  @Table(name = "ImageListImage")
  @AssociationOverride(name = "member", joinColumns = @JoinColumn(name = "fkImage"))
  public static final class Binding extends BindingEntity<ImageEntity> {

    /** For Hibernate. */
    Binding() {}

    Binding(long id, ImageListEntity list, ImageEntity member) {
      super(id, list, member);
    }
  }

  /** A value of an image's metadata. */
  @Entity(name = "ImageMetadata")
  @Table(name = "ImageMetadata")
  @AssociationOverride(name = "owner", joinColumns = @JoinColumn(name = "fkImage"))
  public static final class Metadata extends MetadataEntity<ImageEntity> {

    /** For Hibernate. */
    Metadata() {}

    Metadata(long id, ImageEntity owner, String key, String value) {
      super(id, owner, key, value);
    }
  }

  /** What a value of an image is in JSON. */
  @Entity(name = "ImageValueType")
  @DiscriminatorValue("IMAGE")
  public static final class ValueType extends ValueTypeEntity {

    @ManyToOne
    @JoinColumn(name = "identifier", referencedColumnName = "identifier")
    @SuppressWarnings("UnusedVariable") // Hibernate reads it
    private ImageEntity owner;

    /** For Hibernate. */
    ValueType() {}

    ValueType(long id, ImageEntity owner, String key, String text, String json) {
      super(id, key, text, json);
      this.owner = owner;
    }
  }
}
