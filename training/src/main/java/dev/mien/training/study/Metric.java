package dev.mien.training.study;

import java.util.Locale;

/** What an ablation compares methods by; each is a mean over images. */
enum Metric {
  /** Share of right answers, FER+ strict majority. */
  FERPLUS_ACCURACY("FER+ strict majority", true),
  /** Share of right answers, FER2013. */
  FER2013_ACCURACY("FER2013", true),
  /**
   * Cross-entropy against the shares of FER+'s votes plus that of FER2013's labels, in nats; lower
   * is better.
   */
  LOSS("NLL", false),
  /**
   * Share of right answers, FER+ strict majority, mean over all corruptions at the middle grade.
   */
  FERPLUS_CORRUPTED("FER+ under corruptions", true),
  /** Share of right answers, FER2013, mean over all corruptions at the middle grade. */
  FER2013_CORRUPTED("FER2013 under corruptions", true);

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

  /** Whether it is a share, shown in percent, and higher is better. */
  boolean isShare() {
    return share;
  }
}
