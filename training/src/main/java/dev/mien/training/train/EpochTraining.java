package dev.mien.training.train;

import dev.mien.training.dataset.Batch;
import dev.mien.training.dataset.DataLoader;
import dev.mien.training.dataset.Sample;
import dev.mien.training.network.HybridNet;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The steps of an epoch: batches, gradients, weights and their running average. All randomness
 * depends on seed, epoch and step. Not thread-safe.
 */
final class EpochTraining {
  /** How many batches are prepared ahead. */
  private static final int AHEAD =
      Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() / 2));

  private final TrainingPlan plan;
  private final DataLoader source;
  private final Loss loss;
  private final HybridNet network;
  private final HybridNet average;
  private final List<HybridNet> teachers;
  private final Optimizer optimizer;

  /**
   * @param teachers one of which is asked of every batch; none if they were asked before
   */
  EpochTraining(
      TrainingPlan plan,
      DataLoader source,
      Loss loss,
      HybridNet network,
      HybridNet average,
      List<HybridNet> teachers,
      Optimizer optimizer) {
    this.plan = plan;
    this.source = source;
    this.loss = loss;
    this.network = network;
    this.average = average;
    this.teachers = teachers;
    this.optimizer = optimizer;
  }

  /**
   * Shows every image once.
   *
   * @param epoch how many were done before
   * @param listener hears of every step
   * @return the mean loss
   * @throws DivergedException if the loss is no longer a number
   */
  double train(int epoch, TrainingListener listener) {
    int batches = source.batchesPerEpoch();
    MeanLoss mean = new MeanLoss(epoch + 1, plan.labelWeight());
    // The next batches are prepared while one is computed.
    Queue<CompletableFuture<Batch>> prepared = new ArrayDeque<>();
    prepared.add(CompletableFuture.completedFuture(source.batch(epoch, 0)));
    for (int step = 0; step < batches; step++) {
      for (int next = step + prepared.size(); next < Math.min(batches, step + 1 + AHEAD); next++) {
        int following = next;
        prepared.add(CompletableFuture.supplyAsync(() -> source.batch(epoch, following)));
      }
      Batch batch = prepared.remove().join();
      SplittableRandom random = source.random(epoch, step);
      network.state().train(random.split());
      HybridNet teacher = teachers.isEmpty() ? null : teachers.get(random.nextInt(teachers.size()));
      double learningRate = plan.learningRateAt(epoch + (double) (step + 1) / batches);
      mean.add(step(batch, teacher, learningRate));
      updateAverage((long) epoch * batches + step);
      listener.stepFinished(plan.batchSize(), mean.soFar());
    }
    return mean.ofAll();
  }

  /** Returns the loss, which the device may still be computing. */
  private Tensor step(Batch batch, @Nullable HybridNet teacher, double learningRate) {
    try (PointerScope scope = new PointerScope()) {
      network.state().zeroGradients();
      Tensor faces =
          network.state().tensor(batch.faces(), batch.size(), 1, Sample.SIZE, Sample.SIZE);
      HybridNet.Output taught = null;
      if (teacher != null) {
        try (AutoGradMode off = new AutoGradMode(false)) {
          taught = teacher.forward(faces);
        }
      }
      Tensor value = loss.of(network.forward(faces), batch, taught);
      value.backward();
      try (AutoGradMode off = new AutoGradMode(false)) {
        optimizer.step(learningRate);
      }
      return value.detach().retainReference(); // MeanLoss closes it.
    }
  }

  /** Exponential moving average of weights and statistics; young averages forget faster. */
  private void updateAverage(long step) {
    double decay = Math.min(plan.averageDecay(), (1.0 + step) / (10.0 + step));
    try (PointerScope scope = new PointerScope();
        AutoGradMode off = new AutoGradMode(false)) {
      Scalar share = new Scalar(1 - decay);
      average.state().values().lerp_(network.state().values(), share);
      average.state().statistics().lerp_(network.state().statistics(), share);
    }
  }
}
