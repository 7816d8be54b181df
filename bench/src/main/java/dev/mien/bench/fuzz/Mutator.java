package dev.mien.bench.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages bytes in ways that parsers trip over. The same seed makes the same damage. */
final class Mutator {
  private static final int LONGEST = 1 << 20;
  private static final long[] EDGES = {
    0,
    1,
    -1,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final SplittableRandom random;

  Mutator(long seed) {
    random = new SplittableRandom(seed);
  }

  /** One of the seeds with one to eight kinds of damage. */
  byte[] next(List<byte[]> seeds) {
    byte[] bytes = pick(seeds).clone();
    int rounds = 1 + random.nextInt(random.nextInt(8) + 1);
    for (int i = 0; i < rounds; i++) {
      bytes = damaged(bytes, seeds);
    }
    return bytes;
  }

  private byte[] pick(List<byte[]> seeds) {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] damaged(byte[] bytes, List<byte[]> seeds) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = place(bytes.length);
    return switch (random.nextInt(9)) {
      case 0 -> flip(bytes, at);
      case 1 -> set(bytes, at);
      case 2 -> number(bytes, at);
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> repeat(bytes, at);
      case 5 -> without(bytes, at);
      case 6 -> splice(bytes, at, pick(seeds));
      case 7 -> digit(bytes, at);
      default -> shuffle(bytes, at);
    };
  }

  /** Half of all damage goes into the beginning, where headers are. */
  private int place(int length) {
    return random.nextInt(random.nextBoolean() ? Math.min(length, 64) : length);
  }

  private byte[] flip(byte[] bytes, int at) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private byte[] set(byte[] bytes, int at) {
    bytes[at] = (byte) random.nextInt(256);
    return bytes;
  }

  /** Puts a number at the edge of its type where some field may be. */
  private byte[] number(byte[] bytes, int at) {
    int width = 1 << random.nextInt(4);
    if (at + width > bytes.length) {
      return bytes;
    }
    ByteBuffer value = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    value.putLong(0, EDGES[random.nextInt(EDGES.length)] + random.nextInt(3) - 1);
    boolean bigEndian = random.nextBoolean();
    for (int i = 0; i < width; i++) {
      bytes[at + i] = value.get(bigEndian ? width - 1 - i : i);
    }
    return bytes;
  }

  private byte[] repeat(byte[] bytes, int at) {
    int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
    int times = 1 + random.nextInt(random.nextInt(400) + 1);
    if ((long) bytes.length + (long) length * times > LONGEST) {
      return bytes;
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + length * times);
    for (int i = 0; i < times; i++) {
      System.arraycopy(bytes, at, longer, at + i * length, length);
    }
    System.arraycopy(bytes, at, longer, at + times * length, bytes.length - at);
    return longer;
  }

  private byte[] without(byte[] bytes, int at) {
    int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
    System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
    return shorter;
  }

  private byte[] splice(byte[] bytes, int at, byte[] other) {
    int from = other.length == 0 ? 0 : random.nextInt(other.length);
    int most = Math.max(LONGEST, bytes.length);
    byte[] joined = Arrays.copyOf(bytes, Math.max(at, Math.min(most, at + other.length - from)));
    System.arraycopy(other, from, joined, at, Math.max(0, joined.length - at));
    return joined;
  }

  /** Texts hold numbers as digits. */
  private byte[] digit(byte[] bytes, int at) {
    for (int i = at; i < bytes.length; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        bytes[i] = (byte) ("0123456789-eE.".charAt(random.nextInt(14)));
        return bytes;
      }
    }
    return bytes;
  }

  private byte[] shuffle(byte[] bytes, int at) {
    int other = random.nextInt(bytes.length);
    byte kept = bytes[at];
    bytes[at] = bytes[other];
    bytes[other] = kept;
    return bytes;
  }
}
