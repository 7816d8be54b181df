/**
 * Labelled faces: reading them, choosing which count ({@link dev.mien.training.dataset.Protocol}),
 * varying and dealing them out for training. Samples live as long as anyone holds them.
 *
 * <pre>{@code
 * List<Sample> samples = FerReader.read(Path.of("fer2013.csv.gz"), Path.of("fer2013new.csv"));
 * int label = Protocol.FERPLUS_MAJORITY.labelOf(samples.get(0));
 * }</pre>
 */
@NullMarked
package dev.mien.training.dataset;

import org.jspecify.annotations.NullMarked;
