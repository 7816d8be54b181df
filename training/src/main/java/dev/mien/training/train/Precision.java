package dev.mien.training.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The type in which activations are computed during training. Weights, their averages and all of
 * validation stay 32-bit.
 */
public enum Precision {
  /** Sixteen bits on a GPU and where the processor multiplies them natively, else 32. */
  @JsonProperty("auto")
  AUTO,
  /** bfloat16: about 2.5 times as fast as 32 bits on a processor with AVX512-BF16. */
  @JsonProperty("bf16")
  BF16,
  /** 32-bit floats. */
  @JsonProperty("fp32")
  FP32;

  /** The type of activations on a device of this machine. */
  public ScalarType scalarType(DeviceType device) {
    return switch (this) {
      case BF16 -> ScalarType.BFloat16;
      case FP32 -> ScalarType.Float;
      case AUTO ->
          device == DeviceType.CUDA || nativeBfloat16() ? ScalarType.BFloat16 : ScalarType.Float;
    };
  }

  private static boolean nativeBfloat16() {
    try {
      String flags = Files.readString(Path.of("/proc/cpuinfo")).toLowerCase(Locale.ROOT);
      return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    } catch (IOException e) {
      return false; // Not Linux: 32 bits are right everywhere.
    }
  }
}
