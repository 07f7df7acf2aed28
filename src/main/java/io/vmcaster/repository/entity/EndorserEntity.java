package io.vmcaster.repository.entity;

import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.OwnedValueType;
import jakarta.persistence.AssociationOverride;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;

/** Who signs lists. */
@Entity
@Table(name = "endorser")
@AttributeOverride(name = "identifier", column = @Column(name = "subject", nullable = false))
public final class EndorserEntity
    extends ItemEntity.MemberEntity<
        EndorserEntity.Binding, EndorserEntity.Metadata, EndorserEntity.ValueType> {

  /** For Hibernate. */
  EndorserEntity() {}

  /** A new one. */
  public EndorserEntity(long id, String subject) {
    super(id, subject);
  }

  @Override
  Binding newBinding() {
    return new Binding();
  }

  @Override
  Metadata newMetadata() {
    return new Metadata();
  }

  @Override
  ValueType newType() {
    return new ValueType();
  }

  /** An endorser of a list. */
  @Entity(name = "Endorsement")
  @Table(name = "Endorsement")
  @AssociationOverride(name = "member", joinColumns = @JoinColumn(name = "fkEndorser"))
  public static final class Binding extends BindingEntity<EndorserEntity> {}

  /** A value of an endorser's metadata. */
  @Entity(name = "EndorserMetadata")
  @Table(name = "endorserMetadata")
  @AssociationOverride(name = "owner", joinColumns = @JoinColumn(name = "fkEndorser"))
  public static final class Metadata extends MetadataEntity<EndorserEntity> {}

  /** What a value of an endorser is in JSON. */
  @Entity(name = "EndorserValueType")
  @DiscriminatorValue("ENDORSER")
  @AssociationOverride(
      name = "owner",
      joinColumns = @JoinColumn(name = "identifier", referencedColumnName = "subject"))
  public static final class ValueType extends OwnedValueType<EndorserEntity> {}
}
