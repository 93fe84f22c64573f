/** NAL units, of which H.264 and H.265 pictures are made, in the two forms that containers keep them in. */
@NullMarked
package atrium.stream.codec.nal;

import org.jspecify.annotations.NullMarked;
