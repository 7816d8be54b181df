package dev.mien.training.network;

import dev.mien.training.network.NetworkPlan.Residual;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The paper's three ideas in one block:
 *
 * <pre>
 *   x ── multi-scale 3x3 (dilations, weighed by the input) ── 3x3 ── channel ── position ── + ── ReLU
 *   └──────────────────────────── shortcut ────────────────────────────────────────────────┘
 * </pre>
 *
 * In training, stochastic depth (Huang et al., ECCV 2016) skips the upper branch for single images.
 */
final class HybridBlock implements Layer {
  private final NetworkState state;
  private final String name;
  private final MultiScale multiScale;
  private final Convolution mix;
  private final @Nullable ChannelAttention channels;
  private final @Nullable PositionAttention positions;
  private final @Nullable Shortcut shortcut;
  private final double dropProbability;

  HybridBlock(
      NetworkState state,
      String name,
      NetworkPlan plan,
      int in,
      int out,
      int stride,
      double dropProbability) {
    this.state = state;
    this.name = name;
    this.dropProbability = plan.residual() == Residual.IMPROVED ? dropProbability : 0;
    int[] dilations = plan.multiScale() ? plan.dilations() : new int[] {1};
    int middle = plan.multiScale() ? out / 2 : singleScaleWidth(in, out, plan.dilations().length);
    multiScale =
        new MultiScale(
            state, name + ".multi_scale", in, middle, stride, dilations, plan.attention());
    double gain = plan.residual() == Residual.IMPROVED ? 0 : 1;
    mix =
        new Convolution(
            state, name + ".mix", middle, out, 3, 1, 1, Convolution.Activation.NONE, gain);
    channels = plan.attention() ? new ChannelAttention(state, name + ".channels", out) : null;
    positions = plan.attention() ? new PositionAttention(state, name + ".positions", out) : null;
    shortcut =
        plan.residual() == Residual.NONE
            ? null
            : new Shortcut(
                state, name + ".shortcut", in, out, stride, plan.residual() == Residual.IMPROVED);
  }

  /**
   * The width at which one 3x3 branch costs as many weights as {@code scales} branches of half the
   * width.
   */
  private static int singleScaleWidth(int in, int out, int scales) {
    return (int) Math.round((out / 2.0) * (scales * in + out) / (in + out));
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor branch = mix.forward(multiScale.forward(input));
    if (channels != null) {
      branch = channels.forward(branch);
    }
    boolean dropping = shortcut != null && state.training(name) && dropProbability > 0;
    if (dropping) {
      Tensor survivors = survivors(input.size(0)).to(branch.scalar_type());
      branch = positions == null ? branch.mul(survivors) : positions.forward(branch, survivors);
    } else if (positions != null) {
      branch = positions.forward(branch);
    }
    if (shortcut == null) {
      return branch.relu();
    }
    return shortcut.forward(input).add(branch).relu_();
  }

  private Tensor survivors(long count) {
    SplittableRandom random = state.random();
    float[] keep = new float[(int) count];
    for (int i = 0; i < keep.length; i++) {
      keep[i] = random.nextDouble() < dropProbability ? 0 : (float) (1 / (1 - dropProbability));
    }
    return state.tensor(keep, count, 1, 1, 1);
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    String branch = mix.export(graph, multiScale.export(graph, input));
    if (channels != null) {
      branch = channels.export(graph, branch);
    }
    if (positions != null) {
      branch = positions.export(graph, branch);
    }
    if (shortcut != null) {
      branch = graph.node("Add", List.of(shortcut.export(graph, input), branch));
    }
    return graph.node("Relu", List.of(branch));
  }
}
