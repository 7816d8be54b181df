package dev.mien.training.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.predict.Cropping;
import dev.mien.training.predict.Predictions;
import java.util.ArrayList;
import java.util.List;

/** The measured figures in a model's card. */
public final class CardFigures {
  private CardFigures() {}

  static ModelCard.Figure of(Evaluation evaluation) {
    return new ModelCard.Figure(
        evaluation.protocol().id(),
        evaluation.split().label(),
        evaluation.matrix().total(),
        evaluation.matrix().accuracy(),
        evaluation.interval().low(),
        evaluation.interval().high(),
        evaluation.matrix().macroF1(),
        evaluation.calibrationError());
  }

  /**
   * Writes figures into the card of a model file; those of the same protocol and split are
   * replaced, the graph stays as it is.
   *
   * @return the content of the new file
   * @throws ModelException if the card cannot be understood
   * @throws IllegalArgumentException if the bytes are not an ONNX model with a card
   */
  public static byte[] record(byte[] model, List<Evaluation> evaluations) throws ModelException {
    ModelProto.Builder proto;
    try {
      proto = ModelProto.parseFrom(model).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not an ONNX model", e);
    }
    for (int i = 0; i < proto.getMetadataPropsCount(); i++) {
      StringStringEntryProto entry = proto.getMetadataProps(i);
      if (entry.getKey().equals(ModelCard.METADATA_KEY)) {
        ModelCard card = ModelCard.parse(entry.getValue());
        String json = card.withFigures(merge(card.figures(), evaluations)).toJson();
        return proto.setMetadataProps(i, entry.toBuilder().setValue(json)).build().toByteArray();
      }
    }
    throw new IllegalArgumentException("the model has no card");
  }

  /**
   * Evaluates a model file on the validation split.
   *
   * @param samples of all splits, which say what classes a folder has
   * @param seen the images that it was trained on: where most of the validation split is among
   *     them, there is nothing to measure
   * @throws ModelException if it cannot be opened
   */
  static List<Evaluation> measure(
      byte[] model, ImageFingerprints seen, List<Sample> samples, List<Protocol> protocols)
      throws ModelException {
    List<Sample> validation = Split.VALIDATION.of(samples);
    if (seen.holdMostOf(validation)) {
      return List.of();
    }
    try (OnnxExpressionModel onnx = OnnxExpressionModel.open(model, "the exported model", 1)) {
      Predictions answers = Predictions.of(onnx, validation, Cropping.asItIs(), done -> {});
      return protocols.stream()
          .map(
              protocol ->
                  Evaluation.among(
                      Evaluation.classes(protocol, samples),
                      protocol,
                      Split.VALIDATION,
                      answers,
                      validation))
          .filter(evaluation -> evaluation.matrix().total() > 0)
          .toList();
    }
  }

  private static List<ModelCard.Figure> merge(
      List<ModelCard.Figure> old, List<Evaluation> evaluations) {
    List<ModelCard.Figure> added = evaluations.stream().map(CardFigures::of).toList();
    List<ModelCard.Figure> merged = new ArrayList<>(old);
    merged.removeIf(
        figure ->
            added.stream()
                .anyMatch(
                    other ->
                        other.protocol().equals(figure.protocol())
                            && other.split().equals(figure.split())));
    merged.addAll(added);
    return merged;
  }
}
