/**
 * Damaged input for every place that reads bytes from outside. A {@code FuzzTarget} has seeds and
 * says of an input whether it was read or properly refused; a {@code Mutator} damages seeds,
 * repeatably; {@link dev.mien.bench.fuzz.Fuzz} runs all targets for as long as it is told and keeps
 * what was found. The build runs it for a few seconds on each target.
 *
 * <pre>{@code
 * java -cp 'bench/target/mien-bench.jar' dev.mien.bench.fuzz.Fuzz 3600 1
 * }</pre>
 */
package dev.mien.bench.fuzz;
