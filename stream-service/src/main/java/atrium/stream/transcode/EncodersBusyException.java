package atrium.stream.transcode;

/** No encoder is started, because as many run as may. */
final class EncodersBusyException extends Exception {

    EncodersBusyException(int encoders) {
        super("all encoders are in use (%d): try again later, or watch the stream as it is".formatted(encoders));
    }
}
