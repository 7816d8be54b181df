package dev.mien.training.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mien.training.network.PyTorch;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** Where a network is trained. */
public enum Device {
  /** A GPU if PyTorch sees one, else the processor. */
  @JsonProperty("auto")
  AUTO,
  /** The processor. */
  @JsonProperty("cpu")
  CPU,
  /** The first CUDA GPU; needs the GPU build of PyTorch on the class path (docs/training.md). */
  @JsonProperty("cuda")
  CUDA;

  /** The device of a type. */
  static Device of(DeviceType type) {
    return type == DeviceType.CUDA ? CUDA : CPU;
  }

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
