package dev.mien.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.training.SyntheticFaces;
import dev.mien.training.dataset.Sample;
import dev.mien.training.predict.Cropping;
import dev.mien.training.predict.Predictions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestTimeAugmentationTest {
  private static final Sample SAMPLE = SyntheticFaces.make(3).get(1);

  @Test
  void flip_isTheFaceAndItsMirrorImage() {
    List<Cropping> views = TestTimeAugmentation.FLIP.of(Cropping.asItIs());
    byte[] plain = views.get(0).crop(SAMPLE).grey();
    byte[] mirrored = views.get(1).crop(SAMPLE).grey();
    assertThat(plain).isEqualTo(SAMPLE.pixels());
    assertThat(views).hasSize(2);
    for (int i = 0; i < plain.length; i++) {
      assertThat(mirrored[i]).isEqualTo(plain[i / 48 * 48 + 47 - i % 48]);
    }
  }

  @Test
  void tenCrop_isTenDifferentViewsOfTheSameSize() {
    List<byte[]> views =
        TestTimeAugmentation.TEN_CROP.of(Cropping.asItIs()).stream()
            .map(cropping -> cropping.crop(SAMPLE).grey())
            .toList();
    assertThat(views).hasSize(10).allMatch(view -> view.length == 48 * 48);
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(views.get(i)).isNotEqualTo(views.get(j));
      }
    }
  }

  @Test
  void mean_ofTwoAnswers_isHalfOfEach() {
    Predictions one = new Predictions(new float[][] {{1, 0}}, new float[][] {{0.2f, 0.8f}});
    Predictions two = new Predictions(new float[][] {{0.5f, 0.5f}}, new float[][] {{0.4f, 0.6f}});
    Predictions mean = Predictions.mean(List.of(one, two));
    assertThat(mean.ferPlus()[0]).containsExactly(0.75f, 0.25f);
    assertThat(mean.fer2013()[0][0]).isEqualTo(0.3f);
    assertThat(mean.at(new int[] {0}).ferPlus()).isDeepEqualTo(mean.ferPlus());
  }
}
