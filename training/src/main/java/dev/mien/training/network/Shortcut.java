package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The way around a block. Where the size stays it is the identity. Where it changes, the improved
 * shortcut averages 2x2 positions before its 1x1 convolution, so that no position is thrown away
 * (He et al., "Bag of tricks", CVPR 2019); the plain one strides.
 */
final class Shortcut implements Layer {
  private final boolean pool;
  private final @Nullable Convolution projection;

  Shortcut(NetworkState state, String name, int in, int out, int stride, boolean improved) {
    pool = improved && stride == 2;
    projection =
        in == out && stride == 1
            ? null
            : new Convolution(
                state, name, in, out, 1, pool ? 1 : stride, 1, Convolution.Activation.NONE, 1);
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor pooled =
        pool
            ? torch.avg_pool2d(
                input,
                new long[] {2, 2},
                new long[] {2, 2},
                new long[] {0, 0},
                false,
                true,
                new LongOptional())
            : input;
    return projection == null ? pooled : projection.forward(pooled);
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    String pooled =
        pool
            ? graph.node(
                "AveragePool",
                List.of(input),
                Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}))
            : input;
    return projection == null ? pooled : projection.export(graph, pooled);
  }
}
