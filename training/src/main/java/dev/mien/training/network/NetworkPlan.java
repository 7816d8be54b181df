package dev.mien.training.network;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * The shape of a {@link HybridNet}.
 *
 * @param inputSize side of the grey input in pixels; a multiple of 8
 * @param stem channels of the first convolution, which works at full size
 * @param widths channels of the stages; the first works at a half, the second at a quarter of the
 *     input size, and so on
 * @param blocks how many blocks each stage has
 * @param dilations the scales of every block, as dilations of a 3x3 convolution
 * @param multiScale whether blocks look at all these scales, or at the first alone (with the
 *     weights kept equal)
 * @param attention whether scales, channels and positions are weighed by the input
 * @param residual the way around a block
 * @param stochasticDepth probability with which the last block is skipped for an image in training;
 *     earlier blocks less
 * @param dropout probability with which a number of the embedding is dropped in training
 */
public record NetworkPlan(
    int inputSize,
    int stem,
    int[] widths,
    int[] blocks,
    int[] dilations,
    boolean multiScale,
    boolean attention,
    Residual residual,
    double stochasticDepth,
    double dropout) {

  /** The way around a block. */
  public enum Residual {
    /** Averaging shortcut, gain that starts at zero, stochastic depth. */
    IMPROVED,
    /** The shortcut of the first residual networks (He et al., CVPR 2016). */
    PLAIN,
    /** None. */
    NONE;

    @JsonValue
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public NetworkPlan {
    require(inputSize > 0 && inputSize % 8 == 0, "input_size must be a multiple of 8");
    require(stem > 0, "stem must be positive");
    require(
        widths.length >= 2 && widths.length == blocks.length,
        "widths and blocks must be of equal length, 2 or more");
    require(
        inputSize % (1 << widths.length) == 0, "input_size must be divisible by 2 once per stage");
    require(dilations.length > 0 && dilations[0] == 1, "dilations must start with 1");
    require(stochasticDepth >= 0 && stochasticDepth < 1, "stochastic_depth must lie in [0, 1)");
    require(dropout >= 0 && dropout < 1, "dropout must lie in [0, 1)");
    for (int i = 0; i < widths.length; i++) {
      require(
          widths[i] > 0 && widths[i] % 2 == 0 && blocks[i] > 0,
          "widths must be even and blocks positive");
    }
  }

  /** This plan with parts switched on or off; the sizes stay. */
  public NetworkPlan with(boolean scales, boolean weighed, Residual way) {
    return new NetworkPlan(
        inputSize, stem, widths, blocks, dilations, scales, weighed, way, stochasticDepth, dropout);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("network plan: " + message);
    }
  }
}
