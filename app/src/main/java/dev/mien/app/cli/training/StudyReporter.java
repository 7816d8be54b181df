package dev.mien.app.cli.training;

import dev.mien.app.cli.console.StopSignal;
import dev.mien.training.study.StudyListener;
import dev.mien.training.train.TrainingListener;
import java.io.PrintWriter;

/**
 * Prints the lines of all runs of a study, each with the name of its run if there are several at a
 * time.
 *
 * @param epochs of each run
 * @param several whether runs go side by side
 * @param signal ends the study
 */
record StudyReporter(PrintWriter out, int epochs, boolean several, StopSignal signal)
    implements StudyListener {

  @Override
  public void news(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public TrainingListener run(String title) {
    return several
        ? TrainingReporter.named(title, epochs, out, signal)
        : new TrainingReporter(epochs, out, signal);
  }

  /** Says how a study that the user stopped goes on, and returns the exit code. */
  static int sayStopped(PrintWriter out, TrainingReporter.StoppedException stopped) {
    out.println("Stopped; the same command goes on");
    out.flush();
    return stopped.exitCode();
  }
}
