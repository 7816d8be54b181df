package dev.mien.training.network;

import dev.mien.expression.Emotion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.jspecify.annotations.Nullable;

/**
 * The hybrid network of Mahdi et al. (ICAIIT 2025): multi-scale feature extraction, dynamic
 * attention and improved residual connections.
 *
 * <pre>
 *   grey face ── normalise ── local contrast ── 3x3 ── stage 1 ── stage 2 ── stage 3 ── attention pooling ─┬─ FER+ logits
 *                                             (S)     (S / 2)    (S / 4)    (S / 8)                       └─ FER2013 logits
 * </pre>
 *
 * Not thread-safe: one network belongs to one training run.
 */
public final class HybridNet {
  private final NetworkPlan plan;
  private final NetworkParameters state;
  private final InputNormalization normalization = new InputNormalization();
  private final @Nullable LocalContrast localContrast;
  private final Convolution stem;
  private final List<List<HybridBlock>> stages = new ArrayList<>();
  private final @Nullable AttentionPooling attentionPooling;
  private final MeanPooling meanPooling = new MeanPooling();
  private final Linear voteHead;
  private final Linear labelHead;

  /** Builds a network on the processor with fresh weights drawn from {@code seed}. */
  public HybridNet(NetworkPlan plan, long seed) {
    this(plan, seed, DeviceType.CPU);
  }

  /** Builds a network with fresh weights drawn from {@code seed}; they are the same everywhere. */
  public HybridNet(NetworkPlan plan, long seed, DeviceType device) {
    this.plan = plan;
    state = new NetworkParameters(seed, device);
    int[] widths = plan.widths();
    localContrast = plan.multiScale().inInput() ? new LocalContrast() : null;
    stem = new Convolution(state, "stem", plan.multiScale().inInput() ? 2 : 1, plan.stem(), 3, 1);
    int blockCount = Arrays.stream(plan.blocks()).sum();
    int in = plan.stem();
    int index = 0;
    for (int s = 0; s < widths.length; s++) {
      List<HybridBlock> stage = new ArrayList<>();
      for (int b = 0; b < plan.blocks()[s]; b++) {
        String name = "stage" + (s + 1) + ".block" + (b + 1);
        double drop = plan.stochasticDepth() * ++index / blockCount;
        int stride = b == 0 ? 2 : 1;
        stage.add(new HybridBlock(state, name, plan, in, widths[s], stride, drop));
        in = widths[s];
      }
      stages.add(stage);
    }
    attentionPooling =
        plan.attention().overPositions()
            ? new AttentionPooling(state, "pooling", mapSize(plan), in)
            : null;
    voteHead = new Linear(state, "votes", in, Emotion.values().length, 0.01);
    labelHead = new Linear(state, "labels", in, Emotion.FER2013_ORDER.size(), 0.01);
    state.join();
  }

  /**
   * Opens an exported model for inference in PyTorch; its probabilities are not calibrated there.
   *
   * @throws IOException if it is no such model, or one of an earlier version
   */
  public static HybridNet open(byte[] model, DeviceType device) throws IOException {
    HybridNet network = new HybridNet(ModelShape.read(model, 0, 0), 0, device);
    try (AutoGradMode off = new AutoGradMode(false)) {
      network.state.load(new PretrainedWeights(model));
    }
    return network;
  }

  /** Side of the maps of the last stage. */
  private static int mapSize(NetworkPlan plan) {
    return plan.inputSize() >> plan.widths().length;
  }

  /**
   * Takes over the weights of an exported model, so that the network computes what that model
   * computes and can go on learning.
   *
   * @param faces [N, 1, S, S] grey values from 0 to 255, a few hundred faces as training will show
   *     them: normalisations take their statistics from these
   * @throws IOException if the model has another shape than this network
   */
  public void start(PretrainedWeights weights, Tensor faces) throws IOException {
    try (PointerScope scope = new PointerScope();
        AutoGradMode off = new AutoGradMode(false)) {
      state.load(weights);
      state.recentre();
      forward(faces);
    } finally {
      state.infer();
    }
  }

  /**
   * Leaves the stem and the first stages as they are from now on.
   *
   * @param count how many stages; 0 freezes nothing, not even the stem
   * @throws IllegalArgumentException if there are fewer stages
   */
  public void freezeStages(int count) {
    if (count < 0 || count > stages.size()) {
      throw new IllegalArgumentException(
          "%d stages cannot be frozen: the network has %d".formatted(count, stages.size()));
    }
    if (count > 0) {
      state.freeze("stem");
    }
    for (int s = 1; s <= count; s++) {
      state.freeze("stage" + s + ".");
    }
  }

  /**
   * What the network says of a batch.
   *
   * @param ferPlus logits [N, 8] in the order of {@link Emotion}
   * @param fer2013 logits [N, 7] in the order of {@link Emotion#FER2013_ORDER}
   * @param embedding [N, C]
   * @param attention [N, h, w], each map sums to 1: the weights of attention over positions;
   *     without it, where the answer comes from ({@link ClassActivationMap}), and even in training
   */
  public record Output(Tensor ferPlus, Tensor fer2013, Tensor embedding, Tensor attention) {}

