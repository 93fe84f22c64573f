package atrium.stream.ingest.rtmp;

import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.protocol.rtmp.RtmpCommand;

/** The application of a {@code connect} command: {@code live} of {@code rtmp://host/live/name}. */
record ConnectApp(String name) {

    static ConnectApp of(RtmpCommand connect) {
        AmfValue app = connect.object().membersOrNone().getOrDefault("app", AmfValue.Nothing.NULL);
        String text = app.textOr("");
        return new ConnectApp(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }
}
