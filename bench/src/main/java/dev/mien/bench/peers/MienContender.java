package dev.mien.bench.peers;

import dev.mien.Mien;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import dev.mien.image.ImageException;
import dev.mien.training.dataset.Sample;
import dev.mien.training.predict.Cropping;
import dev.mien.training.predict.Predictions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An installed model of Mien. */
final class MienContender implements Contender {
  private final String model;
  private final OnnxExpressionModel classifier;
  private final Mien mien;

  MienContender(String model) throws IOException {
    this.model = model;
    this.classifier = OnnxExpressionModel.open(InstalledModels.read(model), model, 1);
    this.mien = Mien.builder().model(model).threads(1).open();
  }

  @Override
  public String name() {
    return "Mien, `" + model + "`";
  }

  @Override
  public String preparation() {
    return "as it comes";
  }

  @Override
  public Predictions answers(List<Sample> samples) {
    return Predictions.of(classifier, samples, Cropping.asItIs(), done -> {});
  }

  @Override
  public Speed speed(byte[] photo, int seconds) {
    byte[] grey = new byte[Sample.SIZE * Sample.SIZE];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (i * 7);
    }
    List<AlignedFace> face = List.of(new AlignedFace(Sample.SIZE, grey, Similarity.IDENTITY));
    return new Speed(
        median(seconds, () -> classifier.predict(face)), median(seconds, () -> analyze(photo)));
  }

  private void analyze(byte[] photo) {
    try {
      mien.analyze(photo);
    } catch (ImageException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double median(int seconds, Runnable work) {
    long nanos = seconds * 1_000_000_000L;
    for (long end = System.nanoTime() + nanos; System.nanoTime() < end; ) {
      work.run();
    }
    List<Double> times = new ArrayList<>();
    for (long end = System.nanoTime() + nanos; System.nanoTime() < end; ) {
      long start = System.nanoTime();
      work.run();
      times.add((System.nanoTime() - start) / 1e6);
    }
    Collections.sort(times);
    return times.get(times.size() / 2);
  }

  @Override
  public void close() {
    mien.close();
    classifier.close();
  }
}