  /** Computes the network. {@code faces} is [N, 1, S, S], 32-bit floats from 0 to 255. */
  public Output forward(Tensor faces) {
    Tensor x = normalization.forward(faces);
    if (localContrast != null) {
      x = localContrast.forward(x);
    }
    x = stem.forward(x.to(state.precision()).contiguous(MemoryFormat.ChannelsLast));
    x = plan.activation().forward(x);
    for (List<HybridBlock> stage : stages) {
      for (HybridBlock block : stage) {
        x = block.forward(x);
      }
    }
    AttentionPooling.Pooled pooled = attentionPooling == null ? null : attentionPooling.forward(x);
    Tensor embedding = pooled == null ? meanPooling.forward(x) : pooled.embedding();
    Tensor used = dropOut(embedding);
    Tensor votes = voteHead.forward(used);
    Tensor map = pooled == null ? map(x, votes) : pooled.attention();
    return new Output(votes, labelHead.forward(used), embedding, map);
  }

  private Tensor map(Tensor features, Tensor votes) {
    long side = mapSize(plan);
    return state.training("pooling")
        ? torch
            .full(new long[] {1, 1, 1}, new Scalar(1.0 / (side * side)))
            .expand(features.size(0), side, side)
        : ClassActivationMap.of(features, votes, voteHead.weight());
  }

  /**
   * What the network says of a batch, as plain rows.
   *
   * @param ferPlus N rows of 8 logits
   * @param fer2013 N rows of 7 logits
   * @param embedding N rows
   * @param attention N maps, row by row
   */
  public record Inference(
      float[][] ferPlus, float[][] fer2013, float[][] embedding, float[][] attention) {}

  /**
   * Computes the network in inference mode, without gradients.
   *
   * @param faces one array of {@code S * S} grey bytes per face
   */
  public Inference infer(List<byte[]> faces) {
    state.infer();
    int pixels = plan.inputSize() * plan.inputSize();
    float[] values = new float[faces.size() * pixels];
    for (int i = 0; i < faces.size(); i++) {
      for (int p = 0; p < pixels; p++) {
        values[i * pixels + p] = faces.get(i)[p] & 0xff;
      }
    }
    try (PointerScope scope = new PointerScope();
        AutoGradMode off = new AutoGradMode(false)) {
      Output output =
          forward(state.tensor(values, faces.size(), 1, plan.inputSize(), plan.inputSize()));
      return new Inference(
          rows(output.ferPlus()),
          rows(output.fer2013()),
          rows(output.embedding()),
          rows(output.attention()));
    }
  }

  private static float[][] rows(Tensor tensor) {
    float[] flat = OnnxGraph.values(tensor);
    int count = (int) tensor.size(0);
    int width = flat.length / count;
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }

  private Tensor dropOut(Tensor embedding) {
    if (!state.training("pooling") || plan.dropout() == 0) {
      return embedding;
    }
    float[] keep = new float[(int) embedding.numel()];
    for (int i = 0; i < keep.length; i++) {
      keep[i] =
          state.random().nextDouble() < plan.dropout() ? 0 : (float) (1 / (1 - plan.dropout()));
    }
    return embedding.mul(state.tensor(keep, embedding.shape()));
  }

  /**
   * Writes the network as an ONNX graph that needs no instructions: grey bytes in; probabilities,
   * logits, embedding and attention out.
   *
   * @param voteTemperature divides the FER+ logits before the softmax
   * @param labelTemperature divides the FER2013 logits before the softmax
   */
  public OnnxGraph export(double voteTemperature, double labelTemperature) {
    OnnxGraph graph = new OnnxGraph();
    int size = plan.inputSize();
    String x =
        normalization.export(graph, graph.input("faces", OnnxGraph.Type.UINT8, 1, size, size));
    if (localContrast != null) {
      x = localContrast.export(graph, x);
    }
    x = plan.activation().export(graph, stem.export(graph, x));
    for (List<HybridBlock> stage : stages) {
      for (HybridBlock block : stage) {
        x = block.export(graph, x);
      }
    }
    AttentionPooling.Exported pooled =
        attentionPooling == null ? null : attentionPooling.export(graph, x);
    String embedding = pooled == null ? meanPooling.export(graph, x) : pooled.embedding();
    int width = plan.widths()[plan.widths().length - 1];
    String voteWeight = voteHead.exportWeight(graph);
    String votes = voteHead.export(graph, embedding, voteWeight);
    String labels = labelHead.export(graph, embedding);
    int eight = Emotion.values().length;
    int seven = Emotion.FER2013_ORDER.size();
    graph.output("probabilities", probabilities(graph, votes, voteTemperature), eight);
    graph.output("probabilities_fer2013", probabilities(graph, labels, labelTemperature), seven);
    graph.output("logits", votes, eight);
    graph.output("embedding", embedding, width);
    String map =
        pooled == null
            ? ClassActivationMap.export(graph, x, votes, voteWeight, eight, width)
            : pooled.attention();
    graph.output("attention", map, mapSize(plan), mapSize(plan));
    return graph;
  }

  private static String probabilities(OnnxGraph graph, String logits, double temperature) {
    String scaled = graph.node("Div", List.of(logits, graph.scalar("temperature", temperature)));
    return graph.node("Softmax", List.of(scaled), Map.of("axis", 1));
  }

  /** Adds a constant to each of the eight vote logits, from now on. */
  public void shiftVotes(float[] offsets) {
    try (PointerScope scope = new PointerScope();
        AutoGradMode off = new AutoGradMode(false)) {
      voteHead.shift(state.tensor(offsets, offsets.length));
    }
  }

  /** The plan that the network was built from. */
  public NetworkPlan plan() {
    return plan;
  }

  /** The network's weights and mode. */
  public NetworkParameters state() {
    return state;
  }
}
