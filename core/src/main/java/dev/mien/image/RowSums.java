package dev.mien.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sums of colours over rows, and of these over columns: what shrinking by means needs. Rows are
 * added eight bytes at a time. Not thread-safe.
 */
public final class RowSums {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Every other byte of eight, with room for a sum of 16 bits each. */
  private static final long LANES = 0x00ff00ff00ff00ffL;

  private static final int LANE_MASK = 0xffff;

  /** How many rows of bytes a lane holds. */
  private static final int MAX_ROWS = 257;

  private final RgbImage image;
  private final int left;
  private final long[] even;
  private final long[] odd;
  private final int[] sums;

  /**
   * For the columns from {@code left} to before {@code right}.
   *
   * @throws IllegalArgumentException if these are no columns of the image
   */
  public RowSums(RgbImage image, int left, int right) {
    if (left < 0 || left > right || right > image.width()) {
      throw new IllegalArgumentException("no columns: " + left + " to " + right);
    }
    this.image = image;
    this.left = left;
    sums = new int[RgbImage.CHANNELS * (right - left)];
    even = new long[sums.length / Long.BYTES];
    odd = new long[sums.length / Long.BYTES];
  }

  /** Adds up the rows from {@code top} to before {@code bottom}; forgets those of the last call. */
  public void rows(int top, int bottom) {
    Arrays.fill(sums, 0);
    for (int from = top; from < bottom; from += MAX_ROWS) {
      addRows(from, Math.min(bottom, from + MAX_ROWS));
    }
  }

  private void addRows(int top, int bottom) {
    byte[] bytes = image.bytes();
    Arrays.fill(even, 0);
    Arrays.fill(odd, 0);
    for (int y = top; y < bottom; y++) {
      int offset = image.offset(left, y);
      for (int i = 0; i < even.length; i++) {
        long eight = (long) LONG.get(bytes, offset + Long.BYTES * i);
        even[i] += eight & LANES;
        odd[i] += (eight >>> Byte.SIZE) & LANES;
      }
      for (int i = Long.BYTES * even.length; i < sums.length; i++) {
        sums[i] += bytes[offset + i] & 0xff;
      }
    }
    for (int i = 0; i < even.length; i++) {
      unpack(even[i], Long.BYTES * i);
      unpack(odd[i], Long.BYTES * i + 1);
    }
  }

  private void unpack(long lanes, int at) {
    sums[at] += (int) lanes & LANE_MASK;
    sums[at + 2] += (int) (lanes >>> 16) & LANE_MASK;
    sums[at + 4] += (int) (lanes >>> 32) & LANE_MASK;
    sums[at + 6] += (int) (lanes >>> 48);
  }

  /**
   * The sums of each colour over the rows and the columns from {@code from} to before {@code to},
   * columns of the image; correct up to 8 million pixels.
   *
   * @param colours receives red, green and blue
   */
  public void sum(int from, int to, int[] colours) {
    int red = 0;
    int green = 0;
    int blue = 0;
    int end = RgbImage.CHANNELS * (to - left);
    for (int i = RgbImage.CHANNELS * (from - left); i < end; i += RgbImage.CHANNELS) {
      red += sums[i];
      green += sums[i + 1];
      blue += sums[i + 2];
    }
    colours[0] = red;
    colours[1] = green;
    colours[2] = blue;
  }
}
