package dev.mien.app.session;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where sessions are kept unless another place is named. */
public final class StoreLocation {
  /** The environment variable that names another place. */
  public static final String VARIABLE = "MIEN_STORE";

  private StoreLocation() {}

  /** {@value #VARIABLE} if it is set, a file in the user's data folder if not. */
  public static String get() {
    return of(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  static String of(Map<String, String> environment, String system, Path home) {
    String named = environment.get(VARIABLE);
    if (named != null && !named.isBlank()) {
      return named;
    }
    String name = system.toLowerCase(Locale.ROOT);
    Path data;
    if (name.contains("mac")) {
      data = home.resolve("Library").resolve("Application Support");
    } else if (name.contains("windows")) {
      String local = environment.get("LOCALAPPDATA");
      data = local == null ? home.resolve("AppData").resolve("Local") : Path.of(local);
    } else {
      String xdg = environment.get("XDG_DATA_HOME");
      data = xdg == null || xdg.isBlank() ? home.resolve(".local").resolve("share") : Path.of(xdg);
    }
    return data.resolve("mien").resolve("sessions.db").toString();
  }
}
