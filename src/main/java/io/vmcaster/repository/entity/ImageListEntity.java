package io.vmcaster.repository.entity;

import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.OwnedValueType;
import jakarta.persistence.AssociationOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.SortNatural;

/** A list of images. */
@Entity
@Table(name = "imagelist")
public final class ImageListEntity
    extends ItemEntity<ImageListEntity.Metadata, ImageListEntity.ValueType> {

  @SuppressWarnings("UnusedVariable") // Hibernate reads it
  private String updated;

  @OneToMany(mappedBy = "list", cascade = CascadeType.REMOVE)
  @SortNatural
  @BatchSize(size = BATCH)
  private SortedSet<EndorserEntity.Binding> endorsements = new TreeSet<>();

  @OneToMany(mappedBy = "list", cascade = CascadeType.REMOVE)
  @SortNatural
  @BatchSize(size = BATCH)
  private SortedSet<ImageEntity.Binding> images = new TreeSet<>();

  /** For Hibernate. */
  ImageListEntity() {}

  /** A new one. */
  public ImageListEntity(long id, String identifier) {
    super(id, identifier);
  }

  /** Its endorsers. */
  public SortedSet<EndorserEntity.Binding> endorsements() {
    return endorsements;
  }

  /** Its images. */
  public SortedSet<ImageEntity.Binding> images() {
    return images;
  }

  @Override
  public Set<BindingEntity<?>> bindings() {
    return Set.of();
  }

  /** Says when it was last published, as the original program writes a moment. */
  public void setUpdated(String updated) {
    this.updated = updated;
  }

  @Override
  Metadata newMetadata() {
    return new Metadata();
  }

  @Override
  ValueType newType() {
    return new ValueType();
  }

  /** A value of a list's metadata. */
  @Entity(name = "ImageListMetadata")
  @Table(name = "ImagelistMetadata")
  @AssociationOverride(name = "owner", joinColumns = @JoinColumn(name = "fkImageList"))
  public static final class Metadata extends MetadataEntity<ImageListEntity> {}

  /** What a value of a list is in JSON. */
  @Entity(name = "ImageListValueType")
  @DiscriminatorValue("LIST")
  @AssociationOverride(
      name = "owner",
      joinColumns = @JoinColumn(name = "identifier", referencedColumnName = "identifier"))
  public static final class ValueType extends OwnedValueType<ImageListEntity> {}
}
