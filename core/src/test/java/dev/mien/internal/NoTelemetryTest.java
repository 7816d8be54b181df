package dev.mien.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * ONNX Runtime 1.29 reports home and crashes on long command lines while it does
 * (docs/decisions/0007).
 */
final class NoTelemetryTest {
  @Test
  void onnxRuntime_knowsNoAddressToReportTo() throws IOException {
    String library = "/ai/onnxruntime/native/linux-x64/libonnxruntime.so";
    try (InputStream in = NoTelemetryTest.class.getResourceAsStream(library)) {
      assertThat(in).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(text.contains("OrtCreateSession") || text.contains("OrtGetApiBase")).isTrue();
      assertThat(text.contains("events.data.microsoft")).isFalse();
      assertThat(text.contains("/proc/self/cmdline")).isFalse();
    }
  }
}
