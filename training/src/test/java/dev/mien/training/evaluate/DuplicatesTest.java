package dev.mien.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.training.RandomPictures;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DuplicatesTest {
  private static Sample sample(int row, byte[] pixels, int label, Split split) {
    return new Sample(row, pixels, label, null, split);
  }

  private static byte[] brighterWithNoise(byte[] pixels) {
    SplittableRandom random = new SplittableRandom(1);
    byte[] out = new byte[pixels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) ((pixels[i] & 0xff) * 0.8 + 20 + random.nextInt(5));
    }
    return out;
  }

  @Test
  void find_sameMirroredAndRelitImages_findsTheirTwinsAndNothingElse() {
    List<Sample> training = new ArrayList<>();
    for (int row = 0; row < 40; row++) {
      training.add(sample(row, RandomPictures.picture(row), row % 7, Split.TRAINING));
    }
    List<Sample> tested =
        List.of(
            sample(100, RandomPictures.picture(3), 3, Split.TEST),
            sample(101, RandomPictures.mirrored(RandomPictures.picture(11)), 4, Split.TEST),
            sample(102, brighterWithNoise(RandomPictures.picture(20)), 0, Split.TEST),
            sample(103, RandomPictures.picture(999), 0, Split.TEST));
    Duplicates duplicates = Duplicates.find(training, tested);
    assertThat(duplicates.pairs())
        .extracting(pair -> pair.sample().row())
        .containsExactly(100, 101, 102);
    assertThat(duplicates.pairs()).extracting(pair -> pair.twin().row()).containsExactly(3, 11, 20);
    assertThat(duplicates.contradictions()).isEqualTo(1);
    assertThat(duplicates.rows()).containsExactlyInAnyOrder(100, 101, 102);
  }

  @Test
  void find_flatImages_areNobodysTwin() {
    byte[] flat = new byte[Sample.SIZE * Sample.SIZE];
    Sample one = sample(0, flat, 0, Split.TRAINING);
    assertThat(Duplicates.find(List.of(one), List.of(sample(1, flat, 0, Split.TEST))).pairs())
        .isEmpty();
  }
}
