package dev.mien.spark;

import dev.mien.ImageResult;
import dev.mien.image.ImageException;
import java.util.Locale;

/**
 * Why a row could not be read.
 *
 * @param code for programs: see docs/spark.md
 * @param message one sentence for people
 */
record RowError(String code, String message) {
  private static final String INTERNAL = "internal";
  private static final String NO_DETAIL = "no_detail";

  static RowError missing() {
    return new RowError("missing", "the row holds nothing to read");
  }

  static RowError of(ImageException.Reason reason, String message) {
    return new RowError(reason.name().toLowerCase(Locale.ROOT), message);
  }

  static RowError of(ImageException e) {
    return of(e.reason(), String.valueOf(e.getMessage()));
  }

  /** A fault of ours, or too little of something, which must not cost the other rows. */
  static RowError of(Throwable e) {
    return e instanceof OutOfMemoryError
        ? of(ImageException.Reason.MEMORY, "there is not enough memory for it")
        : new RowError(INTERNAL, "it could not be analysed: " + e);
  }

  /** What the library found wrong with a picture that it could decode. */
  static RowError of(ImageResult failed) {
    String message = String.valueOf(failed.error());
    return new RowError(message.startsWith(NO_DETAIL) ? NO_DETAIL : INTERNAL, message);
  }
}
