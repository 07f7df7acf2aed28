package io.vmcaster.repository.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An image of a list. */
@Entity
@Table(name = "ImageListImage")
public final class ListImageRow {
  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "fkImageList")
  private long list;

  @Column(name = "fkImage")
  private long member;

  /** For Hibernate. */
  ListImageRow() {}

  /** A row. */
  public ListImageRow(long id, long list, long member) {
    this.id = id;
    this.list = list;
    this.member = member;
  }
}
