package atrium.stream.codec;

/** What a decoder of pictures must know before the first, in the form that MP4, FLV and RTMP share. */
public interface PictureConfig {

    /** As in the {@code codecs} parameter of a MIME type (RFC 6381). */
    String codec();

    /** A copy of the whole. */
    byte[] bytes();

    /** Of a picture as shown, in pixels; 0 where it does not tell. */
    int width();

    /** Of a picture as shown, in pixels; 0 where it does not tell. */
    int height();
}
