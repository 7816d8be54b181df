package dev.mien.training.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Where a {@link HybridNet} looks at several spatial scales. */
public enum MultiScale {
  /** The input, and the kernels of the blocks. */
  BOTH("both", true, true),
  /** The input alone: the whole image, and the local contrast of every pixel. */
  INPUT(true, true, false),
  /** The kernels alone: one pixel, 3x3 pixels, and their mean. */
  KERNELS("kernels", false, true),
  /** Nowhere. */
  NONE(false, false, false);

  private final Object json;
  private final boolean input;
  private final boolean kernels;

  MultiScale(Object json, boolean input, boolean kernels) {
    this.json = json;
    this.input = input;
    this.kernels = kernels;
  }

  /**
   * As a plan names it: true for the input, false for nowhere, else by the constant's name.
   *
   * @throws IllegalArgumentException if it is something else
   */
  @JsonCreator
  static MultiScale parse(Object value) {
    return Arrays.stream(values())
        .filter(each -> each.json.equals(value) || each.name().equalsIgnoreCase(value.toString()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "network plan: multi_scale must be true or false (not as a text), \"kernels\" or \"both\""));
  }

  /** As a plan names it. */
  @JsonValue
  Object json() {
    return json;
  }

  /** Whether the input is described at two scales. */
  public boolean inInput() {
    return input;
  }

  /** Whether the kernels of the blocks are learnt at three scales. */
  public boolean inKernels() {
    return kernels;
  }
}
