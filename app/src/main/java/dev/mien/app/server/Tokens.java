package dev.mien.app.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows who showed the token: programs send it with every request, browsers once and then a cookie
 * that stands for it until the server stops. Comparisons take constant time. Thread-safe.
 */
final class Tokens {
  static final String COOKIE = "mien_login";
  private static final int MAX_LOGINS = 10_000;

  private final byte @Nullable [] digest;
  private final Set<String> logins = ConcurrentHashMap.newKeySet();

  Tokens(@Nullable String token) {
    digest = token == null ? null : sha256(token);
  }

  /** Whether a token is needed at all. */
  boolean needed() {
    return digest != null;
  }

  boolean isToken(String shown) {
    // Digests have equal length: not even the token's length can be told from the time it takes.
    return digest != null && MessageDigest.isEqual(digest, sha256(shown));
  }

  boolean isLogin(@Nullable String cookie) {
    return cookie != null && logins.contains(hex(sha256(cookie)));
  }

  /** A cookie's value for a browser that showed the token. */
  String login() {
    if (logins.size() >= MAX_LOGINS) {
      logins.clear();
    }
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String cookie = hex(random);
    logins.add(hex(sha256(cookie)));
    return cookie;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }
}
