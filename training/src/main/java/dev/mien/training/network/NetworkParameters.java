package dev.mien.training.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * All that a network remembers: its named parameters and buffers (always 32-bit floats), the
 * precision in which it computes, whether it is being trained, and the random numbers of dropout
 * and stochastic depth.
 *
 * <p>Not thread-safe.
 */
public final class NetworkParameters {
  /** What a forward pass is for. */
  enum Mode {
    /** Batch statistics, dropout, stochastic depth. */
    TRAINING,
    /** Running statistics, nothing dropped. */
    INFERENCE,
    /** As inference, while every normalisation moves to the statistics of what it sees. */
    RECENTRING
  }

  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final Map<String, Double> folded = new HashMap<>();
  private final Device device;
  private final SplittableRandom initialisation;
  private ScalarType precision = ScalarType.Float;
  private Mode mode = Mode.INFERENCE;
  private final List<String> frozen = new ArrayList<>();
  private SplittableRandom random;
  private Tensor values = new Tensor();
  private Tensor gradients = new Tensor();
  private Tensor statistics = new Tensor();

  NetworkParameters(long seed, DeviceType device) {
    PyTorch.load();
    this.device = new Device(device);
    initialisation = new SplittableRandom(seed);
    random = new SplittableRandom(seed);
  }

  /** Registers a weight drawn from N(0, 2 / fanOut) (He et al., 2015). */
  Tensor heNormal(String name, long fanOut, long... shape) {
    return normal(name, Math.sqrt(2.0 / fanOut), shape);
  }

