package dev.mien.training.study;

import dev.mien.training.train.TrainingListener;

/** Receives the progress of a study. With several jobs it is called by several threads. */
public interface StudyListener {
  /** A line about the study as a whole: which run begins, how much is left. */
  void news(String line);

  /** The listener for one run; what it throws ends the study. */
  TrainingListener run(String title);
}
