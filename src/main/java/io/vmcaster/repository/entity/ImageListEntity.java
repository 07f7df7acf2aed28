package io.vmcaster.repository.entity;

import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.OwnedValueType;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
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
    extends ItemEntity<MetadataEntity.OfList, OwnedValueType.OfList> {

  @SuppressWarnings("UnusedVariable") // Hibernate reads it
  private String updated;

  @OneToMany(mappedBy = "list", cascade = CascadeType.REMOVE)
  @SortNatural
  @BatchSize(size = BATCH)
  private SortedSet<BindingEntity.OfEndorser> endorsements = new TreeSet<>();

  @OneToMany(mappedBy = "list", cascade = CascadeType.REMOVE)
  @SortNatural
  @BatchSize(size = BATCH)
  private SortedSet<BindingEntity.OfImage> images = new TreeSet<>();

  /** Its endorsers. */
  public SortedSet<BindingEntity.OfEndorser> endorsements() {
    return endorsements;
  }

  /** Its images. */
  public SortedSet<BindingEntity.OfImage> images() {
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
  Rows<MetadataEntity.OfList, OwnedValueType.OfList> rows() {
    return new Rows<>(MetadataEntity.OfList::new, OwnedValueType.OfList::new);
  }
}
