package dev.mien.expression;

/**
 * Where the expressions lie on the circumplex of affect (Russell, 1980): the ratings of Russell and
 * Mehrabian (1977) for the nearest words, rounded to tenths; neutral is the origin, contempt an
 * estimate beside disgust.
 */
final class Circumplex {
  private Circumplex() {}

  static double valence(Emotion emotion) {
    return switch (emotion) {
      case NEUTRAL -> 0.0;
      case HAPPINESS -> 0.8;
      case SURPRISE -> 0.4;
      case SADNESS -> -0.6;
      case ANGER -> -0.5;
      case DISGUST -> -0.6;
      case FEAR -> -0.6;
      case CONTEMPT -> -0.5;
    };
  }

  static double arousal(Emotion emotion) {
    return switch (emotion) {
      case NEUTRAL -> 0.0;
      case HAPPINESS -> 0.5;
      case SURPRISE -> 0.7;
      case SADNESS -> -0.3;
      case ANGER -> 0.6;
      case DISGUST -> 0.4;
      case FEAR -> 0.6;
      case CONTEMPT -> 0.2;
    };
  }
}
