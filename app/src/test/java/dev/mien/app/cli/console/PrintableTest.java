package dev.mien.app.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {
  @Test
  void of_escapeSequencesAndDirectionMarks_becomeQuestionMarks() {
    assertThat(Printable.of("a\u001b[31mb\u0007.jpg")).isEqualTo("a?[31mb?.jpg");
    assertThat(Printable.of("gpj.\u202eevil")).isEqualTo("gpj.?evil");
    assertThat(Printable.of("\u009b2J\r")).isEqualTo("?2J?");
  }

  @Test
  void of_lettersOfAllScripts_stay() {
    assertThat(Printable.of("Ünïcode 顔 😀\nsecond line")).isEqualTo("Ünïcode 顔 😀\nsecond line");
  }
}
