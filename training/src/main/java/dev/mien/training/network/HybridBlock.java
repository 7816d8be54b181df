package dev.mien.training.network;

import dev.mien.training.network.NetworkPlan.Residual;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A residual block with channel attention:
 *
 * <pre>
 *   x ── 3x3 ── activation ── 3x3 ── channel attention ── + ── activation
 *   └───────────────────── shortcut ──────────────────────┘
 * </pre>
 *
 * The kernels of both convolutions are learnt at one scale or at three ({@link KernelScales}).
 *
 * <p>In training, stochastic depth (Huang et al., ECCV 2016) skips the upper branch for single
 * images.
 */
final class HybridBlock implements Layer {
  private final NetworkParameters state;
  private final String name;
  private final Activation activation;
  private final Convolution first;
  private final Convolution second;
  private final @Nullable ChannelAttention channels;
  private final @Nullable Shortcut shortcut;
  private final double dropProbability;

  HybridBlock(
      NetworkParameters state,
      String name,
      NetworkPlan plan,
      int in,
      int out,
      int stride,
      double dropProbability) {
    this.state = state;
    this.name = name;
    this.dropProbability = plan.residual() == Residual.IMPROVED ? dropProbability : 0;
    activation = plan.activation();
    boolean scales = plan.multiScale().inKernels();
    first = Convolution.square(state, name + ".first", in, out, stride, scales);
    second = Convolution.square(state, name + ".second", out, out, 1, scales);
    channels =
        plan.attention().overChannels()
            ? new ChannelAttention(state, name + ".channels", out)
            : null;
    shortcut =
        plan.residual() == Residual.NONE
            ? null
            : new Shortcut(state, name + ".shortcut", in, out, stride, plan.residual());
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor branch = second.forward(activation.forward(first.forward(input)));
    if (channels != null) {
      branch = channels.forward(branch);
    }
    if (shortcut == null) {
      return activation.forward(branch);
    }
    if (state.training(name) && dropProbability > 0) {
      branch = branch.mul(survivors(input.size(0)).to(branch.scalar_type()));
    }
    return activation.forward(shortcut.forward(input).add(branch));
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
    String middle = activation.export(graph, first.export(graph, input));
    String branch = second.export(graph, middle);
    if (channels != null) {
      branch = channels.export(graph, branch);
    }
    if (shortcut != null) {
      branch = graph.node("Add", List.of(shortcut.export(graph, input), branch));
    }
    return activation.export(graph, branch);
  }
}
