/**
 * Experiments that train more than one network: what each part of the network brings ({@link
 * dev.mien.training.study.Ablation}), and how well fine-tuning carries over to people never seen
 * ({@link dev.mien.training.study.CrossValidation}). Both live for one experiment and leave their
 * runs in a folder.
 *
 * <pre>{@code
 * Ablation ablation = new Ablation(TrainingPlan.open("ablation"), Path.of("runs/ablation"), 3);
 * System.out.println(ablation.run(samples, name -> new TrainingListener() {}).toMarkdown());
 * }</pre>
 */
@NullMarked
package dev.mien.training.study;

import org.jspecify.annotations.NullMarked;
