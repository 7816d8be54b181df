package dev.mien.app.cli.analyze;

import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The results of earlier runs that the new file begins with, and which images they are of. Not
 * thread-safe.
 */
final class KeptResults {
  private final Writer out;
  private final Set<String> sources = new LinkedHashSet<>();
  private final Set<String> failures = new HashSet<>();
  private boolean started;

  KeptResults(Writer out) {
    this.out = out;
  }

  /** Writes the header of CSV, once. */
  void writeHeader(String header) throws IOException {
    if (!started) {
      write(header);
    }
  }

  /** Writes the results of an image. */
  void write(String text) throws IOException {
    out.write(text);
    started |= !text.isEmpty();
  }

  /** Writes why an image could not be analysed, unless that is written already. */
  void writeFailure(String source, String text) throws IOException {
    if (failures.add(source)) {
      write(text);
    }
  }

  /** Says that all results of these images are written. */
  void add(Collection<String> complete) {
    sources.addAll(complete);
  }

  /** Whether all results of an image are written. */
  boolean contains(String source) {
    return sources.contains(source);
  }

  /** The images whose results are written. */
  Set<String> sources() {
    return sources;
  }

  /** Whether anything is written; of CSV the header then is, too. */
  boolean isStarted() {
    return started;
  }
}
