/** AMF0, the data encoding that RTMP's commands and FLV's metadata are written in. */
@NullMarked
package atrium.stream.codec.amf0;

import org.jspecify.annotations.NullMarked;
