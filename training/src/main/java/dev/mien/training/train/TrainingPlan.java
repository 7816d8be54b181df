package dev.mien.training.train;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.training.dataset.AugmentationPlan;
import dev.mien.training.dataset.Sample;
import dev.mien.training.network.NetworkPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A readable file that says all of a training run but its data: network, optimisation,
 * augmentation. The plans {@code small} and {@code base} come with Mien.
 *
 * @param name how the plan, and the model it makes, is called
 * @param network the shape of the network
 * @param augmentation how training images are varied
 * @param epochs passes over the training images
 * @param batchSize images per step
 * @param learningRate the highest learning rate, reached at the end of the warm-up; a cosine takes
 *     it to zero
 * @param warmUpEpochs over how many epochs (may be a fraction) the learning rate rises from zero
 * @param momentum of stochastic gradient descent (Nesterov)
 * @param weightDecay for weights of convolutions and fully connected layers; gains and biases are
 *     left alone
 * @param averageDecay share of the running average of the weights that survives a step
 * @param labelWeight how much FER2013's labels count beside FER+'s votes in the loss
 * @param labelSmoothing share of FER2013's label that is spread over all seven
 * @param optimizer what moves the weights
 * @param logitAdjustment how much of the logarithm of a class's share is added to its logit in
 *     training, so that rare classes are not drowned (Menon et al., ICLR 2021); 0 is off
 * @param teacherWeight the teachers' share of the targets, if there are teachers
 * @param teacherViews whether a teacher is asked of every variation of an image that the network
 *     learns from (Beyer et al., CVPR 2022), one teacher a step, drawn at random; if not, all are
 *     asked once of the images as they are
 */
public record TrainingPlan(
    String name,
    NetworkPlan network,
    AugmentationPlan augmentation,
    int epochs,
    int batchSize,
    double learningRate,
    double warmUpEpochs,
    double momentum,
    double weightDecay,
    double averageDecay,
    double labelWeight,
    double labelSmoothing,
    Optimizer.Kind optimizer,
    double logitAdjustment,
    double teacherWeight,
    boolean teacherViews) {
  private static final String TEACHER_VIEWS = "teacher_views";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  public TrainingPlan {
    require(
        epochs >= 1 && batchSize >= 2 && learningRate > 0,
        "epochs, batch_size (2 or more) and learning_rate must be positive");
    require(
        warmUpEpochs >= 0 && warmUpEpochs < epochs,
        "warm_up_epochs must not be negative, and end before the epochs do");
    require(
        network.inputSize() == Sample.SIZE, "input_size must be " + Sample.SIZE + ", as faces are");
    require(
        logitAdjustment >= 0 && weightDecay >= 0 && labelWeight >= 0,
        "logit_adjustment, weight_decay and label_weight must not be negative");
    require(teacherWeight >= 0 && teacherWeight <= 1, "teacher_weight lies in [0, 1]");
    require(
        isShare(momentum) && isShare(averageDecay) && isShare(labelSmoothing),
        "momentum, average_decay and label_smoothing lie in [0, 1)");
  }

  private static boolean isShare(double value) {
    return value >= 0 && value < 1;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("training plan: " + message);
    }
  }

  /**
   * Opens a plan: the name of one that comes with Mien, or a path.
   *
   * @throws IOException if there is no such plan or it cannot be understood; the message says which
   *     field
   */
  public static TrainingPlan open(String nameOrPath) throws IOException {
    Path path = Path.of(nameOrPath);
    if (Files.isRegularFile(path)) {
      return parse(Files.readString(path));
    }
    try (InputStream in =
        TrainingPlan.class.getResourceAsStream(
            "/dev/mien/training/plans/" + nameOrPath + ".json")) {
      if (in == null) {
        throw new IOException(
            "there is no plan \"" + nameOrPath + "\": give small, base or the path of a plan file");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Reads a plan from its JSON text. */
  public static TrainingPlan parse(String json) throws IOException {
    try {
      JsonNode plan = JSON.readTree(json);
      if (!(plan instanceof ObjectNode fields)) {
        throw new IOException("the plan cannot be understood: it is no JSON object");
      }
      if (!fields.has(TEACHER_VIEWS)) {
        fields.put(TEACHER_VIEWS, false); // Plans written before there were such teachers.
      }
      return JSON.treeToValue(plan, TrainingPlan.class);
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("the plan cannot be understood: " + cause.getMessage(), e);
    } catch (JsonParseException e) {
      throw new IOException(
          "the plan cannot be understood: it is not JSON in line " + e.getLocation().getLineNr(),
          e);
    } catch (JsonProcessingException e) {
      throw new IOException("the plan cannot be understood: " + inWords(e), e);
    }
  }

  /** What the JSON library says, without its own terms. */
  private static String inWords(JsonProcessingException problem) {
    return problem
        .getOriginalMessage()
        .replaceFirst(" \\(index \\d+\\).*", "")
        .replace("creator property", "field");
  }

  /** The plan as JSON text. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** This plan with another number of epochs. */
  public TrainingPlan withEpochs(int newEpochs) {
    return with(network, newEpochs, learningRate);
  }

  /** This plan with another learning rate. */
  public TrainingPlan withLearningRate(double newRate) {
    return with(network, epochs, newRate);
  }

  /** This plan for another network. */
  public TrainingPlan withNetwork(NetworkPlan newNetwork) {
    return with(newNetwork, epochs, learningRate);
  }

  private TrainingPlan with(NetworkPlan newNetwork, int newEpochs, double newRate) {
    return new TrainingPlan(
        name,
        newNetwork,
        augmentation,
        newEpochs,
        batchSize,
        newRate,
        Math.min(warmUpEpochs, newEpochs / 2.0),
        momentum,
        weightDecay,
        averageDecay,
        labelWeight,
        labelSmoothing,
        optimizer,
        logitAdjustment,
        teacherWeight,
        teacherViews);
  }

  /**
   * The learning rate at a point of the run: linear warm-up, then half a cosine (Loshchilov and
   * Hutter, ICLR 2017).
   */
  double learningRateAt(double epoch) {
    if (epoch < warmUpEpochs) {
      return learningRate * epoch / warmUpEpochs;
    }
    double progress = (epoch - warmUpEpochs) / (epochs - warmUpEpochs);
    return learningRate * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
  }
}
