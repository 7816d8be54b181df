package dev.mien.training.baseline;

import dev.mien.training.dataset.Sample;

/**
 * Histograms of oriented gradients (Dalal and Triggs, CVPR 2005): cells of 8 x 8 pixels, 9 unsigned
 * orientations shared out between the two nearest, blocks of 2 x 2 cells normalised by L2-Hys. 900
 * numbers.
 */
public final class Hog implements Features {
  private static final int CELL = 8;
  private static final int CELLS = Sample.SIZE / CELL;
  private static final int ORIENTATIONS = 9;
  private static final int BLOCK = 2;
  private static final double CLIP = 0.2;
  private static final double EPSILON = 1e-3;

  @Override
  public String title() {
    return "HOG + linear SVM";
  }

  @Override
  public double[] of(byte[] pixels) {
    double[][] cells = cells(pixels);
    int across = CELLS - BLOCK + 1;
    int length = BLOCK * BLOCK * ORIENTATIONS;
    double[] features = new double[across * across * length];
    for (int y = 0; y < across; y++) {
      for (int x = 0; x < across; x++) {
        int offset = (y * across + x) * length;
        for (int c = 0; c < BLOCK * BLOCK; c++) {
          double[] cell = cells[(y + c / BLOCK) * CELLS + x + c % BLOCK];
          System.arraycopy(cell, 0, features, offset + c * ORIENTATIONS, ORIENTATIONS);
        }
        normalise(features, offset, length);
        for (int i = offset; i < offset + length; i++) {
          features[i] = Math.min(CLIP, features[i]);
        }
        normalise(features, offset, length);
      }
    }
    return features;
  }

  private static double[][] cells(byte[] pixels) {
    int size = Sample.SIZE;
    double[][] cells = new double[CELLS * CELLS][ORIENTATIONS];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double dx = grey(pixels, x + 1, y) - grey(pixels, x - 1, y);
        double dy = grey(pixels, x, y + 1) - grey(pixels, x, y - 1);
        double angle = (Math.atan2(dy, dx) + Math.PI) % Math.PI;
        double position = angle / Math.PI * ORIENTATIONS - 0.5;
        int low = (int) Math.floor(position);
        double share = position - low;
        double magnitude = Math.hypot(dx, dy);
        double[] cell = cells[y / CELL * CELLS + x / CELL];
        cell[Math.floorMod(low, ORIENTATIONS)] += magnitude * (1 - share);
        cell[Math.floorMod(low + 1, ORIENTATIONS)] += magnitude * share;
      }
    }
    return cells;
  }

  private static double grey(byte[] pixels, int x, int y) {
    int last = Sample.SIZE - 1;
    int column = Math.min(last, Math.max(0, x));
    int row = Math.min(last, Math.max(0, y));
    return (pixels[row * Sample.SIZE + column] & 0xff) / 255.0;
  }

  private static void normalise(double[] values, int offset, int length) {
    double square = EPSILON * EPSILON;
    for (int i = offset; i < offset + length; i++) {
      square += values[i] * values[i];
    }
    for (int i = offset; i < offset + length; i++) {
      values[i] /= Math.sqrt(square);
    }
  }
}
