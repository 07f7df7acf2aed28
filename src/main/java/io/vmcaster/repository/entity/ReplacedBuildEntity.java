package io.vmcaster.repository.entity;

import io.vmcaster.model.Item.ImageId;
import io.vmcaster.repository.ReadTransaction.ReplacedBuild;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A build of an image that another one has taken the place of. */
@Entity
@Table(name = "vmcaster_replaced")
public final class ReplacedBuildEntity {

  @Id private String uri;

  @Column(nullable = false)
  private String image;

  @Column(nullable = false)
  private String at;

  /** For Hibernate. */
  ReplacedBuildEntity() {}

  /** A new one. */
  public ReplacedBuildEntity(ReplacedBuild build) {
    this.uri = build.uri();
    this.image = build.image().text();
    this.at = build.at().toString();
  }

  /** The build. */
  public ReplacedBuild build() {
    return new ReplacedBuild(new ImageId(image), uri, Instant.parse(at));
  }
}
