package io.vmcaster.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.failure.ConfigurationFailure;
import io.vmcaster.repository.sql.PostgresUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {

  @Test
  void everyPartIsRead() {
    PostgresUrl url =
        PostgresUrl.parse(
            "postgresql+psycopg2://me:p%40ss@db.example.org:5433/dish?sslmode=require");
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example.org:5433/dish?sslmode=require");
    assertThat(url.properties()).containsEntry("user", "me").containsEntry("password", "p@ss");
    assertThat(url.location()).isEqualTo("postgresql://me@db.example.org:5433/dish");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:p@ss@db.example.org/dish",
        "postgresql://me:pass@db_1.example.org/dish",
        "postgresql://me:pa ss@db.example.org/dish"
      })
  void whatCannotBeReadIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> PostgresUrl.parse(text))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageNotContaining("ss@");
  }
}
