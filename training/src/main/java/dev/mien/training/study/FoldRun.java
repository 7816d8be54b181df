package dev.mien.training.study;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.training.dataset.Sample;
import dev.mien.training.predict.Predictions;
import dev.mien.training.train.CompleteFile;
import dev.mien.training.train.Logits;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One fold of a {@link CrossValidation}, in a folder of its own, where its answers stay.
 *
 * @param title the name used in messages
 * @param plan for the fine-tuning
 * @param options with the model to start from
 * @param folder of the run
 * @param training what is learnt from
 * @param tested what is answered, in the order of the answers
 */
record FoldRun(
    String title,
    TrainingPlan plan,
    RunOptions options,
    Path folder,
    List<Sample> training,
    List<Sample> tested)
    implements SideBySide.Run {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public boolean isDone() {
    return Files.isRegularFile(file());
  }

  @Override
  public void complete(TrainingListener listener) throws IOException {
    Trainer trainer =
        new Trainer(plan, folder, options.resuming()); // refuses another plan or model
    if (isDone()) {
      return;
    }
    trainer.train(training, listener);
    Predictions answers = Logits.of(TrainedRun.open(folder).network(), tested).answers();
    String json = JSON.writeValueAsString(answers);
    CompleteFile.write(file(), unfinished -> Files.writeString(unfinished, json));
  }

  Predictions answers() throws IOException {
    return JSON.readValue(Files.readString(file()), Predictions.class);
  }

  private Path file() {
    return folder.resolve("answers.json");
  }
}
