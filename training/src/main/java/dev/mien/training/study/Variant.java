package dev.mien.training.study;

import dev.mien.training.network.Attention;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.train.TrainingPlan;
import java.util.Locale;

/** The full network, the three without one of the paper's parts, and one without all of them. */
public enum Variant {
  /** All three parts. */
  FULL("full model"),
  /** The image at the scale of the whole face alone, without local contrast. */
  SINGLE_SCALE("without multi-scale features"),
  /** Channels and positions count as they are. */
  NO_ATTENTION("without attention"),
  /** Channels count as they are. */
  NO_CHANNEL_ATTENTION("without attention over channels"),
  /** Positions count as they are. */
  NO_POSITION_ATTENTION("without attention over positions"),
  /** No way around a block. */
  NO_RESIDUAL("without residual connections"),
  /** The shortcut of the first residual networks. */
  PLAIN_RESIDUAL("with plain residual connections"),
  /** None of the three. */
  PLAIN_CNN("plain CNN");

  private final String title;

  Variant(String title) {
    this.title = title;
  }

  /** The name used in tables. */
  public String title() {
    return title;
  }

  /** The name used for folders. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The plan with parts switched off; everything else stays. */
  TrainingPlan of(TrainingPlan plan) {
    boolean multiScale = this != SINGLE_SCALE && this != PLAIN_CNN;
    Attention attention =
        switch (this) {
          case NO_ATTENTION, PLAIN_CNN -> Attention.NONE;
          case NO_CHANNEL_ATTENTION -> Attention.POSITIONS;
          case NO_POSITION_ATTENTION -> Attention.CHANNELS;
          default -> Attention.BOTH;
        };
    Residual residual =
        switch (this) {
          case NO_RESIDUAL, PLAIN_CNN -> Residual.NONE;
          case PLAIN_RESIDUAL -> Residual.PLAIN;
          default -> Residual.IMPROVED;
        };
    return plan.withNetwork(plan.network().with(multiScale, attention, residual));
  }
}
