package dev.mien.app.session;

/**
 * What a session begins with.
 *
 * @param name what its owner calls it; any text up to 200 characters, not blank
 * @param source where frames come from
 * @param model which expression model reads them
 * @param images whether one small grey picture of each face is kept every second
 */
public record NewSession(String name, String source, String model, boolean images) {
  private static final int MAX_LENGTH = 200;

  /** Checks the name. */
  public NewSession {
    if (name.isBlank() || name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a session's name has 1 to 200 characters");
    }
  }

  /** Without images. */
  public NewSession(String name, String source, String model) {
    this(name, source, model, false);
  }
}
