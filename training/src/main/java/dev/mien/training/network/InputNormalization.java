package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Gives every image mean 0 and deviation 1, so that brightness and contrast of the photo do not
 * matter. Grey values 0 to 255 in.
 */
final class InputNormalization implements Layer {
  /** Keeps flat images finite: about two grey levels of noise. */
  private static final double VARIANCE_FLOOR = 4;

  private static final long[] IMAGE_AXES = {1, 2, 3};

  @Override
  public Tensor forward(Tensor input) {
    Tensor centred = input.sub(mean(input));
    return centred.div(mean(centred.square()).add(new Scalar(VARIANCE_FLOOR)).sqrt());
  }

  private static Tensor mean(Tensor input) {
    return input.mean(IMAGE_AXES, true, new ScalarTypeOptional());
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    // A numeric cast; 1 is FLOAT in ONNX's enumeration.
    String pixels = graph.node("Cast", List.of(input), Map.of("to", 1));
    String centred = graph.node("Sub", List.of(pixels, exportMean(graph, pixels)));
    String variance = exportMean(graph, graph.node("Mul", List.of(centred, centred)));
    String floored = graph.node("Add", List.of(variance, graph.scalar("floor", VARIANCE_FLOOR)));
    return graph.node("Div", List.of(centred, graph.node("Sqrt", List.of(floored))));
  }

  private static String exportMean(OnnxGraph graph, String value) {
    return graph.node("ReduceMean", List.of(value), Map.of("axes", IMAGE_AXES, "keepdims", 1));
  }
}
