package dev.mien.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads rules from text, one a line; {@code #} begins a comment.
 *
 * <pre>
 * help:      anger or sadness &gt; 0.6 for 3s, release 0.4, cool-down 30s
 * low:       valence &lt; -0.3 for 5s
 * alone:     no face for 10s
 * </pre>
 *
 * <p>{@code release} is 0.1 on the quiet side of the threshold (near the end of what the value can
 * be, half of the way there) and {@code cool-down} nothing unless given. The time it takes grows
 * with the length of the text and no faster; a text has at most {@value #MAX_LINES} lines of
 * {@value #MAX_LINE_LENGTH} characters and {@value #MAX_RULES} rules.
 */
public final class EventRules {
  static final int MAX_LINES = 1000;
  static final int MAX_LINE_LENGTH = 500;
  static final int MAX_RULES = 100;

  private EventRules() {}

  /**
   * Reads the rules of a file's text.
   *
   * @throws IllegalArgumentException if a line is no rule, or there are too many; the sentence says
   *     which and why
   */
  public static List<EventRule> parse(String text) {
    List<EventRule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<String> lines = text.lines().limit(MAX_LINES + 1L).toList();
    if (lines.size() > MAX_LINES) {
      throw new IllegalArgumentException("rules have more than " + MAX_LINES + " lines");
    }
    for (int i = 0; i < lines.size(); i++) {
      try {
        EventRule rule = EventRuleLine.parse(lines.get(i));
        if (rule != null) {
          add(rule, rules, names);
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line %d: %s".formatted(i + 1, e.getMessage()), e);
      }
    }
    return List.copyOf(rules);
  }

  private static void add(EventRule rule, List<EventRule> rules, Set<String> names) {
    if (!names.add(rule.name())) {
      throw new IllegalArgumentException("there are two rules called " + rule.name());
    }
    if (rules.size() == MAX_RULES) {
      throw new IllegalArgumentException("there are more than " + MAX_RULES + " rules");
    }
    rules.add(rule);
  }
}
