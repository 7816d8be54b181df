package dev.mien.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluralTest {
  @Test
  void count_one_isSingular() {
    assertThat(Plural.count(1, "image")).isEqualTo("1 image");
    assertThat(Plural.count(0, "image")).isEqualTo("0 images");
    assertThat(Plural.count(2500, "class")).isEqualTo("2,500 classes");
  }
}
