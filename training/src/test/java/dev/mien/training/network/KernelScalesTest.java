package dev.mien.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.training.SyntheticFaces;
import dev.mien.training.TinyPlan;
import dev.mien.training.dataset.Sample;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelScalesTest {
  private static final int IN = 3;
  private static final int OUT = 5;
  private static final List<String> PARTS =
      List.of("factor", "point", "point_factor", "mean", "mean_factor");

  private final SplittableRandom random = new SplittableRandom(1);

  private Tensor random(NetworkParameters state, long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return state.tensor(values, shape);
  }

  /** One convolution with what is added up, against three that are added up afterwards. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void added_computesWhatThreeConvolutionsCompute(int stride) {
    NetworkParameters state = new NetworkParameters(1, DeviceType.CPU);
    KernelScales scales = new KernelScales(state, "c", IN, OUT);
    try (AutoGradMode off = new AutoGradMode(false)) {
      Map<String, Tensor> parameters = state.parameters();
      parameters.values().forEach(tensor -> tensor.copy_(random(state, tensor.shape())));
      Tensor weight = random(state, OUT, IN, 3, 3);
      Tensor input = random(state, 2, IN, 8, 8);

      Tensor sum = convolved(input, scales.added(weight), stride, 1);

      Tensor averaged =
          torch.avg_pool2d(
              input,
              new long[] {3, 3},
              new long[] {stride, stride},
              new long[] {1, 1},
              false,
              true,
              new LongOptional());
      Tensor three =
          scaled(convolved(input, weight, stride, 1), get(parameters, "c.factor"))
              .add(
                  scaled(
                      convolved(input, get(parameters, "c.point"), stride, 0),
                      get(parameters, "c.point_factor")))
              .add(
                  scaled(
                      convolved(averaged, get(parameters, "c.mean"), 1, 0),
                      get(parameters, "c.mean_factor")));
      assertThat(OnnxGraph.values(sum)).containsExactly(OnnxGraph.values(three), within(1e-4f));
    }
  }

  private static Tensor convolved(Tensor input, Tensor weight, long stride, long padding) {
    return torch.conv2d(
        input,
        weight,
        new TensorOptional(),
        new long[] {stride, stride},
        new long[] {padding, padding},
        new long[] {1, 1},
        1);
  }

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name));
  }

  private static Tensor scaled(Tensor output, Tensor factor) {
    return output.mul(factor.view(1, -1, 1, 1));
  }

  @Test
  void train_changesAllScalesButThoseOfFrozenStages(@TempDir Path folder) throws IOException {
    TrainingPlan plan =
        TinyPlan.training(1, 0.05)
            .withNetwork(TinyPlan.network(MultiScale.BOTH, Attention.BOTH, Residual.IMPROVED));
    byte[] model = TinyPlan.export(new HybridNet(plan.network(), 1));
    List<Sample> samples = SyntheticFaces.make(140);
    new Trainer(plan, folder, RunOptions.of(1, Precision.FP32).startingFrom(model, 1))
        .train(samples, new TrainingListener() {});
    Map<String, Tensor> learnt = TrainedRun.open(folder).network().state().parameters();
    for (String part : PARTS) {
      float start = part.equals("factor") ? 1 : part.endsWith("factor") ? 0.5f : 0;
      double change = 0;
      for (float value : OnnxGraph.values(get(learnt, "stage2.block1.first." + part))) {
        change += Math.abs(value - start);
      }
      assertThat(change).as(part).isGreaterThan(1e-6);
      assertThat(OnnxGraph.values(get(learnt, "stage1.block1.first." + part)))
          .as(part)
          .containsOnly(start);
    }
  }
}
