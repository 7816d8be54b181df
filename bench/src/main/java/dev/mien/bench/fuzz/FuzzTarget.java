package dev.mien.bench.fuzz;

import java.io.IOException;
import java.util.List;

/** A place that reads bytes from outside. */
interface FuzzTarget extends AutoCloseable {
  /** What tables call it, and the folder of the corpus in which its finds are kept. */
  String name();

  /** Proper inputs, and those that were found before. */
  List<byte[]> seeds() throws IOException;

  /**
   * Loads what the first reading would load: native libraries, a model, a server. That takes as
   * long as the machine needs and is not held against an input.
   */
  default void prepare() throws IOException {}

  /**
   * Reads an input.
   *
   * @return whether it was accepted; false if it was refused as it should be
   * @throws Throwable if it was neither: that is a find
   */
  boolean read(byte[] input) throws Throwable;

  @Override
  default void close() {}
}
