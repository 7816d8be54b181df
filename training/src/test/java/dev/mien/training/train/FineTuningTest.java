package dev.mien.training.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.expression.onnx.InstalledModels;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FineTuningTest {
  @ParameterizedTest
  @CsvSource({"50, 3, 0.01, 100", "499, 3, 0.01, 100", "500, 2, 0.003, 400", "5000, 2, 0.003, 400"})
  void of_numberOfImages_decidesWhatLearnsAndForHowLong(
      int images, int frozen, double rate, int steps) throws IOException {
    FineTuning tuning = FineTuning.of(InstalledModels.bytes("small"), images);
    TrainingPlan plan = tuning.plan();
    assertThat(tuning.frozenStages()).isEqualTo(frozen);
    assertThat(plan.learningRate()).isEqualTo(rate);
    int perEpoch = images * Math.max(1, 1000 / images) / plan.batchSize();
    assertThat(plan.epochs() * perEpoch).isBetween(steps - perEpoch, steps + perEpoch);
  }
}
