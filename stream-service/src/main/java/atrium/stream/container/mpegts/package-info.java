/** MPEG transport streams (ISO/IEC 13818-1): what broadcast, SRT and UDP carry, and the oldest form of HLS. */
@NullMarked
package atrium.stream.container.mpegts;

import org.jspecify.annotations.NullMarked;
