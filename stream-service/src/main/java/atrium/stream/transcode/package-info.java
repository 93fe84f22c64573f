/** What is made of a stream by ffmpeg, only while somebody wants it: the stream in another codec, a picture of it. */
@NullMarked
package atrium.stream.transcode;

import org.jspecify.annotations.NullMarked;
