package io.vmcaster.repository.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An endorser of a list. */
@Entity
@Table(name = "Endorsement")
public final class EndorsementRow {
  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "fkImageList")
  private long list;

  @Column(name = "fkEndorser")
  private long member;

  /** For Hibernate. */
  EndorsementRow() {}

  /** A row. */
  public EndorsementRow(long id, long list, long member) {
    this.id = id;
    this.list = list;
    this.member = member;
  }
}
