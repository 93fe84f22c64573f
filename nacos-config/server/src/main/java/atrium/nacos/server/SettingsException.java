package atrium.nacos.server;

/** A setting that this server will not start with; the message names it and says what to do. */
final class SettingsException extends RuntimeException {

    SettingsException(String message) {
        super(message);
    }
}
