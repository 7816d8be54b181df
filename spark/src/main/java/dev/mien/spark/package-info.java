/**
 * Mien on Apache Spark. {@link dev.mien.spark.MienTransformer} adds what the faces of a picture or
 * a film show to every row of a table; {@link dev.mien.spark.MienFunctions} does so from SQL. Rows
 * of a partition are read in batches, and one {@code Mien} per JVM serves all tasks. What cannot be
 * read becomes a row with an error; nothing that a row holds ends a job.
 *
 * <pre>{@code
 * Dataset<Row> photos = spark.read().format("binaryFile").load("photos/");
 * Dataset<Row> faces =
 *     new MienTransformer().setInputCol("content").setOutputCol("mien").transform(photos);
 * faces.selectExpr("path", "explode(mien.faces) as face").select("path", "face.emotion").show();
 * }</pre>
 */
@NullMarked
package dev.mien.spark;

import org.jspecify.annotations.NullMarked;
