package dev.mien.app.image;

import dev.mien.image.RgbImage;
import java.nio.ByteBuffer;

/** A picture under construction, black until tiles are drawn. */
final class RgbCanvas {
  private static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final byte[] rgb;

  RgbCanvas(int width, int height) {
    this.width = width;
    this.height = height;
    rgb = new byte[Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height))];
  }

  /** Draws a tile; what of it lies outside the picture is left out. */
  void draw(ByteBuffer tile, int stride, int tileWidth, int tileHeight, int left, int top) {
    int drawn = Math.min(tileWidth, width - left);
    for (int row = 0; row < Math.min(tileHeight, height - top) && drawn > 0; row++) {
      tile.position(row * stride);
      tile.get(rgb, CHANNELS * ((top + row) * width + left), CHANNELS * drawn);
    }
  }

  RgbImage image() {
    return RgbImage.ofBytes(width, height, rgb);
  }
}
