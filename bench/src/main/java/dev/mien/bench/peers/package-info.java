/**
 * Mien beside other projects, each from its own package: accuracy on the same faces and speed in
 * the same run. {@link dev.mien.bench.peers.PeerComparison} is the program; what asks the others is
 * in {@code bench/peers}.
 *
 * <pre>{@code
 * bench/peers/compare fer2013.csv.gz fer2013new.csv
 * }</pre>
 */
@NullMarked
package dev.mien.bench.peers;

import org.jspecify.annotations.NullMarked;
