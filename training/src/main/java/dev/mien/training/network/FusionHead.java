package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Joins the last two stages into one embedding. Both vote for the positions that matter (one 1x1
 * convolution each); a softmax over all positions of the finer stage makes the attention map, under
 * which both stages are averaged. The plain mean of the last stage is kept beside them.
 *
 * <p>The map sums to 1 over the image. Without attention it is flat.
 */
final class FusionHead {
  private final String name;
  private final int fineSize;
  private final int fineWidth;
  private final int coarseWidth;
  private final boolean attention;
  private final Tensor fineVote;
  private final Tensor coarseVote;

  FusionHead(
      NetworkState state,
      String name,
      int fineSize,
      int fineWidth,
      int coarseWidth,
      boolean attention) {
    this.name = name;
    this.fineSize = fineSize;
    this.fineWidth = fineWidth;
    this.coarseWidth = coarseWidth;
    this.attention = attention;
    // Zero votes: training starts from the plain mean.
    fineVote = state.constant(name + ".fine_vote", 0, 1, fineWidth, 1, 1);
    coarseVote = state.constant(name + ".coarse_vote", 0, 1, coarseWidth, 1, 1);
  }

  int embeddingSize() {
    return fineWidth + 2 * coarseWidth;
  }

  /** The embedding [N, {@link #embeddingSize()}] and the attention map [N, h, w]. */
  record Fused(Tensor embedding, Tensor attention) {}

  Fused forward(Tensor fineStage, Tensor coarseStage) {
    Tensor fine = fineStage.to(ScalarType.Float).contiguous();
    Tensor coarse = coarseStage.to(ScalarType.Float).contiguous();
    long count = fine.size(0);
    long half = fineSize / 2;
    Tensor votes =
        torch
            .conv2d(fine, fineVote)
            .add(
                torch.upsample_nearest2d(
                    torch.conv2d(coarse, coarseVote),
                    new long[] {fineSize, fineSize},
                    new DoubleOptional(),
                    new DoubleOptional()));
    if (!attention) {
      votes = votes.mul(new Scalar(0));
    }
    Tensor map = votes.view(count, 1, (long) fineSize * fineSize).softmax(2);
    Tensor fineMean = fine.view(count, fineWidth, -1).mul(map).sum(2);
    Tensor coarseMap =
        torch.avg_pool2d(
            map.view(count, 1, fineSize, fineSize),
            new long[] {2, 2},
            new long[] {2, 2},
            new long[] {0, 0},
            false,
            true,
            new LongOptional(1));
    Tensor coarseMean =
        coarse.view(count, coarseWidth, -1).mul(coarseMap.view(count, 1, half * half)).sum(2);
    Tensor embedding = torch.cat(new TensorVector(fineMean, coarseMean, coarse.mean(2, 3)), 1);
    return new Fused(embedding, map.view(count, fineSize, fineSize));
  }

  /** The names of the exported embedding and attention map. */
  record ExportedFusion(String embedding, String attention) {}

  ExportedFusion export(OnnxGraph graph, String fine, String coarse) {
    String coarseVotes =
        graph.node("Conv", List.of(coarse, graph.floats(name + ".coarse_vote", coarseVote)));
    String upsampled =
        graph.node(
            "Resize",
            List.of(coarseVotes, "", graph.floats("scales", new float[] {1, 1, 2, 2}, 4)),
            Map.of(
                "mode", "nearest",
                "coordinate_transformation_mode", "asymmetric",
                "nearest_mode", "floor"));
    String votes =
        graph.node(
            "Add",
            List.of(
                graph.node("Conv", List.of(fine, graph.floats(name + ".fine_vote", fineVote))),
                upsampled));
    if (!attention) {
      votes = graph.node("Mul", List.of(votes, graph.scalar("zero", 0)));
    }
    String flat =
        graph.node(
            "Reshape", List.of(votes, graph.longs("shape", -1, 1, (long) fineSize * fineSize)));
    String softmax = graph.node("Softmax", List.of(flat), Map.of("axis", 2));
    String map =
        graph.node("Reshape", List.of(softmax, graph.longs("shape", -1, 1, fineSize, fineSize)));
    String fineMean =
        graph.node(
            "ReduceSum",
            List.of(graph.node("Mul", List.of(fine, map)), graph.longs("axes", 2, 3)),
            Map.of("keepdims", 0));
    String pooled =
        graph.node(
            "AveragePool",
            List.of(map),
            Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}));
    String coarseMap = graph.node("Mul", List.of(pooled, graph.scalar("four", 4)));
    String coarseMean =
        graph.node(
            "ReduceSum",
            List.of(graph.node("Mul", List.of(coarse, coarseMap)), graph.longs("axes", 2, 3)),
            Map.of("keepdims", 0));
    String plainMean =
        graph.node("ReduceMean", List.of(coarse), Map.of("axes", new long[] {2, 3}, "keepdims", 0));
    String embedding =
        graph.node("Concat", List.of(fineMean, coarseMean, plainMean), Map.of("axis", 1));
    String attentionMap =
        graph.node("Reshape", List.of(map, graph.longs("shape", -1, fineSize, fineSize)));
    return new ExportedFusion(embedding, attentionMap);
  }
}
