package dev.mien.bench.peers;

import dev.mien.training.dataset.Sample;
import dev.mien.training.predict.Predictions;
import java.io.IOException;
import java.util.List;

/** Something that names the expression of a face. */
interface Contender extends AutoCloseable {
  /**
   * What a contender takes.
   *
   * @param cropMillis for one face that was cut out already
   * @param photoMillis for one photo, from the bytes of its file to the answers for all faces
   */
  record Speed(double cropMillis, double photoMillis) {}

  /** As the tables call it. */
  String name();

  /** How its pixels were prepared, for the tables. */
  String preparation();

  /** Its answers for crops. */
  Predictions answers(List<Sample> samples) throws IOException;

  /**
   * Medians on one thread, after as long a warm-up.
   *
   * @param photo a JPEG file with a face
   * @param seconds for each of the two figures
   */
  Speed speed(byte[] photo, int seconds) throws IOException;

  @Override
  void close();
}
