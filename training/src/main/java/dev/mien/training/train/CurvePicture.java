package dev.mien.training.train;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A training run as a picture: accuracy on the validation split, and the loss, over the epochs. */
public final class CurvePicture {
  private CurvePicture() {}

  /**
   * Draws the curve.
   *
   * @param results one or more epochs
   */
  public static BufferedImage draw(String title, List<EpochResult> results) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(520)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle("accuracy on the validation split, %")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisMaxLabelCount(12);
    chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
    chart.setYAxisGroupTitle(1, "training loss");
    add(chart, "FER+ strict majority", results, result -> 100 * result.ferplusAccuracy(), 0);
    add(chart, "FER2013", results, result -> 100 * result.fer2013Accuracy(), 0);
    add(chart, "loss", results, EpochResult::loss, 1);
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static void add(
      XYChart chart,
      String name,
      List<EpochResult> results,
      ToDoubleFunction<EpochResult> value,
      int axis) {
    double[] epochs = results.stream().mapToDouble(EpochResult::epoch).toArray();
    double[] values = results.stream().mapToDouble(value).toArray();
    if (Arrays.stream(values).allMatch(Double::isFinite)) {
      chart
          .addSeries(name, epochs, values)
          .setMarker(results.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
          .setYAxisGroup(axis);
    }
  }
}
