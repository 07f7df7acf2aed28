package io.vmcaster.repository.entity;

import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.OwnedValueType;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Who signs lists. */
@Entity
@Table(name = "endorser")
@AttributeOverride(name = "identifier", column = @Column(name = "subject", nullable = false))
public final class EndorserEntity
    extends ItemEntity.MemberEntity<
        BindingEntity.OfEndorser, MetadataEntity.OfEndorser, OwnedValueType.OfEndorser> {

  @Override
  Rows<MetadataEntity.OfEndorser, OwnedValueType.OfEndorser> rows() {
    return new Rows<>(MetadataEntity.OfEndorser::new, OwnedValueType.OfEndorser::new);
  }

  @Override
  BindingEntity.OfEndorser newBinding() {
    return new BindingEntity.OfEndorser();
  }
}
