package dev.mien.app.cli;

import dev.mien.Mien;
import picocli.CommandLine.IVersionProvider;

/** What {@code mien --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "mien " + Mien.version(),
      "Java %s (%s), %s %s"
          .formatted(
              System.getProperty("java.version"),
              System.getProperty("java.vendor"),
              System.getProperty("os.name"),
              System.getProperty("os.arch"))
    };
  }
}
