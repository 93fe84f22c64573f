package atrium.nacos.server;

import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Lets Derby write its checkpoint once Nacos' contexts are closed. Nacos never does; Derby would recover from its log
 * at the next start, as it does after a kill, only slower.
 */
final class DerbyShutdown implements Runnable {

    /** What Derby throws to say that it worked. */
    private static final String SHUT_DOWN = "XJ015";

    @Override
    public void run() {
        try {
            DriverManager.getConnection("jdbc:derby:;shutdown=true").close();
        } catch (SQLException e) {
            if (!SHUT_DOWN.equals(e.getSQLState())) {
                System.err.println("nacos: Derby did not close: " + e.getMessage());
            }
        }
    }
}
