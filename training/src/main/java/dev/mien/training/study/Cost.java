package dev.mien.training.study;

import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.training.evaluate.Latency;
import dev.mien.training.evaluate.ModelSize;
import dev.mien.training.export.ModelExporter;
import dev.mien.training.export.Provenance;
import dev.mien.training.train.TrainedRun;
import java.util.ArrayList;
import java.util.List;

/**
 * What a method costs.
 *
 * @param parameters that it learns, without those that the exported network has added up
 * @param multiplications multiply-accumulate operations a face; 0 for conventional methods, which
 *     are not counted
 * @param milliseconds a face, one at a time on one thread in ONNX Runtime, median; NaN if not
 *     measured
 */
record Cost(long parameters, long multiplications, double milliseconds) {

  /** Of a conventional method. */
  static Cost of(long parameters) {
    return new Cost(parameters, 0, Double.NaN);
  }

  /** Of networks, whose speeds are measured in turns. */
  static List<Cost> of(List<TrainedRun> runs) throws ModelException {
    List<byte[]> files = new ArrayList<>();
    List<OnnxExpressionModel> models = new ArrayList<>();
    try {
      for (TrainedRun run : runs) {
        Provenance provenance = new Provenance(run.plan().name(), "an ablation", List.of(), "");
        files.add(ModelExporter.uncalibrated(run, provenance));
        models.add(OnnxExpressionModel.open(files.get(files.size() - 1), "the network", 1));
      }
      double[] milliseconds = Latency.inTurns(models);
      List<Cost> costs = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        costs.add(
            new Cost(
                runs.get(i).network().state().parameterCount(),
                ModelSize.of(files.get(i)).multiplications(),
                milliseconds[i]));
      }
      return costs;
    } finally {
      models.forEach(OnnxExpressionModel::close);
    }
  }
}
