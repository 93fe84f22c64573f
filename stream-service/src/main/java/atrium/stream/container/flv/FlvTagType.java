package atrium.stream.container.flv;

/** {@code TagType} of an FLV tag (Adobe FLV 10.1, E.4.1), which is also the message type of RTMP (section 7.1). */
public final class FlvTagType {

    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    public static final int SCRIPT = 18;

    private FlvTagType() {}
}
