package dev.mien.app.session;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where sessions are kept unless another place is named. */
public final class StoreLocation {
  /** The environment variable that names another place. */
  public static final String VARIABLE = "MIEN_STORE";

  static final String SQLITE = "jdbc:sqlite:";

  private StoreLocation() {}

  /**
   * The file of a location, or null if it is a PostgreSQL server.
   *
   * @throws SessionException if no file can be called so
   */
  public static @Nullable Path file(String location) {
    if (location.startsWith("jdbc:") && !location.startsWith(SQLITE)) {
      return null;
    }
    try {
      return Path.of(location.startsWith(SQLITE) ? location.substring(SQLITE.length()) : location);
    } catch (InvalidPathException e) {
      throw new SessionException("the session store cannot be opened: no file is called so", e);
    }
  }

  /** {@value #VARIABLE} if it is set, a file in the user's data folder if not. */
  public static String get() {
    return of(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  static String of(Map<String, String> environment, String system, Path home) {
    String named = environment.get(VARIABLE);
    if (named != null && !named.isBlank()) {
      return parse(named);
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

  /**
   * What a user may write: a file, a JDBC address, or an address as psql takes it, {@code
   * postgresql://user:password@host:port/database}.
   *
   * @return a file or a JDBC address
   * @throws IllegalArgumentException if it is an address of another kind; the message does not
   *     repeat what may be a password
   */
  public static String parse(String text) {
    if (text.startsWith("jdbc:")) {
      if (!text.matches("jdbc:(postgresql|sqlite):.*")) {
        throw new IllegalArgumentException(
            "sessions are kept in a SQLite file or in jdbc:postgresql://…, not in another data base");
      }
      return text;
    }
    if (!text.contains("://")) {
      return text;
    }
    if (!text.matches("postgres(ql)?://.*")) {
      throw new IllegalArgumentException(
          "a store is a SQLite file, postgresql://host/database or jdbc:postgresql://…,"
              + " not an address that begins with "
              + text.replaceFirst("://.*", "://"));
    }
    URI address = URI.create(text);
    List<String> parameters = new ArrayList<>();
    if (address.getRawQuery() != null) {
      parameters.add(address.getRawQuery());
    }
    String login = address.getRawUserInfo();
    if (login != null) {
      int colon = login.indexOf(':');
      parameters.add("user=" + (colon < 0 ? login : login.substring(0, colon)));
      if (colon >= 0) {
        parameters.add("password=" + login.substring(colon + 1));
      }
    }
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    return "jdbc:postgresql://" + address.getHost() + port + address.getRawPath() + query;
  }
}
