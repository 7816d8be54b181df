package dev.mien.bench.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs that were found to be trouble once, one file each, listed in {@code corpus.txt}: seeds of
 * their target for ever.
 */
final class Corpus {
  private static final String FOLDER = "/dev/mien/bench/fuzz/";

  private Corpus() {}

  static List<byte[]> of(String target) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    for (String line : new String(read("corpus.txt"), StandardCharsets.UTF_8).lines().toList()) {
      if (line.startsWith(target + "/")) {
        inputs.add(read(line));
      }
    }
    return inputs;
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = Corpus.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IOException("the corpus lacks " + name);
      }
      return in.readAllBytes();
    }
  }
}
