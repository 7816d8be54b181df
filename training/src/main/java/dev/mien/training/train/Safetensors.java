package dev.mien.training.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of 32-bit floats in the layout of <a href="https://github.com/huggingface/safetensors">
 * safetensors</a>: the length of a header (8 bytes, little-endian), the header (JSON: type, shape
 * and place of each tensor), and then the numbers. Nothing else is in such a file, and whatever a
 * header says is checked against the file's length before memory is taken for it.
 */
final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_HEADER = 16 << 20;
  private static final long MAX_FILE = Integer.MAX_VALUE - 8L;
  private static final int LENGTH_BYTES = 8;

  private Safetensors() {}

  /** A tensor's shape and its numbers, row by row. */
  record Values(long[] shape, float[] numbers) {}

  static void write(Path file, Map<String, Values> tensors) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Values> entry : tensors.entrySet()) {
      ObjectNode tensor = header.putObject(entry.getKey()).put("dtype", "F32");
      for (long size : entry.getValue().shape()) {
        tensor.withArray("shape").add(size);
      }
      tensor.withArray("shape");
      long end = offset + 4L * entry.getValue().numbers().length;
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, littleEndian(LENGTH_BYTES).putLong(json.length).flip());
      writeFully(channel, ByteBuffer.wrap(json));
      for (Values values : tensors.values()) {
        ByteBuffer bytes = littleEndian(4 * values.numbers().length);
        bytes.asFloatBuffer().put(values.numbers());
        writeFully(channel, bytes);
      }
      channel.force(true);
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it is not of this layout; the sentence says so
   */
  static Map<String, Values> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < LENGTH_BYTES || size > MAX_FILE) {
        throw noCheckpoint(file);
      }
      ByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
      content.order(ByteOrder.LITTLE_ENDIAN);
      long headerLength = content.getLong();
      if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, content.remaining())) {
        throw noCheckpoint(file);
      }
      byte[] json = new byte[(int) headerLength];
      content.get(json);
      return tensors(file, JSON.readTree(json), content.slice().order(ByteOrder.LITTLE_ENDIAN));
    } catch (JsonProcessingException e) {
      throw new IOException("the checkpoint " + file + " has a damaged header", e);
    }
  }

  private static Map<String, Values> tensors(Path file, JsonNode header, ByteBuffer data)
      throws IOException {
    Map<String, Values> tensors = new LinkedHashMap<>();
    long taken = 0;
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (!field.getKey().equals("__metadata__")) {
        Values values = tensor(file, field.getValue(), data);
        taken += 4L * values.numbers().length;
        if (taken > data.limit()) {
          throw noCheckpoint(file); // Tensors that share a place would multiply it.
        }
        tensors.put(field.getKey(), values);
      }
    }
    return tensors;
  }

  private static Values tensor(Path file, JsonNode node, ByteBuffer data) throws IOException {
    long from = node.path("data_offsets").path(0).asLong(-1);
    long to = node.path("data_offsets").path(1).asLong(-1);
    JsonNode sizes = node.path("shape");
    long[] shape = new long[sizes.size()];
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong(-1);
      if (shape[i] < 0 || shape[i] > data.limit() || (count *= shape[i]) > data.limit()) {
        throw noCheckpoint(file);
      }
    }
    boolean fits = from >= 0 && to >= from && to <= data.limit() && to - from == 4 * count;
    if (!node.path("dtype").asText().equals("F32") || !sizes.isArray() || !fits) {
      throw noCheckpoint(file);
    }
    float[] numbers = new float[(int) count];
    data.slice((int) from, (int) (to - from))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(numbers);
    return new Values(shape, numbers);
  }

  private static IOException noCheckpoint(Path file) {
    return new IOException(
        "the checkpoint " + file + " is damaged or not of the safetensors layout");
  }
}
