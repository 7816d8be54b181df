package dev.mien.app.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class StoreAddressTest {
  @Test
  void parse_addressOfPsql_becomesOneOfJdbc() {
    assertThat(StoreLocation.parse("postgresql://mien:se%26cret@db:5433/sessions"))
        .isEqualTo("jdbc:postgresql://db:5433/sessions?user=mien&password=se%26cret");
    assertThat(StoreLocation.parse("postgres://db/sessions?sslmode=require"))
        .isEqualTo("jdbc:postgresql://db/sessions?sslmode=require");
  }

  @Test
  void parse_fileOrJdbc_staysAsItIs() {
    assertThat(StoreLocation.parse("my sessions.db")).isEqualTo("my sessions.db");
    assertThat(StoreLocation.parse("jdbc:postgresql://db/x")).isEqualTo("jdbc:postgresql://db/x");
    assertThat(StoreLocation.parse("jdbc:sqlite:x.db")).isEqualTo("jdbc:sqlite:x.db");
  }

  @Test
  void parse_anotherDataBase_isRefusedWithoutItsPassword() {
    assertThatThrownBy(() -> StoreLocation.parse("mysql://root:secret@db/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mysql://")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> StoreLocation.parse("jdbc:mysql://root:secret@db/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
