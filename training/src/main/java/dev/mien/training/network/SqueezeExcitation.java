package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The two small fully connected layers that turn the mean of a feature map into attention logits:
 * squeeze to a quarter (at least 16), ReLU, expand. [N, in, H, W] to [N, out].
 */
final class SqueezeExcitation implements Layer {
  private static final int REDUCTION = 4;
  private static final int MINIMUM = 16;

  private final Linear squeeze;
  private final Linear expand;

  SqueezeExcitation(NetworkParameters state, String name, int in, int out) {
    int hidden = Math.max(MINIMUM, in / REDUCTION);
    squeeze = new Linear(state, name + ".squeeze", in, hidden, Math.sqrt(2.0 / in));
    expand = new Linear(state, name + ".expand", hidden, out, 0.1 * Math.sqrt(1.0 / hidden));
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor mean =
        positionSum(input)
            .to(ScalarType.Float)
            .div(new Scalar((double) input.size(2) * input.size(3)));
    return expand.forward(squeeze.forward(mean).relu_());
  }

  /**
   * Sums over positions in an order whose gradient stays channels-last; that of mean(2, 3) does not
   * and is 10 times as slow.
   */
  private static Tensor positionSum(Tensor input) {
    return input.permute(0, 2, 3, 1).flatten(1, 2).sum(1);
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    String mean =
        graph.node("ReduceMean", List.of(input), Map.of("axes", new long[] {2, 3}, "keepdims", 0));
    String hidden = graph.node("Relu", List.of(squeeze.export(graph, mean)));
    return expand.export(graph, hidden);
  }
}
