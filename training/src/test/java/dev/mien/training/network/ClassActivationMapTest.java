package dev.mien.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.training.TinyPlan;
import dev.mien.training.network.NetworkPlan.Residual;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

final class ClassActivationMapTest {
  @Test
  void of_twoClasses_countsWhatSpeaksForTheAnswer() {
    PyTorch.load();
    // Two features at three positions: the first speaks for class 0, the second for class 1.
    Tensor features = Tensor.create(new float[] {3, 1, 0, 0, 0, 2}, 1, 2, 1, 3);
    Tensor weight = Tensor.create(new float[] {1, -1, -1, 1}, 2, 2);
    float[] first = map(features, Tensor.create(new float[] {50, -50}, 1, 2), weight);
    assertThat(first[0]).isCloseTo(3.01f / 4.03f, within(1e-5f));
    assertThat(first[1]).isCloseTo(1.01f / 4.03f, within(1e-5f));
    assertThat(first[2]).isCloseTo(0.01f / 4.03f, within(1e-5f));
    float[] second = map(features, Tensor.create(new float[] {-50, 50}, 1, 2), weight);
    assertThat(second[2]).isCloseTo(2.01f / 2.03f, within(1e-5f));
  }

  @Test
  void of_featuresThatSayNothing_isEven() {
    PyTorch.load();
    float[] map =
        map(
            Tensor.create(new float[8], 1, 2, 2, 2),
            Tensor.create(new float[] {1, 2}, 1, 2),
            Tensor.create(new float[] {1, -1, -1, 1}, 2, 2));
    assertThat(map).containsExactly(new float[] {0.25f, 0.25f, 0.25f, 0.25f}, within(1e-6f));
  }

  private static float[] map(Tensor features, Tensor logits, Tensor weight) {
    return OnnxGraph.values(ClassActivationMap.of(features, logits, weight));
  }

  @Test
  void infer_withoutAttentionOverPositions_mapDependsOnTheFace() {
    NetworkPlan plan = TinyPlan.network(true, Attention.CHANNELS, Residual.IMPROVED);
    byte[] dark = new byte[48 * 48];
    byte[] lit = new byte[48 * 48];
    for (int i = 0; i < dark.length; i++) {
      dark[i] = (byte) (i % 48 * 5);
      lit[i] = (byte) (i / 48 * 5);
    }
    float[][] maps = new HybridNet(plan, 3).infer(List.of(dark, lit)).attention();
    for (float[] map : maps) {
      double sum = 0;
      for (float weight : map) {
        assertThat(weight).isPositive();
        sum += weight;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
    assertThat(maps[0]).isNotEqualTo(maps[1]);
  }
}
