package io.vmcaster.repository.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import org.hibernate.annotations.NotFound;
import org.hibernate.annotations.NotFoundAction;

/**
 * A list and one of its images or endorsers. Either may be gone: the original deletes so.
 *
 * @param <M> what the list has
 */
@MappedSuperclass
public abstract class BindingEntity<M extends ItemEntity<?, ?>> {

  @Id
  @Column(name = "id")
  private long id;

  @ManyToOne
  @NotFound(action = NotFoundAction.IGNORE)
  @JoinColumn(name = "fkImageList")
  private ImageListEntity list;

  @ManyToOne
  @NotFound(action = NotFoundAction.IGNORE)
  private M member;

  /** For Hibernate. */
  BindingEntity() {}

  BindingEntity(long id, ImageListEntity list, M member) {
    this.id = id;
    this.list = list;
    this.member = member;
  }

  /** The list; null when it is gone. */
  public ImageListEntity list() {
    return list;
  }

  /** The image or endorser; null when it is gone. */
  public final M member() {
    return member;
  }
}
