package dev.mien.training.baseline;

import dev.mien.training.dataset.Sample;

/**
 * Uniform local binary patterns (Ojala et al., PAMI 2002) of 8 neighbours at distance 1, as
 * histograms over 4 x 4 cells (Ahonen et al., PAMI 2006; Shan et al., 2009, for expressions),
 * square root taken. 944 numbers.
 */
public final class Lbp implements Features {
  private static final int CELLS = 4;
  private static final int CELL = Sample.SIZE / CELLS;
  private static final int[][] NEIGHBOURS = {
    {-1, -1}, {0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}
  };

  /**
   * For every pattern of eight bits its bin: one for each with at most two changes, one for all
   * others.
   */
  private static final int[] BIN = new int[256];

  private static final int BINS;

  static {
    int next = 0;
    for (int pattern = 0; pattern < BIN.length; pattern++) {
      int rotated = (pattern >> 1) | ((pattern & 1) << 7);
      BIN[pattern] = Integer.bitCount(pattern ^ rotated) <= 2 ? next++ : -1;
    }
    BINS = next + 1;
    for (int pattern = 0; pattern < BIN.length; pattern++) {
      if (BIN[pattern] < 0) {
        BIN[pattern] = next;
      }
    }
  }

  @Override
  public String title() {
    return "LBP + linear SVM";
  }

  @Override
  public double[] of(byte[] pixels) {
    int size = Sample.SIZE;
    double[] features = new double[CELLS * CELLS * BINS];
    for (int y = 1; y < size - 1; y++) {
      for (int x = 1; x < size - 1; x++) {
        int centre = pixels[y * size + x] & 0xff;
        int pattern = 0;
        for (int n = 0; n < NEIGHBOURS.length; n++) {
          int neighbour = pixels[(y + NEIGHBOURS[n][1]) * size + x + NEIGHBOURS[n][0]] & 0xff;
          pattern |= neighbour >= centre ? 1 << n : 0;
        }
        features[(y / CELL * CELLS + x / CELL) * BINS + BIN[pattern]]++;
      }
    }
    for (int i = 0; i < features.length; i++) {
      features[i] = Math.sqrt(features[i]) / CELL;
    }
    return features;
  }
}
