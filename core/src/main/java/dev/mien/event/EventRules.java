package dev.mien.event;

import dev.mien.expression.Emotion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules from text, one a line; {@code #} begins a comment.
 *
 * <pre>
 * help:      anger or sadness &gt; 0.6 for 3s, release 0.4, cool-down 30s
 * low:       valence &lt; -0.3 for 5s
 * alone:     no face for 10s
 * </pre>
 *
 * <p>{@code release} is 0.1 on the quiet side of the threshold and {@code cool-down} nothing unless
 * given.
 */
public final class EventRules {
  private static final double HYSTERESIS = 0.1;
  private static final String NUMBER = "(-?\\d*\\.?\\d+)";
  private static final Pattern LINE =
      Pattern.compile(
          "(?<name>[\\w-]+)\\s*:\\s*"
              + "(?:(?<none>no face)|(?<signal>[a-z ]+?)\\s*(?<side>[<>])\\s*(?<threshold>"
              + NUMBER
              + "))\\s+for\\s+(?<dwell>\\S+?)"
              + "(?:\\s*,\\s*release\\s+(?<release>"
              + NUMBER
              + "))?(?:\\s*,\\s*cool-?down\\s+(?<cooldown>\\S+))?");

  private EventRules() {}

  /**
   * Reads the rules of a file's text.
   *
   * @throws IllegalArgumentException if a line is no rule; the sentence says which and why
   */
  public static List<EventRule> parse(String text) {
    List<EventRule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        try {
          EventRule rule = rule(line);
          if (!names.add(rule.name())) {
            throw new IllegalArgumentException("there are two rules called " + rule.name());
          }
          rules.add(rule);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line %d: %s".formatted(i + 1, e.getMessage()), e);
        }
      }
    }
    return List.copyOf(rules);
  }

  private static EventRule rule(String line) {
    Matcher match = LINE.matcher(line);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "a rule looks like 'help: anger or sadness > 0.6 for 3s, release 0.4, cool-down 30s', not '%s'"
              .formatted(line));
    }
    Duration dwell = TimeSpan.parse(match.group("dwell"));
    @Nullable String coolDown = match.group("cooldown");
    Duration rest = coolDown == null ? Duration.ZERO : TimeSpan.parse(coolDown);
    String name = match.group("name");
    if (match.group("none") != null) {
      return new EventRule(name, new Signal.NoFace(), true, 0.5, 0.5, dwell, rest);
    }
    boolean above = match.group("side").equals(">");
    double threshold = Double.parseDouble(match.group("threshold"));
    @Nullable String given = match.group("release");
    double release =
        given == null ? threshold + (above ? -HYSTERESIS : HYSTERESIS) : Double.parseDouble(given);
    return new EventRule(
        name, signal(match.group("signal").strip()), above, threshold, release, dwell, rest);
  }

  private static Signal signal(String text) {
    return switch (text) {
      case "valence" -> new Signal.Valence();
      case "arousal" -> new Signal.Arousal();
      default -> {
        Set<Emotion> emotions = EnumSet.noneOf(Emotion.class);
        for (String label : text.split("\\s+or\\s+", -1)) {
          emotions.add(emotion(label));
        }
        yield new Signal.AnyOf(emotions);
      }
    };
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
