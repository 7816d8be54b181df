package dev.mien.training.evaluate;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The plots of a report, as SVG in data URIs. */
final class Charts {
  private static final Color INK = new Color(33, 37, 41);
  private static final Color GRID = new Color(226, 230, 234);
  private static final Color BLUE = new Color(30, 100, 170);
  private static final Color ORANGE = new Color(214, 108, 30);
  private static final Color GREY = new Color(150, 158, 166);
  private static final Color[] GRADES = {
    new Color(158, 197, 232), new Color(72, 137, 196), new Color(16, 68, 120)
  };

  private Charts() {}

  /** Accuracy over confidence; the dashed diagonal is perfect calibration. */
  static String reliability(Evaluation evaluation) {
    XYChart chart = lines("confidence", "accuracy");
    dashed(chart, "perfect", new double[] {0, 1}, new double[] {0, 1});
    List<Reliability.Bin> bins = evaluation.reliability().bins();
    XYSeries measured =
        chart.addSeries(
            "measured",
            bins.stream().mapToDouble(Reliability.Bin::confidence).toArray(),
            bins.stream().mapToDouble(Reliability.Bin::accuracy).toArray());
    measured.setMarker(SeriesMarkers.CIRCLE);
    measured.setMarkerColor(BLUE);
    measured.setLineColor(BLUE);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    return svg(chart);
  }

  /** Accuracy over the share of images that is answered. */
  static String riskCoverage(Evaluation evaluation) {
    XYChart chart = lines("share answered, most confident first", "accuracy");
    List<RiskCoverage.Point> points = evaluation.riskCoverage().points();
    double[] coverage = points.stream().mapToDouble(RiskCoverage.Point::coverage).toArray();
    double[] accuracy = points.stream().mapToDouble(RiskCoverage.Point::accuracy).toArray();
    XYSeries measured = chart.addSeries("accuracy", coverage, accuracy);
    measured.setMarker(SeriesMarkers.NONE);
    measured.setLineColor(ORANGE);
    double lowest = Arrays.stream(accuracy).min().orElse(0);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0);
    chart.getStyler().setYAxisMin(Math.max(0, Math.floor(lowest * 20 - 0.5) / 20)).setYAxisMax(1.0);
    return svg(chart);
  }

  /** Accuracy under every corruption, three bars each. */
  static String stress(Robustness stress) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(980)
            .height(380)
            .xAxisTitle("")
            .yAxisTitle("accuracy, %")
            .build();
    style(chart.getStyler());
    chart.getStyler().setAvailableSpaceFill(0.75);
    chart.getStyler().setXAxisLabelRotation(35);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
    List<String> names = Arrays.stream(Corruption.values()).map(Corruption::title).toList();
    List<String> grades = List.of("mild", "middle", "severe");
    for (int grade = 0; grade < Corruption.GRADES; grade++) {
      int wanted = grade;
      List<Double> values =
          Arrays.stream(Corruption.values())
              .map(corruption -> 100 * stress.of(corruption).get(wanted).accuracy())
              .toList();
      chart.addSeries(grades.get(grade), names, values).setFillColor(GRADES[grade]);
    }
    return svg(chart);
  }

  private static XYChart lines(String x, String y) {
    XYChart chart = new XYChartBuilder().width(470).height(340).xAxisTitle(x).yAxisTitle(y).build();
    style(chart.getStyler());
    return chart;
  }

  private static void dashed(XYChart chart, String name, double[] x, double[] y) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(GREY);
    series.setLineStyle(SeriesLines.DASH_DASH);
  }

  private static void style(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setChartTitleVisible(false);
  }

  private static String svg(Chart<?, ?> chart) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
