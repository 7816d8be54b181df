package dev.mien.app.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks a server on this machine whether it is ready, for containers that have no curl. */
public final class HealthCheck {
  private static final int TIMEOUT_MILLIS = 5000;

  private HealthCheck() {}

  /**
   * Exits with 0 if the server is ready and with 1 if it is not.
   *
   * @param arguments its port
   */
  public static void main(String[] arguments) {
    System.exit(isReady(Integer.parseInt(arguments[0])) ? 0 : 1);
  }

  static boolean isReady(int port) {
    try {
      URI address = URI.create("http://127.0.0.1:" + port + "/health/ready");
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }
}
