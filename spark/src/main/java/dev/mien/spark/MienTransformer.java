package dev.mien.spark;

import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.ModelPrecision;
import dev.mien.face.detection.CropMode;
import dev.mien.face.detection.DetectorMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Adds what the faces of pictures and films show to a table: one struct column, whose type
 * docs/spark.md describes. Works in pipelines, on batches and on streams. A row that cannot be read
 * gets an error in that column and stops nothing.
 *
 * <p>Each executor JVM opens one {@code Mien} for equal options, which all of its tasks share. Not
 * thread-safe while it is being set.
 */
public final class MienTransformer extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> model;
  private final Param<String> precision;
  private final Param<String> detectorMode;
  private final Param<String> cropMode;
  private final Param<String> prior;
  private final DoubleParam minConfidence;
  private final DoubleParam interval;
  private transient @Nullable MienCounters counters;

  /** With the default options. */
  public MienTransformer() {
    this(Identifiable$.MODULE$.randomUID("mien"));
  }

  /** For {@link #load}: with the name of a stage that was saved. */
  public MienTransformer(String uid) {
    this.uid = uid;
    inputCol = new Param<>(uid, "inputCol", "column of bytes, paths, binaryFile or image structs");
    outputCol = new Param<>(uid, "outputCol", "column that is added");
    model = new Param<>(uid, "model", "name of an installed model, or path of a model file");
    precision = new Param<>(uid, "precision", "of an installed model: auto, fp32 or int8");
    detectorMode = new Param<>(uid, "detectorMode", "auto, near or far");
    cropMode = new Param<>(uid, "cropMode", "auto, always or never");
    prior = new Param<>(uid, "prior", "web, uniform, or shares as JSON");
    minConfidence = new DoubleParam(uid, "minConfidence", "below: uncertain; 0 to 1");
    interval = new DoubleParam(uid, "interval", "seconds between analysed frames of a film");
    setDefault(inputCol, "content");
    setDefault(outputCol, "mien");
    setDefault(model, InstalledModels.DEFAULT);
    setDefault(precision, "fp32");
    setDefault(detectorMode, "auto");
    setDefault(cropMode, "auto");
    setDefault(prior, TransformerOptions.WEB);
    setDefault(interval, 1.0);
  }

  @Override
  public String uid() {
    return uid;
  }

  /** See {@link #setInputCol}. */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** See {@link #setOutputCol}. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** See {@link #setModel}. */
  public Param<String> model() {
    return model;
  }

  /** See {@link #setPrecision}. */
  public Param<String> precision() {
    return precision;
  }

  /** See {@link #setDetectorMode}. */
  public Param<String> detectorMode() {
    return detectorMode;
  }

  /** See {@link #setCropMode}. */
  public Param<String> cropMode() {
    return cropMode;
  }

  /** See {@link #setPrior}. */
  public Param<String> prior() {
    return prior;
  }

  /** See {@link #setMinConfidence}. */
  public DoubleParam minConfidence() {
    return minConfidence;
  }

  /** See {@link #setInterval}. */
  public DoubleParam interval() {
    return interval;
  }

  /**
   * The column that holds pictures and films: bytes, paths as strings, or structs of Spark's {@code
   * binaryFile} or {@code image} source; {@code content} unless set.
   */
  public MienTransformer setInputCol(String column) {
    set(inputCol, column);
    return this;
  }

  /** The column that is added; {@code mien} unless set. */
  public MienTransformer setOutputCol(String column) {
    set(outputCol, column);
    return this;
  }

  /**
   * The expression model: the name of an installed one, or the path of a file that {@code mien
   * export} wrote. A file is read by the driver and sent to the executors.
   */
  public MienTransformer setModel(String nameOrPath) {
    set(model, nameOrPath);
    return this;
  }

  /**
   * How hard to look for small faces: {@code auto} (unless set), {@code near} or {@code far}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public MienTransformer setDetectorMode(String mode) {
    choice("detector mode", DetectorMode.values(), mode);
    set(detectorMode, mode);
    return this;
  }

  /**
   * In which numbers an installed model computes: {@code fp32} (unless set), {@code int8}, or
   * {@code auto}, which is {@code int8} where the driver's processor is one on which that was
   * measured to be faster.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public MienTransformer setPrecision(String name) {
    choice("precision", ModelPrecision.values(), name);
    set(precision, name);
    return this;
  }

  /**
   * Whether pictures may be faces that were cut out already: {@code auto} (unless set), {@code
   * always} or {@code never}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public MienTransformer setCropMode(String mode) {
    choice("crop mode", CropMode.values(), mode);
    set(cropMode, mode);
    return this;
  }

  /**
   * How often each expression occurs among the people at hand: {@code web} (as in the training
   * data, unless set), {@code uniform} (posed pictures), or counts or shares as JSON, such as
   * {@code {"happiness": 3, "anger": 1}}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public MienTransformer setPrior(String expected) {
    TransformerOptions.parsePrior(expected);
    set(prior, expected);
    return this;
  }

  /**
   * The probability, 0 to 1, below which a label is {@code uncertain}; the model's card says unless
   * set.
   *
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public MienTransformer setMinConfidence(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("the minimum confidence must lie between 0 and 1");
    }
    set(minConfidence, probability);
    return this;
  }

  /**
   * How many seconds analysed frames of a film are apart at least; 0 analyses all; 1 unless set.
   *
   * @throws IllegalArgumentException if it is negative or no number
   */
  public MienTransformer setInterval(double seconds) {
    if (!(seconds >= 0 && seconds <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("the interval must be 0 seconds or more");
    }
    set(interval, seconds);
    return this;
  }

  /**
   * What transformations by this transformer and its copies have done; begins to count at the first
   * one.
   *
   * @throws IllegalStateException before the first one
   */
  public MienCounters counters() {
    if (counters == null) {
      throw new IllegalStateException("nothing has been transformed yet");
    }
    return counters;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    String input = $(inputCol);
    String output = $(outputCol);
    if (!Arrays.asList(schema.fieldNames()).contains(input)) {
      throw new IllegalArgumentException(
          "there is no column %s; there are %s"
              .formatted(input, String.join(", ", schema.fieldNames())));
    }
    InputKind.check(input, schema.apply(input).dataType());
    if (Arrays.asList(schema.fieldNames()).contains(output)) {
      throw new IllegalArgumentException("there is a column " + output + " already");
    }
    return schema.add(output, ResultSchema.RESULT, false);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> table) {
    StructType result = transformSchema(table.schema(), true);
    PartitionAnalysis analysis =
        new PartitionAnalysis(work(table.sparkSession()), result.fieldIndex($(inputCol)));
    Dataset<Row> rows = table.toDF().mapPartitions(analysis, Encoders.row(result));
    return rows.select(
        Arrays.stream(result.fields()).map(MienTransformer::described).toArray(Column[]::new));
  }

  /** A column with its description, which mapPartitions drops, and other stages need. */
  private static Column described(StructField field) {
    return functions
        .col("`" + field.name().replace("`", "``") + "`")
        .as(field.name(), field.metadata());
  }

  /**
   * What executors need to do the work.
   *
   * @throws IllegalArgumentException if the model cannot be read
   */
  Work work(SparkSession spark) {
    SparkContext context = spark.sparkContext();
    TransformerOptions options = options();
    if (counters == null) {
      counters = new MienCounters(context);
    }
    return Work.of(context, options, counters);
  }

  private TransformerOptions options() {
    TransformerOptions.parsePrior($(prior));
    return new TransformerOptions(
        modelInPrecision(),
        choice("detector mode", DetectorMode.values(), $(detectorMode)),
        isSet(minConfidence) ? (Double) $(minConfidence) : null,
        choice("crop mode", CropMode.values(), $(cropMode)),
        $(prior),
        Duration.ofNanos(Math.round((Double) $(interval) * 1e9)));
  }

  /**
   * What decides the results, in a line: the model's checksum and the settings. Columns do not
   * count.
   *
   * @throws IllegalArgumentException if a setting does not fit or the model cannot be read
   */
  public String describe() {
    TransformerOptions options = options();
    try {
      String sum = InstalledModels.sha256(InstalledModels.read(options.model()));
      return "model %.16s, detector %s, crop %s, least confidence %s, prior %s, every %s"
          .formatted(
              sum,
              options.detectorMode(),
              options.cropMode(),
              options.minConfidence() == null ? "of the model" : options.minConfidence(),
              options.prior(),
              options.interval());
    } catch (ModelException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Chosen on the driver, so that all executors use the same. */
  private String modelInPrecision() {
    try {
      return InstalledModels.inPrecision(
          $(model), choice("precision", ModelPrecision.values(), $(precision)));
    } catch (ModelException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static <E extends Enum<E>> E choice(String what, E[] choices, String name) {
    for (E choice : choices) {
      if (choice.name().equalsIgnoreCase(name)) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        "there is no %s \"%s\"; there are %s"
            .formatted(what, name, Arrays.toString(choices).toLowerCase(Locale.ROOT)));
  }

  @Override
  public MienTransformer copy(ParamMap extra) {
    MienTransformer copy = new MienTransformer(uid);
    copy.counters = counters;
    return copyValues(copy, extra);
  }

  /** Reads what {@code write()} has written. */
  public static MLReader<MienTransformer> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads a transformer that was saved in a folder. */
  public static MienTransformer load(String path) {
    return read().load(path);
  }
}
