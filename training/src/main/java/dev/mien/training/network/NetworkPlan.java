package dev.mien.training.network;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The shape of a {@link HybridNet}.
 *
 * @param inputSize side of the grey input in pixels; a multiple of 8
 * @param stem channels of the first convolution, which works at full size
 * @param widths channels of the stages; the first works at a half, the second at a quarter of the
 *     input size, and so on; they do not shrink
 * @param blocks how many blocks each stage has
 * @param multiScale whether the input is described at two scales or by the whole image's mean and
 *     deviation alone, and whether kernels are learnt at three scales or at one
 * @param attention whether channels, positions or both are weighed by the input
 * @param residual the way around a block
 * @param activation what follows every normalisation
 * @param stochasticDepth probability with which the last block is skipped for an image in training;
 *     earlier blocks less
 * @param dropout probability with which a number of the embedding is dropped in training
 */
public record NetworkPlan(
    int inputSize,
    int stem,
    int[] widths,
    int[] blocks,
    MultiScale multiScale,
    Attention attention,
    Residual residual,
    Activation activation,
    double stochasticDepth,
    double dropout) {

  private static final int WIDEST = 4096;
  private static final int MOST_BLOCKS = 256;

  /** The way around a block. */
  public enum Residual {
    /** Averaging, normalised shortcut without weights, and stochastic depth. */
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
    require(stochasticDepth >= 0 && stochasticDepth < 1, "stochastic_depth must lie in [0, 1)");
    require(dropout >= 0 && dropout < 1, "dropout must lie in [0, 1)");
    require(
        Arrays.stream(widths).max().orElse(0) <= WIDEST
            && Arrays.stream(blocks).sum() <= MOST_BLOCKS,
        "widths must be " + WIDEST + " or less, and blocks " + MOST_BLOCKS + " or fewer in all");
    for (int i = 0; i < widths.length; i++) {
      require(
          widths[i] >= (i == 0 ? stem : widths[i - 1]) && blocks[i] > 0,
          "widths must not shrink from the stem on, and blocks be positive");
    }
  }

  /**
   * The plan of the network in a model file, to go on training it.
   *
   * @param model content of a file that Mien exported
   * @param training has the stochastic depth and dropout to train with
   * @throws IOException if the file holds something else, or the network of an earlier version
   */
  public static NetworkPlan of(byte[] model, NetworkPlan training) throws IOException {
    return ModelShape.read(model, training.stochasticDepth(), training.dropout());
  }

  /** This plan with parts switched on or off; the sizes stay. */
  public NetworkPlan with(MultiScale scales, Attention weighed, Residual way) {
    return new NetworkPlan(
        inputSize,
        stem,
        widths,
        blocks,
        scales,
        weighed,
        way,
        activation,
        stochasticDepth,
        dropout);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("network plan: " + message);
    }
  }
}
