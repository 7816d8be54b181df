package dev.mien.app.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What a process calls itself as the writer of sessions: machine, process and a number of its own.
 */
final class WriterName {
  private static final String MACHINE = machine();
  private static final String SEPARATOR = "/";

  private WriterName() {}

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName().replace(SEPARATOR, "");
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /** A new name. */
  static String create() {
    return String.join(
        SEPARATOR,
        MACHINE,
        String.valueOf(ProcessHandle.current().pid()),
        HexFormat.of().toHexDigits(new SecureRandom().nextLong()));
  }

  /** Whether a writer was a process of this machine that is there no more. */
  static boolean isGone(String name) {
    String[] parts = name.split(SEPARATOR, -1);
    if (parts.length != 3 || !parts[0].equals(MACHINE)) {
      return false;
    }
    try {
      return ProcessHandle.of(Long.parseLong(parts[1])).isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
