package dev.mien.bench;

import dev.mien.expression.Emotion;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Votes;
import dev.mien.training.evaluate.ModelSize;
import dev.mien.training.evaluate.ModelSize.ConvolutionShape;
import dev.mien.training.network.HybridNet;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * How fast a plan trains, as a share of what its convolutions alone take: every convolution of the
 * network, forward and backward, by a bare PyTorch call on the same cores in the same precision.
 * Start it with the environment that the launcher gives to {@code train}.
 */
public final class TrainingSpeed {
  private static final int WARM_UP = 12;
  private static final int STEPS = 40;
  private static final int ROUNDS = 12;

  private TrainingSpeed() {}

  /** Measures plans: arguments are their names, or none for base and small. */
  public static void main(String[] arguments) throws IOException {
    List<String> plans = arguments.length > 0 ? List.of(arguments) : List.of("base", "small");
    System.out.println("plan    images/s   bare convolutions, images/s   share");
    for (String name : plans) {
      TrainingPlan plan = TrainingPlan.open(name);
      double bare = plan.batchSize() / bareConvolutions(plan);
      double trained = plan.batchSize() / trainingStep(plan);
      System.out.printf(
          Locale.ROOT,
          "%-7s %8.0f   %27.0f   %4.0f %%%n",
          name,
          trained,
          bare,
          100 * trained / bare);
    }
  }

  /** Median seconds of a whole step: augmentation, forward, backward, optimiser, average. */
  private static double trainingStep(TrainingPlan plan) throws IOException {
    Path folder = Files.createTempDirectory("mien-speed");
    List<Double> times = new ArrayList<>();
    TrainingListener clock =
        new TrainingListener() {
          private long last = System.nanoTime();

          @Override
          public void stepFinished(int images, double meanLoss) {
            long now = System.nanoTime();
            times.add((now - last) / 1e9);
            last = now;
          }
        };
    List<Sample> samples = samples(plan.batchSize() * (WARM_UP + STEPS));
    TrainingPlan gentle = plan.withEpochs(1).withLearningRate(0.001);
    new Trainer(gentle, folder, RunOptions.of(1, Precision.AUTO)).train(samples, clock);
    return median(times.subList(WARM_UP, times.size()));
  }

  private static List<Sample> samples(int training) {
    SplittableRandom random = new SplittableRandom(1);
    List<Sample> samples = new ArrayList<>();
    for (int row = 0; row < training + 8; row++) {
      byte[] pixels = new byte[Sample.SIZE * Sample.SIZE];
      double slope = random.nextDouble(-2, 2);
      for (int i = 0; i < pixels.length; i++) {
        double wave = Math.sin((i % Sample.SIZE + slope * (i / Sample.SIZE)) / 4.0);
        pixels[i] = (byte) (128 + 60 * wave + random.nextInt(30));
      }
      Split split = row < training ? Split.TRAINING : Split.VALIDATION;
      Votes votes = Votes.unanimous(Emotion.FER2013_ORDER.get(row % 7));
      samples.add(new Sample(row, pixels, row % 7, votes, split));
    }
    return samples;
  }

  /** Median seconds for all convolutions of the network, forward and backward. */
  private static double bareConvolutions(TrainingPlan plan) {
    HybridNet network = new HybridNet(plan.network(), 1);
    double sum = 0;
    boolean first = true;
    for (ConvolutionShape shape : ModelSize.convolutions(network.export(1, 1).toModel(Map.of()))) {
      List<Double> times = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        times.add(convolution(shape, plan.batchSize(), !first));
      }
      sum += median(times.subList(2, ROUNDS));
      first = false;
    }
    return sum;
  }

  /** Seconds of one convolution; the first of a network needs no gradient of its input. */
  private static double convolution(ConvolutionShape shape, int batch, boolean inputGradient) {
    try (PointerScope scope = new PointerScope()) {
      Tensor input =
          torch
              .rand(batch, shape.in(), shape.side(), shape.side())
              .to(Precision.AUTO.scalarType(DeviceType.CPU))
              .contiguous(MemoryFormat.ChannelsLast)
              .requires_grad_(inputGradient);
      Tensor weight =
          torch
              .rand(shape.out(), shape.in(), shape.kernel(), shape.kernel())
              .to(Precision.AUTO.scalarType(DeviceType.CPU))
              .requires_grad_(true);
      long padding = (long) shape.dilation() * (shape.kernel() / 2);
      long start = System.nanoTime();
      Tensor output =
          torch.conv2d(
              input,
              weight,
              new TensorOptional(),
              new long[] {shape.stride(), shape.stride()},
              new long[] {padding, padding},
              new long[] {shape.dilation(), shape.dilation()},
              1);
      long forward = System.nanoTime() - start;
      Tensor gradient = torch.ones_like(output).mul(new Scalar(0.5));
      start = System.nanoTime();
      output.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
      return (forward + System.nanoTime() - start) / 1e9;
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
