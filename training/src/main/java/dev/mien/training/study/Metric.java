package dev.mien.training.study;

import java.util.Locale;

/**
 * What an ablation compares methods by, in each of the {@link Circumstances}: shares of right
 * answers, and the cross-entropy against the shares of FER+'s votes plus that of FER2013's labels,
 * in nats. Each is a mean over images.
 */
enum Metric {
  FERPLUS_ACCURACY("FER+ strict majority", true),
  FER2013_ACCURACY("FER2013", true),
  LOSS("NLL", false),
  FERPLUS_CORRUPTED("FER+ strict majority", true),
  FER2013_CORRUPTED("FER2013", true),
  LOSS_CORRUPTED("NLL", false),
  FERPLUS_UNEVEN_LIGHT("FER+ strict majority", true),
  FER2013_UNEVEN_LIGHT("FER2013", true),
  LOSS_UNEVEN_LIGHT("NLL", false);

  private final String title;
  private final boolean share;

  Metric(String title, boolean share) {
    this.title = title;
    this.share = share;
  }

  /** The name used in JSON. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name used in tables. */
  String title() {
    return title;
  }

  /** Whether it is a share, shown in percent, and higher is better; else lower is. */
  boolean isShare() {
    return share;
  }
}
