package dev.mien.training.network;

import dev.mien.training.network.NetworkPlan.Residual;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The way around a block. The improved shortcut averages 2x2 positions where the block halves the
 * size, so that no position is thrown away (He et al., "Bag of tricks", CVPR 2019), pads missing
 * channels with zeros, so that it needs no weights (He et al., CVPR 2016, option A), and is batch
 * normalised, so that both summands of a block have the same scale from the first step on. The
 * plain one is the identity, or a strided 1x1 convolution where the shape changes.
 */
final class Shortcut implements Layer {
  private final String name;
  private final int in;
  private final boolean pool;
  private final int missing;
  private final @Nullable BatchNormalization normalization;
  private final @Nullable Convolution projection;

  Shortcut(NetworkParameters state, String name, int in, int out, int stride, Residual residual) {
    this.name = name;
    this.in = in;
    boolean improved = residual == Residual.IMPROVED;
    pool = improved && stride == 2;
    missing = improved ? out - in : 0;
    normalization = improved ? new BatchNormalization(state, name, out, true) : null;
    projection =
        improved || (in == out && stride == 1)
            ? null
            : new Convolution(state, name, in, out, 1, stride);
  }

  @Override
  public Tensor forward(Tensor input) {
    if (projection != null) {
      return projection.forward(input);
    }
    Tensor x = input;
    if (pool) {
      x =
          torch.avg_pool2d(
              x,
              new long[] {2, 2},
              new long[] {2, 2},
              new long[] {0, 0},
              false,
              true,
              new LongOptional());
    }
    if (missing > 0) {
      x = torch.constant_pad_nd(x, new long[] {0, 0, 0, 0, 0, missing}, new Scalar(0));
    }
    return normalization == null ? x : normalization.forward(x);
  }

  /**
   * Averages, widens and scales by convolutions rather than by Pad, Mul and Add, so that ONNX
   * Runtime can keep the maps in its blocked memory order.
   */
  @Override
  public String export(OnnxGraph graph, String input) {
    if (projection != null) {
      return projection.export(graph, input);
    }
    String x = input;
    if (pool) {
      x =
          graph.node(
              "AveragePool",
              List.of(x),
              Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}));
    }
    if (missing > 0) {
      byte[] identity = new byte[(in + missing) * in];
      for (int c = 0; c < in; c++) {
        identity[c * in + c] = 1;
      }
      String weight = graph.floatsOfBytes(name + ".widen", identity, in + missing, in, 1, 1);
      x = graph.node("Conv", List.of(x, weight), Map.of("kernel_shape", new long[] {1, 1}));
    }
    return normalization == null ? x : normalization.export(graph, x);
  }
}
