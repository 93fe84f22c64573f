/** What the payload formats have in common: bits, records, and how their faults are told. */
@NullMarked
package atrium.stream.codec;

import org.jspecify.annotations.NullMarked;
