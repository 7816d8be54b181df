/**
 * Adaptive user interfaces: rules such as "anger or sadness above 0.6 for 3 s" ({@link
 * dev.mien.event.EventRule}, read by {@link dev.mien.event.EventRules} from a small text file) that
 * an {@link dev.mien.event.EventDetector} watches over the frames of one stream. Time is that of
 * the frames and never a clock. A detector belongs to one stream and is not thread-safe; rules may
 * be shared.
 *
 * <pre>{@code
 * EventDetector events = new EventDetector(EventRules.parse("help: anger > 0.6 for 3s"), ui::adapt);
 * events.update(stream.analyze(frame, time));
 * }</pre>
 */
@NullMarked
package dev.mien.event;

import org.jspecify.annotations.NullMarked;
