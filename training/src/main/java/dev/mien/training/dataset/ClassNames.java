package dev.mien.training.dataset;

import dev.mien.expression.Emotion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How data sets call the eight expressions. */
final class ClassNames {
  private static final Map<Emotion, List<String>> NAMES =
      Map.of(
          Emotion.NEUTRAL, List.of("neutral", "neutrality"),
          Emotion.HAPPINESS, List.of("happiness", "happy", "joy"),
          Emotion.SURPRISE, List.of("surprise", "surprised"),
          Emotion.SADNESS, List.of("sadness", "sad"),
          Emotion.ANGER, List.of("anger", "angry"),
          Emotion.DISGUST, List.of("disgust", "disgusted"),
          Emotion.FEAR, List.of("fear", "fearful", "afraid"),
          Emotion.CONTEMPT, List.of("contempt", "contemptuous"));

  private ClassNames() {}

  /** The expression that a folder's name means, whatever its case; a leading number is ignored. */
  static Optional<Emotion> emotion(String folder) {
    String name = folder.toLowerCase(Locale.ROOT).replaceFirst("^[0-9]+[ ._-]+", "").strip();
    return NAMES.entrySet().stream()
        .filter(entry -> entry.getValue().contains(name))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** All names, for a message. */
  static String known() {
    return Arrays.stream(Emotion.values())
        .map(emotion -> String.join("/", NAMES.getOrDefault(emotion, List.of())))
        .collect(Collectors.joining(", "));
  }
}
