package dev.mien.event;

import dev.mien.expression.Emotion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One line of rules: cut into words once, then read word by word. */
final class EventRuleLine {
  private static final double HYSTERESIS = 0.1;
  private static final double HIGHEST = 1;
  private static final String SIGNS = ":,<>";
  private static final String END = "";

  private final String line;
  private final List<String> words;
  private int next;

  private EventRuleLine(String line) {
    this.line = line;
    words = words(line);
  }

  /** The rule of a line; null if there is nothing but blanks and a comment. */
  static @Nullable EventRule parse(String text) {
    if (text.length() > EventRules.MAX_LINE_LENGTH) {
      throw new IllegalArgumentException(
          "it is longer than " + EventRules.MAX_LINE_LENGTH + " characters");
    }
    int comment = text.indexOf('#');
    String line = (comment < 0 ? text : text.substring(0, comment)).strip();
    return line.isEmpty() ? null : new EventRuleLine(line).rule();
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= line.length(); i++) {
      char c = i < line.length() ? line.charAt(i) : ' ';
      boolean sign = SIGNS.indexOf(c) >= 0;
      if (sign || Character.isWhitespace(c)) {
        if (i > begin) {
          words.add(line.substring(begin, i));
        }
        if (sign) {
          words.add(String.valueOf(c));
        }
        begin = i + 1;
      }
    }
    return words;
  }

  private EventRule rule() {
    String name = name();
    expect(":");
    List<String> subject = new ArrayList<>();
    while (!List.of("<", ">", "for", END).contains(peek())) {
      subject.add(take());
    }
    if (subject.equals(List.of("no", "face"))) {
      Duration dwell = dwell();
      return end(new EventRule(name, new Signal.NoFace(), true, 0.5, 0.5, dwell, coolDown()));
    }
    String side = take();
    if (subject.isEmpty() || !(side.equals(">") || side.equals("<"))) {
      throw noRule();
    }
    boolean above = side.equals(">");
    double threshold = number();
    Duration dwell = dwell();
    Signal signal = signal(subject);
    double release = option("release") ? number() : release(signal, threshold, above);
    require(threshold > signal.lowest() && threshold < HIGHEST, threshold, signal);
    require(release >= signal.lowest() && release <= HIGHEST, release, signal);
    return end(new EventRule(name, signal, above, threshold, release, dwell, coolDown()));
  }

  /** Near the end of what the signal can be, half of the way there: it must be reached. */
  private static double release(Signal signal, double threshold, boolean above) {
    return above
        ? Math.max(threshold - HYSTERESIS, (threshold + signal.lowest()) / 2)
        : Math.min(threshold + HYSTERESIS, (threshold + HIGHEST) / 2);
  }

  private static void require(boolean reached, double value, Signal signal) {
    if (!reached) {
      throw new IllegalArgumentException(
          "%s is never passed, or always: the values of this rule lie between %.0f and 1"
              .formatted(
                  BigDecimal.valueOf(value).stripTrailingZeros().toPlainString(), signal.lowest()));
    }
  }

  private String name() {
    String name = take();
    boolean proper =
        !name.equals(END)
            && name.chars().allMatch(c -> c == '-' || c == '_' || isAsciiLetterOrDigit(c));
    if (!proper) {
      throw noRule();
    }
    return name;
  }

  private static boolean isAsciiLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private Duration dwell() {
    expect("for");
    return TimeSpan.parse(take());
  }

  private Duration coolDown() {
    return option("cool-down") || option("cooldown") ? TimeSpan.parse(take()) : Duration.ZERO;
  }

  /** Takes a comma and a word if they are next. */
  private boolean option(String word) {
    if (peek().equals(",") && next + 1 < words.size() && words.get(next + 1).equals(word)) {
      next += 2;
      return true;
    }
    return false;
  }

  private double number() {
    String word = take();
    if (word.equals(END)
        || !word.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-')) {
      throw noRule();
    }
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw noRule();
    }
  }

  private String peek() {
    return next < words.size() ? words.get(next) : END;
  }

  private String take() {
    String word = peek();
    next++;
    return word;
  }

  private void expect(String word) {
    if (!take().equals(word)) {
      throw noRule();
    }
  }

  private EventRule end(EventRule rule) {
    if (next < words.size()) {
      throw noRule();
    }
    return rule;
  }

  private IllegalArgumentException noRule() {
    return new IllegalArgumentException(
        "a rule looks like 'help: anger or sadness > 0.6 for 3s, release 0.4, cool-down 30s', not '%s'"
            .formatted(line));
  }

  private static Signal signal(List<String> subject) {
    if (subject.equals(List.of("valence"))) {
      return new Signal.Valence();
    }
    if (subject.equals(List.of("arousal"))) {
      return new Signal.Arousal();
    }
    Set<Emotion> emotions = EnumSet.noneOf(Emotion.class);
    for (String label : String.join(" ", subject).split(" or ", -1)) {
      emotions.add(emotion(label));
    }
    return new Signal.AnyOf(emotions);
  }

  private static Emotion emotion(String label) {
    try {
      return Emotion.ofLabel(label);
    } catch (IllegalArgumentException e) {
      String known =
          Arrays.stream(Emotion.values()).map(Emotion::label).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "'%s' is neither an expression (%s) nor valence, arousal or no face"
              .formatted(label, known),
          e);
    }
  }
}
