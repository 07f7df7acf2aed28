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

/** A list of images. */
@Entity
@Table(name = "imagelist")
public final class ImageListEntity
    extends ItemEntity<ImageListEntity.Metadata, ImageListEntity.ValueType> {

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
    return member instanceof ImageEntity image
        ? bind(row, image, images)
        : bind(row, (EndorserEntity) member, endorsements);
  }

  private <B extends BindingEntity<?>> B bind(
      long row, MemberEntity<B, ?, ?> member, List<B> bindings) {
    B binding = member.newBinding();
    binding.fill(row, this, member);
    bindings.add(binding);
    member.bindings().add(binding);
    return binding;
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
  public static final class ValueType extends ValueTypeEntity {

    @ManyToOne
    @JoinColumn(name = "identifier", referencedColumnName = "identifier")
    @SuppressWarnings("UnusedVariable") // Hibernate reads it
    private ImageListEntity owner;

    @Override
    void setOwner(ItemEntity<?, ?> item) {
      owner = (ImageListEntity) item;
    }
  }
}
