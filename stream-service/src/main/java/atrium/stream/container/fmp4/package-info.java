/** Fragmented MP4 (ISO/IEC 14496-12), written for live: a header, then fragments that need no index. */
@NullMarked
package atrium.stream.container.fmp4;

import org.jspecify.annotations.NullMarked;