  /** Registers a weight drawn from N(0, deviation²). */
  Tensor normal(String name, double deviation, long... shape) {
    int count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, (int) size);
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * gaussian());
    }
    return parameter(name, tensor(values, shape));
  }

  /** Registers a parameter that starts at one value everywhere. */
  Tensor constant(String name, double value, long... shape) {
    return parameter(name, placed(torch.full(shape, new Scalar(value))));
  }

  private Tensor parameter(String name, Tensor tensor) {
    tensor.requires_grad_(true);
    if (parameters.put(name, tensor) != null) {
      throw new IllegalStateException("two parameters are called " + name);
    }
    return tensor;
  }

  /**
   * Says that a parameter is a part of another one in the exported network.
   *
   * @param neutral its value beside a weight from an exported model, which holds that part already
   */
  void fold(String name, double neutral) {
    folded.put(name, neutral);
  }

  /** Registers a value that is kept with the weights but not trained. */
  Tensor buffer(String name, double value, long... shape) {
    Tensor tensor = placed(torch.full(shape, new Scalar(value)));
    if (buffers.put(name, tensor) != null) {
      throw new IllegalStateException("two buffers are called " + name);
    }
    return tensor;
  }

  /** 32-bit numbers on the network's device. */
  public Tensor tensor(float[] values, long... shape) {
    return placed(Tensor.create(values, shape));
  }

  private Tensor placed(Tensor tensor) {
    // Without waiting for the device: what is copied has been read when the call returns.
    return device.is_cpu()
        ? tensor
        : tensor.to(device, ScalarType.Float, true, false, new MemoryFormatOptional());
  }

  /**
   * Moves all parameters, all gradients and all buffers into one vector each, of which the single
   * tensors are views from then on: a step of training touches three vectors in place of hundreds
   * of tensors. Call once, when everything is registered.
   */
  void join() {
    try (AutoGradMode off = new AutoGradMode(false)) {
      values = joined(parameters);
      statistics = joined(buffers);
      gradients = torch.zeros_like(values);
      parts(gradients, parameters)
          .forEach(
              (name, part) ->
                  Objects.requireNonNull(parameters.get(name)).mutable_grad().put(part));
    }
  }

  private static Tensor joined(Map<String, Tensor> tensors) {
    TensorVector flat = new TensorVector();
    tensors.values().forEach(tensor -> flat.push_back(tensor.detach().flatten()));
    Tensor vector = torch.cat(flat, 0);
    parts(vector, tensors)
        .forEach((name, part) -> Objects.requireNonNull(tensors.get(name)).set_data(part));
    return vector;
  }

  /** The parts of a vector that stand where the given tensors stand, in their shapes. */
  private static Map<String, Tensor> parts(Tensor vector, Map<String, Tensor> tensors) {
    Map<String, Tensor> parts = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      long count = entry.getValue().numel();
      parts.put(entry.getKey(), vector.narrow(0, offset, count).view(entry.getValue().shape()));
      offset += count;
    }
    return parts;
  }

  /** All parameters one after another: [P], shared with {@link #parameters}. */
  public Tensor values() {
    return values;
  }

  /** What autograd adds up, one number per parameter: [P]. */
  public Tensor gradients() {
    return gradients;
  }

  /** All buffers one after another, shared with {@link #tensors}. */
  public Tensor statistics() {
    return statistics;
  }

  /**
   * The parts of a vector [P] that belong to the parameters that are not frozen, by name; they
   * share its memory.
   */
  public Map<String, Tensor> trainable(Tensor vector) {
    Map<String, Tensor> some = parts(vector, parameters);
    some.keySet().removeIf(this::frozen);
    return some;
  }

  /** 1 for every number of a parameter that is not frozen and has two or more axes, else 0: [P]. */
  public Tensor weights() {
    Tensor chosen = torch.zeros_like(values);
    trainable(chosen).values().stream()
        .filter(part -> part.dim() > 1)
        .forEach(part -> part.fill_(new Scalar(1)));
    return chosen;
  }

  private boolean frozen(String name) {
    return frozen.stream().anyMatch(name::startsWith);
  }

  /** Forgets the gradients of the step before. */
  public void zeroGradients() {
    gradients.zero_();
  }

  private double gaussian() {
    // Box-Muller; SplittableRandom has no nextGaussian before Java 17's RandomGenerator, whose
    // algorithm is not specified and so not repeatable across releases.
    double radius = Math.sqrt(-2 * Math.log(1 - initialisation.nextDouble()));
    return radius * Math.cos(2 * Math.PI * initialisation.nextDouble());
  }

  /** The trained tensors by name, in the order in which the network was built. */
  public Map<String, Tensor> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** Parameters and buffers by name: what a checkpoint holds. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    all.putAll(buffers);
    return all;
  }

  /** How many numbers the exported network has; normalisations counted, folded parameters not. */
  public long parameterCount() {
    return parameters.entrySet().stream()
        .filter(entry -> !folded.containsKey(entry.getKey()))
        .mapToLong(entry -> entry.getValue().numel())
        .sum();
  }

  /**
   * Switches to training: batch statistics, dropout and stochastic depth drawn from {@code random}.
   */
  public void train(SplittableRandom random) {
    this.random = random;
    mode = Mode.TRAINING;
  }

  /** Switches to inference: running statistics, nothing dropped. */
  public void infer() {
    mode = Mode.INFERENCE;
  }

  void recentre() {
    mode = Mode.RECENTRING;
  }

  /** Whether the part of the network called {@code name} is being trained. */
  boolean training(String name) {
    return mode == Mode.TRAINING && !frozen(name);
  }

  boolean recentring() {
    return mode == Mode.RECENTRING;
  }

  /** Leaves the parts whose names start with {@code prefix} as they are from now on. */
  void freeze(String prefix) {
    frozen.add(prefix);
    parameters.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            tensor.requires_grad_(false);
          }
        });
  }

  /**
   * Takes over exported weights; normalisations become the identity, as they are folded in. Call
   * with autograd switched off.
   */
  void load(PretrainedWeights weights) throws IOException {
    for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
      Tensor tensor = entry.getValue();
      Double neutral = folded.get(entry.getKey());
      if (neutral != null) {
        tensor.fill_(new Scalar(neutral));
      } else if (entry.getKey().endsWith(".gain") && !weights.has(entry.getKey())) {
        tensor.fill_(new Scalar(1));
      } else {
        float[] values = weights.get(entry.getKey(), tensor.numel());
        tensor.copy_(Tensor.create(values, tensor.shape()));
      }
    }
    double unit = 1 - BatchNormalization.EPSILON; // With epsilon added, exactly the identity.
    buffers.forEach(
        (name, tensor) -> tensor.fill_(new Scalar(name.endsWith(".running_mean") ? 0 : unit)));
  }

  SplittableRandom random() {
    return random;
  }

  /** Sets the type of the activations; parameters stay 32-bit. */
  public void setPrecision(ScalarType precision) {
    this.precision = precision;
  }

  /** The type of the activations. */
  public ScalarType precision() {
    return precision;
  }
}
