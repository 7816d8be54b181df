package dev.mien.output;

import java.util.Locale;

/** Counts in English sentences, for regular nouns: "1 image", "2,500 images". */
public final class Plural {
  private Plural() {}

  /** The noun as it follows this number. */
  public static String noun(long number, String noun) {
    return number == 1 ? noun : noun + (noun.endsWith("s") ? "es" : "s");
  }

  /** The number, with thousands separated, and the noun. */
  public static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s", number, noun(number, noun));
  }
}
