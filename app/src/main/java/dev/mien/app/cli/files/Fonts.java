package dev.mien.app.cli.files;

import java.awt.Font;
import java.awt.font.FontRenderContext;

/** Whether text can be drawn into pictures on this machine. */
public final class Fonts {
  private Fonts() {}

  /**
   * Checks that text can be drawn.
   *
   * @throws OutputException if there is no font or no fontconfig; the message says what to install
   */
  public static void require() throws OutputException {
    try {
      new Font(Font.SANS_SERIF, Font.PLAIN, 12)
          .getStringBounds("Mien", new FontRenderContext(null, true, true));
    } catch (RuntimeException | LinkageError | InternalError e) {
      // What Java throws on a machine without fontconfig, without FreeType or without any font.
      throw new OutputException(
          "text in pictures needs fonts, which are not installed:"
              + " on Debian and Ubuntu, apt-get install fontconfig fonts-dejavu-core",
          e);
    }
  }
}
