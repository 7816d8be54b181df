package dev.mien.training.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The mean over all positions, which count alike: [N, C, h, w] to [N, C]. Has no parameters. */
final class MeanPooling implements Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.to(ScalarType.Float).flatten(2, -1).mean(2);
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    return graph.node("Flatten", List.of(graph.node("GlobalAveragePool", List.of(input))));
  }
}
