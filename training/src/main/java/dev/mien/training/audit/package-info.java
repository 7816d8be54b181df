/**
 * What is wrong with a data set or with a protocol: an {@link dev.mien.training.audit.Audit} looks
 * at the images, a {@link dev.mien.training.audit.LeakDemonstration} measures what known mistakes
 * of protocols turn the same images into. Plain values.
 *
 * <pre>{@code
 * Audit audit = Audit.of(samples, List.of(Protocol.FER2013), null, List.of());
 * System.out.println(AuditTable.of(audit));
 * }</pre>
 */
@NullMarked
package dev.mien.training.audit;

import org.jspecify.annotations.NullMarked;
