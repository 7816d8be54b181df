package dev.mien.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.training.SyntheticFaces;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ImageFingerprintsTest {
  private final List<Sample> samples = SyntheticFaces.make(40);

  @Test
  void contains_learntImages_andNoOthers() {
    ImageFingerprints seen = ImageFingerprints.of(samples.subList(0, 20));
    assertThat(samples.subList(0, 20)).allMatch(seen::contains);
    assertThat(samples.subList(20, 40)).noneMatch(seen::contains);
  }

  @Test
  void text_readBack_isTheSame() {
    ImageFingerprints seen = ImageFingerprints.of(samples);
    ImageFingerprints read = ImageFingerprints.parse(seen.toText());
    assertThat(seen.toText()).hasSize(40 * 8);
    assertThat(samples).allMatch(read::contains);
    assertThat(read.size()).isEqualTo(40);
  }

  @Test
  void and_joinsBoth_withoutRepeating() {
    ImageFingerprints both =
        ImageFingerprints.of(samples.subList(0, 30))
            .and(ImageFingerprints.of(samples.subList(20, 40)));
    assertThat(both.size()).isEqualTo(40);
    assertThat(samples).allMatch(both::contains);
  }

  @Test
  void parse_damagedText_isRefused() {
    assertThatThrownBy(() -> ImageFingerprints.parse("AAAA"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ImageFingerprints.parse("?!"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
