/**
 * The hybrid network. Every layer computes itself in PyTorch and writes itself as ONNX, side by
 * side. A {@link dev.mien.training.network.HybridNet} holds native memory for as long as the
 * training run lives.
 *
 * <pre>{@code
 * HybridNet network = new HybridNet(plan.network(), 1);
 * HybridNet.Output output = network.forward(faces);
 * }</pre>
 */
@NullMarked
package dev.mien.training.network;

import org.jspecify.annotations.NullMarked;
