package atrium.stream.egress.hls;

import atrium.stream.media.Tracks;

/**
 * The Media Initialization Section (section 4.4.4.5) of the segments from one on.
 *
 * @param msn of the first segment that it is for
 */
record Initialization(long msn, Tracks tracks, SharedBytes bytes) {}
