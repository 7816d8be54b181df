package dev.mien.training.study;

import dev.mien.training.network.Attention;
import dev.mien.training.network.MultiScale;
import dev.mien.training.network.NetworkPlan;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.train.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The network of a plan, the same without one of the paper's parts each, and without all of them.
 */
public enum Variant {
  /** All parts that the plan has. */
  FULL("full model"),
  /** Image and kernels at one scale alone. */
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

  /**
   * The first variant that is the same network under a plan, often this one: a plan may have
   * switched off already what a variant would.
   */
  public Variant canonical(TrainingPlan plan) {
    return Arrays.stream(values())
        .filter(other -> other.parts(plan).equals(parts(plan)))
        .findFirst()
        .orElseThrow();
  }

  private List<Object> parts(TrainingPlan plan) {
    NetworkPlan network = of(plan).network();
    return List.of(network.multiScale(), network.attention(), network.residual());
  }

  /** The plan with parts switched off; everything else stays, what the plan switches off too. */
  TrainingPlan of(TrainingPlan plan) {
    NetworkPlan full = plan.network();
    Attention weighed = full.attention();
    boolean single = this == SINGLE_SCALE || this == PLAIN_CNN;
    MultiScale multiScale = single ? MultiScale.NONE : full.multiScale();
    Attention attention =
        switch (this) {
          case NO_ATTENTION, PLAIN_CNN -> Attention.NONE;
          case NO_CHANNEL_ATTENTION -> Attention.of(false, weighed.overPositions());
          case NO_POSITION_ATTENTION -> Attention.of(weighed.overChannels(), false);
          default -> weighed;
        };
    Residual residual =
        switch (this) {
          case NO_RESIDUAL, PLAIN_CNN -> Residual.NONE;
          case PLAIN_RESIDUAL -> full.residual() == Residual.NONE ? Residual.NONE : Residual.PLAIN;
          default -> full.residual();
        };
    return plan.withNetwork(full.with(multiScale, attention, residual));
  }
}
