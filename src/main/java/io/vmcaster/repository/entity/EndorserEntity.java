package io.vmcaster.repository.entity;

import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.ValueTypeEntity;
import jakarta.persistence.AssociationOverride;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
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

/** Who signs lists. */
@Entity
@Table(name = "endorser")
@AttributeOverride(name = "identifier", column = @Column(name = "subject", nullable = false))
public final class EndorserEntity
    extends ItemEntity<EndorserEntity.Metadata, EndorserEntity.ValueType> {

  @OneToMany(mappedBy = "member", cascade = CascadeType.REMOVE)
  @OrderBy("id")
  @BatchSize(size = BATCH)
  private List<Binding> bindings = new ArrayList<>();

  /** For Hibernate. */
  EndorserEntity() {}

  /** A new one. */
  public EndorserEntity(long id, String subject) {
    super(id, subject);
  }

  @Override
  public List<Binding> bindings() {
    return bindings;
  }

  @Override
  public void addMetadata(long row, String key, String value) {
    metadata().add(new Metadata(row, this, key, value));
  }

  @Override
  public void addType(long row, String key, String text, String json) {
    types().put(key, new ValueType(row, this, key, text, json));
  }

  /** An endorser of a list. */
  @Entity(name = "Endorsement")
  @Table(name = "Endorsement")
  @AssociationOverride(name = "member", joinColumns = @JoinColumn(name = "fkEndorser"))
  public static final class Binding extends BindingEntity<EndorserEntity> {

    /** For Hibernate. */
    Binding() {}

    Binding(long id, ImageListEntity list, EndorserEntity member) {
      super(id, list, member);
    }
  }

  /** A value of an endorser's metadata. */
  @Entity(name = "EndorserMetadata")
  @Table(name = "endorserMetadata")
  @AssociationOverride(name = "owner", joinColumns = @JoinColumn(name = "fkEndorser"))
  public static final class Metadata extends MetadataEntity<EndorserEntity> {

    /** For Hibernate. */
    Metadata() {}

    Metadata(long id, EndorserEntity owner, String key, String value) {
      super(id, owner, key, value);
    }
  }

  /** What a value of an endorser is in JSON. */
  @Entity(name = "EndorserValueType")
  @DiscriminatorValue("ENDORSER")
  public static final class ValueType extends ValueTypeEntity {

    @ManyToOne
    @JoinColumn(name = "identifier", referencedColumnName = "subject")
    @SuppressWarnings("UnusedVariable") // Hibernate reads it
    private EndorserEntity owner;

    /** For Hibernate. */
    ValueType() {}

    ValueType(long id, EndorserEntity owner, String key, String text, String json) {
      super(id, key, text, json);
      this.owner = owner;
    }
  }
}
