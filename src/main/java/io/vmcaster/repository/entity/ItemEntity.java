package io.vmcaster.repository.entity;

import jakarta.persistence.AssociationOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKey;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NotFound;
import org.hibernate.annotations.NotFoundAction;
import org.hibernate.annotations.SortNatural;

/**
 * What carries metadata: a list, an image or an endorser.
 *
 * @param <M> its metadata
 * @param <T> what their values are in JSON
 */
@MappedSuperclass
public abstract class ItemEntity<
    M extends ItemEntity.MetadataEntity<?>, T extends ItemEntity.OwnedValueType<?>> {

  /** How many items' metadata are loaded at once. */
  static final int BATCH = 500;

  @Id private long id;

  @NaturalId
  @Column(nullable = false)
  private String identifier;

  @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL, orphanRemoval = true)
  @SortNatural
  @BatchSize(size = BATCH)
  private SortedSet<M> metadata = new TreeSet<>();

  @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL, orphanRemoval = true)
  @MapKey(name = "key")
  @BatchSize(size = BATCH)
  private Map<String, T> types = new HashMap<>();

  /**
   * Names a new one.
   *
   * @param row its number
   */
  public final void identify(long row, String newIdentifier) {
    id = row;
    identifier = newIdentifier;
  }

  /** The row's number, which the original program's tables refer to. */
  public long id() {
    return id;
  }

  /** The identifier as users write it. */
  public final String identifier() {
    return identifier;
  }

  /** Its metadata, in the order in which it was set; of a doubled key the last one counts. */
  public final SortedSet<M> metadata() {
    return metadata;
  }

  /** The row of a key, the last one of a doubled key; null when there is none. */
  public final M row(String key) {
    M found = null;
    for (M each : metadata) {
      found = each.key().equals(key) ? each : found;
    }
    return found;
  }

  /** What values are in JSON where their text cannot tell, by key. */
  public final Map<String, T> types() {
    return types;
  }

  /** What binds it to lists; a list is bound to none. */
  public abstract Set<? extends BindingEntity<?>> bindings();

  /** How its rows are made. */
  abstract Rows<M, T> rows();

  /** Adds a value to the metadata; the row is saved with the item. */
  public final void addMetadata(long row, String key, String value) {
    M made = rows().metadata().get();
    made.fill(row, this, key, value);
    metadata.add(made);
  }

  /** Adds the JSON of a value; the row is saved with the item. */
  public final void addType(long row, String key, String text, String json) {
    T made = rows().type().get();
    made.fill(row, this, key, text, json);
    types.put(key, made);
  }

  /**
   * What lists have: an image or an endorser.
   *
   * @param <B> what binds it to lists
   * @param <M> its metadata
   * @param <T> what their values are in JSON
   */
  @MappedSuperclass
  public abstract static class MemberEntity<
          B extends BindingEntity<?>, M extends MetadataEntity<?>, T extends OwnedValueType<?>>
      extends ItemEntity<M, T> {

    @OneToMany(mappedBy = "member", cascade = CascadeType.REMOVE)
    @SortNatural
    @BatchSize(size = BATCH)
    private SortedSet<B> bindings = new TreeSet<>();

    abstract B newBinding();

    @Override
    public final SortedSet<B> bindings() {
      return bindings;
    }

    /** A new row that binds it to a list; it is in no collection yet. */
    public final B bindTo(ImageListEntity list, long row) {
      B binding = newBinding();
      binding.fill(row, list, this);
      return binding;
    }
  }

  /** Makes an item's rows, which differ by their tables alone. */
  record Rows<M, T>(Supplier<M> metadata, Supplier<T> type) {}

  /** A row, in the order in which rows were made. */
  @MappedSuperclass
  abstract static class Row implements Comparable<Row> {

    @Id long id;

    @Override
    public final int compareTo(Row other) {
      return Long.compare(id, other.id);
    }
  }

  /**
   * A key of an item's metadata and its value as text, as the original program keeps it.
   *
   * @param <O> what it describes
   */
  @MappedSuperclass
  public abstract static class MetadataEntity<O extends ItemEntity<?, ?>> extends Row {

    @Column(nullable = false)
    private String key;

    @Column(nullable = false)
    private String value;

    @ManyToOne
    @SuppressWarnings("UnusedVariable") // Hibernate reads it
    private O owner;

    @SuppressWarnings("unchecked") // an item makes its own kind alone
    final void fill(long row, ItemEntity<?, ?> item, String newKey, String newValue) {
      id = row;
      owner = (O) item;
      key = newKey;
      value = newValue;
    }

    /** The key. */
    public String key() {
      return key;
    }

    /** The value as text. */
    public String value() {
      return value;
    }

    /** Replaces the value. */
    public void setValue(String value) {
      this.value = value;
    }

    /** Of a list. */
    @Entity(name = "ImageListMetadata")
    @Table(name = "ImagelistMetadata")
    @AssociationOverride(name = "owner", joinColumns = @JoinColumn(name = "fkImageList"))
    public static final class OfList extends MetadataEntity<ImageListEntity> {}

    /** Of an image. */
    @Entity(name = "ImageMetadata")
    @Table(name = "ImageMetadata")
    @AssociationOverride(name = "owner", joinColumns = @JoinColumn(name = "fkImage"))
    public static final class OfImage extends MetadataEntity<ImageEntity> {}

    /** Of an endorser. */
    @Entity(name = "EndorserMetadata")
    @Table(name = "endorserMetadata")
    @AssociationOverride(name = "owner", joinColumns = @JoinColumn(name = "fkEndorser"))
    public static final class OfEndorser extends MetadataEntity<EndorserEntity> {}
  }

  /**
   * What a value is in JSON, where its text in the original's tables cannot tell. It is found by
   * the item's identifier, since the original program gives row numbers again; and it counts only
   * while the value's text is the one that is kept here.
   */
  @Entity
  @Table(name = "vmcaster_value")
  @DiscriminatorColumn(name = "kind")
  public abstract static class ValueTypeEntity {

    @Id long id;

    @Column(nullable = false)
    String key;

    @Column(nullable = false)
    private String text;

    @Column(nullable = false)
    private String json;

    /** The value's text that this is about. */
    public String text() {
      return text;
    }

    /** The value. */
    public String json() {
      return json;
    }

    /** Replaces both. */
    public void set(String newText, String newJson) {
      text = newText;
      json = newJson;
    }
  }

  /**
   * The same, of a kind of item.
   *
   * @param <O> what it describes
   */
  @MappedSuperclass
  public abstract static class OwnedValueType<O extends ItemEntity<?, ?>> extends ValueTypeEntity {

    @ManyToOne
    @SuppressWarnings("UnusedVariable") // Hibernate reads it
    private O owner;

    @SuppressWarnings("unchecked") // an item makes its own kind alone
    final void fill(long row, ItemEntity<?, ?> item, String newKey, String text, String json) {
      id = row;
      owner = (O) item;
      key = newKey;
      set(text, json);
    }

    /** Of a list. */
    @Entity(name = "ImageListValueType")
    @DiscriminatorValue("LIST")
    @AssociationOverride(
        name = "owner",
        joinColumns = @JoinColumn(name = "identifier", referencedColumnName = "identifier"))
    public static final class OfList extends OwnedValueType<ImageListEntity> {}

    /** Of an image. */
    @Entity(name = "ImageValueType")
    @DiscriminatorValue("IMAGE")
    @AssociationOverride(
        name = "owner",
        joinColumns = @JoinColumn(name = "identifier", referencedColumnName = "identifier"))
    public static final class OfImage extends OwnedValueType<ImageEntity> {}

    /** Of an endorser. */
    @Entity(name = "EndorserValueType")
    @DiscriminatorValue("ENDORSER")
    @AssociationOverride(
        name = "owner",
        joinColumns = @JoinColumn(name = "identifier", referencedColumnName = "subject"))
    public static final class OfEndorser extends OwnedValueType<EndorserEntity> {}
  }

  /**
   * A list and one of its images or endorsers. Either may be gone: the original deletes so.
   *
   * @param <M> what the list has
   */
  @MappedSuperclass
  public abstract static class BindingEntity<M extends ItemEntity<?, ?>> extends Row {

    @ManyToOne
    @NotFound(action = NotFoundAction.IGNORE)
    @JoinColumn(name = "fkImageList")
    private ImageListEntity list;

    @ManyToOne
    @NotFound(action = NotFoundAction.IGNORE)
    private M member;

    @SuppressWarnings("unchecked") // a member makes its own kind alone
    final void fill(long row, ImageListEntity to, ItemEntity<?, ?> bound) {
      id = row;
      list = to;
      member = (M) bound;
    }

    /** The list; null when it is gone. */
    public ImageListEntity list() {
      return list;
    }

    /** The image or endorser; null when it is gone. */
    public final M member() {
      return member;
    }

    /** An image in a list. */
    @Entity(name = "ImageListImage")
    @Table(name = "ImageListImage")
    @AssociationOverride(name = "member", joinColumns = @JoinColumn(name = "fkImage"))
    public static final class OfImage extends BindingEntity<ImageEntity> {}

    /** An endorser of a list. */
    @Entity(name = "Endorsement")
    @Table(name = "Endorsement")
    @AssociationOverride(name = "member", joinColumns = @JoinColumn(name = "fkEndorser"))
    public static final class OfEndorser extends BindingEntity<EndorserEntity> {}
  }
}
