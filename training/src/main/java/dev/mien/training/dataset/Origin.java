package dev.mien.training.dataset;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a sample comes from, as far as its source says.
 *
 * @param file the image file, or null for a row of a table
 * @param subject who is shown, or null
 * @param sequence the film or burst of pictures that it is a frame of, or null; frames of one
 *     sequence show the same subject
 * @param groups further properties by name, such as {@code age} or {@code camera}
 */
public record Origin(
    @Nullable String file,
    @Nullable String subject,
    @Nullable String sequence,
    Map<String, String> groups) {
  /** Nothing is known. */
  public static final Origin UNKNOWN = new Origin(null, null, null, Map.of());

  public Origin {
    groups = Map.copyOf(groups);
  }

  /** Only who is shown is known. */
  public static Origin of(String subject) {
    return new Origin(null, subject, null, Map.of());
  }
}
