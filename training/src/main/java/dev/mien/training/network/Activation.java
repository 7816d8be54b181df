package dev.mien.training.network;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The function that follows a normalisation, element by element. */
public enum Activation {
  /** max(x, 0). */
  RELU,
  /** x times its sigmoid (Elfwing et al., 2018). */
  SILU;

  @JsonValue
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Computes the function; may overwrite {@code input}. */
  Tensor forward(Tensor input) {
    return this == RELU ? input.relu_() : torch.silu(input);
  }

  String export(OnnxGraph graph, String input) {
    return this == RELU
        ? graph.node("Relu", List.of(input))
        : graph.node("Mul", List.of(input, graph.node("Sigmoid", List.of(input))));
  }
}
