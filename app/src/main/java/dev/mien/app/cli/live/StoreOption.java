package dev.mien.app.cli.live;

import dev.mien.app.cli.console.UserException;
import dev.mien.app.session.StoreLocation;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where sessions are kept. */
final class StoreOption {
  @Option(
      names = "--store",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE|URL",
      description =
          "Where sessions are kept: a SQLite file or postgresql://user:password@host/database (default: $MIEN_STORE, or a file in your data folder).")
  private @Nullable String store;

  boolean isGiven() {
    return store != null;
  }

  /** Whether the place was named, by the option or by the environment. */
  boolean isNamed() {
    String variable = System.getenv(StoreLocation.VARIABLE);
    return isGiven() || (variable != null && !variable.isBlank());
  }

  /** The SQLite file, which no output may replace; none for an address. */
  List<Path> files() {
    Path file = StoreLocation.file(location());
    return file == null ? List.of() : List.of(file);
  }

  String location() {
    try {
      return store == null ? StoreLocation.get() : StoreLocation.parse(store);
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }
}
