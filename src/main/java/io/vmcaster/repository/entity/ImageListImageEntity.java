package io.vmcaster.repository.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.hibernate.annotations.NotFound;
import org.hibernate.annotations.NotFoundAction;

/** An image in a list. */
@Entity
@Table(name = "ImageListImage")
public final class ImageListImageEntity extends BindingEntity {

  @ManyToOne
  @NotFound(action = NotFoundAction.IGNORE)
  @JoinColumn(name = "fkImage")
  private ImageEntity image;

  /** For Hibernate. */
  ImageListImageEntity() {}

  ImageListImageEntity(long id, ImageListEntity list, ImageEntity image) {
    super(id, list);
    this.image = image;
  }

  @Override
  public ImageEntity member() {
    return image;
  }
}
