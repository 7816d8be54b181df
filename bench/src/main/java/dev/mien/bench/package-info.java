/**
 * Speed and memory of the pipeline, measured on request and never in tests. {@link
 * dev.mien.bench.AnalysisBenchmark} is JMH, {@link dev.mien.bench.MemorySoak} a plain program.
 *
 * <pre>{@code
 * java -jar bench/target/mien-bench.jar
 * }</pre>
 */
@NullMarked
package dev.mien.bench;

import org.jspecify.annotations.NullMarked;
