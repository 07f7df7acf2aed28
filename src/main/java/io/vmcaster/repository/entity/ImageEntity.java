package io.vmcaster.repository.entity;

import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Sha512;
import io.vmcaster.repository.Look.ImageSource;
import io.vmcaster.repository.Look.ReplacedBuild;
import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.OwnedValueType;
import io.vmcaster.repository.entity.PublicationEntity.InstantText;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A virtual machine image. */
@Entity
@Table(name = "Image")
public final class ImageEntity
    extends ItemEntity.MemberEntity<
        BindingEntity.OfImage, MetadataEntity.OfImage, OwnedValueType.OfImage> {

  @Override
  Rows<MetadataEntity.OfImage, OwnedValueType.OfImage> rows() {
    return new Rows<>(MetadataEntity.OfImage::new, OwnedValueType.OfImage::new);
  }

  @Override
  BindingEntity.OfImage newBinding() {
    return new BindingEntity.OfImage();
  }

  /** The file that an image was made of. */
  @Entity
  @Table(name = "vmcaster_source")
  public static final class SourceEntity {

    @Id private String image;

    @Column(nullable = false)
    private long size;

    @Column(nullable = false)
    private String sha512;

    @Column(nullable = false)
    private String published;

    /** For Hibernate. */
    SourceEntity() {}

    /** A new one. */
    public SourceEntity(String image, ImageSource source) {
      this.image = image;
      this.size = source.size();
      this.sha512 = source.sha512().hex();
      this.published = source.published().hex();
    }

    /** The file. */
    public ImageSource source() {
      return new ImageSource(size, new Sha512(sha512), new Sha512(published));
    }
  }

  /** A build of an image that another one has taken the place of. */
  @Entity
  @Table(name = "vmcaster_replaced")
  public static final class ReplacedBuildEntity {

    @Id private String uri;

    @Column(nullable = false)
    private String image;

    @Convert(converter = InstantText.class)
    @Column(nullable = false)
    private Instant at;

    /** For Hibernate. */
    ReplacedBuildEntity() {}

    /** A new one. */
    public ReplacedBuildEntity(ReplacedBuild build) {
      this.uri = build.uri();
      this.image = build.image().text();
      this.at = build.at();
    }

    /** The build. */
    public ReplacedBuild build() {
      return new ReplacedBuild(new ImageId(image), uri, at);
    }
  }
}
