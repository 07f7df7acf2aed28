package io.vmcaster.repository.entity;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;

/** A point in time as the tables hold it, whose columns are never null: ISO 8601 in UTC. */
@Converter
final class InstantText implements AttributeConverter<Instant, String> {

  @Override
  public String convertToDatabaseColumn(Instant instant) {
    return instant.toString();
  }

  @Override
  public Instant convertToEntityAttribute(String text) {
    return Instant.parse(text);
  }
}
