package dev.mien.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.face.AlignmentTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model says of itself; stored as JSON in the ONNX file's metadata_props under {@link
 * #METADATA_KEY}.
 *
 * @param schema version of this format, 1
 * @param name how the model is called
 * @param labels the eight expressions in the order of the outputs
 * @param labelsFer2013 the seven of the second head
 * @param inputSize side of the aligned face in pixels
 * @param alignment where eyes, nose and mouth must lie
 * @param temperature divides the logits before the softmax, inside the graph
 * @param temperatureFer2013 the same for the second head
 * @param uncertainBelow the confidence below which an answer is better called uncertain
 * @param parameters how many numbers training adjusted
 * @param data what the model was trained on
 * @param figures what was measured, with protocol, sample size and 95 % interval
 * @param seed of the training run
 * @param revision of the source that trained it
 * @param created date, ISO 8601
 * @param licence of the weights
 * @param prior how often the model expects each of the eight, as it was in its training data, in
 *     the order of the labels; empty in cards of earlier versions
 */
public record ModelCard(
    int schema,
    String name,
    List<String> labels,
    List<String> labelsFer2013,
    int inputSize,
    AlignmentTemplate alignment,
    double temperature,
    double temperatureFer2013,
    double uncertainBelow,
    long parameters,
    String data,
    List<Figure> figures,
    long seed,
    String revision,
    String created,
    String licence,
    List<Double> prior) {
  /** The key under which the card stands in a model file. */
  public static final String METADATA_KEY = "mien.card";

  private static final int SCHEMA = 1;
  private static final int MAX_TEXT = 2000;

  /**
   * One measured figure.
   *
   * @param protocol which images count, for example {@code ferplus-majority}
   * @param split {@code validation} or {@code test}
   * @param samples how many images
   * @param accuracy share of right answers
   * @param low lower end of the 95 % interval
   * @param high upper end
   * @param macroF1 mean F1 of the classes
   * @param calibrationError expected calibration error
   */
  public record Figure(
      String protocol,
      String split,
      int samples,
      double accuracy,
      double low,
      double high,
      double macroF1,
      double calibrationError) {}

  /** Copies the lists. */
  public ModelCard {
    labels = List.copyOf(labels);
    labelsFer2013 = List.copyOf(labelsFer2013);
    figures = List.copyOf(figures);
    prior = List.copyOf(prior);
  }

  /** How often the model expects each expression, if its card says so. */
  public Optional<ClassPrior> trainingPrior() {
    return prior.isEmpty()
        ? Optional.empty()
        : Optional.of(ClassPrior.of(prior.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /**
   * How often the model expects each expression.
   *
   * @throws ModelException if its card does not say so
   */
  public ClassPrior requireTrainingPrior() throws ModelException {
    return trainingPrior()
        .orElseThrow(
            () ->
                new ModelException(
                    "the card of model "
                        + name
                        + " does not say how often each expression was in its training data: export it with this version"));
  }

  /**
   * Reads a card and checks that this version of Mien can work with the model.
   *
   * @throws ModelException with one sentence that says what does not fit
   */
  public static ModelCard parse(String json) throws ModelException {
    ModelCard card = CardReader.read(json);
    List<String> expected = Arrays.stream(Emotion.values()).map(Emotion::label).toList();
    List<String> expectedSeven = Emotion.FER2013_ORDER.stream().map(Emotion::label).toList();
    if (card.schema != SCHEMA) {
      throw new ModelException(
          "its card has version " + card.schema + ", but this Mien knows version " + SCHEMA);
    }
    if (!card.labels.equals(expected)) {
      throw new ModelException("its labels are " + card.labels + " instead of " + expected);
    }
    if (!card.labelsFer2013.equals(expectedSeven)) {
      throw new ModelException(
          "its FER2013 labels are " + card.labelsFer2013 + " instead of " + expectedSeven);
    }
    if (card.inputSize < 16 || card.inputSize > 512) {
      throw new ModelException("its input size is " + card.inputSize + ", not between 16 and 512");
    }
    if (!(card.uncertainBelow >= 0 && card.uncertainBelow <= 1)) {
      throw new ModelException(
          "its card calls answers uncertain below " + card.uncertainBelow + ", not 0 to 1");
    }
    if (!card.alignment.isUsable()) {
      throw new ModelException("its card places eyes, nose and mouth where no face has them");
    }
    if (!card.prior.isEmpty() && !card.hasUsablePrior()) {
      throw new ModelException("its card holds a prior that is not eight shares above 0");
    }
    if (card.texts().anyMatch(ModelCard::isUnprintable)) {
      throw new ModelException("its card holds a text that is too long or cannot be printed");
    }
    return card;
  }

  private boolean hasUsablePrior() {
    return prior.size() == labels.size()
        && prior.stream().allMatch(share -> share > 0 && share <= 1);
  }

  private Stream<String> texts() {
    return Stream.concat(
        Stream.of(name, data, revision, created, licence),
        figures.stream().flatMap(figure -> Stream.of(figure.protocol(), figure.split())));
  }

  /** Texts are printed on terminals. */
  private static boolean isUnprintable(String text) {
    return text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl);
  }

  /** The card as JSON text. */
  public String toJson() {
    try {
      return JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** This card with another name, and other words on its data. */
  public ModelCard withNameAndData(String newName, String newData) {
    return with(newName, newData, figures);
  }

  /** This card with other figures. */
  public ModelCard withFigures(List<Figure> newFigures) {
    return with(name, data, newFigures);
  }

  private ModelCard with(String newName, String newData, List<Figure> newFigures) {
    return new ModelCard(
        schema,
        newName,
        labels,
        labelsFer2013,
        inputSize,
        alignment,
        temperature,
        temperatureFer2013,
        uncertainBelow,
        parameters,
        newData,
        newFigures,
        seed,
        revision,
        created,
        licence,
        prior);
  }
}
