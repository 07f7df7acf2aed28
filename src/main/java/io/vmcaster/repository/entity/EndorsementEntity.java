package io.vmcaster.repository.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.hibernate.annotations.NotFound;
import org.hibernate.annotations.NotFoundAction;

/** An endorser of a list. */
@Entity
@Table(name = "Endorsement")
public final class EndorsementEntity extends BindingEntity {

  @ManyToOne
  @NotFound(action = NotFoundAction.IGNORE)
  @JoinColumn(name = "fkEndorser")
  private EndorserEntity endorser;

  /** For Hibernate. */
  EndorsementEntity() {}

  EndorsementEntity(long id, ImageListEntity list, EndorserEntity endorser) {
    super(id, list);
    this.endorser = endorser;
  }

  @Override
  public EndorserEntity member() {
    return endorser;
  }
}
