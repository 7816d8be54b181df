package dev.mien.training.network;

import org.bytedeco.pytorch.Tensor;

/**
 * A piece of the network that knows two things: how to compute itself and how to write itself into
 * an ONNX graph. Both stand side by side in one class, so that they cannot drift apart unnoticed;
 * {@code ParityCheck} gates every export.
 */
interface Layer {

  /** Computes the layer. {@code input} is [N, C, H, W] in the network's precision. */
  Tensor forward(Tensor input);

  /**
   * Writes the layer, as it behaves after training, into {@code graph}.
   *
   * @param input the name of the value that the layer reads
   * @return the name of the value that it makes
   */
  String export(OnnxGraph graph, String input);
}
