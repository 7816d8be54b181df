package dev.mien.app.image;

import dev.mien.image.RgbImage;
import java.nio.ByteBuffer;

/** A picture under construction, black until tiles are drawn. */
final class RgbCanvas {
  private static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final int originX;
  private final int originY;
  private final byte[] rgb;

  /**
   * @param originX the column of the tiles' coordinates at which the picture begins
   * @param originY the row, likewise
   */
  RgbCanvas(int width, int height, int originX, int originY) {
    this.width = width;
    this.height = height;
    this.originX = originX;
    this.originY = originY;
    rgb = new byte[Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height))];
  }

  /** Draws a tile; what of it lies outside the picture is left out. */
  void draw(ByteBuffer tile, int stride, int tileWidth, int tileHeight, int left, int top) {
    int from = Math.max(0, left - originX);
    int to = Math.min(width, left - originX + tileWidth);
    for (int row = 0; row < tileHeight; row++) {
      int y = top - originY + row;
      if (y >= 0 && y < height && to > from) {
        tile.position(row * stride + CHANNELS * (from - (left - originX)));
        tile.get(rgb, CHANNELS * (y * width + from), CHANNELS * (to - from));
      }
    }
  }

  RgbImage image() {
    return RgbImage.ofBytes(width, height, rgb);
  }
}
