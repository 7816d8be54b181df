package dev.mien.training.dataset;

import dev.mien.expression.Emotion;
import java.util.Arrays;
import java.util.List;

/**
 * Which images count, and with which label. A figure means nothing without the name of its
 * protocol.
 */
public enum Protocol {
  /** FER2013's own seven labels, all images. */
  FER2013("fer2013", "FER2013, original labels", Emotion.FER2013_ORDER),
  /**
   * FER+ votes: single votes dropped, the winner holds more than half of what is left; eight
   * classes.
   */
  FERPLUS_MAJORITY("ferplus-majority", "FER+ strict majority", List.of(Emotion.values())),
  /** FER+ votes: most votes of all, the first of equals, if they are for an emotion. */
  FERPLUS_PLURALITY("ferplus-plurality", "FER+ plurality", List.of(Emotion.values())),
  /**
   * A folder of images with one folder per class. Only classes that occur can be answered: the
   * probabilities of the others are left out and the rest scaled to sum to 1.
   */
  FOLDER("folder", "Image folder", List.of(Emotion.values()));

  private final String id;
  private final String title;
  private final List<Emotion> classes;

  Protocol(String id, String title, List<Emotion> classes) {
    this.id = id;
    this.title = title;
    this.classes = classes;
  }

  /** The name used on the command line and in files. */
  public String id() {
    return id;
  }

  /** The name used in reports. */
  public String title() {
    return title;
  }

  /** The classes in the order of the label numbers. */
  public List<Emotion> classes() {
    return classes;
  }

  /** Whether the labels come from votes over the eight expressions, and not from FER2013. */
  public boolean needsVotes() {
    return this != FER2013;
  }

  /**
   * The label of a sample as an index into {@link #classes()}, or -1 if the protocol leaves the
   * sample out.
   */
  public int labelOf(Sample sample) {
    if (this == FER2013) {
      return sample.label();
    }
    Votes votes = sample.votes();
    if (votes == null) {
      return -1;
    }
    return this == FERPLUS_PLURALITY || this == FOLDER ? votes.plurality() : votes.strictMajority();
  }

  /** The label of every sample, as {@link #labelOf} gives it. */
  public int[] labelsOf(List<Sample> samples) {
    return samples.stream().mapToInt(this::labelOf).toArray();
  }

  /**
   * Finds the protocol with this id.
   *
   * @throws IllegalArgumentException with the known ids if there is none
   */
  public static Protocol ofId(String id) {
    return Arrays.stream(values())
        .filter(protocol -> protocol.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown protocol \""
                        + id
                        + "\"; known are "
                        + Arrays.stream(values()).map(Protocol::id).toList()));
  }
}
