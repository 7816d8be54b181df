package dev.mien.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What hostile clients do to a server on this machine, each from a loopback address of its own. */
final class Attacks {
  private Attacks() {}

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** Repeats a step until it is over; a refused or broken connection is what it asked for. */
  private static void until(AtomicBoolean over, Step step) {
    while (!over.get()) {
      try {
        step.run();
      } catch (IOException e) {
        pause(20);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Socket connect(int port, String address) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
    socket.setSoTimeout(5000);
    return socket;
  }

  private static void write(Socket socket, String head) throws IOException {
    socket
        .getOutputStream()
        .write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String post(String path, long length) {
    return "POST %s HTTP/1.1\nHost: localhost\nContent-Type: image/jpeg\nContent-Length: %d\n\n"
        .formatted(path, length);
  }

  /** Clients that vanish in a body, stall, and send what is no image; a few a second. */
  static void everydayTrouble(int port, byte[] image, AtomicBoolean over) {
    until(
        over,
        () -> {
          try (Socket vanishing = connect(port, "127.0.0.20")) {
            write(vanishing, post("/v1/analyze", image.length));
            vanishing.getOutputStream().write(image, 0, image.length / 2);
            vanishing.setSoLinger(true, 0);
          }
          try (Socket lying = connect(port, "127.0.0.21")) {
            write(lying, post("/v1/analyze", 4));
            write(lying, "liar");
            lying.getInputStream().read();
          }
          try (Socket stalling = connect(port, "127.0.0.22")) {
            write(stalling, post("/v1/analyze", 1000));
            Thread.sleep(300);
          }
          try (Socket listening = connect(port, "127.0.0.23")) {
            write(
                listening,
                "GET /v1/events HTTP/1.1\nHost: localhost\nAccept: text/event-stream\n\n");
            listening.setSoLinger(true, 0);
          }
          Thread.sleep(200);
        });
  }

  /** Row 2: many connections whose login bodies come a byte at a time. */
  static void slowLogins(int port, AtomicBoolean over) {
    List<Socket> open = new ArrayList<>();
    until(
        over,
        () -> {
          if (open.size() < 300) {
            Socket socket = connect(port, "127.0.0.2");
            open.add(socket);
            write(socket, post("/v1/login", 1_000_000));
            write(socket, post("/v1/analyze", 30_000_000));
          }
          for (Socket socket : List.copyOf(open)) {
            try {
              socket.getOutputStream().write('x');
            } catch (IOException e) {
              open.remove(socket);
              socket.close();
            }
          }
          Thread.sleep(20);
        });
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        pause(0); // It is closed, then.
      }
    }
  }

  /** Row 3: listeners that reset their connection at once. */
  static void resetListeners(int port, AtomicBoolean over) {
    until(
        over,
        () -> {
          try (Socket socket = connect(port, "127.0.0.3")) {
            write(
                socket, "GET /v1/events HTTP/1.1\nHost: localhost\nAccept: text/event-stream\n\n");
            socket.setSoLinger(true, 0);
          }
          Thread.sleep(10);
        });
  }

  /** Row 4: a progressive JPEG with a thousand scans, again and again. */
  static void manyScans(int port, byte[] jpeg, AtomicBoolean over) {
    until(
        over,
        () -> {
          try (Socket socket = connect(port, "127.0.0.4")) {
            write(socket, post("/v1/analyze", jpeg.length));
            socket.getOutputStream().write(jpeg);
            socket.getInputStream().read();
          }
        });
  }

  /** Rows 7 and 10: rules of blanks and long texts, from a client that never reads. */
  static void deafTexts(int port, AtomicBoolean over) {
    byte[] blanks = text("{\"type\":\"rules\",\"rules\":\"x:" + " ".repeat(2000) + "!\"}");
    byte[] echoed = text("{\"type\":\"session\",\"session\":\"" + "y".repeat(60_000) + "\"}");
    until(
        over,
        () -> {
          try (Socket socket = connect(port, "127.0.0.7")) {
            write(
                socket,
                "GET /v1/stream HTTP/1.1\nHost: localhost\nUpgrade: websocket\n"
                    + "Connection: Upgrade\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: "
                    + Base64.getEncoder().encodeToString(new byte[16])
                    + "\n\n");
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 10_000 && !over.get(); i++) {
              out.write(i % 2 == 0 ? blanks : echoed);
            }
          }
        });
  }

  /** A masked WebSocket message of text; the mask is zero. */
  private static byte[] text(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    byte[] message = Arrays.copyOf(new byte[] {(byte) 0x81, (byte) 0xfe}, 8 + payload.length);
    message[2] = (byte) (payload.length >> 8);
    message[3] = (byte) payload.length;
    System.arraycopy(payload, 0, message, 8, payload.length);
    return message;
  }
}
