/**
 * Experiments that train more than one network: what each part of the network brings ({@link
 * dev.mien.training.study.Ablation}), and how well fine-tuning carries over to people never seen
 * ({@link dev.mien.training.study.CrossValidation}). Both live for one experiment and leave their
 * runs in a folder.
 *
 * <pre>{@code
 * TrainingPlan plan = TrainingPlan.open("ablation");
 * Ablation ablation = new Ablation(plan, Path.of("runs/ablation"), 3, List.of(Variant.values()), RunOptions.of(1, Precision.AUTO));
 * System.out.println(ablation.run(samples, 1, listener).toMarkdown());
 * }</pre>
 */
@NullMarked
package dev.mien.training.study;

import org.jspecify.annotations.NullMarked;
