package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Appends a second channel to the normalised image, in which every pixel is compared with its 5x5
 * neighbourhood instead of with the whole image (local contrast normalisation; Jarrett et al., ICCV
 * 2009): [N, 1, S, S] to [N, 2, S, S]. The two channels describe the face at two spatial scales.
 * Pixels beyond the border are left out of the means. Has no parameters.
 */
final class LocalContrast implements Layer {
  private static final int SIDE = 5;

  /** Keeps flat neighbourhoods finite, in units of the image's variance. */
  private static final double VARIANCE_FLOOR = 0.02;

  @Override
  public Tensor forward(Tensor input) {
    Tensor centred = input.sub(mean(input));
    Tensor deviation = mean(centred.square()).add(new Scalar(VARIANCE_FLOOR)).sqrt();
    return torch.cat(new TensorVector(input, centred.div(deviation)), 1);
  }

  private static Tensor mean(Tensor input) {
    return torch.avg_pool2d(
        input,
        new long[] {SIDE, SIDE},
        new long[] {1, 1},
        new long[] {SIDE / 2, SIDE / 2},
        false,
        false,
        new LongOptional());
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    String centred = graph.node("Sub", List.of(input, exportMean(graph, input)));
    String variance = exportMean(graph, graph.node("Mul", List.of(centred, centred)));
    String floored =
        graph.node("Add", List.of(variance, graph.scalar("local_floor", VARIANCE_FLOOR)));
    String contrast = graph.node("Div", List.of(centred, graph.node("Sqrt", List.of(floored))));
    return graph.node("Concat", List.of(input, contrast), Map.of("axis", 1));
  }

  private static String exportMean(OnnxGraph graph, String input) {
    long pad = SIDE / 2;
    return graph.node(
        "AveragePool",
        List.of(input),
        Map.of(
            "kernel_shape", new long[] {SIDE, SIDE},
            "strides", new long[] {1, 1},
            "pads", new long[] {pad, pad, pad, pad},
            "count_include_pad", 0));
  }
}
