package dev.mien.app.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A client that sends what no proper one would, from any loopback address. */
final class RawClient implements AutoCloseable {
  private final Socket socket;

  /**
   * @param address of its own, such as 127.0.0.2
   */
  RawClient(int port, String address) throws IOException {
    socket = new Socket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getAllByName(address)[0], 0));
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  RawClient send(String head) throws IOException {
    return send(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Posts an image without waiting for the answer. */
  RawClient post(String path, byte[] body) throws IOException {
    return send("POST %s HTTP/1.1\nHost: localhost\nContent-Type: image/jpeg\nContent-Length: %d\n\n"
            .formatted(path, body.length))
        .send(body);
  }

  /** Becomes a WebSocket. */
  RawClient upgrade() throws IOException {
    send(
        "GET /v1/stream HTTP/1.1\nHost: localhost\nUpgrade: websocket\nConnection: Upgrade\n"
            + "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: "
            + Base64.getEncoder().encodeToString(new byte[16])
            + "\n\n");
    return this;
  }

  /** Sends a WebSocket message of text. */
  void text(String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    byte[] head = {
      (byte) 0x81,
      (byte) (0x80 | 126),
      (byte) (payload.length >> 8),
      (byte) payload.length,
      0,
      0,
      0,
      0
    };
    send(head).send(payload);
  }

  /** The next line that the server sends, without its end; empty at the end of the connection. */
  String line() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** The status of the next answer; 0 if the connection ended instead. */
  int status() throws IOException {
    try {
      String line = line();
      return line.startsWith("HTTP/1.1 ") ? Integer.parseInt(line.substring(9, 12)) : 0;
    } catch (java.net.SocketException e) {
      return 0;
    }
  }

  /** Goes without a word, as a crash does: the other side gets a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
