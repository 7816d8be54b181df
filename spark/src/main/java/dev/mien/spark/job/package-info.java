/**
 * The job for {@code spark-submit}: {@link dev.mien.spark.job.MienSpark} reads pictures and films
 * by their paths and writes one row each to Parquet, in pieces that an interrupted run can go on
 * from.
 *
 * <pre>{@code
 * MienSpark.main(new String[] {"--in", "photos/*.jpg", "--out", "faces.parquet"});
 * }</pre>
 */
@NullMarked
package dev.mien.spark.job;

import org.jspecify.annotations.NullMarked;
