package dev.mien.training.train;

import dev.mien.training.network.PyTorch;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** Where a network is trained. */
public enum Device {
  /** A GPU if PyTorch sees one, else the processor. */
  AUTO,
  /** The processor. */
  CPU,
  /** The first CUDA GPU; needs the GPU build of PyTorch on the class path (docs/training.md). */
  CUDA;

  /**
   * The device that will be used.
   *
   * @throws IllegalArgumentException if CUDA is demanded but not there
   */
  DeviceType resolve() {
    PyTorch.load();
    boolean gpu = this != CPU && torch.cuda_is_available();
    if (this == CUDA && !gpu) {
      throw new IllegalArgumentException(
          "PyTorch sees no CUDA device: it needs an NVIDIA GPU and PyTorch's GPU build (docs/training.md)");
    }
    return gpu ? DeviceType.CUDA : DeviceType.CPU;
  }
}
