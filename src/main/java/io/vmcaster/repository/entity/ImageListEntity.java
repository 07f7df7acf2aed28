package io.vmcaster.repository.entity;

import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.ValueTypeEntity;
import jakarta.persistence.AssociationOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
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

/** A list of images. */
@Entity
@Table(name = "imagelist")
public final class ImageListEntity
    extends ItemEntity<ImageListEntity.Metadata, ImageListEntity.ValueType> {

  @Column(name = "updated")
  @SuppressWarnings("UnusedVariable") // Hibernate reads it
  private String updated;

  @OneToMany(mappedBy = "list", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("id")
  @BatchSize(size = BATCH)
  private List<EndorserEntity.Binding> endorsements = new ArrayList<>();

  @OneToMany(mappedBy = "list", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("id")
  @BatchSize(size = BATCH)
  private List<ImageEntity.Binding> images = new ArrayList<>();

  /** For Hibernate. */
  ImageListEntity() {}

  /** A new one. */
  public ImageListEntity(long id, String identifier) {
    super(id, identifier);
  }

  /** Its endorsers. */
  public List<EndorserEntity.Binding> endorsements() {
    return endorsements;
  }

  /** Its images. */
  public List<ImageEntity.Binding> images() {
    return images;
  }

  @Override
  public List<BindingEntity<?>> bindings() {
    return List.of();
  }

  /** Binds an image or endorser, last in order; the row is saved with the list. */
  public BindingEntity<?> bind(long row, ItemEntity<?, ?> member) {
    if (member instanceof ImageEntity image) {
      ImageEntity.Binding binding = new ImageEntity.Binding(row, this, image);
      images.add(binding);
      image.bindings().add(binding);
      return binding;
    }
    EndorserEntity endorser = (EndorserEntity) member;
    EndorserEntity.Binding binding = new EndorserEntity.Binding(row, this, endorser);
    endorsements.add(binding);
    endorser.bindings().add(binding);
    return binding;
  }

  /** Says when it was last published, as the original program writes a moment. */
  public void setUpdated(String updated) {
    this.updated = updated;
  }

  @Override
  public void addMetadata(long row, String key, String value) {
    metadata().add(new Metadata(row, this, key, value));
  }

  @Override
  public void addType(long row, String key, String text, String json) {
    types().put(key, new ValueType(row, this, key, text, json));
  }

  /** A value of a list's metadata. */
  @Entity(name = "ImageListMetadata")
  @Table(name = "ImagelistMetadata")
  @AssociationOverride(name = "owner", joinColumns = @JoinColumn(name = "fkImageList"))
  public static final class Metadata extends MetadataEntity<ImageListEntity> {

    /** For Hibernate. */
    Metadata() {}

    Metadata(long id, ImageListEntity owner, String key, String value) {
      super(id, owner, key, value);
    }
  }

  /** What a value of a list is in JSON. */
  @Entity(name = "ImageListValueType")
  @DiscriminatorValue("LIST")
  public static final class ValueType extends ValueTypeEntity {

    @ManyToOne
    @JoinColumn(name = "identifier", referencedColumnName = "identifier")
    @SuppressWarnings("UnusedVariable") // Hibernate reads it
    private ImageListEntity owner;

    /** For Hibernate. */
    ValueType() {}

    ValueType(long id, ImageListEntity owner, String key, String text, String json) {
      super(id, key, text, json);
      this.owner = owner;
    }
  }
}
