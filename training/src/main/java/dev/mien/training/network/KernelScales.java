package dev.mien.training.network;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Learns the 3x3 kernels of a convolution at three spatial scales: one pixel, 3x3 pixels, and their
 * mean, each times a factor per output channel. The three are added up to one kernel before the
 * convolution, so that the exported network computes no more than one without them (diverse branch
 * blocks, Ding et al., CVPR 2021, with linear factors in the place of normalisations, Hu et al.,
 * CVPR 2022).
 */
final class KernelScales {
  private static final long SIDE = 3;

  /** The share of the two other scales in a fresh network, relative to that of 3x3 pixels. */
  private static final double FRESH_FACTOR = 0.5;

  /** The length of a fresh kernel of all scales, relative to that of its 3x3 pixels alone. */
  static final double FRESH_LENGTH =
      Math.sqrt(1 + FRESH_FACTOR * FRESH_FACTOR * (1 + 1.0 / (SIDE * SIDE)));

  private final Tensor factor;
  private final Tensor point;
  private final Tensor pointFactor;
  private final Tensor mean;
  private final Tensor meanFactor;
  private final Tensor centre;

  KernelScales(NetworkParameters state, String name, int in, int out) {
    double deviation = Math.sqrt(2.0 / out);
    factor = state.constant(name + ".factor", 1, out);
    point = state.normal(name + ".point", deviation, out, in, 1, 1);
    pointFactor = state.constant(name + ".point_factor", FRESH_FACTOR, out);
    mean = state.normal(name + ".mean", deviation, out, in, 1, 1);
    meanFactor = state.constant(name + ".mean_factor", FRESH_FACTOR, out);
    state.fold(name + ".factor", 1);
    state.fold(name + ".point", 0);
    state.fold(name + ".point_factor", FRESH_FACTOR);
    state.fold(name + ".mean", 0);
    state.fold(name + ".mean_factor", FRESH_FACTOR);
    centre = state.tensor(new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0}, 1, 1, SIDE, SIDE);
  }

  /**
   * The kernel of all three scales.
   *
   * @param weight that of 3x3 pixels, [O, I, 3, 3]
   */
  Tensor added(Tensor weight) {
    Tensor one = point.mul(byChannel(pointFactor)).mul(centre);
    Tensor even = mean.mul(byChannel(meanFactor.div(new Scalar(SIDE * SIDE))));
    return weight.mul(byChannel(factor)).add(one).add(even);
  }

  private static Tensor byChannel(Tensor factors) {
    return factors.view(-1, 1, 1, 1);
  }
}
